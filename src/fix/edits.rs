//! Edits applied to a text.

use std::borrow::Cow;

use crate::source::TextRange;

/// `text` with the edits applied; they must not overlap. Line ends of what is added are those of the text.
pub fn apply(text: &str, edits: &mut [(TextRange, &str)]) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let ends_in_crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let mut after = String::with_capacity(text.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut at = 0;
    for (range, replacement) in edits.iter() {
        after.push_str(text.get(at..range.start as usize).unwrap_or_default());
        let lines = if ends_in_crlf { Cow::Owned(replacement.replace('\n', "\r\n")) } else { Cow::Borrowed(*replacement) };
        after.push_str(&lines);
        at = range.end as usize;
    }
    after.push_str(text.get(at..).unwrap_or_default());
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_touch_their_places_only_and_keep_line_ends() {
        let range = TextRange::new;
        let mut edits = [(range(5, 6), "x\ny"), (range(0, 1), "A")];
        assert_eq!(apply("a\r\nb\rc", &mut edits), "A\r\nb\rx\r\ny");
        assert_eq!(apply("é\n", &mut [(TextRange::at(2), "!")]), "é!\n");
        assert_eq!(apply("", &mut [(TextRange::at(0), "a\n")]), "a\n");
    }
}
