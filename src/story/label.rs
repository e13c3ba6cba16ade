//! `**Name:** value` in the block before the first level-2 heading.

use crate::{
    layout::normalise,
    parse::{BlockKind, Outline},
    source::TextRange,
};

/// The value of the first label of this normalised name: in a paragraph's line, an item outside other items, or a table row.
pub(super) fn find(text: &str, outline: &Outline, name: &str) -> Option<TextRange> {
    let end = outline.headings.iter().find(|heading| heading.level == 2).map_or(text.len(), |heading| heading.range.start as usize);
    let head = outline.blocks_within(TextRange::new(outline.body.start as usize, end));
    outline.blocks[head].iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph if block.parent().is_none() => in_lines(text, block.range, name),
        BlockKind::Item(item) if block.parent().is_none() => in_lines(text, item.text, name),
        BlockKind::Row { .. } => in_row(text, block.range, name),
        _ => None,
    })
}

fn in_lines(text: &str, range: TextRange, name: &str) -> Option<TextRange> {
    let mut at = range.start as usize;
    for line in range.of(text).split_inclusive('\n') {
        let mut piece_at = at;
        for piece in line.split_inclusive('|') {
            if let Some(value) = labelled(piece.trim_end_matches('|'), name) {
                return Some(TextRange::new(value.start, value.end).shifted(piece_at).trimmed(text));
            }
            piece_at += piece.len();
        }
        at += line.len();
    }
    None
}

/// The place of the value in `**Name:** value`, `**Name**: value` or `Name: value`.
fn labelled(piece: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let colon = piece.find(':')?;
    if normalise(piece[..colon].trim_start_matches(['>', ' '])) != name {
        return None;
    }
    let rest = &piece[colon + 1..];
    let value = rest.trim_start_matches(['*', '_', ' ']);
    Some(piece.len() - value.len()..piece.len())
}

/// `| Name | value |`.
fn in_row(text: &str, range: TextRange, name: &str) -> Option<TextRange> {
    let row = range.of(text);
    let mut at = range.start as usize;
    let mut named = false;
    for cell in row.split_inclusive('|') {
        let inner = cell.trim_end_matches('|').trim();
        if named {
            return Some(TextRange::new(at, at + cell.trim_end_matches('|').len()).trimmed(text));
        }
        named = !inner.is_empty() && normalise(inner) == name;
        at += cell.len();
    }
    None
}
