//! `estimate-invalid`.

use super::evidence;
use crate::{
    concept::{Concept, Scale, estimate::Verdict},
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "estimate-invalid",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[Concept::Estimate],
    page: include_str!("estimate_invalid.md"),
    options: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let policy = cx.around.estimates;
    if policy.scale == Scale::None {
        return;
    }
    let fact = match &cx.story.estimate {
        Field::Invalid { range, written } => Some((*range, format!("{} is not an estimate", words::quote(written)))),
        Field::Value { .. } => evidence::estimate(cx)
            .filter(|(_, estimate)| policy.judge(*estimate, None) == Verdict::OffScale)
            .map(|(range, estimate)| (range, format!("an estimate of {estimate} is not on the scale"))),
        Field::Absent | Field::Missing { .. } => None,
    };
    let Some((range, message)) = fact else { return };
    let help = format!("set `{}:` to one value ({})", cx.key(Concept::Estimate), policy.choices());
    cx.report(range, message).help(help);
}
