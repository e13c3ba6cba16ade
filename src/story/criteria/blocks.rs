//! Criteria among the blocks of a text, in the shapes that markdown knows and in those that people type.

use super::{Criterion, Shape, criterion, says};
use crate::{
    parse::{Block, BlockKind, outline::Item},
    source::TextRange,
    story::{Part, values::Reader},
};

/// The blocks of all criteria sections, each with its place in the outline.
pub(super) struct Blocks<'a> {
    pub(super) text: &'a str,
    pub(super) all: &'a [Block],
    pub(super) within: Vec<usize>,
    /// Where the last of them ends, in bytes.
    pub(super) end: u32,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(reader: &Reader<'a>, sections: &[&Part]) -> Self {
        let outline = &reader.parsed.outline;
        let within = sections.iter().flat_map(|part| part.blocks.clone()).collect();
        Self { text: reader.text, all: &outline.blocks, within, end: sections.last().map_or(0, |part| part.content.end) }
    }

    pub(super) fn blocks(&self) -> impl Iterator<Item = (usize, &'a Block)> {
        self.within.iter().filter_map(|at| Some((*at, self.all.get(*at)?)))
    }

    pub(super) fn most_specific(&self, prose: bool) -> Vec<Criterion> {
        let shapes: [fn(&Self) -> Vec<Criterion>; 7] =
            [Self::headings, Self::checkboxes, Self::scenarios, Self::numbered, Self::bullets, Self::rows, Self::marked_lines];
        let found = shapes.iter().map(|shape| shape(self)).find(|found| !found.is_empty()).unwrap_or_default();
        let found = if found.first().is_some_and(|first| first.shape == Shape::Scenario) { self.items_over(found) } else { found };
        if found.is_empty() && prose { self.paragraphs() } else { found }
    }

    /// The items of a list of which only some are scenarios, each in an item of its own.
    fn items_over(&self, scenarios: Vec<Criterion>) -> Vec<Criterion> {
        let numbered = self.numbered();
        let items = if numbered.is_empty() { self.bullets() } else { numbered };
        let is_in_one = |scenario: &Criterion| items.iter().any(|item| item.range.contains(scenario.range));
        if items.len() > scenarios.len() && scenarios.iter().all(is_in_one) { items } else { scenarios }
    }

    pub(super) fn headings(&self) -> Vec<Criterion> {
        let headings: Vec<_> = self.blocks().filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_))).collect();
        let mut found = Vec::new();
        for (at, (_, block)) in headings.iter().enumerate() {
            let title = self.heading_text(block.range);
            if names_criterion(title.of(self.text)) {
                let end = headings.get(at + 1).map_or(self.end, |(_, next)| next.range.start);
                let range = TextRange { start: block.range.start, end: end.max(block.range.end) }.trimmed(self.text);
                // A number alone is no criterion; what is under it is.
                let under = TextRange { start: block.range.end.min(end), end }.trimmed(self.text);
                let text = if says::something(title.of(self.text), Shape::Heading) { title } else { under };
                found.push(Criterion { range, ..criterion(text, Shape::Heading) });
            }
        }
        found
    }

    /// The text of a heading's first line, without its marks.
    fn heading_text(&self, range: TextRange) -> TextRange {
        let line = range.of(self.text).lines().next().unwrap_or_default();
        let start = range.start as usize + (line.len() - line.trim_start_matches(['#', ' ']).len());
        let end = range.start as usize + line.trim_end_matches(['#', ' ']).len();
        TextRange::new(start, end).trimmed(self.text)
    }

    pub(super) fn checkboxes(&self) -> Vec<Criterion> {
        self.items(|item| item.checkbox.is_some(), Shape::Checkbox)
    }

    fn numbered(&self) -> Vec<Criterion> {
        self.items(|item| item.ordered, Shape::Numbered)
    }

    fn bullets(&self) -> Vec<Criterion> {
        self.items(|item| !item.ordered, Shape::Bullet)
    }

    /// Items that `wanted` takes, none within another it takes; a bullet that ends in `:` and has children is a group.
    fn items(&self, wanted: fn(&Item) -> bool, shape: Shape) -> Vec<Criterion> {
        let is_wanted = |at: usize| self.item(at).is_some_and(|item| wanted(item) && (shape == Shape::Checkbox || !self.is_group(at)));
        // `- 1. text` is an item in an item that says nothing.
        let within_another = |block: &Block| self.ancestors(block).any(&is_wanted);
        // Nested items belong to their parent, whatever its marker; only a group passes its children on.
        let within_other = |block: &Block| shape != Shape::Checkbox && self.ancestors(block).any(|at| !self.is_group(at));
        let mut found = Vec::new();
        let mut heading = None;
        for (at, block) in self.blocks() {
            match &block.kind {
                BlockKind::Heading(_) => heading = Some(at),
                BlockKind::Item(item) if is_wanted(at) && !within_another(block) && !within_other(block) => {
                    let group = self.ancestors(block).next().or(heading);
                    let own =
                        Criterion { range: block.range, checked: item.checkbox, marker: item.marker, group, ..criterion(item.text, shape) };
                    found.push(own);
                }
                _ => {}
            }
        }
        if shape != Shape::Checkbox {
            found.retain(|criterion| !criterion.text.is_empty());
        }
        found
    }

    fn item(&self, at: usize) -> Option<&Item> {
        match self.all.get(at).map(|block| &block.kind) {
            Some(BlockKind::Item(item)) => Some(item),
            _ => None,
        }
    }

    /// The items a block stands in, the innermost first.
    fn ancestors(&self, block: &Block) -> impl Iterator<Item = usize> {
        std::iter::successors(block.parent(), |at| self.all.get(*at).and_then(Block::parent))
    }

    fn is_group(&self, at: usize) -> bool {
        let Some(item) = self.item(at) else { return false };
        if item.text.is_empty() && item.checkbox.is_none() {
            return true;
        }
        let says = item.text.of(self.text).trim_end_matches(['*', '_', ' ']);
        // The first item within another is its child.
        let has_children = || {
            let within = self.all[at + 1..].iter().take_while(|next| next.range.start < self.all[at].range.end);
            within.into_iter().any(|next| matches!(next.kind, BlockKind::Item(_)))
        };
        !item.ordered && item.checkbox.is_none() && says.ends_with(':') && has_children()
    }

    fn rows(&self) -> Vec<Criterion> {
        let rows = self.blocks().filter(|(_, block)| matches!(block.kind, BlockKind::Row { header: false }));
        rows.map(|(_, block)| criterion(block.range, Shape::Row)).collect()
    }

    fn paragraphs(&self) -> Vec<Criterion> {
        let paragraphs = self.blocks().filter(|(_, block)| block.kind == BlockKind::Paragraph && block.parent().is_none());
        paragraphs.map(|(_, block)| criterion(block.range, Shape::Paragraph)).collect()
    }

    /// Lines that a mark makes items to every reader, though not to markdown: `AC-1: text`, `• text`, `☐ text`, `[ ] text`, `1）text`.
    fn marked_lines(&self) -> Vec<Criterion> {
        let mut found: Vec<Criterion> = Vec::new();
        for line in self.lines() {
            let said = line.of(self.text);
            match mark(said) {
                Some((len, checked)) => {
                    let text = TextRange { start: line.start + u32::try_from(len).unwrap_or_default(), end: line.end };
                    let marker = TextRange { start: line.start, end: text.start };
                    found.push(Criterion { range: line, checked, marker, ..criterion(text, Shape::Line) });
                }
                None => {
                    if let Some(last) = found.last_mut() {
                        last.range.end = line.end;
                        last.text.end = line.end;
                    }
                }
            }
        }
        found
    }
}

