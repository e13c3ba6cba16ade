//! Texts that stand where a text will be: `TBD`, `[insert the limit]`, `As a <role>`.
//!
//! Backlogs are full of brackets that are no placeholders: parameters, markup, buttons, types, links. A bracket counts only if the words
//! in it come from a list of what templates say, and the commoner of these only where a template has its slots.

#[cfg(test)]
mod tests;

use std::{ops::Range, sync::LazyLock};

use memchr::{memchr2, memmem::Finder};

use super::{
    bytes::has,
    prose::hide,
    template_words::{
        COMMON_SLOTS, INSERTED, INSTRUCTED, INSTRUCTIONS, LEADS, LIMITS, NOTES, NOTHING, PROMISED, PROMISED_VERBS, PROMISES, SKELETON,
        SLOTS, SPOKEN_AFTER, SPOKEN_BEFORE, STORY_LEADS, STUBS, UNDECIDED,
    },
    words,
};
use crate::{concept::vocabulary, source::TextRange};

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
    let has_signs = may_stand_in(shown.as_bytes());
    TextRange::new(0, shown.len()).lines(&shown).find_map(|line| {
        let found = in_line(line.of(&shown).trim_end(), within, has_signs)?;
        let start = line.start as usize;
        Some(start + found.start..start + found.end)
    })
}

/// Whether `text` says nothing but that a text is to come.
pub fn is_only(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let shown = hide(text);
    let body = shown.get(opening(&shown)..).unwrap_or_default().trim();
    if starts_lorem(body) || open_slots(&shown) {
        return true;
    }
    if words::has(body, SAYS_MORE) {
        return false;
    }
    let is_blank = |c: char| matches!(c, '.' | '…' | '-' | '–' | '—' | '?' | '_' | '*' | ' ');
    if body.chars().all(is_blank) || todo(body).is_some() {
        return true;
    }
    if vocabulary::is_missing(body) || is_whole_slot(body) {
        return true;
    }
    let said = words::normalise(body);
    if is_promise(&said) {
        return true;
    }
    let undecided = UNDECIDED.iter().any(|word| body.starts_with(word)) && words::count(body) <= 6 && undecided(body, 0).is_some();
    undecided || NOTHING.contains(&said.as_str()) || is_stub(body) || is_prompt(&said)
}

/// A text of so many words says something besides that it is to come.
const SAYS_MORE: usize = 13;

/// Longer texts are not searched, in bytes.
const LONGEST: usize = 64 * 1024;

/// Whether a text has any sign of a placeholder that need not open its line; most have none.
fn may_stand_in(text: &[u8]) -> bool {
    static SIGNS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["TB", "..", " X"].map(Finder::new));
    has(text, [b'[', b'<', b'{', 0xe2, b'?', b'_']) || SIGNS.iter().any(|sign| sign.find(text).is_some())
}

