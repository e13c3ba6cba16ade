//! `placeholder-left`.

use std::ops::Range;

use super::description_missing::is_missing;
use crate::{
    layout::Section,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::Field,
    text::{
        placeholder::{self, Within},
        words,
    },
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "placeholder-left",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("placeholder_left.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    in_title(cx);
    let criteria = cx.said(Section::Criteria);
    let is_bracketed = |text: &TextRange| memchr::memchr(b'<', cx.slice(*text).as_bytes()).is_some();
    let within = if criteria.texts.iter().any(is_bracketed) && has_outlines(cx) { Within::Outline } else { Within::Criterion };
    for text in &criteria.texts {
        in_text(cx, *text, within, "criteria");
    }
    let description = cx.said(Section::Description);
    if is_missing(cx, description) {
        return;
    }
    for text in &description.texts {
        in_text(cx, *text, Within::Description, "description");
    }
}

fn in_title(cx: &mut StoryCx<'_>) {
    let Field::Value { range, value } = &cx.story.title else { return };
    let Some(found) = placeholder::find(value, Within::Title) else { return };
    // A title with escapes does not stand in the file as it is meant; then all of it is the place.
    let place = cx.slice(*range).find(value.as_str()).map(|start| TextRange::new(start + found.start, start + found.end));
    let place = place.map_or(*range, |place| place.shifted(range.start as usize));
    report(cx, place, (value.get(found).unwrap_or_default(), value), "title");
}

fn in_text(cx: &mut StoryCx<'_>, text: TextRange, within: Within, section: &str) {
    if let Some(line) = line_of_template(cx, text) {
        let left = cx.slice(line);
        cx.report(line, format!("a line of the template in the {section}: {}", words::quote(left)))
            .help("write what this story is about in its place, or delete the line")
            .key_of_text(words::normalise(left));
        return;
    }
    let Some(found) = placeholder::find(cx.slice(text), within) else { return };
    let place = TextRange::new(found.start, found.end).shifted(text.start as usize);
    report(cx, place, (cx.slice(place), around(cx.slice(text), &found)), section);
}

/// A placeholder with a few words on both sides, whatever the lines: what is to be settled here.
fn around<'t>(text: &'t str, found: &Range<usize>) -> &'t str {
    const WORDS: usize = 8;
    let gap = |at: usize, c: char| (at, at + c.len_utf8());
    let gaps = |text: &'t str| text.char_indices().filter(|(_, c)| c.is_whitespace()).map(move |(at, c)| gap(at, c));
    let before: Vec<_> = gaps(text.get(..found.start).unwrap_or_default().trim_end()).collect();
    let start = before.iter().rev().nth(WORDS - 1).map_or(0, |(_, after)| *after);
    let rest = text.get(found.end..).unwrap_or_default();
    let lead = rest.len() - rest.trim_start().len();
    let end = gaps(rest.trim_start()).nth(WORDS - 1).map_or(text.len(), |(at, _)| found.end + lead + at);
    text.get(start..end).unwrap_or(text)
}

/// The first line of a text that is as the team's template has it.
fn line_of_template(cx: &StoryCx<'_>, text: TextRange) -> Option<TextRange> {
    if cx.around.templates.is_empty() {
        return None;
    }
    let mut lines = text.lines(cx.text).map(|line| line.trimmed(cx.text));
    lines.find(|line| cx.around.templates.holds(cx.story.kind, cx.slice(*line)))
}

fn report(cx: &mut StoryCx<'_>, place: TextRange, (found, around): (&str, &str), section: &str) {
    cx.report(place, format!("placeholder in the {section}: {}", words::quote(found)))
        .help("write what is meant; if nobody knows yet, find out first")
        .key_of_text(words::normalise(around));
}

/// Whether the criteria hold scenario outlines, whose `<words>` are filled in from a table.
fn has_outlines(cx: &StoryCx<'_>) -> bool {
    cx.story.section(Section::Criteria).any(|part| {
        let text = cx.slice(part.content).as_bytes();
        ["Scenario Outline", "Scenario Template", "Examples:"].iter().any(|words| memchr::memmem::find(text, words.as_bytes()).is_some())
    })
}
