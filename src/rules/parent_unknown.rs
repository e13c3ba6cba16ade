//! `parent-unknown`.

use std::collections::HashSet;

use crate::{
    backlog::Resolution,
    concept::{
        Concept,
        id::{IdKey, is_id_shaped},
    },
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "parent-unknown",
    group: Group::Order,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Parent],
    page: include_str!("parent_unknown.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    let ids = backlog.stories().filter_map(|(_, story)| story.id.value());
    let known: HashSet<Series> = ids.filter_map(|id| Series::of(id)).collect();
    for (ix, story) in cx.stories() {
        let Some(reference) = &story.parent else { continue };
        // Where ids have a shape of their own, what has it is an id.
        let is_one_of_ours = cx.around.layout.id_shape.is_some()
            || is_id_shaped(&reference.id) && Series::of(&reference.id).is_some_and(|series| known.contains(&series));
        if !is_one_of_ours || backlog.resolve(story, reference) != Resolution::Unknown {
            continue;
        }
        let help = match backlog.suggestion(&reference.id) {
            Some(known) => format!("did you mean {}?", words::quote(known)),
            None => "write the id of a story or epic of this backlog, or take it out".into(),
        };
        cx.report(ix, reference.range, format!("is part of {}, but no story has this id", words::quote(&reference.id)))
            .help(help)
            .key(IdKey::of(&reference.id).as_str());
    }
}

/// What ids that are counted together share: a prefix; of bare numbers, where `3` may be a chapter and `3.1` a story, how deep they go.
#[derive(PartialEq, Eq, Hash)]
struct Series {
    prefix: String,
    depth: usize,
}

impl Series {
    fn of(id: &str) -> Option<Self> {
        let key = IdKey::of(id);
        let (prefix, number) = key.series()?;
        let depth = if prefix.is_empty() { number.matches('.').count() } else { 0 };
        Some(Self { prefix: prefix.to_owned(), depth })
    }
}
