//! Ids and references: when two spellings name the same story.

use std::sync::LazyLock;

use regex::Regex;

/// Two ids are the same story if their keys are equal: without case, and without leading zeros of all-digit segments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdKey(String);

impl IdKey {
    /// The key of `id`.
    pub fn of(id: &str) -> Self {
        let lower = if id.is_ascii() { id.trim().to_ascii_lowercase() } else { id.trim().to_lowercase() };
        let mut key = String::with_capacity(lower.len());
        for segment in lower.split_inclusive(['-', '_', '.', '#']) {
            let (word, separator) = match segment.char_indices().next_back() {
                Some((at, '-' | '_' | '.' | '#')) => segment.split_at(at),
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

/// Letters, then a separator, then a number: `ST-042`, `back-1.2`, `US-PRJ-7`; or a bare number.
static SHAPE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:[a-z][a-z0-9]*(?:[-_][a-z][a-z0-9]*)*[-_])?#?[0-9]+(?:\.[0-9]+)*[a-z]?$").ok());

/// Whether `text` looks like an id rather than a name.
pub fn is_id_shaped(text: &str) -> bool {
    SHAPE.as_ref().is_some_and(|shape| shape.is_match(text.trim()))
}

/// What a written reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// "none", written out.
    Nothing,
    /// An id.
    Id {
        /// As written, without brackets, `.md` and a leading `#`.
        id: String,
        /// A trailing ` (...)` was cut off to find it.
        annotated: bool,
    },
}

/// Reads one reference.
pub fn target(written: &str) -> Target {
    let mut text = written.trim();
    if let Some(inner) = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        text = inner.split('|').next().unwrap_or(inner).trim();
    }
    text = text.strip_suffix(".md").unwrap_or(text);
    text = text.strip_prefix('#').unwrap_or(text).trim();
    let (bare, annotated) = match (text.find(" ("), text.rsplit_once('@')) {
        (Some(at), _) if text.ends_with(')') => (text[..at].trim_end(), true),
        // `ST-1@019b93bb`: the start of a unique key behind the id.
        (_, Some((id, key))) if key.len() >= 6 && key.bytes().all(|byte| byte.is_ascii_hexdigit()) => (id, true),
        _ => (text, false),
    };
    if bare.is_empty() || bare == "-" || bare.eq_ignore_ascii_case("none") || bare.eq_ignore_ascii_case("n/a") {
        return Target::Nothing;
    }
    Target::Id { id: bare.to_owned(), annotated }
}

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
    fn references_are_trimmed() {
        let id = |id: &str, annotated| Target::Id { id: id.into(), annotated };
        assert_eq!(target("[[ST-1]]"), id("ST-1", false));
        assert_eq!(target("[[ST-1|the export]]"), id("ST-1", false));
        assert_eq!(target("ST-1.md"), id("ST-1", false));
        assert_eq!(target("#12"), id("12", false));
        assert_eq!(target("ST-1 (the export)"), id("ST-1", true));
        assert_eq!(target("ST-1@019b93bb"), id("ST-1", true));
        for nothing in ["None", "none (yet)", "n/a", "-", ""] {
            assert_eq!(target(nothing), Target::Nothing, "{nothing}");
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
