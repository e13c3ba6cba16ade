//! Texts that stand where a text will be: `TBD`, `[insert the limit]`, `As a <role>`.
//!
//! Backlogs are full of brackets that are no placeholders: parameters, markup, buttons, types, links. A bracket counts only if the words
//! in it come from a list of what templates say, and the commoner of these only where a template has its slots.

use std::ops::Range;

use super::{
    prose::hide,
    template_words::{
        COMMON_SLOTS, INSERTED, INSTRUCTED, INSTRUCTIONS, LEADS, NOTES, NOTHING, SKELETON, SLOTS, SPOKEN_AFTER, SPOKEN_BEFORE, STORY_LEADS,
        STUBS, UNDECIDED,
    },
    words,
};

/// What a text is part of; what is a placeholder in one is ordinary in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A title.
    Title,
    /// A description. The values of labels in it are the business of the fields they state.
    Description,
    /// A criterion.
    Criterion,
    /// A criterion beside scenario outlines, whose `<words>` are parameters.
    Outline,
}

/// The first placeholder in `text`; code, comments, quotations and the targets of links are not searched.
pub fn find(text: &str, within: Within) -> Option<Range<usize>> {
    if text.len() > LONGEST {
        return None;
    }
    let shown = hide(text);
    let mut start = 0;
    for line in shown.split_inclusive('\n') {
        if let Some(found) = in_line(line.trim_end(), within) {
            return Some(start + found.start..start + found.end);
        }
        start += line.len();
    }
    None
}

/// Whether `text` says nothing but that a text is to come.
pub fn is_only(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let shown = hide(text);
    let body = shown.get(opening(&shown)..).unwrap_or_default().trim();
    let is_blank = |c: char| matches!(c, '.' | '…' | '-' | '–' | '—' | '?' | '_' | '*' | ' ');
    if body.chars().all(is_blank) || open_slots(&shown) {
        return true;
    }
    let length = words::count(body);
    if starts_lorem(body) || (length <= 12 && todo(body).is_some()) {
        return true;
    }
    if length > 12 {
        return false;
    }
    let said = words::normalise(body);
    let undecided = UNDECIDED.iter().any(|word| body.starts_with(word)) && length <= 6 && undecided(body, 0).is_some();
    undecided || NOTHING.contains(&said.as_str()) || is_stub(body) || is_prompt(&said)
}

/// Longer texts are not searched, in bytes.
const LONGEST: usize = 64 * 1024;