/// The length of the mark that a line opens with, and what its box holds.
fn mark(line: &str) -> Option<(usize, Option<char>)> {
    let bare = line.trim_start_matches(['-', '*', '+', ' ', '\u{a0}', '\t']);
    let start = line.len() - bare.len();
    let first = bare.chars().next()?;
    let after = |len: usize| bare.get(len..).map(|rest| start + len + (rest.len() - rest.trim_start().len()));
    match first {
        '•' | '◦' | '▪' | '‣' | '●' | '○' | '·' | '➜' | '→' | '►' | '–' | '—' => {
            Some((after(first.len_utf8())?, None))
        }
        '☐' | '□' | '⬜' | '◻' => Some((after(first.len_utf8())?, Some(' '))),
        '☑' | '☒' | '✅' | '✓' | '✔' | '■' => Some((after(first.len_utf8())?, Some('x'))),
        '[' => {
            let mark = bare.chars().nth(1)?;
            let rest = bare.get(1 + mark.len_utf8()..)?.strip_prefix(']')?;
            let is_box = matches!(mark, ' ' | 'x' | 'X') && rest.starts_with([' ', '\u{a0}']);
            is_box.then(|| Some((after(2 + mark.len_utf8())?, Some(mark))))?
        }
        _ if is_counted(bare) => Some((start, None)),
        _ => None,
    }
}

/// Whether a line opens with the number of a criterion: `AC-1:`, `**AC1**:`, `1）`, `FR-2.1:`.
fn is_counted(line: &str) -> bool {
    let bare = line.trim_start_matches(['*', '_', '(', '[']);
    let letters = bare.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = bare.get(letters..).unwrap_or_default().trim_start_matches(['-', '_', ' ', '#']);
    let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')).count();
    let after = rest.get(digits..).unwrap_or_default().trim_start_matches(['*', '_', ']', ' ']);
    let is_number = rest.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    is_number && letters <= 9 && (after.starts_with([':', '：', '）', '–', '—']) || (letters == 0 && after.starts_with([')', '、'])))
}

/// `AC-1 ...`, `Criterion 2`, `Scenario: ...`, `Given ...`.
fn names_criterion(heading: &str) -> bool {
    let name = crate::layout::normalise(heading);
    // `FT-001-AC-001: ...`
    let first = name.split([' ', ':']).next().unwrap_or_default();
    let is_last_of_id = first.rsplit_once("ac").is_some_and(|(before, after)| {
        before.ends_with(['-', '_', '.']) && after.trim_start_matches(['-', '_']).starts_with(|c: char| c.is_ascii_digit())
    });
    let numbered = |rest: &str| rest.trim_start_matches([' ', '-', '#', '_', '.']).starts_with(|c: char| c.is_ascii_digit());
    let counted = ["acceptance criterion", "acceptance criteria", "criterion", "criteria", "ac", "scenario"];
    is_last_of_id
        || counted.iter().any(|word| name.strip_prefix(word).is_some_and(numbered))
        || name.starts_with("scenario:")
        || name.starts_with("scenario outline")
        || name.starts_with("given ")
}
