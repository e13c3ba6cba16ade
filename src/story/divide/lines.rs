//! Lines that stand for a heading: bold, with a colon or right above a list, in HTML, or an item with items of its own.

use super::Head;
use crate::{
    concept::{Concept, vocabulary},
    layout::{Layout, normalise},
    parse::{Block, BlockKind, Outline},
    source::TextRange,
    text::words,
};

/// The level of a line that stands for a heading, below that of every heading.
pub(super) const LEVEL: u8 = 7;

/// How long a line that stands for a heading may be, in bytes.
const LONGEST: usize = 80;

/// A line of so many words is a sentence.
const MOST_WORDS: usize = 6;

/// Every such line, in order: those that open a known section, and those that end one.
pub(super) fn heads(text: &str, outline: &Outline, layout: &Layout) -> Vec<Head> {
    let mut found = Vec::new();
    for (at, block) in outline.blocks.iter().enumerate().filter(|(_, block)| block.parent().is_none()) {
        match &block.kind {
            BlockKind::Paragraph => found.extend(in_paragraph(text, outline, at, layout)),
            BlockKind::Html { comment: false } => found.extend(in_html(text, block.range, layout)),
            BlockKind::Item(item) if item.checkbox.is_none() && has_items(outline, at) => {
                let bounds = TextRange { start: item.text.end, end: block.range.end };
                let line = Line { range: item.text, title: bare(text, item.text), bounds: Some(bounds) };
                found.extend(line.head(text, layout).filter(|head| head.known.is_some()));
            }
            _ => {}
        }
    }
    // Lines that only end a section matter where there is one to end.
    if found.iter().all(|head| head.known.is_none() && !lists_stories(head.title.of(text))) {
        found.clear();
    }
    found
}

/// Whether a line is named for the stories that come first: what stands under it are their ids.
fn lists_stories(name: &str) -> bool {
    vocabulary::field(name).is_some_and(|(concept, _)| concept == Concept::DependsOn)
}

struct Line {
    range: TextRange,
    title: TextRange,
    bounds: Option<TextRange>,
}

impl Line {
    fn head(self, text: &str, layout: &Layout) -> Option<Head> {
        let said = self.title.of(text);
        if said.is_empty() || said.len() > LONGEST || words::has(said, MOST_WORDS) {
            return None;
        }
        Some(Head {
            range: self.range,
            title: self.title,
            name: normalise(said),
            level: LEVEL,
            is_title: false,
            known: layout.section(said),
            bounds: self.bounds,
        })
    }
}

/// The last line of a paragraph right before a list, or a paragraph of one bold line; `##Heading` without a space.
fn in_paragraph(text: &str, outline: &Outline, at: usize, layout: &Layout) -> Option<Head> {
    let range = outline.blocks[at].range;
    let first = range.lines(text).next()?.trimmed(text);
    let said = first.of(text);
    let marks = said.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&marks) {
        let title = TextRange { start: first.start + u32::try_from(marks).ok()?, end: first.end };
        let line = Line { range: first, title: bare(text, title), bounds: None };
        return line
            .head(text, layout)
            .filter(|head| head.known.is_some())
            .map(|head| Head { level: u8::try_from(marks).unwrap_or(LEVEL), ..head });
    }
    let last = range.lines(text).last()?.trimmed(text);
    if last.len() > LONGEST {
        return None;
    }
    let said = last.of(text).trim();
    let is_bold = (said.starts_with("**") || said.starts_with("__")) && said.trim_end_matches(':').ends_with(['*', '_']) && said.len() > 4;
    let ends_in_colon = said.trim_end_matches(['*', '_', ' ']).ends_with([':', '：']);
    let is_alone = last == first;
    let next_is_list = matches!(outline.blocks.get(at + 1), Some(Block { kind: BlockKind::Item(_) | BlockKind::Row { .. }, .. }));
    let stands_for_known = next_is_list || (is_alone && (is_bold || ends_in_colon));
    let stands_for_any = is_alone && (is_bold || (ends_in_colon && next_is_list));
    if !stands_for_known {
        return None;
    }
    let line = Line { range: last, title: bare(text, last), bounds: None };
    line.head(text, layout).filter(|head| stands_for_any || head.known.is_some())
}

/// `<summary>...</summary>` and `<h2>...</h2>`.
fn in_html(text: &str, range: TextRange, layout: &Layout) -> Option<Head> {
    let said = range.of(text);
    let lower = said.to_ascii_lowercase();
    let (open, close) = [("<summary", "</summary>"), ("<h1", "</h1>"), ("<h2", "</h2>"), ("<h3", "</h3>"), ("<h4", "</h4>")]
        .into_iter()
        .find(|(open, _)| lower.contains(open))?;
    let start = lower.find(open)?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find(close)?;
    let title = TextRange::new(range.start as usize + start, range.start as usize + end).trimmed(text);
    Line { range, title, bounds: None }.head(text, layout).filter(|head| head.known.is_some())
}

fn has_items(outline: &Outline, at: usize) -> bool {
    outline.blocks.get(at + 1).is_some_and(|next| next.parent() == Some(at) && matches!(next.kind, BlockKind::Item(_)))
}

/// A line without emphasis, colons and the mark of a list.
fn bare(text: &str, line: TextRange) -> TextRange {
    let said = line.of(text);
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | ':' | '：' | '`' | '#');
    let start = line.start as usize + (said.len() - said.trim_start_matches(is_mark).len());
    TextRange::new(start, start + said.trim_matches(is_mark).len())
}
