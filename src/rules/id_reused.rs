//! `id-reused`.

use super::id_duplicate::place;
use crate::{
    concept::Concept,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
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

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    for (ix, story) in cx.stories() {
        let Some(id) = story.id.value() else { continue };
        let key = story.key();
        let Some(earlier) = backlog.with_id(&key).iter().map(|ix| &backlog[*ix]).find(|other| !other.live) else { continue };
        let message = format!("the id {} was already used by {}", words::quote(id), words::quote(&earlier.path.display()));
        cx.report(ix, place(story), message)
            .label(earlier.span(place(earlier)), "used here before")
            .help("give this story an id that was never used, so that old links and commits keep their meaning")
            .key(key.as_str());
    }
}
