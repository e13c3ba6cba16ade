//! `estimate-outdated`.

use crate::{
    concept::{Concept, Stage},
    finding::Level,
    rule::{ChangeCx, Check, Gate, Group, Kinds, Rule, Status},
    rules::criteria_texts,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "estimate-outdated",
    group: Group::Change,
    gate: Gate::only(Level::Hint, &[Stage::Open, Stage::Ready, Stage::Active]),
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[Concept::Estimate],
    page: include_str!("estimate_outdated.md"),
    options: &[],
    fixes: &[],
    check: Check::Change(check),
};

fn check(cx: &mut ChangeCx<'_>) {
    let estimated: Vec<_> = cx
        .stories()
        .filter_map(|(ix, story, before)| Some((ix, story, before?)))
        .filter(|(_, story, before)| story.estimate.value().is_some() && story.estimate.value() == before.estimate.value())
        .filter(|(_, _, before)| !before.criteria.is_empty())
        .collect();
    for (ix, story, before) in estimated {
        if let Some(change) = criteria_texts::difference(cx, before, story) {
            let message = format!("the estimate is older than the criteria: {}", criteria_texts::words(change.added, change.removed));
            cx.report(ix, story.estimate.range().unwrap_or(story.claim), message).help("look whether it still fits");
        }
    }
}
