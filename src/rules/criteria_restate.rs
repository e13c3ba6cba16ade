//! `criteria-restate`.

use super::{
    criteria_duplicate::{print_of, said},
    title_vague::bare,
};
use crate::{
    concept::Concept,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-restate",
    group: Group::Ready,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Title],
    page: include_str!("criteria_restate.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    let Field::Value { range, value } = &story.title else { return };
    let print = words::fingerprint(bare(value));
    for criterion in &story.criteria {
        if print_of(cx, criterion) != print {
            continue;
        }
        let title = words::normalise(bare(value));
        if title.is_empty() || said(cx, criterion) != title {
            continue;
        }
        let span = cx.span(*range);
        cx.report(criterion.text, format!("the criterion only repeats the title: {}", words::quote(cx.slice(criterion.text))))
            .label(span, "the title")
            .help("say how one can see that it is done: what is shown, stored or sent")
            .key_of_text(title);
    }
}
