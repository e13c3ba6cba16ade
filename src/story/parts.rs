//! A heading with what is under it.

use std::ops::Range;

use crate::{
    layout::Section,
    parse::{Block, BlockKind, Outline},
    source::TextRange,
};

/// A heading and what is under it, sub-headings included.
#[derive(Debug, Clone)]
pub struct Part {
    /// Which known section it is.
    pub known: Option<Section>,
    /// The heading's text; empty for text before any heading.
    pub heading: TextRange,
    /// The heading, normalised.
    pub name: String,
    /// 1 to 6; 0 for text before any heading.
    pub level: u8,
    /// Everything under the heading.
    pub content: TextRange,
    /// The blocks under the heading, as a range into the outline's blocks.
    pub blocks: Range<usize>,
}

impl Part {
    /// The blocks under the heading.
    pub fn blocks<'o>(&self, outline: &'o Outline) -> &'o [Block] {
        &outline.blocks[self.blocks.clone()]
    }

    /// Whether nothing but comments and white space is under the heading; a sub-heading alone is nothing.
    pub fn is_empty(&self, outline: &Outline) -> bool {
        self.blocks(outline).iter().all(|block| match &block.kind {
            BlockKind::Heading(_) | BlockKind::Html { comment: true } => true,
            BlockKind::Item(item) => item.text.is_empty(),
            _ => false,
        })
    }
}
