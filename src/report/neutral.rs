//! The only door for text of a repository on its way to a person: nothing that passes it can steer a terminal or a CI runner, or hide.

use std::borrow::Cow;

use crate::{source::RepoPath, text::invisible::shows_nothing};

/// Text for one line: what is invisible or steers is written out, `\u{202e}`; marks that CI runners take for commands are broken up.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) && !text.contains("##") && !text.contains("::") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if is_unsafe(c) && !joins_emoji(c, before, rest.peek().copied()) {
            out.push_str(&visible(c));
        } else {
            out.push(c);
        }
        before = Some(c);
    }
    Cow::Owned(without_commands(&out))
}

/// A path for one line. Two that differ look different: a backslash is doubled, a byte that is no text is written `\xff`.
pub fn shown_path(path: &RepoPath) -> String {
    let mut out = String::new();
    for chunk in path.as_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => out.push_str("\\\\"),
                '\t' => out.push_str("\\t"),
                c if is_unsafe(c) => out.push_str(&visible(c)),
                c => out.push(c),
            }
        }
        for byte in chunk.invalid() {
            use std::fmt::Write as _;
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    without_commands(&out)
}

/// `##[...]`, `##vso[...]` and the like, and a line that begins with `::`, are commands to CI runners wherever they are printed.
pub fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c == '#' && text[..at].ends_with('#') && opens_command(&text[at + 1..]) {
            out.push(' ');
        }
        out.push(c);
    }
    if out.trim_start().starts_with("::") { out.replacen("::", ": :", 1) } else { out }
}

/// Whether what follows `##` makes it a command: letters and a bracket.
pub fn opens_command(rest: &str) -> bool {
    rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).starts_with('[')
}

/// How a character that is not shown as itself is written.
pub fn visible(c: char) -> String {
    match c {
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => " ".into(),
        c => format!("\\u{{{:x}}}", u32::from(c)),
    }
}

/// Control characters, and characters that are invisible or turn the direction of text.
pub fn is_unsafe(c: char) -> bool {
    // The forms of emoji are chosen by what follows them, one character each.
    c.is_control() || (shows_nothing(c) && !matches!(c, '\u{fe00}'..='\u{fe0f}'))
}

/// A joiner between two characters beyond ASCII belongs to them: families of emoji, Persian, Hindi.
pub fn joins_emoji(c: char, before: Option<char>, after: Option<char>) -> bool {
    let beyond = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !is_unsafe(c));
    matches!(c, '\u{200c}' | '\u{200d}') && beyond(before) && beyond(after)
}

/// At most `max` characters, the last one an ellipsis if there were more.
pub fn clip(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().take(max.saturating_sub(1)).chain(['…']).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_and_nothing_hides() {
        assert_eq!(clean("plain größer 数"), "plain größer 数");
        assert_eq!(clean("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(clean("a\nb\r"), "a\\nb\\r");
        assert_eq!(clean("\u{202e}evil"), "\\u{202e}evil");
        assert_eq!(clean("a\u{200b}b"), "a\\u{200b}b");
        assert_eq!(clean("\u{9b}1m"), "\\u{9b}1m");
        assert_eq!(clean("👩\u{200d}🚀"), "👩\u{200d}🚀");
        assert_eq!(clean("a\u{200d}b"), "a\\u{200d}b");
    }

    #[test]
    fn commands_of_ci_runners_are_broken_up() {
        for text in ["##[set-output name=passed]true", "x ##vso[task.setvariable]", "##teamcity[x]", "####[x]"] {
            let clean = clean(text);
            assert!(!clean.match_indices("##").any(|(at, _)| opens_command(&clean[at + 2..])), "{clean}");
        }
        assert_eq!(clean("a section `## Acceptance criteria`"), "a section `## Acceptance criteria`");
        for text in ["::add-mask::e", " \u{a0}::error::x", "\u{2003}::x"] {
            assert!(!clean(text).trim_start().starts_with("::"), "{text}");
        }
        assert_eq!(clean("std::fs"), "std::fs");
    }
}
