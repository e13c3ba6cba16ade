//! Words that are slips for others: one or two signs away from a word that many use, and used by few.

use std::collections::HashMap;

/// From so many stories on, a word is meant.
const MEANT: usize = 3;

/// A word of fewer letters has too many neighbours.
const SHORTEST: usize = 3;

/// Counts words, as they are compared.
pub(super) fn count<'w>(words: impl Iterator<Item = &'w str>, folded: fn(&str) -> String) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in words {
        *counts.entry(folded(word)).or_default() += 1;
    }
    counts
}

/// The word that `word` is a slip for, of those that are `known` or that several stories use.
pub(super) fn meant<'w>(word: &str, counts: &HashMap<String, usize>, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let is_meant = counts.get(word).is_some_and(|count| *count >= MEANT);
    if is_meant || word.chars().count() < SHORTEST {
        return None;
    }
    let near = |known: &&str| is_slip(word, &known.to_lowercase());
    known.into_iter().filter(near).min_by_key(|known| strsim::damerau_levenshtein(word, &known.to_lowercase()))
}

/// Whether one word may be a slip for another. Two that differ in one digit are two names: `S12` and `S13`.
fn is_slip(word: &str, known: &str) -> bool {
    let most = if known.chars().count() >= 8 { 2 } else { 1 };
    let distance = strsim::damerau_levenshtein(word, known);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (own, other) = (digits(word), digits(known));
    let is_turned = || {
        let sorted = |text: &str| {
            let mut signs: Vec<char> = text.chars().collect();
            signs.sort_unstable();
            signs
        };
        sorted(&own) == sorted(&other)
    };
    (1..=most).contains(&distance) && (own == other || is_turned())
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_digit_more_or_another_one_is_no_slip() {
        for (word, known) in [("s31", "s13"), ("hihg", "high"), ("medum", "medium"), ("sprnt 12", "sprint 12"), ("critcl", "critical")] {
            assert!(is_slip(word, known), "{word}");
        }
        for (word, known) in [("s14", "s13"), ("s1", "s13"), ("s13", "s13"), ("low", "high"), ("sprint 4", "sprint 14")] {
            assert!(!is_slip(word, known), "{word}");
        }
    }
}
