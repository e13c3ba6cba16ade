//! Ids and references: when two spellings name the same story.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// Two ids are the same story if their keys are equal: without case, and without leading zeros of all-digit segments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdKey(String);

impl IdKey {
    /// The key of `id`.
    pub fn of(id: &str) -> Self {
        let lower = if id.is_ascii() { id.trim().to_ascii_lowercase() } else { composed(id) };
        let mut key = String::with_capacity(lower.len());
        for segment in lower.split_inclusive(['-', '_', '.', '#', '/']) {
            let (word, separator) = match segment.char_indices().next_back() {
                Some((at, '-' | '_' | '.' | '#' | '/')) => segment.split_at(at),
                _ => (segment, ""),
            };
            if word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() {
                let bare = word.trim_start_matches('0');
                key.push_str(if bare.is_empty() { "0" } else { bare });
            } else {
                key.push_str(word);
            }
            key.push_str(separator);
        }
        Self(key)
    }

    /// The key of a number that counts within a folder only.
    pub fn within(folder: &str, number: &str) -> Self {
        Self::of(&format!("{folder}/{number}"))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Prefix and number of an id of the form `task-12.3`: `("task", "12.3")`; of a bare number `("", "12")`.
    pub fn series(&self) -> Option<(&str, &str)> {
        let start = self.0.find(|c: char| c.is_ascii_digit())?;
        let (prefix, number) = self.0.split_at(start);
        let numeric = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !number.ends_with('.');
        numeric.then(|| (prefix.trim_end_matches(['-', '_', '#']), number))
    }
}

/// An id with letters beyond ASCII as ids are compared: composed, no-break spaces and hyphens as plain ones.
fn composed(id: &str) -> String {
    let plain = |c: char| match c {
        '\u{a0}' | '\u{202f}' => ' ',
        '\u{2010}'..='\u{2012}' => '-',
        c => c,
    };
    id.trim().nfc().map(plain).flat_map(char::to_lowercase).collect()
}

/// Letters, then a separator, then a number: `ST-042`, `back-1.2`, `US-PRJ-7`; or a bare number.
static SHAPE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:[a-z][a-z0-9]*(?:[-_][a-z][a-z0-9]*)*[-_])?#?[0-9]+(?:\.[0-9]+)*[a-z]?$").ok());

/// Whether `text` looks like an id rather than a name.
pub fn is_id_shaped(text: &str) -> bool {
    SHAPE.as_ref().is_some_and(|shape| shape.is_match(text.trim()))
}

/// The id at the start of a file's or a folder's name: `ST-042-export`, `US-003B`, `AUTH001-login`, `012-fees`, `1.2.story`. A date is none.
pub fn in_name(name: &str) -> Option<&str> {
    let bytes = name.as_bytes();
    let count = |from: usize, is: fn(&u8) -> bool| bytes[from..].iter().take_while(|byte| is(byte)).count();
    // The prefix ends before the first number.
    let first_digit = bytes.iter().position(u8::is_ascii_digit)?;
    let start = first_digit;
    let prefix = &name[..start];
    let letters = prefix.trim_end_matches(['-', '_']);
    let is_prefix = letters.split(['-', '_']).all(|part| {
        !part.is_empty() && part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if !(prefix.is_empty() || (is_prefix && letters.len() <= LONGEST_PREFIX)) {
        return None;
    }
    let mut end = start + count(start, u8::is_ascii_digit);
    let digits = end - start;
    while bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end += 1 + count(end + 1, u8::is_ascii_digit);
    }
    // A letter after the number divides a story: `US-004A`.
    if bytes.get(end).is_some_and(u8::is_ascii_alphabetic)
        && !prefix.is_empty()
        && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        end += 1;
    }
    let after = bytes.get(end);
    let is_end = after.is_none_or(|byte| matches!(byte, b'-' | b'_' | b'.' | b' '));
    // `2026-03-02-meeting`, `20260302`.
    let is_date = prefix.is_empty()
        && (digits > 6
            || (digits == 4
                && bytes.get(end) == Some(&b'-')
                && bytes.get(end + 1..end + 3).is_some_and(|month| month.iter().all(u8::is_ascii_digit))));
    // Letters right before the number are an id if they are capitals or the number is long: `F5`, `us012`, and not `es6`.
    let is_compact = !prefix.is_empty() && prefix.len() == letters.len();
    let is_id = !is_compact || digits >= 3 || letters.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_end && !is_date && is_id).then(|| &name[..end])
}

/// How long the letters before a number may be, in bytes.
const LONGEST_PREFIX: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_leading_zeros_do_not_count() {
        assert_eq!(IdKey::of("ST-007"), IdKey::of("st-7"));
        assert_eq!(IdKey::of("task-1.02"), IdKey::of("TASK-1.2"));
        assert_eq!(IdKey::of("007"), IdKey::of("7"));
        assert_ne!(IdKey::of("tc-0a32"), IdKey::of("tc-a32"));
        assert_ne!(IdKey::of("ST-7"), IdKey::of("ST-70"));
        assert_eq!(IdKey::of("ST-0").as_str(), "st-0");
    }

    #[test]
    fn a_name_begins_with_an_id() {
        for (name, id) in [
            ("ST-042-export", "ST-042"),
            ("US-003B", "US-003B"),
            ("US-004A-fee", "US-004A"),
            ("US-PRJ-7 - x", "US-PRJ-7"),
            ("AUTH001-login", "AUTH001"),
            ("F5-export", "F5"),
            ("S1-renew-a-loan", "S1"),
            ("012-fees", "012"),
            ("002-2fa-login", "002"),
            ("0001", "0001"),
            ("1.2.story", "1.2"),
            ("story-1.2", "story-1.2"),
        ] {
            assert_eq!(in_name(name), Some(id), "{name}");
        }
        for name in
            ["2026-03-02-meeting", "20260302", "es6-migration", "export", "readme", "64bit", "a-very-long-name-of-a-story-with-2-parts"]
        {
            assert_eq!(in_name(name), None, "{name}");
        }
    }

    #[test]
    fn an_id_has_a_shape() {
        for id in ["ST-042", "back-1.2", "US-PRJ-7", "12", "EPIC_3"] {
            assert!(is_id_shaped(id), "{id}");
        }
        for name in ["Billing", "Q3 launch", "epic billing", ""] {
            assert!(!is_id_shaped(name), "{name}");
        }
    }

    #[test]
    fn series_split_prefix_and_number() {
        assert_eq!(IdKey::of("task-012.3").series(), Some(("task", "12.3")));
        assert_eq!(IdKey::of("12").series(), Some(("", "12")));
        assert_eq!(IdKey::of("tc-32f5").series(), None);
    }
}
