//! Fields as a story states them.

use crate::source::TextRange;

/// A field: nothing, something that says nothing, something wrong, or a value; each with its place.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Field<T> {
    /// No source of the layout has it.
    #[default]
    Absent,
    /// It is there and states nothing: empty, `TBD`, `?`, `null`, `{{estimate}}`.
    Missing {
        /// The value, or the place behind the colon.
        range: TextRange,
        /// What stands there; may be empty.
        written: String,
    },
    /// It is there and cannot be read.
    Invalid {
        /// The value.
        range: TextRange,
        /// What stands there.
        written: String,
    },
    /// A value.
    Value {
        /// Its place.
        range: TextRange,
        /// What it means.
        value: T,
    },
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Field::Value { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Where it stands, if anything does.
    pub fn range(&self) -> Option<TextRange> {
        match self {
            Field::Absent => None,
            Field::Missing { range, .. } | Field::Invalid { range, .. } | Field::Value { range, .. } => Some(*range),
        }
    }

    /// What was written where a value is missing: `None` if the field is not missing, empty if nothing was written.
    pub fn missing(&self) -> Option<&str> {
        match self {
            Field::Absent => Some(""),
            Field::Missing { written, .. } => Some(written),
            Field::Invalid { .. } | Field::Value { .. } => None,
        }
    }
}

/// One reference to another story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its place.
    pub range: TextRange,
    /// The id, without brackets, `.md` and annotations.
    pub id: String,
    /// A trailing ` (...)` was cut off.
    pub annotated: bool,
}

/// Whether a scalar states nothing. A quoted `"?"` is text like any other; only `plain` ones are placeholders.
pub(super) fn says_nothing(text: &str, plain: bool) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return true;
    }
    if text.starts_with("{{") && text.ends_with("}}") {
        return true;
    }
    plain
        && (matches!(text, "?" | "??" | "???" | "-" | "~" | "...")
            || ["tbd", "tba", "tbc", "n/a", "null", "x days", "x hours", "x points"]
                .iter()
                .any(|nothing| text.eq_ignore_ascii_case(nothing)))
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn placeholders_are_missing_values() {
        for text in ["TBD", "?", "N/A", "-", "X days", "{{points}}", "null", "~", ""] {
            assert!(says_nothing(text, true), "{text}");
        }
        for text in ["0", "no", "007", "todo", "None of it"] {
            assert!(!says_nothing(text, true), "{text}");
        }
        assert!(!says_nothing("?", false));
    }
}
