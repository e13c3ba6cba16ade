//! Words of a text as hashes, without a copy of any: for looking many words up in lists that few of them are in.

use super::fnv::{HASH_OF_NOTHING, hash, step};

/// The words of `text` in lower case, as [`hash`] has them; a word is letters and digits.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// See [`words`].
#[derive(Debug, Clone)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        let mut word = HASH_OF_NOTHING;
        while let Some(byte) = bytes.get(at) {
            let lower = LOWER[usize::from(*byte)];
            if lower > 0 {
                word = step(word, lower);
                at += 1;
            } else if *byte < 0x80 {
                at += 1;
                if word != HASH_OF_NOTHING {
                    break;
                }
            } else {
                let before = word;
                at += beyond_ascii(&self.text[at..], &mut word);
                if word == before && word != HASH_OF_NOTHING {
                    break;
                }
            }
        }
        self.at = at;
        (word != HASH_OF_NOTHING).then_some(word)
    }
}

/// Adds the character that `text` begins with to a word, if it is a letter or a digit; how many bytes it has.
#[cold]
fn beyond_ascii(text: &str, word: &mut u64) -> usize {
    let Some(c) = text.chars().next() else { return 1 };
    if c.is_alphanumeric() {
        for lower in c.to_lowercase() {
            *word = lower.encode_utf8(&mut [0; 4]).bytes().fold(*word, step);
        }
    }
    c.len_utf8()
}

/// [`u8::is_ascii_alphanumeric`] by one look at a table.
#[inline]
pub fn is_alphanumeric(byte: u8) -> bool {
    LOWER[usize::from(byte)] > 0
}

/// Letters and digits of ASCII in lower case, 0 for any other byte.
const LOWER: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// A list of words to look many others up in.
#[derive(Debug)]
pub struct Sieve {
    /// The hash of each word at the place its low bits give, or at the next free one; 0 where there is none.
    places: Vec<u64>,
    /// What each word is marked with, at the same places.
    marks: Vec<u8>,
}

impl Sieve {
    /// Whether the word of this hash is in the list.
    #[inline]
    pub fn holds(&self, word: u64) -> bool {
        self.find(word).is_ok()
    }

    /// What the word of this hash is marked with; 0 if it is not in the list.
    #[inline]
    pub fn marks(&self, word: u64) -> u8 {
        self.find(word).map_or(0, |at| self.marks[at])
    }

    /// A list of hashes, each with a mark; a word that stands there twice has the marks of both.
    pub fn marked(words: &[(u64, u8)]) -> Self {
        // Most places stay free, so that a word that is not in the list is known at the first look.
        let places = (words.len() * 4).max(1).next_power_of_two();
        let mut sieve = Self { places: vec![0; places], marks: vec![0; places] };
        for (word, mark) in words {
            let (Ok(at) | Err(at)) = sieve.find(*word);
            sieve.places[at] = *word;
            sieve.marks[at] |= mark;
        }
        sieve
    }

    /// The place of a word, or the free one where it would be.
    fn find(&self, word: u64) -> Result<usize, usize> {
        let mask = self.places.len() - 1;
        let mut at = fold(word) & mask;
        loop {
            match self.places[at] {
                0 => return Err(at),
                found if found == word => return Ok(at),
                _ => at = (at + 1) & mask,
            }
        }
    }
}

impl<'w> FromIterator<&'w str> for Sieve {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        Self::marked(&words.into_iter().map(|word| (hash(word), 1)).collect::<Vec<_>>())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "any bits of a hash will do")]
fn fold(hash: u64) -> usize {
    (hash ^ hash >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_between_other_signs() {
        for text in ["", " ", "The old PDF-file, 3.5 s", "été À-propos “x” ÜBER", "a’b 見積 り1"] {
            let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let hashes: Vec<u64> = split.map(|word| hash(&word.to_lowercase())).collect();
            assert_eq!(words(text).collect::<Vec<_>>(), hashes, "{text}");
        }
    }

    #[test]
    fn a_sieve_holds_its_words_and_no_others() {
        let sieve: Sieve = ["one", "two", "été"].into_iter().collect();
        let held: Vec<bool> = words("One three TWO Été").map(|word| sieve.holds(word)).collect();
        assert_eq!(held, [true, false, true, true]);
        assert!(!Sieve::from_iter([]).holds(hash("one")));
        let marked = Sieve::marked(&[(hash("one"), 1), (hash("two"), 2), (hash("one"), 4)]);
        assert_eq!(["one", "two", "three"].map(|word| marked.marks(hash(word))), [5, 2, 0]);
    }
}
