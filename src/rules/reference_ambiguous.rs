//! `reference-ambiguous`.

use std::collections::HashSet;

use crate::{
    backlog::{Resolution, StoryIx},
    concept::{Concept, id::IdKey},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::{Reference, Story},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "reference-ambiguous",
    group: Group::Order,
    gate: Gate::IDENTITY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::DependsOn, Concept::Parent],
    page: include_str!("reference_ambiguous.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    for (ix, _) in cx.stories() {
        let mut told = HashSet::new();
        for (reference, resolution) in backlog.references(ix) {
            let Resolution::Ambiguous(first, second) = resolution else { continue };
            if told.insert(IdKey::of(&reference.id)) {
                report(cx, ix, reference, [first, second]);
            }
        }
    }
}

fn report(cx: &mut BacklogCx<'_>, ix: StoryIx, reference: &Reference, found: [StoryIx; 2]) {
    let backlog = cx.backlog();
    let [first, second] = found.map(|ix| &backlog[ix]);
    let full = |story: &Story| format!("`{}/{}`", story.number_folder().file_name(), story.name());
    let (first_path, second_path) = (words::quote(&first.path.display()), words::quote(&second.path.display()));
    let message = format!("{} may be {first_path} or {second_path}", words::quote(&reference.id));
    let help = format!("write the folder too: {} or {}", full(first), full(second));
    cx.report(ix, reference.range, message).help(help).key(IdKey::of(&reference.id).as_str());
}
