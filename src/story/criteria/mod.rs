//! The acceptance criteria of a story, in every shape people write them.

mod blocks;
mod hidden;
mod listed;
mod says;
mod scenarios;

use blocks::Blocks;

use super::{Part, divide::keeps_all, values::Reader};
use crate::{
    layout::Section,
    parse::BlockKind,
    source::TextRange,
    text::{english::Signs, words},
};

/// One acceptance criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// What it says, without its marker.
    pub text: TextRange,
    /// All of it, with what is nested in it.
    pub range: TextRange,
    /// The mark in its checkbox.
    pub checked: Option<char>,
    /// From its list marker up to its text.
    pub marker: TextRange,
    /// How it is written.
    pub shape: Shape,
    /// The heading or item it is grouped under, by its place among the blocks.
    pub group: Option<usize>,
    /// What it says without its number, as [`words::fingerprint`].
    pub print: u64,
    /// What its words may be signs of.
    pub signs: Signs,
}

/// How criteria are written; the first of these that is there wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A sub-heading with what is under it.
    Heading,
    /// `- [ ]`, any marker, any mark.
    Checkbox,
    /// Given, when, then.
    Scenario,
    /// `1.`
    Numbered,
    /// `-`
    Bullet,
    /// A table row.
    Row,
    /// A paragraph, where the layout allows prose.
    Paragraph,
    /// A line that opens with a typed bullet or the number of a criterion.
    Line,
    /// An item of a list in the front matter.
    Listed,
}

/// The criteria and where they are, or would be: the first section's heading, else the field's key.
pub(super) fn read(reader: &Reader<'_>) -> (Vec<Criterion>, Option<TextRange>) {
    let sections = sections(reader.parts);
    let headings = || sections.iter().map(|part| part.heading);
    let anchor = headings().find(|heading| !heading.is_empty()).or_else(|| headings().next());
    let found = Blocks::new(reader, &sections).most_specific(reader.layout.prose);
    let (listed, key) = listed::read(reader);
    let mut criteria = said(reader.text, found);
    if criteria.is_empty() {
        criteria = said(reader.text, listed);
    }
    if criteria.is_empty() && sections.is_empty() {
        criteria = said(reader.text, without_section(reader));
    }
    let hidden = hidden::ranges(reader.text, &reader.parsed.outline);
    criteria.retain(|criterion| !hidden.iter().any(|range| range.contains(criterion.text)));
    criteria.shrink_to_fit();
    for criterion in &mut criteria {
        let text = criterion.text.of(reader.text);
        criterion.print = words::fingerprint_of(words::unnumbered(text), |word| criterion.signs.add(word));
    }
    (criteria, anchor.or(key))
}

/// Those that say something: scaffolds, struck ones and those given up are none.
fn said(text: &str, mut criteria: Vec<Criterion>) -> Vec<Criterion> {
    criteria.retain(|criterion| !matches!(criterion.checked, Some('~' | '-')) && says::something(criterion.text.of(text), criterion.shape));
    criteria
}

/// The criteria sections; one within another only extends it.
fn sections(parts: &[Part]) -> Vec<&Part> {
    let mut sections: Vec<&Part> = Vec::new();
    let kept: Vec<TextRange> = parts.iter().filter(|part| part.known.is_some_and(keeps_all)).map(|part| part.content).collect();
    let is_own = |part: &&Part| part.known == Some(Section::Criteria) && !kept.iter().any(|outer| outer.contains(part.content));
    for part in parts.iter().filter(is_own) {
        if !sections.iter().any(|outer| outer.content.contains(part.content)) {
            sections.push(part);
        }
    }
    sections
}

/// Criteria of a story without a section for them: headings such as `### AC-1`, else boxes right below the title.
fn without_section(reader: &Reader<'_>) -> Vec<Criterion> {
    let outline = &reader.parsed.outline;
    let others = reader.parts.iter().filter(|part| part.known.is_some_and(|known| !matches!(known, Section::Description)));
    let others: Vec<TextRange> = others.map(|part| part.content).collect();
    let is_free = |range: TextRange| !others.iter().any(|other| other.contains(range));
    let end = outline.body.end;
    let all = Blocks { text: reader.text, all: &outline.blocks, within: (0..outline.blocks.len()).collect(), end };
    let mut headed = all.headings();
    headed.retain(|criterion| is_free(criterion.text));
    if !headed.is_empty() {
        return headed;
    }
    let first = outline.headings.iter().find(|heading| heading.level > 1).map_or(end, |heading| heading.range.start);
    let lead = outline.blocks_within(TextRange { start: outline.body.start, end: first });
    let boxes =
        lead.filter(|at| matches!(&outline.blocks[*at].kind, BlockKind::Item(item) if item.checkbox.is_some() && is_free(item.text)));
    Blocks { text: reader.text, all: &outline.blocks, within: boxes.collect(), end: first }.checkboxes()
}

fn criterion(text: TextRange, shape: Shape) -> Criterion {
    Criterion {
        text,
        range: text,
        checked: None,
        marker: TextRange::at(text.start as usize),
        shape,
        group: None,
        print: 0,
        signs: Signs::default(),
    }
}
