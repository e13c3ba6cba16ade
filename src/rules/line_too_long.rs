//! `line-too-long`.

use memchr::memmem;

use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "line-too-long",
    group: Group::Readable,
    gate: Gate::ALWAYS,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("line_too_long.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

/// How long a line may be that rules search, in bytes.
const LIMIT: usize = 64 * 1024;

fn check(cx: &mut StoryCx<'_>) {
    for (at, line) in long_lines(cx.text).into_iter().enumerate() {
        let text = cx.slice(line);
        let message = format!("a line of {} KiB, the limit for searching it is {} KiB", text.len().div_ceil(1024), LIMIT / 1024);
        let is_image = memmem::find(text.as_bytes(), b";base64,").is_some();
        let help = if is_image { "put the image into a file of its own and link it" } else { "break the line" };
        cx.report(beginning(text, line), message).help(help).key((at + 1).to_string());
    }
}

fn long_lines(text: &str) -> Vec<TextRange> {
    if text.len() <= LIMIT {
        return Vec::new();
    }
    let shown = |line: TextRange| {
        let length = line.of(text).trim_end_matches(['\n', '\r']).len();
        TextRange::new(line.start as usize, line.start as usize + length)
    };
    TextRange::new(0, text.len()).lines(text).map(shown).filter(|line| line.len() > LIMIT).collect()
}

/// Enough of a line to recognise it; no report can draw all of it.
fn beginning(text: &str, line: TextRange) -> TextRange {
    let end = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
    TextRange::new(line.start as usize, line.start as usize + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    // A page cannot hold such a line.
    #[test]
    fn only_lines_over_the_limit_are_long() {
        let text = format!("short\r\n{}\r\n{}\nshort\n{}", "a".repeat(LIMIT), "b".repeat(LIMIT + 1), "é".repeat(LIMIT));
        let found: Vec<_> = long_lines(&text).into_iter().map(|line| (line.of(&text).chars().next(), line.len())).collect();
        assert_eq!(found, [(Some('b'), LIMIT + 1), (Some('é'), 2 * LIMIT)]);
        assert!(long_lines("").is_empty());
    }

    #[test]
    fn the_beginning_ends_between_characters() {
        let text = "é".repeat(LIMIT);
        assert_eq!(beginning(&text, TextRange::new(7, 7 + text.len())), TextRange::new(7, 87));
    }
}
