//! `sprint-not-ready`.

use crate::{
    concept::{Concept, Turn, fold_name},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "sprint-not-ready",
    group: Group::Order,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[Concept::Sprint],
    page: include_str!("sprint_not_ready.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    for (ix, story) in cx.stories() {
        let (Some(name), Some(range)) = (story.sprint.value(), story.sprint.range()) else { continue };
        let when = match cx.turn(story) {
            Turn::Current => "under way",
            Turn::Next => "the next one",
            Turn::Other => continue,
        };
        if cx.is_own_ready(ix) {
            continue;
        }
        let place = if range.is_empty() { story.claim } else { range };
        let help = "refine it first, or plan it for later; `backlint ready` with its id says what it lacks";
        cx.report(ix, place, format!("does not meet the checks, and the sprint {} is {when}", words::quote(name)))
            .help(help)
            .key(fold_name(name));
    }
}
