//! `estimate-missing`.

use super::{evidence, story_empty};
use crate::{
    concept::{Concept, Kind, Scale},
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "estimate-missing",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[Concept::Estimate],
    page: include_str!("estimate_missing.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    let Some(written) = story.estimate.missing() else { return };
    let unwanted = cx.around.team.estimates.scale == Scale::None || !cx.is_asked(Concept::Estimate);
    if unwanted || (story.kind == Kind::Spike && evidence::spike_parts(cx).timebox) {
        return;
    }
    let (key, choices) = (cx.key(Concept::Estimate), cx.around.team.estimates.choices());
    if written.trim().is_empty() {
        if story_empty::is_empty(cx) {
            return;
        }
        cx.report_absence("no estimate").help(format!("add `{key}:` ({choices})"));
        return;
    }
    let place = story.estimate.range().map(|range| cx.span(range));
    let finding = cx.report_absence(format!("no estimate, only {}", words::quote(written)));
    finding.help(format!("set `{key}:` to a size ({choices})"));
    if let Some(place) = place {
        finding.label(place, "states no size");
    }
}
