//! `criteria-unused`.

use crate::{
    concept::{Concept, Stage},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Story,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-unused",
    group: Group::Ready,
    gate: Gate::warn_at(&[Stage::Open, Stage::Ready, Stage::Active]),
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[],
    page: include_str!("criteria_unused.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    let uses = cx.around.uses;
    if !uses.is_unused(Concept::Criteria) || uses.is_declined(Concept::Criteria) {
        return;
    }
    let is_waiting = |stage: Stage| matches!(stage, Stage::Open | Stage::Ready | Stage::Active);
    // A story that says nothing at all is told so already.
    let says = |story: &Story| story.parts.iter().any(|part| !part.is_empty(&story.parsed.outline));
    let Some((ix, story)) = cx.stories().find(|(_, story)| is_waiting(story.stage()) && says(story)) else { return };
    cx.report(ix, story.claim, "no story of this backlog has acceptance criteria")
        .help("list in each story, under `## Acceptance criteria`, what must hold for it to be done; or set `uses.criteria = false` in the configuration")
        .key("criteria");
}
