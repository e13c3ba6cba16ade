//! What a section says, for the rules that read it.

use super::{Part, Shape, Story, description::is_fields};
use crate::{
    layout::{Layout, Section},
    parse::{BlockKind, Outline},
    source::TextRange,
};

/// What a section says.
#[derive(Debug)]
pub struct Said {
    /// Its paragraphs, items and rows in order, none within another; not those of other known sections under it.
    pub texts: Vec<TextRange>,
    /// Whether it shows something besides: code or markup.
    pub shows: bool,
}

impl Said {
    /// Reads a section of a story; of the criteria, those in the front matter too.
    pub fn of(story: &Story, text: &str, layout: &Layout, section: Section) -> Self {
        let mut said = Self { texts: Vec::new(), shows: false };
        if section == Section::Criteria {
            let listed = story.criteria.iter().filter(|criterion| criterion.shape == Shape::Listed);
            said.texts.extend(listed.map(|criterion| criterion.text));
        }
        if section == Section::Description {
            said.texts.extend(story.summary);
        }
        let others = story.parts.iter().filter(|part| part.known.is_some_and(|known| known != section));
        let mut others: Vec<(u32, u32)> = others.map(|part| (part.heading.start, part.content.end)).collect();
        others.sort_unstable();
        for part in story.section(section) {
            said.read(&story.parsed.outline, text, layout, (part, &others));
        }
        said
    }

    fn read(&mut self, outline: &Outline, whole: &str, layout: &Layout, (part, others): (&Part, &[(u32, u32)])) {
        // Text before any heading may hold the lines of fields that a layout keeps as labels.
        let headed = part.level > 1;
        let mut resume = 0;
        for block in part.blocks(outline) {
            if let BlockKind::Heading(place) = &block.kind
                && let Some(heading) = outline.headings.get(*place as usize)
                && let Ok(found) = others.binary_search_by_key(&heading.title.start, |(start, _)| *start)
            {
                resume = resume.max(others[found].1);
            }
            // A loose item holds its text as a paragraph too, and parts may lie within parts.
            if block.range.start < resume || self.texts.last().is_some_and(|last| block.range.start < last.end) {
                continue;
            }
            let text = match &block.kind {
                BlockKind::Paragraph | BlockKind::Row { header: false } => block.range,
                BlockKind::Item(item) => item.text,
                BlockKind::Code { .. } | BlockKind::Html { comment: false } => {
                    self.shows = true;
                    continue;
                }
                _ => continue,
            };
            if !text.is_empty() && (headed || !is_fields(layout, text.of(whole))) {
                self.texts.push(text);
            }
        }
    }
}
