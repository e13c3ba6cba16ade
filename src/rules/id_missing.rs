//! `id-missing`.

use super::mend;
use crate::{
    concept::Concept,
    finding::Safety,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
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
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let key = cx.key(Concept::Id);
    let id = match &cx.story.id {
        Field::Value { .. } => return,
        Field::Invalid { range, written } => {
            let help = format!("set `{key}:` to one word that no other story has as its id");
            cx.report(*range, format!("{} is not an id", words::quote(written))).help(help);
            return;
        }
        Field::Absent | Field::Missing { .. } if !cx.is_asked(Concept::Id) => return,
        Field::Absent | Field::Missing { .. } => cx.around.backlog.next_id(None, &|_| false),
    };
    let mended = id.and_then(|id| Some((edit(cx, key, &id)?, id)));
    let finding = match &cx.story.id {
        Field::Missing { range, written } if !written.trim().is_empty() => cx
            .report(*range, format!("no id, only {}", words::quote(written)))
            .help(format!("set `{key}:` to an id that no other story has")),
        Field::Missing { .. } => cx.report_absence("no id").help(format!("give `{key}:` an id that no other story has")),
        _ => cx.report_absence("no id").help(format!("add `{key}:` with an id that no other story has")),
    };
    if let Some((edit, id)) = mended {
        finding.fix(Safety::Unsafe, format!("give it the next free id, {id}"), [edit]).takes(id);
    }
}

/// The id where the field stands, else at the top; nothing where the layout has no key for it.
fn edit(cx: &StoryCx<'_>, key: &str, id: &str) -> Option<(TextRange, String)> {
    cx.around.layout.keys(Concept::Id).next()?;
    match cx.story.id.range() {
        // An empty value has its place right behind the colon.
        Some(range) if range.is_empty() => {
            let gap = if cx.text[..range.start as usize].ends_with(':') { " " } else { "" };
            Some((range, format!("{gap}{}", mend::requoted("", id))))
        }
        Some(range) => Some((range, mend::requoted(cx.slice(range), id))),
        None => mend::add_field(cx, key, id),
    }
}
