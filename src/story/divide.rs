//! Dividing a body into parts: one per heading, the markers of a layout's tool respected.

use super::{Part, values::title_heading};
use crate::{
    layout::{Layout, Section, normalise},
    parse::{Heading, Outline, ParsedFile},
    source::TextRange,
};

/// Every top-level heading with what is under it, in order, after the text before any heading.
pub(super) fn parts(text: &str, parsed: &ParsedFile, layout: &Layout) -> Vec<Part> {
    let outline = &parsed.outline;
    let title = title_heading(text, parsed, layout);
    let marked = marked(text, outline, layout);
    let heads: Vec<Head<'_>> = outline.headings.iter().map(|heading| head(text, heading, title, &marked, layout)).collect();
    let mut parts = Vec::with_capacity(heads.len() + 1);
    let before = heads.first().map_or(outline.body.end, |head| head.heading.range.start);
    let before = TextRange { start: outline.body.start, end: before };
    if !before.of(text).trim().is_empty() {
        parts.push(part(outline, TextRange::at(before.start as usize), String::new(), 0, None, before));
    }
    for (at, head) in heads.iter().enumerate() {
        let content = head.marked.unwrap_or_else(|| under(head, &heads[at + 1..], outline.body.end));
        parts.push(part(outline, head.heading.title, head.name.clone(), head.heading.level, head.known, content));
    }
    for (section, content) in marked.iter().filter(|(_, content)| !heads.iter().any(|head| head.marked == Some(*content))) {
        parts.push(part(outline, TextRange::at(content.start as usize), String::new(), 0, Some(*section), *content));
    }
    parts.sort_by_key(|part| part.content.start.min(part.heading.start));
    name_description(&mut parts, title, outline);
    parts
}

/// A heading with what it opens.
struct Head<'a> {
    heading: &'a Heading,
    name: String,
    is_title: bool,
    known: Option<Section>,
    /// The content between markers, where those bound it.
    marked: Option<TextRange>,
}

fn head<'a>(text: &str, heading: &'a Heading, title: Option<TextRange>, marked: &[(Section, TextRange)], layout: &Layout) -> Head<'a> {
    let name = normalise(heading.title.of(text));
    let inside = marked.iter().any(|(_, content)| content.contains(heading.range));
    let is_marked = |section: Section| marked.iter().any(|(known, _)| *known == section);
    // A heading within markers closes nothing, and opens no section that has markers of its own.
    let known = layout.section_of(&name).filter(|section| !(inside && is_marked(*section)));
    let bounds = known.and_then(|section| {
        let mut after = marked.iter().filter(|(known, content)| *known == section && content.start >= heading.range.end);
        after.next().map(|(_, content)| *content).filter(|content| {
            text[heading.range.end as usize..content.start as usize]
                .lines()
                .all(|line| line.trim().is_empty() || line.trim().starts_with("<!--"))
        })
    });
    Head { heading, name, is_title: title == Some(heading.title), known, marked: bounds }
}

/// What is under a heading: up to the next of its level or above, or one that opens another known section. Under the title, up to the next heading.
fn under(head: &Head<'_>, after: &[Head<'_>], end: u32) -> TextRange {
    let ends = |next: &&Head<'_>| {
        head.is_title
            || next.heading.level <= head.heading.level
            || (head.known.is_some() && next.known.is_some() && next.known != head.known)
    };
    let end = after.iter().find(ends).map_or(end, |next| next.heading.range.start);
    TextRange { start: head.heading.range.end.min(end), end }
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

/// Where no section is the description, the text before the first heading below the title is.
fn name_description(parts: &mut [Part], title: Option<TextRange>, outline: &Outline) {
    if parts.iter().any(|part| part.known == Some(Section::Description)) {
        return;
    }
    for part in parts.iter_mut().filter(|part| part.level == 0 && part.known.is_none() || Some(part.heading) == title) {
        if !part.is_empty(outline) {
            part.known = Some(Section::Description);
        }
    }
}
