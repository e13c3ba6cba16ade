//! `criteria-boilerplate`.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    backlog::StoryIx,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Opt, Rule, Status, Weaker},
    source::TextRange,
    story::Story,
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

/// A criterion of a story.
type Place = (StoryIx, TextRange);

fn check<'a>(cx: &mut BacklogCx<'a>) {
    let min = cx.option(&MIN).max(2);
    let of_story = |(ix, story): (StoryIx, &'a Story)| story.criteria.iter().map(move |criterion| (criterion.print, (ix, criterion.text)));
    let mut prints: Vec<(u64, Place)> = cx.stories().flat_map(of_story).collect();
    prints.par_sort_unstable();
    // Few criteria stand in many stories, so only those are kept as texts.
    let mut common: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (_, (ix, range)) in prints.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() >= min).flatten() {
        let places = common.entry(said(cx, *ix, *range)).or_default();
        // Twice in one story is told by another rule.
        if places.last().is_none_or(|(last, _)| last != ix) {
            places.push((*ix, *range));
        }
    }
    for (said, places) in common.into_iter().filter(|(said, places)| places.len() >= min && !placeholder::is_only(said)) {
        report(cx, &said, &places);
    }
}

fn report(cx: &mut BacklogCx<'_>, said: &str, places: &[Place]) {
    for (at, (ix, range)) in places.iter().enumerate() {
        let (other, other_range) = places[usize::from(at == 0)];
        let label = cx.backlog()[other].span(other_range);
        cx.report(*ix, *range, format!("{} stories have this criterion: {}", places.len(), words::quote(cx.slice(*ix, *range))))
            .label(label, "stands here too")
            .help("what holds for every story belongs in the Definition of Done; leave here what only this story has to do")
            .key_of_text(said);
    }
}

/// A criterion as criteria are compared.
fn said(cx: &BacklogCx<'_>, ix: StoryIx, range: TextRange) -> String {
    words::normalise(words::unnumbered(cx.slice(ix, range)))
}
