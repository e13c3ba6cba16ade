//! `depends-cycle`.

use crate::{
    backlog::StoryIx,
    concept::{Concept, id::IdKey},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "depends-cycle",
    group: Group::Order,
    gate: Gate::IDENTITY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::DependsOn],
    page: include_str!("depends_cycle.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

/// How many edges are labelled, and how many ids the message names.
const SHOWN: usize = 10;

fn check(cx: &mut BacklogCx<'_>) {
    for mut cycle in cx.backlog().cycles() {
        start_where_it_weighs_most(cx, &mut cycle);
        report(cx, &cycle);
    }
}

/// Of a cycle through a done story and a ready one, the ready one is told; of equals the first, which has the smallest id.
fn start_where_it_weighs_most(cx: &BacklogCx<'_>, cycle: &mut [StoryIx]) {
    let weight = |ix: &StoryIx| {
        let story = &cx.backlog()[*ix];
        (story.live && !story.broken).then(|| cx.work.level_of(*ix, story))
    };
    let heaviest = cycle.iter().map(weight).max();
    let start = cycle.iter().position(|ix| Some(weight(ix)) == heaviest).unwrap_or_default();
    cycle.rotate_left(start);
}

fn report(cx: &mut BacklogCx<'_>, cycle: &[StoryIx]) {
    let backlog = cx.backlog();
    let Some((&first, rest)) = cycle.split_first() else { return };
    let next = |at: usize| cycle.get(at + 1).copied().unwrap_or(first);
    let Some(range) = backlog.edge_range(first, next(0)) else { return };
    let mut keys: Vec<String> = cycle.iter().map(|ix| IdKey::of(&backlog[*ix].name()).as_str().to_owned()).collect();
    keys.sort_unstable();
    let labels: Vec<_> = (1..cycle.len().min(SHOWN))
        .filter_map(|at| {
            let (from, to) = (*cycle.get(at)?, next(at));
            let text = format!("{} needs {}", name(cx, from), name(cx, to));
            Some((backlog[from].span(backlog.edge_range(from, to)?), text))
        })
        .collect();
    let message = if rest.is_empty() { format!("{} depends on itself", name(cx, first)) } else { waiting(cx, cycle) };
    let help =
        if rest.is_empty() { "take the id out of its own list" } else { "take out the dependency that is not real, or split a story" };
    let finding = cx.report(first, range, message).help(help).key(keys.join(" "));
    for (span, text) in labels {
        finding.label(span, text);
    }
}

/// `A needs B, which needs C, which needs A`.
fn waiting(cx: &BacklogCx<'_>, cycle: &[StoryIx]) -> String {
    let mut names = cycle.iter().take(SHOWN).map(|ix| name(cx, *ix));
    let first = names.next().unwrap_or_default();
    let rest: Vec<String> = names.collect();
    let end = if cycle.len() > SHOWN { "and so on back to" } else { "which needs" };
    format!("{first} needs {}, {end} {first}", rest.join(", which needs "))
}

fn name(cx: &BacklogCx<'_>, ix: StoryIx) -> String {
    words::quote(&cx.backlog()[ix].name())
}
