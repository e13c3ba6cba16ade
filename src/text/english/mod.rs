//! What is known of English: its verbs, what a coordination joins, which words promise nothing that can be checked.

pub mod compound;
pub mod vague;
pub mod verbs;
pub mod weak;

use std::sync::LazyLock;

use super::hashed::Sieve;

/// What the words of a text may be signs of; a text without the signs of a list has nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs(u8);

const VAGUE: u8 = 1;
const WEAK: u8 = 2;

/// The signs of all lists.
static SIGNS: LazyLock<Sieve> = LazyLock::new(|| {
    let marked = |words: Vec<u64>, mark| words.into_iter().map(move |word| (word, mark));
    Sieve::marked(&marked(vague::signs(), VAGUE).chain(marked(weak::signs(), WEAK)).collect::<Vec<_>>())
});

impl Signs {
    /// Adds the word of this hash.
    #[inline]
    pub fn add(&mut self, word: u64) {
        self.0 |= SIGNS.marks(word);
    }

    /// Whether there is a sign of vague words.
    pub fn vague(self) -> bool {
        self.0 & VAGUE > 0
    }

    /// Whether there is a sign of weak words.
    pub fn weak(self) -> bool {
        self.0 & WEAK > 0
    }
}
