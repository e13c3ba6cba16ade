//! `criteria-duplicate`.

use std::collections::HashMap;

use super::mend;
use crate::{
    finding::Safety,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::{Criterion, Shape},
    text::{placeholder, words},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-duplicate",
    group: Group::Ready,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("criteria_duplicate.md"),
    options: &[],
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    if story.criteria.len() < 2 {
        return;
    }
    let mut prints: Vec<u64> = story.criteria.iter().map(|criterion| print_of(cx, criterion)).collect();
    prints.sort_unstable();
    let is_single = |print: u64| {
        let from = prints.partition_point(|other| *other < print);
        prints.get(from + 1) != Some(&print)
    };
    let mut first: HashMap<(Option<usize>, String), TextRange> = HashMap::new();
    for criterion in &story.criteria {
        if is_single(print_of(cx, criterion)) {
            continue;
        }
        let text = cx.slice(criterion.text);
        let said = said(cx, criterion);
        if said.is_empty() {
            continue;
        }
        // The same words under another heading are about something else.
        let earlier = *first.entry((criterion.group, said)).or_insert(criterion.text);
        if earlier == criterion.text || placeholder::is_only(text) {
            continue;
        }
        let span = cx.span(earlier);
        let is_line = matches!(criterion.shape, Shape::Checkbox | Shape::Numbered | Shape::Bullet);
        let lines = is_line.then(|| mend::lines(cx.text, criterion.range));
        let finding = cx
            .report(criterion.text, format!("the criterion stands twice: {}", words::quote(text)))
            .label(span, "stands here first")
            .help("delete one of them, or write what the second should have said")
            .key_of_text(words::normalise(words::unnumbered(text)));
        if let Some(lines) = lines {
            finding.fix(Safety::Unsafe, "delete the second one", [(lines, String::new())]);
        }
    }
}

/// What a criterion says, with all that is under it and without its number.
pub(super) fn said(cx: &StoryCx<'_>, criterion: &Criterion) -> String {
    words::normalise(words::unnumbered(cx.slice(whole(criterion))))
}

/// The same as a number, to tell most criteria apart.
pub(super) fn print_of(cx: &StoryCx<'_>, criterion: &Criterion) -> u64 {
    if criterion.range.end <= criterion.text.end {
        return criterion.print;
    }
    words::fingerprint(words::unnumbered(cx.slice(whole(criterion))))
}

fn whole(criterion: &Criterion) -> TextRange {
    TextRange { start: criterion.text.start, end: criterion.range.end.max(criterion.text.end) }
}