fn in_line(line: &str, within: Within, has_signs: bool) -> Option<Range<usize>> {
    let start = opening(line);
    let body = line.get(start..)?;
    if let Some(note) = todo(body) {
        return Some(start..start + note);
    }
    let dots = within != Within::Description && matches!(body, "..." | "…");
    if dots || is_stub(body) || starts_lorem(body) {
        return Some(start..start + body.trim_end_matches(['*', '_']).len());
    }
    if !has_signs || (within == Within::Description && is_label(body)) {
        return None;
    }
    if within != Within::Description && is_whole_slot(body) {
        return Some(start..start + body.len());
    }
    line.bytes().enumerate().find_map(|(at, byte)| match byte {
        b'T' => undecided(line, at),
        b'?' => unknown(line, at),
        b'<' if within == Within::Outline => None,
        b'[' | b'<' | b'{' => slot(line, at, within),
        b'.' | b'_' | 0xe2 => gap(line, at),
        b'X' if within != Within::Description => number(line, at),
        _ => None,
    })
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

/// An `X` at `at` in the place of a number: `within X seconds`, `at most XX %`.
fn number(line: &str, at: usize) -> Option<Range<usize>> {
    let (before, rest) = line.split_at_checked(at)?;
    let after = rest.trim_start_matches('X');
    let len = rest.len() - after.len();
    let unit = after.trim_start_matches(' ');
    let counts = unit.starts_with('%') || (after.starts_with(' ') && unit.starts_with(|c: char| c.is_ascii_lowercase()));
    // A number that is set elsewhere is none to fill in.
    let is_set = ["configur", "default"].iter().any(|word| after.contains(word));
    (len <= 3 && before.ends_with(' ') && counts && !is_set && follows(before, &LIMITS)).then(|| at..at + len)
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
    let is_slot = is_instruction(inner)
        || SLOTS.contains(&slot_name(inner).as_str())
        || {
            let dots = matches!(inner.trim(), "..." | "…");
            let common = dots || COMMON_SLOTS.contains(&slot_name(inner).as_str());
            let whole = is_whole(line, at, after) && !(dots && within == Within::Description);
            common && (whole || follows(before, &LEADS))
        }
        || (within == Within::Criterion && is_shouted(inner) && is_amid(before, after));
    is_slot.then(|| at..line.len() - after.len())
}

/// Whether a bracket holds nothing but capital letters: `[RESULT]`.
fn is_shouted(inner: &str) -> bool {
    inner.len() > 2 && inner.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '_'))
}

/// Whether a bracket is a word within a sentence, rather than a tag at its start or end.
fn is_amid(before: &str, after: &str) -> bool {
    let last = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let follows_word = last.chars().count() > 2 && last.chars().all(char::is_lowercase);
    follows_word
        && after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase))
        && !spoken_after(after)
        && !spoken_before(before)
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
    if body.len() > 60 || words::has(body, LONGER_THAN_STUBS) || body.trim_end_matches(['*', '_', ' ']).ends_with([':', '：']) {
        return false;
    }
    let said = words::normalise(body);
    let bare = said.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let numbered = bare.len() < said.len() && matches!(bare, "criteria" | "acceptance criteria");
    numbered || STUBS.contains(&said.as_str()) || (bare.ends_with("criterion") && STUBS.contains(&bare))
}

/// No stub has so many words, its number among them.
const LONGER_THAN_STUBS: usize = 6;

/// Whether a whole text, normalised, promises one: `to be written in refinement`, `will be added later`, `details to follow`.
fn is_promise(said: &str) -> bool {
    let promised = PROMISED.iter().find_map(|what| said.strip_prefix(what)).map(str::trim_start);
    if promised.is_some_and(vocabulary::is_missing) {
        return true;
    }
    let said = promised.unwrap_or(said);
    let Some(rest) = PROMISES.iter().find_map(|promise| said.strip_prefix(promise)) else { return false };
    let verb = rest.trim_start().split([' ', ',', ';']).next().unwrap_or_default();
    PROMISED_VERBS.contains(&verb)
}

/// Whether a bracket holds all of a text, and words of a template: `[Describe the page]`, `<what is wanted>`. A link, a box and code are none.
fn is_whole_slot(body: &str) -> bool {
    let inner = [('[', ']'), ('<', '>')].into_iter().find_map(|(open, close)| body.strip_prefix(open)?.strip_suffix(close));
    inner.is_some_and(|inner| !inner.contains(['[', ']', '<', '>', '/', '=']) && inner.chars().filter(|c| c.is_alphabetic()).count() > 2)
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
    if memchr2(b':', 0xef, body.as_bytes()).is_none() {
        return false;
    }
    let Some(at) = body.find([':', '：']) else { return false };
    let (name, value) = body.split_at(at);
    let value = value.trim_start_matches([':', '：']);
    let named = !name.contains(['[', '<', '{', '?', '.', '!', ',']) && (1..=4).contains(&words::count(name));
    named && value.chars().next().is_none_or(|c| c.is_whitespace() || c == '*' || c == '_')
}

/// Whether a text holds slots, all of them open, and nothing else but the words of a story's form.
fn open_slots(shown: &str) -> bool {
    let bytes = shown.as_bytes();
    if !may_stand_in(bytes) {
        return false;
    }
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
