//! Fields as a story states them.

use crate::{
    concept::{reference::Named, vocabulary},
    source::TextRange,
};

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
    /// The name as written, without brackets, `.md` and a note.
    pub id: String,
    /// Further names it may mean, best first.
    pub others: Box<[String]>,
    /// A note stood around the id.
    pub annotated: bool,
    /// Whether it is a link, so that it names something whatever its name looks like.
    pub is_link: bool,
    /// Whether it was found in prose, where a word may only look like an id.
    pub in_prose: bool,
}

impl Reference {
    /// A reference to a story by its id.
    pub fn to(range: TextRange, id: String) -> Self {
        Self { range, id, others: Box::default(), annotated: false, is_link: false, in_prose: false }
    }

    /// A reference that was read at a place.
    pub fn new(range: TextRange, named: Named) -> Self {
        let Named { id, others, annotated, is_link } = named;
        Self { range, id, others: others.into(), annotated, is_link, in_prose: false }
    }
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
        && (matches!(text, "?" | "??" | "???" | "-" | "–" | "—" | "~" | "..." | "…" | "n/a" | "N/A")
            || text.eq_ignore_ascii_case("null")
            || vocabulary::is_missing(text)
            || is_unit_of_nothing(text))
}

/// `X days`: the unit is there, the number is not.
fn is_unit_of_nothing(text: &str) -> bool {
    text.strip_prefix(['x', 'X']).is_some_and(|rest| rest.starts_with(' ') && vocabulary::unit(rest).is_some())
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
