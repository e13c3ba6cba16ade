//! `depends-not-ready`.

use std::collections::HashSet;

use crate::{
    backlog::StoryIx,
    concept::{Concept, Stage, id::IdKey},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "depends-not-ready",
    group: Group::Order,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::DependsOn],
    page: include_str!("depends_not_ready.md"),
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
            let Some(lack) = lack(cx, to).filter(|_| to != ix && told.insert(to)) else { continue };
            let target = &backlog[to];
            let id = words::quote(&reference.id);
            cx.report(ix, reference.range, format!("depends on {id}, which {}", lack.fact()))
                .label(target.span(target.claim), lack.label())
                .help(lack.help(&id))
                .key(IdKey::of(&reference.id).as_str());
        }
    }
}

/// Why nobody can count on a prerequisite.
#[derive(Clone, Copy)]
enum Lack {
    Draft,
    Dropped,
    Unready,
}

/// A file in a known folder only lends its id, and one that cannot be read is told of its own fault: only a folder's word counts there.
fn lack(cx: &BacklogCx<'_>, to: StoryIx) -> Option<Lack> {
    let target = &cx.backlog()[to];
    if !target.live {
        return None;
    }
    match target.stated_stage {
        Some(Stage::Draft) => Some(Lack::Draft),
        Some(Stage::Dropped) => Some(Lack::Dropped),
        Some(Stage::Open) | None => {
            let judged = !target.broken && !has_unknown_status(cx, target);
            (judged && !cx.is_own_ready(to)).then_some(Lack::Unready)
        }
        Some(Stage::Ready | Stage::Active | Stage::Done) => None,
    }
}

/// Whether the status is a word nobody knows: it counts as open, yet may mean anything, and `status-unknown` tells.
fn has_unknown_status(cx: &BacklogCx<'_>, story: &Story) -> bool {
    let unknown = |word: &String| !cx.around.layout.allows_status(word);
    story.stated_stage.is_none() && story.status.value().is_some_and(unknown)
}

impl Lack {
    fn fact(self) -> &'static str {
        match self {
            Lack::Draft => "is a draft",
            Lack::Dropped => "was dropped",
            Lack::Unready => "does not meet the checks itself",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Lack::Draft => "a draft",
            Lack::Dropped => "dropped",
            Lack::Unready => "open, and lacks something",
        }
    }

    fn help(self, id: &str) -> String {
        match self {
            Lack::Draft => format!("refine {id} first, or take the dependency out"),
            Lack::Dropped => format!("name what came in place of {id}, or take the dependency out"),
            Lack::Unready => format!("refine {id} first; `backlint ready` with its id says what it lacks"),
        }
    }
}
