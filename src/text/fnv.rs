//! A hash that is fast on words and the same in every run, for lists that are our own: nobody can choose them to collide.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

/// A map from words of ours.
pub type Map<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;
/// A set of words of ours.
pub type Set<K> = HashSet<K, BuildHasherDefault<Fnv>>;

/// FNV-1a, 64 bits.
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(HASH_OF_NOTHING)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = step(self.0, *byte);
        }
    }
}

/// The hash of what is a hash already.
#[derive(Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// A map from hashes.
pub type HashesTo<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;
/// A set of hashes.
pub type Hashes = HashSet<u64, BuildHasherDefault<AsIs>>;

/// The hash of no byte at all.
pub const HASH_OF_NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a byte more.
#[inline]
pub fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// The hash of a word.
pub fn hash(word: &str) -> u64 {
    let mut hasher = Fnv::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}
