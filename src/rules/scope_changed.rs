//! `scope-changed`.

use crate::{
    concept::{Concept, Stage},
    finding::Level,
    rule::{ChangeCx, Check, Gate, Group, Kinds, Rule, Status},
    rules::criteria_texts::{self, Difference},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "scope-changed",
    group: Group::Change,
    gate: Gate::only(Level::Hint, &[Stage::Active]),
    status: Status::Stable,
    kinds: Kinds::LEAVES,
    needs: &[Concept::Status],
    page: include_str!("scope_changed.md"),
    options: &[],
    fixes: &[],
    check: Check::Change(check),
};

fn check(cx: &mut ChangeCx<'_>) {
    let under_way: Vec<_> = cx
        .stories()
        .filter_map(|(ix, story, before)| Some((ix, story, before.filter(|before| before.stage() == Stage::Active)?)))
        .filter(|(_, story, _)| story.stage() == Stage::Active)
        .collect();
    for (ix, story, before) in under_way {
        if let Some(Difference { added, removed }) = criteria_texts::difference(cx, before, story) {
            let message = format!("the scope changed while work is under way: {}", criteria_texts::words(added, removed));
            cx.report(ix, story.criteria_anchor.unwrap_or(story.claim), message)
                .help("tell whoever is working on it, and look at the estimate");
        }
    }
}
