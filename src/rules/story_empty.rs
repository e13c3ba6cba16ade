//! `story-empty`.

use super::{criteria_missing, description_missing};
use crate::{
    layout::Section,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "story-empty",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[],
    page: include_str!("story_empty.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    if !is_empty(cx) {
        return;
    }
    let message = if is_blank(cx) { "the file is empty" } else { "a title and nothing else" };
    let (description, criteria) = (cx.heading(Section::Description), cx.heading(Section::Criteria));
    cx.report_absence(message).help(format!(
        "say under `## {description}` what is wanted and why, and list under `## {criteria}` what must hold for it to be done"
    ));
}

/// Whether a story says nothing beyond its fields; the rules about its description, its criteria and its estimate are silent then.
pub(super) fn is_empty(cx: &StoryCx<'_>) -> bool {
    let said = cx.said(Section::Description);
    let story = cx.story;
    (RULE.kinds.0)(story)
        && story.criteria.is_empty()
        && story.criteria_anchor.is_none()
        && said.texts.is_empty()
        && description_missing::is_missing(cx, said)
        && !story.parts.iter().any(|part| part.known != Some(Section::Description) && !part.is_empty(cx.outline()))
        && !criteria_missing::is_verified(cx)
}

/// Whether the file holds nothing at all; then no rule asks for a single field.
pub(super) fn is_blank(cx: &StoryCx<'_>) -> bool {
    cx.text.trim().is_empty()
}
