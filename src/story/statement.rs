//! The statement of a story: in its description, else in its title.

use std::ops::Range;

use super::{Field, description, values::Reader};
use crate::{source::TextRange, text::statement};

/// Who wants what and why; ranges are bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// All of it.
    pub range: TextRange,
    /// The block it begins in, to its end.
    pub block: TextRange,
    /// Who, without `As a`; of a job story nobody.
    pub role: Option<TextRange>,
    /// `I want`; where it is left out, nothing.
    pub wish: Option<TextRange>,
    /// What is wanted, without the wish and the benefit.
    pub means: Option<TextRange>,
    /// Why, with the words that begin it.
    pub benefit: Option<TextRange>,
    /// Whether a situation stands in place of the role.
    pub situation: bool,
    /// The language of its frame, as a code of two letters.
    pub language: &'static str,
}

impl Statement {
    /// Whether it says who and what.
    pub fn is_whole(&self) -> bool {
        self.wish.is_some() && self.means.is_some() && (self.role.is_some() || self.situation)
    }
}

/// The statement; one that is whole goes before one that lacks a part.
pub(super) fn read(reader: &Reader<'_>, title: &Field<String>) -> Option<Statement> {
    let texts = description::texts(reader.parts, &reader.parsed.outline);
    let end = texts.last().map_or(0, |last| last.end);
    let title = title.range().filter(|range| !range.is_empty());
    let places = texts.iter().map(|text| (*text, end)).chain(title.map(|title| (title, title.end)));
    let mut partial = None;
    for (block, end) in places.filter(|(block, _)| statement::may_begin(block.of(reader.text))).take(MOST) {
        // A list carries on in its next items, a paragraph in the next.
        let far = (block.end + FAR).min(end.max(block.end)) as usize;
        let region = TextRange::new(block.start as usize, reader.text.floor_char_boundary(far));
        match statement::find(region.of(reader.text)).map(|found| placed(&found, block)) {
            Some(found) if found.is_whole() => return Some(found),
            // The parts of a block further on are found there.
            Some(found) if block.contains(TextRange::at(found.range.start as usize)) => partial = partial.or(Some(found)),
            _ => {}
        }
    }
    partial
}

/// How many blocks are read that may hold a statement.
const MOST: usize = 20;
/// How far behind its first block a statement may end, in bytes.
const FAR: u32 = 1500;

fn placed(found: &statement::Statement, block: TextRange) -> Statement {
    let place = |range: &Range<usize>| TextRange::new(range.start, range.end).shifted(block.start as usize);
    Statement {
        range: place(&found.range),
        block,
        role: found.role.as_ref().map(place),
        wish: found.wish.as_ref().map(place),
        means: found.means.as_ref().map(place),
        benefit: found.benefit.as_ref().map(place),
        situation: found.situation,
        language: found.language,
    }
}
