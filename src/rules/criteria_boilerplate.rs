//! `criteria-boilerplate`.

use std::collections::HashMap;

use crate::{
    backlog::StoryIx,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Opt, Rule, Status, Weaker},
    source::TextRange,
    text::{placeholder, words},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-boilerplate",
    group: Group::Ready,
    gate: Gate::HINT,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[],
    page: include_str!("criteria_boilerplate.md"),
    options: &[&MIN],
    fixes: &[],
    check: Check::Backlog(check),
};

static MIN: Opt<usize> =
    Opt { name: "min", default: 5, help: "in how many stories a criterion may not stand word for word", weaker: Weaker::More };

fn check(cx: &mut BacklogCx<'_>) {
    let min = cx.option(&MIN).max(2);
    let mut places: HashMap<String, Vec<(StoryIx, TextRange)>> = HashMap::new();
    for (ix, story) in cx.stories() {
        for criterion in &story.criteria {
            let text = words::unnumbered(cx.slice(ix, criterion.text));
            let stands = places.entry(words::normalise(text)).or_default();
            // Twice in one story is told by another rule.
            if stands.last().is_none_or(|(last, _)| *last != ix) && !placeholder::is_only(text) {
                stands.push((ix, criterion.text));
            }
        }
    }
    let mut common: Vec<_> = places.into_iter().filter(|(said, places)| !said.is_empty() && places.len() >= min).collect();
    common.sort_unstable();
    for (said, places) in common {
        for (at, (ix, range)) in places.iter().enumerate() {
            let (other, other_range) = places[usize::from(at == 0)];
            let label = cx.backlog()[other].span(other_range);
            cx.report(*ix, *range, format!("{} stories have this criterion: {}", places.len(), words::quote(cx.slice(*ix, *range))))
                .label(label, "stands here too")
                .help("what holds for every story belongs in the Definition of Done; leave here what only this story has to do")
                .key(said.clone());
        }
    }
}
