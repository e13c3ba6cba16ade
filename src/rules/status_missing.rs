//! `status-missing`.

use super::story_empty;
use crate::{
    concept::Concept,
    layout::Layout,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "status-missing",
    group: Group::Identity,
    gate: Gate::IDENTITY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Status],
    page: include_str!("status_missing.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    if cx.story.stated_stage.is_some() || !cx.is_asked(Concept::Status) || story_empty::is_blank(cx) {
        return;
    }
    let help = format!("set `{}:` to what holds now ({})", cx.key(Concept::Status), words_to_use(cx.around.layout));
    match &cx.story.status {
        Field::Missing { range, written } if !written.trim().is_empty() => {
            cx.report(*range, format!("no status, only {}", words::quote(written))).help(help);
        }
        Field::Absent | Field::Missing { .. } => {
            cx.report_absence("no status").help(help);
        }
        Field::Invalid { .. } | Field::Value { .. } => {}
    }
}

/// The words of the tool's own config, else those that stand for the stages.
fn words_to_use(layout: &Layout) -> String {
    if layout.statuses.is_empty() { "draft, open, ready, in progress or done".into() } else { layout.statuses.join(", ") }
}
