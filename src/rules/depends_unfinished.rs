//! `depends-unfinished`.

use std::collections::HashSet;

use crate::{
    concept::{Concept, Stage, id::IdKey},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "depends-unfinished",
    group: Group::Order,
    gate: Gate::warn_at(&[Stage::Active, Stage::Done]),
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::DependsOn],
    page: include_str!("depends_unfinished.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    for (ix, story) in cx.stories() {
        let mut told = HashSet::new();
        for edge in backlog.dependencies(ix) {
            let (Some(reference), Some(to)) = (story.depends_on.get(edge.reference), edge.to.target()) else { continue };
            let target = &backlog[to];
            // A part cannot wait for the whole it belongs to.
            let is_whole = backlog.parent(ix) == Some(to);
            let Some(state) = unfinished(target).filter(|_| to != ix && !is_whole && told.insert(to)) else { continue };
            let id = words::quote(&reference.id);
            cx.report(ix, reference.range, format!("depends on {id}, which {state}"))
                .label(target.span(target.claim), "neither under way nor done")
                .help(format!("see whether {id} is in fact done, or the dependency is not real, and mend the one that is wrong"))
                .key(IdKey::of(&reference.id).as_str());
        }
    }
}

/// How a prerequisite stands that is neither under way nor done; nothing where its own status does not say.
fn unfinished(target: &Story) -> Option<&'static str> {
    match target.stated_stage.filter(|_| target.live)? {
        Stage::Draft => Some("is a draft"),
        Stage::Open | Stage::Ready => Some("is not started"),
        Stage::Dropped => Some("was dropped"),
        Stage::Active | Stage::Done => None,
    }
}
