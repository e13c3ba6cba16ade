//! What a team says about the words of its stories.

use super::language::Language;

/// A phrase as its words in lower case.
pub type Phrase = Vec<String>;

/// The `[text]` of a configuration, and its `language`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextPolicy {
    /// What every story is written in; else it is detected per story.
    pub language: Option<Language>,
    /// The roles that statements may name; none means all.
    pub roles: Vec<String>,
    /// Terms of the team that mean one thing: they make a clause definite.
    pub glossary: Vec<Phrase>,
    /// Phrases that are never reported.
    pub allow: Vec<Phrase>,
    /// Words that promise nothing, on top of the lists.
    pub vague: Vec<Phrase>,
    /// Words that leave open whether something must be, on top of the lists.
    pub weak: Vec<Phrase>,
}

/// A phrase as it is looked for.
pub fn phrase(written: &str) -> Phrase {
    written.split_whitespace().map(|word| word.to_lowercase().replace('’', "'")).collect()
}

/// The first of `phrases` that the words from `at` on are, as how many words it has; plurals and other regular inflections count.
pub fn at(phrases: &[Phrase], words: &[&str], at: usize) -> Option<usize> {
    let fits = |phrase: &&Phrase| {
        let last = phrase.len().saturating_sub(1);
        !phrase.is_empty()
            && phrase
                .iter()
                .enumerate()
                .all(|(n, word)| words.get(at + n).is_some_and(|said| said == word || (n == last && is_inflected(said, word))))
    };
    phrases.iter().filter(fits).map(Vec::len).max()
}

/// Whether `said` is `word` with a regular ending: `snappier`, `snappily`, `terms`.
fn is_inflected(said: &str, word: &str) -> bool {
    let stem = word.strip_suffix(['y', 'e']).unwrap_or(word);
    let Some(rest) = said.strip_prefix(stem) else { return false };
    stem.len() > 2 && ["s", "es", "ies", "er", "est", "ier", "iest", "ly", "ily", "y", "ed", "ing", "d"].contains(&rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_endings_count() {
        let phrases = vec![phrase("snappy"), phrase("fast lane")];
        let found = |text: &str| at(&phrases, &text.split(' ').collect::<Vec<_>>(), 0);
        assert_eq!(found("snappier than"), Some(1));
        assert_eq!(found("fast lanes open"), Some(2));
        assert_eq!(found("snap"), None);
        assert_eq!(found("fast car"), None);
    }
}
