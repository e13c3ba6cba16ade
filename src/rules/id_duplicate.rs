//! `id-duplicate`.

use super::{mend, oldest};
use crate::{
    backlog::StoryIx,
    concept::{Concept, id::IdKey},
    finding::Safety,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    source::TextRange,
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "id-duplicate",
    group: Group::Identity,
    gate: Gate::IDENTITY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Id],
    page: include_str!("id_duplicate.md"),
    options: &[],
    fixes: &[Safety::Unsafe],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    for (key, stories) in cx.backlog().shared_ids() {
        let mut group: Vec<StoryIx> = stories.iter().copied().filter(|ix| cx.may_speak_of(*ix)).collect();
        oldest::put_first(cx, &mut group);
        if let Some((first, others)) = group.split_first() {
            for other in others {
                report(cx, key, *first, *other);
            }
        }
    }
}

fn report(cx: &mut BacklogCx<'_>, key: &IdKey, first: StoryIx, other: StoryIx) {
    let backlog = cx.backlog();
    let (taken, story) = (&backlog[first], &backlog[other]);
    let id = words::quote(&story.name());
    let message = format!("the id {id} is already taken by {}", words::quote(&taken.path.display()));
    let stated = story.id.range().filter(|range| !range.is_empty());
    let mended = stated.and_then(|range| {
        let next = backlog.next_id(story.id.value().map(String::as_str), &|_| false)?;
        Some((range, mend::requoted(cx.slice(other, range), &next), next))
    });
    let finding = cx
        .report(other, place(story), message)
        .label(taken.span(place(taken)), "taken here first")
        .help(format!("give one of them another id; what names {id} now may mean either"))
        .key(key.as_str());
    if let Some((range, text, next)) = mended {
        finding.fix(Safety::Unsafe, format!("give it the next free id, {next}"), [(range, text)]).takes(next);
    }
}

/// Where a story states its id; one that only its path states has no place in the text.
pub(super) fn place(story: &Story) -> TextRange {
    story.id.range().filter(|range| !range.is_empty()).unwrap_or(story.claim)
}