fn in_line(line: &str, within: Within) -> Option<Range<usize>> {
    let start = opening(line);
    let body = line.get(start..)?;
    if let Some(note) = todo(body) {
        return Some(start..start + note);
    }
    let dots = within != Within::Description && matches!(body, "..." | "…");
    if dots || is_stub(body) || starts_lorem(body) {
        return Some(start..start + body.trim_end_matches(['*', '_']).len());
    }
    if within == Within::Description && is_label(body) {
        return None;
    }
    let mut at = 0;
    while at < line.len() {
        let found = match line.as_bytes()[at] {
            b'T' => undecided(line, at),
            b'?' => unknown(line, at),
            b'<' if within == Within::Outline => None,
            b'[' | b'<' | b'{' => slot(line, at, within),
            b'.' | b'_' | 0xe2 => gap(line, at),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

/// Where a line begins behind the marks of lists, quotes and emphasis and the number of a criterion.
fn opening(line: &str) -> usize {
    let bare = line.trim_start_matches(['>', ' ', '\t', '|', '*', '_', '#', '-', '+']);
    line.len() - words::unnumbered(bare).len()
}

/// The length of the `TODO` that opens `body`.
fn todo(body: &str) -> Option<usize> {
    let word = NOTES.iter().find(|word| body.starts_with(*word))?;
    let after = body.get(word.len()..)?.trim_start_matches(['*', '_']);
    let mut rest = after.chars();
    let opens = match rest.next() {
        None | Some(':' | '(' | ')' | ']' | '!' | '：') => true,
        Some('.') => rest.next().is_none_or(char::is_whitespace),
        Some(c) => c.is_whitespace() && !spoken_after(after),
    };
    opens.then_some(word.len())
}

/// A `TBD` at `at` that is meant, not spoken of.
fn undecided(line: &str, at: usize) -> Option<Range<usize>> {
    let (before, rest) = line.split_at_checked(at)?;
    let word = UNDECIDED.iter().find(|word| rest.starts_with(*word))?;
    let bare = before.trim_end_matches(['*', '_']);
    let after = rest.get(word.len()..)?.trim_start_matches(['*', '_']);
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '\\' | '@' | '#' | '$' | '&' | '=' | '+' | '~' | '\'' | '’' | '‘');
    let file = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let meant = !bare.ends_with(joins) && !after.starts_with(joins) && !file && !spoken_before(bare) && !spoken_after(after);
    meant.then(|| at..at + word.len())
}

/// Three and more question marks that stand alone.
fn unknown(line: &str, at: usize) -> Option<Range<usize>> {
    let (before, rest) = line.split_at_checked(at).filter(|(before, _)| !before.ends_with('?'))?;
    let after = rest.trim_start_matches('?');
    let marks = rest.len() - after.len();
    let bare = before.trim_end_matches(['*', '_']);
    let alone = bare.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '|' | ':'))
        && after.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '|' | '.' | ',' | ';' | ':' | '*' | '_'));
    (marks >= 3 && alone && !spoken_before(bare)).then(|| at..at + marks)
}

/// A bracket at `at` that a template left to fill in.
fn slot(line: &str, at: usize, within: Within) -> Option<Range<usize>> {
    let (before, rest) = line.split_at_checked(at)?;
    let (open, close) = match rest.as_bytes() {
        [b'{', b'{', ..] => ("{{", "}}"),
        [b'{', ..] => ("{", "}"),
        [b'<', ..] => ("<", ">"),
        _ => ("[", "]"),
    };
    let inner = rest.get(open.len()..)?;
    let (end, _) = inner.char_indices().take(60).find(|(_, c)| matches!(c, '[' | ']' | '<' | '>' | '{' | '}'))?;
    let (inner, tail) = inner.split_at_checked(end)?;
    let after = tail.strip_prefix(close)?;
    if !stands_free(before, after, open) {
        return None;
    }
    let is_slot = is_instruction(inner) || SLOTS.contains(&slot_name(inner).as_str()) || {
        let dots = matches!(inner.trim(), "..." | "…");
        let common = dots || COMMON_SLOTS.contains(&slot_name(inner).as_str());
        let whole = is_whole(line, at, after) && !(dots && within == Within::Description);
        common && (whole || follows(before, &LEADS))
    };
    is_slot.then(|| at..line.len() - after.len())
}

/// `...` or a line to write on, where a user story has its slots.
fn gap(line: &str, at: usize) -> Option<Range<usize>> {
    let (before, rest) = line.split_at_checked(at).filter(|(before, _)| !before.ends_with(['.', '_', '…']))?;
    let after = ["...", "…", "___"].iter().find_map(|gap| rest.strip_prefix(gap))?.trim_start_matches(['.', '_']);
    let open = !after.starts_with(char::is_alphanumeric) && follows(before, &STORY_LEADS);
    open.then(|| at..line.len() - after.len())
}

/// Whether nothing but a slot stands on its line.
fn is_whole(line: &str, at: usize, after: &str) -> bool {
    let before = line.get(opening(line)..at).unwrap_or_default();
    !before.contains(char::is_alphanumeric) && !after.contains(char::is_alphanumeric)
}

