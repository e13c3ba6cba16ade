//! `field-mismatch`.

use crate::{
    concept::{Concept, Stage},
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "field-mismatch",
    group: Group::Identity,
    gate: Gate::warn_at(&[Stage::Draft, Stage::Open, Stage::Ready, Stage::Active]),
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("field_mismatch.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    for (concept, range) in &story.conflicts {
        let counts = match concept {
            Concept::Status => story.status.range(),
            _ => story.estimate.range(),
        };
        let Some(counts) = counts.filter(|counts| !counts.is_empty()) else { continue };
        let (first, second) = (words::quote(cx.slice(counts)), words::quote(cx.slice(*range)));
        let label = cx.span(counts);
        cx.report(*range, format!("a second {} {second}; the first one says {first}", concept.name()))
            .label(label, "this one counts")
            .help("keep the right value and delete the other")
            .key(concept.name());
    }
}
