//! The statement of a story: in its description, else in its title.

use std::ops::Range;

use super::Story;
use crate::{
    source::TextRange,
    text::{language::Language, statement},
};

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

impl Story {
    /// What its description is written in, or its title where nothing describes it, whatever its criteria are in; `text` is its own.
    pub fn language_of_description(&self, text: &str) -> Language {
        let title = self.title.value().map(String::as_str);
        let texts: Vec<&str> = self.description().into_iter().take(TOLD).map(|range| range.of(text)).collect();
        Language::of_sentence(&if texts.is_empty() { title.unwrap_or_default().to_owned() } else { texts.join("\n") })
    }
}

/// How many texts of a description tell its language.
const TOLD: usize = 5;

/// The statement; one that is whole goes before one that lacks a part.
pub(super) fn read(text: &str, story: &Story) -> Option<Statement> {
    let texts = story.description();
    let title = story.title.range().filter(|range| !range.is_empty());
    let ends = |at: usize| {
        let next = texts[at + 1..].iter().take(MOST).take_while(|next| statement::may_carry_on(next.of(text)));
        next.last().unwrap_or(&texts[at]).end
    };
    let places = (0..texts.len()).map(|at| (texts[at], Some(at))).chain(title.map(|title| (title, None)));
    let mut partial = None;
    for (block, at) in places.filter(|(block, _)| statement::may_begin(block.of(text))).take(MOST) {
        // A list carries on in its next items, a paragraph in the next.
        let region = TextRange { start: block.start, end: at.map_or(block.end, ends).max(block.end) };
        match statement::find(region.of(text)).map(|found| placed(&found, block)) {
            Some(found) if found.is_whole() => return Some(found),
            // The parts of a block further on are found there.
            Some(found) if block.contains(TextRange::at(found.range.start as usize)) => partial = partial.or(Some(found)),
            _ => {}
        }
    }
    headed(text, story).or(partial)
}

/// The statement whose parts stand under headings of their own: `### As a`, `### I want to`, `### So that`.
fn headed(text: &str, story: &Story) -> Option<Statement> {
    let parts = &story.parts;
    let first = (0..parts.len()).find(|at| {
        let heading = parts[*at].heading.of(text);
        !heading.is_empty() && statement::may_begin(heading) && statement::opens_role(heading)
    })?;
    let follows = parts[first + 1..]
        .iter()
        .take(2)
        .take_while(|part| part.level == parts[first].level && statement::carries_role_on(part.heading.of(text)));
    let last = follows.last()?;
    let region = TextRange { start: parts[first].heading.start, end: last.content.end };
    // On one line, at the same length, so that every place is where it was.
    let line: String = region.of(text).chars().map(|c| if matches!(c, '#' | '\n' | '\r') { ' ' } else { c }).collect();
    statement::find(&line).filter(|found| found.wish.is_some() && found.role.is_some()).map(|found| placed(&found, region))
}

/// How many blocks are read that may hold a statement, and how many may carry it on.
const MOST: usize = 20;

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