/// Whether a bracket is a word of its own, no part of a path, a type, a call or a link.
fn stands_free(before: &str, after: &str, open: &str) -> bool {
    let free_before =
        before.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '(' | '|' | '—' | '–' | ',' | ';'));
    let mut rest = after.chars();
    let free_after = match rest.next() {
        None | Some('*' | '_' | ')' | '|' | ',' | ';' | '!' | '?' | '—' | '–' | '…' | '，' | '、' | '。') => true,
        Some('.') => rest.next().is_none_or(char::is_whitespace),
        Some(':') => open != "[" && rest.next().is_none_or(char::is_whitespace),
        Some(c) => c.is_whitespace(),
    };
    free_before && free_after
}

/// What stands in a bracket, as the lists spell it: `user_role` is `user role`, `Criterion 1` is `criterion`.
fn slot_name(inner: &str) -> String {
    let name = words::normalise(&inner.replace(['_', '-', '/'], " "));
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned()
}

fn is_instruction(inner: &str) -> bool {
    let said = words::normalise(inner);
    let mut words = said.split(' ');
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let here = said.ends_with(" here");
    match first {
        "insert" => here || words.next().is_some() || !INSERTED.contains(&second),
        _ => INSTRUCTIONS.contains(&first) && (here || INSTRUCTED.contains(&second)),
    }
}

/// Whether a whole text is one of a template's: `Criterion 1`, `to be defined`.
fn is_stub(body: &str) -> bool {
    if body.len() > 60 || body.trim_end_matches(['*', '_', ' ']).ends_with([':', '：']) {
        return false;
    }
    let said = words::normalise(body);
    let bare = said.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let numbered = bare.len() < said.len() && matches!(bare, "criteria" | "acceptance criteria");
    numbered || STUBS.contains(&said.as_str()) || (bare.ends_with("criterion") && STUBS.contains(&bare))
}

/// Whether a whole text asks for a text: `describe the problem here`.
fn is_prompt(said: &str) -> bool {
    let verb = said.split(' ').next().unwrap_or_default();
    let asks = matches!(verb, "describe" | "add" | "write" | "enter" | "insert" | "put" | "type" | "provide" | "your");
    (asks && said.ends_with(" here")) || said.ends_with(" goes here") || said.starts_with("a clear and concise description of")
}

fn starts_lorem(body: &str) -> bool {
    body.get(..11).is_some_and(|head| head.eq_ignore_ascii_case("lorem ipsum"))
}

/// Whether a line is a label with its value: a name of few words up to a colon.
fn is_label(body: &str) -> bool {
    let Some(at) = body.find([':', '：']) else { return false };
    let (name, value) = body.split_at(at);
    let value = value.trim_start_matches([':', '：']);
    let named = !name.contains(['[', '<', '{', '?', '.', '!', ',']) && (1..=4).contains(&words::count(name));
    named && value.chars().next().is_none_or(|c| c.is_whitespace() || c == '*' || c == '_')
}

/// Whether a text holds slots, all of them open, and nothing else but the words of a story's form.
fn open_slots(shown: &str) -> bool {
    let mut rest = String::new();
    let mut slots = 0;
    for line in shown.lines() {
        let mut from = 0;
        for (at, c) in line.char_indices() {
            let found = match c {
                _ if at < from => None,
                '[' | '<' | '{' => slot(line, at, Within::Criterion),
                '.' | '_' | '…' => gap(line, at),
                _ => None,
            };
            if let Some(found) = found {
                rest.push_str(line.get(from..found.start).unwrap_or_default());
                rest.push(' ');
                from = found.end;
                slots += 1;
            }
        }
        rest.push_str(line.get(from..).unwrap_or_default());
        rest.push('\n');
    }
    slots > 0 && words::normalise(&rest).split(' ').all(|word| word.is_empty() || SKELETON.contains(&word))
}

/// Whether the words before a slot are one of `leads`.
fn follows(before: &str, leads: &[&str]) -> bool {
    let bare = before.trim_end_matches([' ', '\t', '*', '_', ':', ',']);
    let mut tail: Vec<char> = bare.chars().rev().take(24).collect();
    tail.reverse();
    let tail: String = tail.into_iter().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect();
    leads.iter().any(|lead| tail.strip_suffix(lead).is_some_and(|head| !head.ends_with(char::is_alphanumeric)))
}

