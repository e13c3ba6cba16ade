//! Dividing a body into parts: one per heading, the markers of a layout's tool respected.

mod lines;

use super::{
    Part,
    description::{is_fields, is_prose, own_text},
    values::title_heading,
};
use crate::{
    concept::vocabulary,
    layout::{Layout, Section, normalise},
    parse::{BlockKind, Heading, Outline, ParsedFile},
    source::TextRange,
};

/// Every heading of the top level with what is under it, in order, after the text before any heading. A line that stands for a heading and
/// opens a known section is one too.
pub(super) fn parts(text: &str, parsed: &ParsedFile, layout: &Layout) -> Vec<Part> {
    let outline = &parsed.outline;
    let title = title_heading(text, parsed, layout);
    let marked = marked(text, outline, layout);
    let mut heads: Vec<Head> = outline.headings.iter().map(|heading| head(text, heading, title, &marked, layout)).collect();
    let lines = lines::heads(text, outline, layout);
    if !lines.is_empty() {
        heads.extend(lines);
        heads.sort_by_key(|head| head.range.start);
    }
    let mut parts = Vec::with_capacity(heads.len() + 1);
    let before = heads.first().map_or(outline.body.end, |head| head.range.start);
    let before = TextRange { start: outline.body.start, end: before };
    if !before.of(text).trim().is_empty() {
        parts.push(part(outline, TextRange::at(before.start as usize), String::new(), 0, None, before));
    }
    for (at, head) in heads.iter().enumerate() {
        let content = head.bounds.unwrap_or_else(|| under(head, &heads[at + 1..], outline.body.end));
        parts.push(part(outline, head.title, head.name.clone(), head.level, head.known, content));
    }
    for (section, content) in marked.iter().filter(|(_, content)| !heads.iter().any(|head| head.bounds == Some(*content))) {
        parts.push(part(outline, TextRange::at(content.start as usize), String::new(), 0, Some(*section), *content));
    }
    parts.sort_by_key(|part| part.content.start.min(part.heading.start));
    describe(text, &mut parts, title, outline, layout);
    parts
}

/// A heading, or a line that stands for one, with what it opens.
pub(super) struct Head {
    /// All of it.
    pub(super) range: TextRange,
    /// Its text without marks.
    pub(super) title: TextRange,
    /// The text, normalised.
    pub(super) name: String,
    /// 1 to 6; [`lines::LEVEL`] of a line that is no heading.
    pub(super) level: u8,
    pub(super) is_title: bool,
    pub(super) known: Option<Section>,
    /// Where its content is bounded by something else than the next heading: markers, the item it is nested in.
    pub(super) bounds: Option<TextRange>,
}

fn head(text: &str, heading: &Heading, title: Option<TextRange>, marked: &[(Section, TextRange)], layout: &Layout) -> Head {
    let said = heading.title.of(text);
    let inside = marked.iter().any(|(_, content)| content.contains(heading.range));
    let is_marked = |section: Section| marked.iter().any(|(known, _)| *known == section);
    let is_title = title == Some(heading.title);
    // A heading within markers closes nothing, and opens no section that has markers of its own.
    let known = if is_title { None } else { layout.section(said) }.filter(|section| !(inside && is_marked(*section)));
    let bounds = known.and_then(|section| {
        let mut after = marked.iter().filter(|(known, content)| *known == section && content.start >= heading.range.end);
        after.next().map(|(_, content)| *content).filter(|content| {
            text[heading.range.end as usize..content.start as usize]
                .lines()
                .all(|line| line.trim().is_empty() || line.trim().starts_with("<!--"))
        })
    });
    Head { range: heading.range, title: heading.title, name: normalise(said), level: heading.level, is_title, known, bounds }
}

/// What is under a heading: up to the next of its level or above, or one that opens another known section. Under the title, up to the next heading.
fn under(head: &Head, after: &[Head], end: u32) -> TextRange {
    let ends = |next: &&Head| {
        head.is_title
            || next.level <= head.level
            || (head.known.is_some_and(|known| !keeps_all(known)) && next.known.is_some() && next.known != head.known)
    };
    let end = after.iter().find(ends).map_or(end, |next| next.range.start);
    TextRange { start: head.range.end.min(end), end }
}

/// Whether a section keeps every heading below it: what a log or a plan says of the criteria is not the criteria.
pub(super) fn keeps_all(section: Section) -> bool {
    matches!(section, Section::Log | Section::Plan | Section::Tasks | Section::Done | Section::Notes)
}

fn part(outline: &Outline, heading: TextRange, name: String, level: u8, known: Option<Section>, content: TextRange) -> Part {
    Part { known, heading, name, level, content, blocks: outline.blocks_within(content) }
}

/// Sections between the comments of the layout's tool.
fn marked(text: &str, outline: &Outline, layout: &Layout) -> Vec<(Section, TextRange)> {
    let mut found = Vec::new();
    for (section, (begin, end)) in &layout.markers {
        let mut open = None;
        for comment in &outline.comments {
            let said = comment.text.of(text);
            if said == begin {
                open.get_or_insert(comment.range.end);
            } else if said == end
                && let Some(start) = open.take()
            {
                found.push((*section, TextRange { start, end: comment.range.start }));
            }
        }
    }
    found.sort_by_key(|(_, content)| *content);
    found
}

/// Names the description: the text before the first heading below the title, where it says more than fields do. Where neither that nor a
/// section of that name says anything, every section without a known name that has prose describes the story.
fn describe(text: &str, parts: &mut [Part], title: Option<TextRange>, outline: &Outline, layout: &Layout) {
    let is_lead = |part: &Part| part.level == 0 && part.known.is_none() || Some(part.heading) == title;
    let says =
        |part: &Part| part.blocks(outline).iter().filter_map(|block| own_text(outline, block)).any(|range| is_prose(text, range, layout));
    for part in parts.iter_mut().filter(|part| is_lead(part)) {
        if says(part)
            || (!part.is_empty(outline)
                && part
                    .blocks(outline)
                    .iter()
                    .any(|block| matches!(block.kind, BlockKind::Code { .. } | BlockKind::Html { comment: false })))
        {
            part.known = Some(Section::Description);
        }
    }
    if parts.iter().any(|part| part.known == Some(Section::Description) && says(part)) {
        return;
    }
    for part in parts.iter_mut().filter(|part| part.known.is_none() && part.level > 1) {
        if vocabulary::field(part.heading.of(text)).is_none() && says(part) {
            part.known = Some(Section::Description);
        }
    }
    // A text that is still to come stands where the description will.
    if !parts.iter().any(|part| part.known == Some(Section::Description)) {
        let stands = |part: &Part| {
            part.blocks(outline).iter().filter_map(|block| own_text(outline, block)).any(|range| !is_fields(layout, range.of(text)))
        };
        if let Some(lead) = parts.iter_mut().find(|part| is_lead(part) && stands(part)) {
            lead.known = Some(Section::Description);
        }
    }
}
