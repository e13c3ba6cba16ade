//! `id-missing`.

use crate::{
    concept::Concept,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "id-missing",
    group: Group::Identity,
    gate: Gate::IDENTITY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Id],
    page: include_str!("id_missing.md"),
    options: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let key = cx.key(Concept::Id);
    match &cx.story.id {
        Field::Value { .. } => {}
        Field::Absent => {
            cx.report_absence("no id").help(format!("add `{key}:` with an id that no other story has"));
        }
        Field::Missing { written, .. } if written.trim().is_empty() => {
            cx.report_absence("no id").help(format!("give `{key}:` an id that no other story has"));
        }
        Field::Missing { range, written } => {
            cx.report(*range, format!("no id, only {}", words::quote(written)))
                .help(format!("set `{key}:` to an id that no other story has"));
        }
        Field::Invalid { range, written } => {
            cx.report(*range, format!("{} is not an id", words::quote(written)))
                .help(format!("set `{key}:` to one word that no other story has as its id"));
        }
    }
}
