//! `started-unready`.

use crate::{
    concept::{Concept, Kind, Stage},
    finding::Level,
    rule::{ChangeCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Story,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "started-unready",
    group: Group::Change,
    gate: Gate::only(Level::Error, &[Stage::Active]),
    status: Status::Stable,
    kinds: Kinds(|story| !matches!(story.kind, Kind::Bug | Kind::Spike)),
    needs: &[Concept::Status],
    page: include_str!("started_unready.md"),
    options: &[],
    fixes: &[],
    check: Check::Change(check),
};

/// Work that cannot wait for refinement.
const EXPEDITE: &str = "expedite";

fn check(cx: &mut ChangeCx<'_>) {
    // Whoever brings a whole backlog along has not started its stories just now.
    if cx.before.is_empty() {
        return;
    }
    let was_active = |before: Option<&Story>| before.is_some_and(|before| before.stage() == Stage::Active);
    let is_urgent = |story: &Story| story.labels.iter().any(|label| label.eq_ignore_ascii_case(EXPEDITE));
    let started: Vec<_> =
        cx.stories().filter(|(_, story, before)| story.stage() == Stage::Active && !was_active(*before) && !is_urgent(story)).collect();
    for (ix, story, _) in started {
        let mut lacks: Vec<&str> = cx.lacks(ix).iter().map(|finding| finding.message.as_str()).collect();
        lacks.dedup();
        if lacks.is_empty() {
            continue;
        }
        let rest = lacks.len().saturating_sub(NAMED);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        let message = format!("started while it does not meet the checks: {}{more}", lacks[..lacks.len() - rest].join(", "));
        let help = format!("refine it first, or label it `{EXPEDITE}` if it cannot wait");
        cx.report(ix, story.claim, message).help(help);
    }
}

/// How much of what a story lacks is named.
const NAMED: usize = 4;
