//! `criteria-many`.

use crate::{
    concept::{Concept, Scale},
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-many",
    group: Group::Ready,
    gate: Gate::HINT,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[],
    page: include_str!("criteria_many.md"),
    options: &[&MAX],
    fixes: &[],
    check: Check::Story(check),
};

static MAX: Opt<usize> = Opt { name: "max", default: 12, help: "the most criteria a story may have outside groups", weaker: Weaker::More };

fn check(cx: &mut StoryCx<'_>) {
    // Where nobody estimates, `story-oversized` judges the size, criteria included.
    if !cx.around.layout.maps(Concept::Estimate) || cx.around.team.estimates.scale == Scale::None {
        return;
    }
    let max = cx.option(&MAX);
    let story = cx.story;
    let mut ungrouped = story.criteria.iter().filter(|criterion| criterion.group.is_none());
    let Some(surplus) = ungrouped.clone().nth(max) else { return };
    let count = ungrouped.by_ref().count();
    cx.report(surplus.text, format!("{count} acceptance criteria, more than {max}"))
        .help("see whether some of them are a story of their own; if not, group them under sub-headings");
}
