//! `priority-unknown`.

use super::slip;
use crate::{
    concept::{Concept, fold, vocabulary},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "priority-unknown",
    group: Group::Order,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Priority],
    page: include_str!("priority_unknown.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

/// The words that most teams use.
const COMMON: [&str; 6] = ["critical", "urgent", "high", "medium", "normal", "low"];

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    let used = || backlog.stories().filter_map(|(_, story)| story.priority.value()).map(String::as_str);
    let counts = slip::count(used(), fold);
    let known: Vec<&str> = used().filter(|word| vocabulary::priority(word).is_some()).chain(COMMON).collect();
    for (ix, story) in cx.stories() {
        let (Some(word), Some(range)) = (story.priority.value(), story.priority.range().filter(|range| !range.is_empty())) else {
            continue;
        };
        if story.urgency().is_some() {
            continue;
        }
        let folded = fold(word);
        let Some(meant) = slip::meant(&folded, &counts, known.iter().copied()) else { continue };
        cx.report(ix, range, format!("the priority {} is not known", words::quote(word)))
            .help(format!("did you mean {}?", words::quote(meant)))
            .key(folded);
    }
}
