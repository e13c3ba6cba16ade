//! `criteria-missing`.

use super::{evidence, fences, mend, story_empty};
use crate::{
    concept::{Concept, Kind},
    finding::Safety,
    layout::Section,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-missing",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[],
    page: include_str!("criteria_missing.md"),
    options: &[],
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    let stated = story.criteria.iter().any(|criterion| !cx.slice(criterion.text).trim().is_empty());
    let is_asked = story.criteria_anchor.is_some() || cx.is_asked(Concept::Criteria);
    if stated || !is_asked || is_verified(cx) || story_empty::is_empty(cx) || fences::swallow(cx, Section::Criteria) {
        return;
    }
    let has_text = story.section(Section::Criteria).any(|part| !part.is_empty(cx.outline()));
    let in_front_matter = |anchor: TextRange| anchor.start < cx.outline().body.start;
    let (message, label) = match story.criteria_anchor {
        None => ("no acceptance criteria", ""),
        Some(_) if has_text => ("no acceptance criteria; the section holds text but no list", "nothing here reads as a criterion"),
        Some(anchor) if in_front_matter(anchor) => ("no acceptance criteria; the list is empty", "an empty list"),
        Some(_) => ("no acceptance criteria; the section is empty", "nothing under this heading"),
    };
    let place = story.criteria_anchor.map(|anchor| cx.span(anchor));
    let help = help(cx, has_text);
    let heading = cx.heading(Section::Criteria);
    let is_wanted = story.criteria_anchor.is_none() && cx.around.layout.sections.contains_key(&Section::Criteria);
    let added = is_wanted.then(|| mend::section_at_end(cx, heading, COMMENT, Some(Section::Criteria)));
    let finding = cx.report_absence(message).help(help);
    if let Some(place) = place {
        finding.label(place, label);
    }
    if let Some(edit) = added {
        finding.fix(Safety::Unsafe, format!("add a section `## {heading}` to list them in"), [edit]);
    }
}

/// Whether a bug or a spike says in its own way when it is done.
pub(super) fn is_verified(cx: &StoryCx<'_>) -> bool {
    match cx.story.kind {
        Kind::Bug => evidence::bug_parts(cx).expected,
        Kind::Spike => evidence::spike_parts(cx).question,
        _ => false,
    }
}

/// What an empty section says of itself.
const COMMENT: &str = "What must hold for it to be done? One line each: - [ ] ...";

fn help(cx: &StoryCx<'_>, has_text: bool) -> String {
    let anchor = cx.story.criteria_anchor;
    let in_list = anchor.is_some_and(|anchor| anchor.start < cx.outline().body.start);
    // An empty section is called what the story calls it.
    let heading = anchor.filter(|_| !in_list).map_or(cx.heading(Section::Criteria), |anchor| cx.slice(anchor).trim());
    let headed = cx.around.layout.sections.contains_key(&Section::Criteria);
    let mut help = if has_text {
        format!("write each thing to check under `## {heading}` as an item of its own: `- [ ] ...`")
    } else if !in_list && (headed || !cx.around.layout.maps(Concept::Criteria)) {
        format!("list under `## {heading}`, as `- [ ] ...`, what must hold for it to be done")
    } else {
        format!("list in `{}:` what must hold for it to be done", cx.key(Concept::Criteria))
    };
    match cx.story.kind {
        Kind::Bug => help.push_str(", or say what was expected and what happened instead"),
        Kind::Spike => help.push_str(", or write the question it is to answer"),
        _ => {}
    }
    help
}
