//! `depends-order`.

use crate::{
    backlog::StoryIx,
    concept::{Concept, Stage, id::IdKey},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "depends-order",
    group: Group::Order,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Rank],
    page: include_str!("depends_order.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    for (ix, story) in cx.stories() {
        let Some(own) = rank(cx, ix) else { continue };
        let mut told = Vec::new();
        for edge in backlog.dependencies(ix) {
            let (Some(reference), Some(to)) = (story.depends_on.get(edge.reference), edge.to.target()) else { continue };
            if to == ix || told.contains(&to) || !is_to_come(cx, to) || !backlog.ranks_together(ix, to) {
                continue;
            }
            let target = &backlog[to];
            let Some(other) = rank(cx, to).filter(|other| *other > own) else { continue };
            told.push(to);
            let id = words::quote(&reference.id);
            let label = target.rank.range().filter(|range| !range.is_empty());
            let finding = cx
                .report(ix, reference.range, format!("has rank {own}, before {id} with rank {other}, which it depends on"))
                .help(format!("rank {id} first, or take the dependency out"))
                .key(IdKey::of(&reference.id).as_str());
            if let Some(range) = label {
                finding.label(target.span(range), "comes later");
            }
        }
    }
}

fn rank(cx: &BacklogCx<'_>, ix: StoryIx) -> Option<f64> {
    cx.backlog()[ix].rank.value().copied()
}

/// Whether a prerequisite still has its turn before it.
fn is_to_come(cx: &BacklogCx<'_>, to: StoryIx) -> bool {
    let target = &cx.backlog()[to];
    target.live && matches!(target.stage(), Stage::Draft | Stage::Open | Stage::Ready)
}
