//! `description-missing`; and what a section says, for the rules that read it.

use super::{evidence, mend};
use crate::{
    concept::Kind,
    finding::Safety,
    layout::{FieldSource, Layout, Section},
    parse::BlockKind,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::{Part, Shape},
    text::{placeholder, words},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "description-missing",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("description_missing.md"),
    options: &[],
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let said = Said::of(cx, Section::Description);
    if !is_missing(cx, &said) {
        return;
    }
    let heading = heading(cx);
    let only = said.texts.first().copied().filter(|only| words::count(cx.slice(*only)) > 0);
    let (message, place) = match (only, heading) {
        (Some(only), _) => (format!("no description, only {}", words::quote(cx.slice(only))), Some((only, "says nothing"))),
        (None, Some(heading)) => ("no description; the section is empty".to_owned(), Some((heading, "nothing under this heading"))),
        (None, None) => ("no description".to_owned(), None),
    };
    let written = heading.map_or(cx.heading(Section::Description), |heading| cx.slice(heading));
    let help = format!("say in a few sentences, under `## {written}`, what is wanted and why");
    let place = place.map(|(range, text)| (cx.span(range), text));
    let added = (heading.is_none() && cx.around.layout.sections.contains_key(&Section::Description))
        .then(|| mend::section_on_top(cx, written, "What is wanted, by whom, and why?", Section::Description));
    let finding = cx.report_absence(message).help(help);
    if let Some((span, text)) = place {
        finding.label(span, text);
    }
    if let Some(edit) = added {
        finding.fix(Safety::Unsafe, format!("add a section `## {written}` to write it in"), [edit]);
    }
}

/// Whether a description that says `said` is none; then no other rule speaks of it.
pub(super) fn is_missing(cx: &StoryCx<'_>, said: &Said) -> bool {
    let only_placeholders = || said.texts.iter().all(|text| placeholder::is_only(cx.slice(*text)));
    !said.shows && only_placeholders() && !is_reproduced(cx)
}

/// Whether a bug says how it comes about or what it does: that describes it.
pub(super) fn is_reproduced(cx: &StoryCx<'_>) -> bool {
    cx.story.kind == Kind::Bug && {
        let parts = evidence::bug_parts(cx);
        parts.steps || parts.expected || parts.actual
    }
}

/// The heading of the description, where there is one.
fn heading(cx: &StoryCx<'_>) -> Option<TextRange> {
    let named = |part: &&Part| cx.around.layout.section_of(&part.name) == Some(Section::Description);
    cx.story.section(Section::Description).find(named).map(|part| part.heading)
}

/// What a section says.
pub(super) struct Said {
    /// Its paragraphs, items and rows in order, none within another; not those of other known sections under it.
    pub(super) texts: Vec<TextRange>,
    /// Whether it shows something besides: code or markup.
    pub(super) shows: bool,
}

impl Said {
    /// Reads a section of the story; of the criteria, those in the front matter too.
    pub(super) fn of(cx: &StoryCx<'_>, section: Section) -> Self {
        let mut said = Self { texts: Vec::new(), shows: false };
        if section == Section::Criteria {
            let listed = cx.story.criteria.iter().filter(|criterion| criterion.shape == Shape::Listed);
            said.texts.extend(listed.map(|criterion| criterion.text));
        }
        let others = cx.story.parts.iter().filter(|part| part.known.is_some_and(|known| known != section));
        let mut others: Vec<(u32, u32)> = others.map(|part| (part.heading.start, part.content.end)).collect();
        others.sort_unstable();
        for part in cx.story.section(section) {
            said.read(cx, part, &others);
        }
        said
    }

    fn read(&mut self, cx: &StoryCx<'_>, part: &Part, others: &[(u32, u32)]) {
        let outline = cx.outline();
        // Text before any heading may hold the lines of fields that a layout keeps as labels.
        let headed = cx.around.layout.section_of(&part.name).is_some();
        let mut resume = 0;
        for block in part.blocks(outline) {
            if let BlockKind::Heading(place) = &block.kind
                && let Some(heading) = outline.headings.get(*place)
                && let Ok(found) = others.binary_search_by_key(&heading.title.start, |(start, _)| *start)
            {
                resume = resume.max(others[found].1);
            }
            // A loose item holds its text as a paragraph too, and parts may lie within parts.
            if block.range.start < resume || self.texts.last().is_some_and(|last| block.range.start < last.end) {
                continue;
            }
            let text = match &block.kind {
                BlockKind::Paragraph | BlockKind::Row { .. } => block.range,
                BlockKind::Item(item) => item.text,
                BlockKind::Code { .. } | BlockKind::Html { comment: false } => {
                    self.shows = true;
                    continue;
                }
                _ => continue,
            };
            if !text.is_empty() && (headed || !is_fields(cx.around.layout, cx.slice(text))) {
                self.texts.push(text);
            }
        }
    }
}

/// Names of labels that state fields, whatever the layout.
const FIELDS: [&str; 27] = [
    "id",
    "status",
    "state",
    "type",
    "kind",
    "priority",
    "estimate",
    "estimation",
    "effort",
    "points",
    "story points",
    "size",
    "owner",
    "assignee",
    "author",
    "reporter",
    "epic",
    "parent",
    "sprint",
    "labels",
    "tags",
    "created",
    "updated",
    "due",
    "depends on",
    "dependencies",
    "field",
];

/// Whether every line of `text` states a field: `**Status:** Ready`, or a row of a table of fields.
fn is_fields(layout: &Layout, text: &str) -> bool {
    text.lines().all(|line| {
        let bare = line.trim_start_matches(['>', '|', '*', '_', '-', '+', ' ', '\t']);
        let Some((name, _)) = bare.split_once([':', '：', '|']).filter(|(name, _)| name.len() <= 40) else { return false };
        let name = words::normalise(name);
        FIELDS.contains(&name.as_str()) || is_label_of(layout, &name)
    })
}

fn is_label_of(layout: &Layout, name: &str) -> bool {
    layout.fields.values().flatten().any(|source| matches!(source, FieldSource::Label { written, .. } if words::normalise(written) == name))
}
