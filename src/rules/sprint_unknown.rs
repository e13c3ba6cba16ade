//! `sprint-unknown`.

use super::slip;
use crate::{
    concept::{Concept, fold_name},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "sprint-unknown",
    group: Group::Order,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Sprint],
    page: include_str!("sprint_unknown.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

// A name that is not listed may be a sprint to come; only one that looks like another is told.
fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    let counts = slip::count(backlog.stories().filter_map(|(_, story)| story.sprint.value()).map(String::as_str), fold_name);
    let listed: Vec<&str> = cx.around.team.sprints.list.iter().map(|sprint| sprint.name.as_str()).collect();
    let usual: Vec<String> = counts.iter().filter(|(_, count)| **count >= USUAL).map(|(name, _)| name.clone()).collect();
    for (ix, story) in cx.stories() {
        let (Some(name), Some(range)) = (story.sprint.value(), story.sprint.range().filter(|range| !range.is_empty())) else { continue };
        let folded = fold_name(name);
        if listed.iter().any(|listed| fold_name(listed) == folded) {
            continue;
        }
        let known = || listed.iter().copied().chain(usual.iter().map(String::as_str).filter(|_| listed.is_empty()));
        let Some(meant) = slip::meant(&folded, &counts, known()) else { continue };
        let others = if listed.is_empty() { "no other story names" } else { "no sprint is listed as" };
        cx.report(ix, range, format!("{others} {}", words::quote(name))).help(format!("did you mean {}?", words::quote(meant))).key(folded);
    }
}

/// A name that so many stories have is one that the others may be a slip for.
const USUAL: usize = 3;
