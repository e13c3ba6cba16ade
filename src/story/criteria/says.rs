//! Whether a criterion says anything beyond its frame.

use std::borrow::Cow;

use super::Shape;
use crate::{
    concept::vocabulary,
    text::{invisible::shows_nothing, placeholder, scenario, words},
};

/// Whether letters remain of `text` once comments, markup, marks, numbers, struck text and values that mean nothing are gone.
pub(super) fn something(text: &str, shape: Shape) -> bool {
    // Most criteria begin with more plain words than a promise has.
    let plain = text.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b' ').count();
    if plain >= PLAIN && shape != Shape::Scenario && words::has(&text[..plain], PLAIN_WORDS) {
        return true;
    }
    let seen: Cow<'_, str> =
        if text.is_ascii() { text.into() } else { text.chars().filter(|c| !shows_nothing(*c)).collect::<String>().into() };
    if defines_a_link(&seen) {
        return false;
    }
    let bare = bared(&seen);
    let bare = match shape {
        Shape::Scenario => steps(&bare),
        Shape::Row => cells(&bare),
        _ => words::unnumbered(bare.trim()).to_owned(),
    };
    let said = bare.trim().trim_matches(['*', '_', '`', '.', ':', '|', ' ']);
    let is_slot = said.starts_with('[') && said.ends_with(']') && !said[1..].contains('[') || said.starts_with('<') && said.ends_with('>');
    said.contains(char::is_alphabetic) && !is_slot && !is_number(said) && !vocabulary::is_none(said) && !placeholder::is_only(said)
}

/// `[x]: # (remark)` shows nothing, also where `[x]` was taken for a box.
fn defines_a_link(text: &str) -> bool {
    let rest = text.trim_start();
    let label = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).filter(|(label, _)| !label.trim().is_empty());
    label.map_or(rest, |(_, rest)| rest).starts_with(": ") && (label.is_some() || rest.starts_with(": "))
}

/// How many bytes of plain words are enough to see that a text says something, and how many words.
const PLAIN: usize = 16;
const PLAIN_WORDS: usize = 7;

/// A text without comments, tags, struck parts, link definitions, empty boxes and emphasis.
fn bared(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '~', '[', '&']) {
        return text.into();
    }
    let mut bare = text.to_owned();
    for (open, close) in [("<!--", "-->"), ("~~", "~~"), ("[//]:", "\n")] {
        while let Some(start) = bare.find(open) {
            let after = start + open.len();
            let end = bare[after..].find(close).map_or(bare.len(), |end| after + end + close.len());
            bare.replace_range(start..end, " ");
        }
    }
    for tag in ["<br>", "<br/>", "<br />", "[ ]", "[x]", "&nbsp;"] {
        bare = bare.replace(tag, " ");
    }
    bare.into()
}

/// What the steps of a scenario say after their words.
fn steps(text: &str) -> String {
    let rest = |line: &str| {
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let end = line.find(|c: char| !c.is_alphabetic()).unwrap_or(line.len());
        if scenario::is_step_word(&line[..end]) { line[end..].to_owned() } else { line.to_owned() }
    };
    text.lines().map(rest).collect::<Vec<_>>().join(" ")
}

/// What the cells of a row say besides numbers.
fn cells(row: &str) -> String {
    let said = |cell: &&str| !is_number(cell.trim().trim_matches(['*', '_', '`']));
    row.split('|').filter(said).collect::<Vec<_>>().join(" ")
}

/// The number of a criterion alone: `AC-1`, `#3`, `1.2`.
fn is_number(text: &str) -> bool {
    let letters = text.trim().trim_start_matches('#');
    let digits = letters.trim_start_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_'));
    letters.len() <= 20
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaffolds_say_nothing() {
        for text in [
            "",
            "<!-- what must hold? -->",
            "[//]: # (what)",
            "<br>",
            "**",
            "____",
            "#1",
            "5",
            "-",
            "N/A",
            "none",
            "[ ]",
            "[x]: # (The total is shown)",
            "\u{3164}",
            "~~The total is shown~~",
            "To be defined later",
            "[Behaviour of the page]",
            "<description>",
            "AC-1",
            "...",
        ] {
            assert!(!something(text, Shape::Checkbox), "{text}");
        }
        for text in [
            "The total is shown",
            "#1 The total is shown",
            "2FA works",
            "合計が表示される",
            "`GET /total` answers",
            "[Total](x.md) is shown",
            "No cookies",
        ] {
            assert!(something(text, Shape::Checkbox), "{text}");
        }
        assert!(!something("**Given**\n**When**\n**Then**", Shape::Scenario));
        assert!(something("**Given** a loan\n**Then** it is due", Shape::Scenario));
        assert!(!something("| AC-1 |  |", Shape::Row));
        assert!(something("| AC-1 | The total is shown |", Shape::Row));
    }
}
