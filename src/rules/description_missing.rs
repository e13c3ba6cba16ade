//! `description-missing`.

use super::{evidence, fences, mend, story_empty};
use crate::{
    concept::Kind,
    finding::Safety,
    layout::Section,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::{Part, Said},
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
    let said = cx.said(Section::Description);
    if !is_missing(cx, said) || story_empty::is_empty(cx) || fences::swallow(cx, Section::Description) {
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
