//! The texts of a story's description.

use super::Part;
use crate::{
    layout::Section,
    parse::{Block, BlockKind, Outline},
    source::TextRange,
};

/// The texts of the description; where no section is one, those before the first heading below the title.
pub fn texts(parts: &[Part], outline: &Outline) -> Vec<TextRange> {
    let sections: Vec<TextRange> = parts.iter().filter(|part| part.known == Some(Section::Description)).map(|part| part.content).collect();
    let texts = outline.blocks.iter().filter_map(|block| own_text(outline, block));
    if sections.is_empty() {
        let ends = outline.headings.iter().enumerate().find(|(place, heading)| *place > 0 || heading.level > 1);
        let end = ends.map_or(outline.body.end, |(_, heading)| heading.range.start);
        return texts.take_while(|text| text.start < end).collect();
    }
    let mut within = Within::new(sections);
    texts.filter(|text| within.holds(*text)).collect()
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
