//! What is known of English: its verbs, what a coordination joins, which words promise nothing that can be checked.

pub mod compound;
pub mod vague;
pub mod verbs;
pub mod weak;

/// What the words of a text may be signs of; a text without the signs of a list has nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// Of vague words.
    pub vague: bool,
    /// Of weak words.
    pub weak: bool,
}

impl Signs {
    /// Adds the word of this hash.
    pub fn add(&mut self, word: u64) {
        self.vague |= vague::is_sign(word);
        self.weak |= weak::is_sign(word);
    }
}