fn spoken_before(before: &str) -> bool {
    let word = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    SPOKEN_BEFORE.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn spoken_after(after: &str) -> bool {
    let Some(rest) = after.strip_prefix([' ', '\t']) else { return false };
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    SPOKEN_AFTER.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, within: Within) -> Option<&str> {
        find(text, within).and_then(|range| text.get(range))
    }

    #[test]
    fn placeholders_are_found() {
        for (text, placeholder) in [
            ("The limit is TBD.", "TBD"),
            ("**TBD**", "TBD"),
            ("_TBC_ by finance", "TBC"),
            ("At most ??? items", "???"),
            ("Lorem ipsum dolor sit", "Lorem ipsum dolor sit"),
            ("[insert the limit]", "[insert the limit]"),
            ("at most [insert number] items", "[insert number]"),
            ("As a <role>, I want", "<role>"),
            ("**As a** [type of user]", "[type of user]"),
            ("so that {benefit}.", "{benefit}"),
            ("so that {{benefit}}", "{{benefit}}"),
            ("As a ..., I want ...", "..."),
            ("As a ___, I want", "___"),
            ("Given [context]", "[context]"),
            ("TODO", "TODO"),
            ("TODO: say which", "TODO"),
            ("**FIXME** numbers", "FIXME"),
            ("Criterion 1", "Criterion 1"),
            ("AC1: [criterion]", "[criterion]"),
            ("...", "..."),
            ("Zu definieren", "Zu definieren"),
            ("first line\nthen TBD", "TBD"),
        ] {
            assert_eq!(found(text, Within::Criterion), Some(placeholder), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_not() {
        for text in [
            "`TBD` is shown, ``<role>`` too",
            "The column says \"TBD\" or “TBD”",
            "Replace every TBD in the form",
            "TBD values are sorted last",
            "task-TBD, TBD-12, TBD.md, TBD/open",
            "why??? and what???",
            "TODO comments are listed",
            "TODO, FIXME and XXX are reported",
            "TODO.md is read",
            "The TODO list",
            "Remove the lorem ipsum from the page",
            "a <div> in <title>, Vec<role>, Map<Key, Value>",
            "docs/{feature}/[role].md, {feature}.md and <role>/x",
            "As a [role](https://x.test), I want",
            "As a [role][1] and [[role]] and ![role](x.png)",
            "The button [Insert row] adds one, [Replace all] and [Cancel] too",
            "shows the {title} of the <feature>",
            "Acceptance criteria",
            "**Criterion 1:**",
            "$x_{role}$ and $[value]$",
            "Given a list, when ... nothing",
            "\\[role\\]",
            "<!-- TBD -->",
            "",
        ] {
            assert_eq!(found(text, Within::Criterion), None, "{text}");
        }
        assert_eq!(found("**Release date:** TBD", Within::Description), None);
        assert_eq!(found("Examples: ...\n\n...", Within::Description), None);
        assert_eq!(found("As a <role>", Within::Outline), None);
        assert_eq!(found("Given [context]", Within::Outline), Some("[context]"));
    }

    #[test]
    fn a_text_may_be_nothing_else() {
        for text in [
            "TBD",
            "TBD by the design team",
            "- tbd",
            "N/A",
            "...",
            "???",
            "",
            "<!-- what and why -->",
            "TODO: describe the export",
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt",
            "As a [role], I want [goal], so that [benefit].",
            "As a ..., I want ... so that ...",
            "[Describe the problem]",
            "Describe the problem here",
            "No description provided.",
        ] {
            assert!(is_only(text), "{text}");
        }
        for text in [
            "As a clerk, I want [goal], so that [benefit]",
            "Export the invoice",
            "`code`",
            "TBD: the currency, but totals and taxes are settled with finance",
            "Describe the API in the manual",
            "見積もり",
        ] {
            assert!(!is_only(text), "{text}");
        }
    }
}
