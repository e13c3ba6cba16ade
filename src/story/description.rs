//! The texts of a story's description.

use super::Part;
use crate::{
    concept::{Concept, vocabulary},
    layout::{FieldSource, Layout, Section},
    parse::{Block, BlockKind, Outline},
    source::TextRange,
    text::{placeholder, words},
};

/// The texts of the description: those under its headings, and those above the first heading that say more than fields do.
pub fn texts(parts: &[Part], outline: &Outline) -> Vec<TextRange> {
    let sections = parts.iter().filter(|part| part.known == Some(Section::Description)).map(|part| part.content).collect();
    let mut within = Within::new(sections);
    outline.blocks.iter().filter_map(|block| own_text(outline, block)).filter(|text| within.holds(*text)).collect()
}

/// Whether a text says something: neither a placeholder nor lines that only state fields.
pub(super) fn is_prose(text: &str, range: TextRange, layout: &Layout) -> bool {
    let said = range.of(text);
    words::has(said, 1)
        && !is_fields(layout, said)
        && !placeholder::is_only(said)
        && !vocabulary::is_none(said)
        && !vocabulary::is_missing(said)
}

/// Whether every line of `text` states a field: `**Status:** Ready`, a row of a table of fields, or a few words after a bold label.
pub(super) fn is_fields(layout: &Layout, text: &str) -> bool {
    text.lines().all(|line| {
        let bare = line.trim_start_matches(['>', '|', '-', '+', ' ', '\t']);
        let is_bold = bare.starts_with(['*', '_']);
        let bare = bare.trim_start_matches(['*', '_', ' ']);
        let Some((name, value)) = bare.split_once([':', '：', '|']).filter(|(name, _)| name.len() <= LONGEST_NAME) else {
            return !words::has(line, 1);
        };
        match vocabulary::field(name) {
            Some((Concept::Description | Concept::Criteria, _)) => false,
            Some(_) => true,
            None => (is_bold && !words::has(value, PROSE)) || is_label_of(layout, name),
        }
    })
}

/// How long the name of a label may be, in bytes.
const LONGEST_NAME: usize = 40;
/// From so many words on, what follows a label of the team's own is prose.
const PROSE: usize = 5;

fn is_label_of(layout: &Layout, name: &str) -> bool {
    let name = words::normalise(name);
    layout.fields.values().flatten().any(|source| matches!(source, FieldSource::Label { written, .. } if words::normalise(written) == name))
}

/// What a person wrote in a block, each text once; nothing for headings, code and markup.
pub fn own_text(outline: &Outline, block: &Block) -> Option<TextRange> {
    match &block.kind {
        BlockKind::Item(item) => Some(item.text),
        BlockKind::Row { .. } => Some(block.range),
        BlockKind::Paragraph => {
            let around = block.parent().and_then(|parent| outline.blocks.get(parent));
            let told = around.is_some_and(|around| matches!(&around.kind, BlockKind::Item(item) if item.text.contains(block.range)));
            (!told).then_some(block.range)
        }
        _ => None,
    }
}

/// Asks of ranges that come in the order of their starts whether they lie in any of some ranges.
#[derive(Debug)]
pub struct Within {
    ranges: Vec<TextRange>,
    next: usize,
    covered: u32,
}

impl Within {
    /// The ranges, in any order; they may overlap.
    pub fn new(mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_unstable();
        Self { ranges, next: 0, covered: 0 }
    }

    /// Whether `range`, which starts no earlier than the one before, starts in one of them.
    pub fn holds(&mut self, range: TextRange) -> bool {
        while let Some(next) = self.ranges.get(self.next).filter(|next| next.start <= range.start) {
            self.covered = self.covered.max(next.end);
            self.next += 1;
        }
        range.start < self.covered
    }
}
