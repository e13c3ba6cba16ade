//! `id-reused`.

use super::id_duplicate::place;
use crate::{
    concept::Concept,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "id-reused",
    group: Group::Identity,
    gate: Gate::ALWAYS,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Id],
    page: include_str!("id_reused.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

// An id that was reused years ago is too late to change; what a change adds is not.
fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    for (ix, story) in cx.stories() {
        if !cx.is_added(ix) {
            continue;
        }
        let Some(id) = story.id.value() else { continue };
        let key = story.key();
        let Some(earlier) = backlog.with_id(&key).iter().map(|ix| &backlog[*ix]).find(|other| !other.live && !is_copy(story, other)) else {
            continue;
        };
        let message = format!("the id {} was already used by {}", words::quote(id), words::quote(&earlier.path.display()));
        cx.report(ix, place(story), message)
            .label(earlier.span(place(earlier)), "used here before")
            .help("give this story an id that was never used, so that old links and commits keep their meaning")
            .key(key.as_str());
    }
}

/// Whether one file is a copy of the other, left behind when the story was moved.
fn is_copy(story: &Story, other: &Story) -> bool {
    let title = |story: &Story| story.title.value().map(|title| words::normalise(title));
    title(story).is_some_and(|own| title(other) == Some(own))
}
