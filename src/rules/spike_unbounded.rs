//! `spike-unbounded`.

use super::evidence::{self, SpikeParts};
use crate::rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx};

/// See the page.
pub static RULE: Rule = Rule {
    name: "spike-unbounded",
    group: Group::Ready,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::SPIKES,
    needs: &[],
    page: include_str!("spike_unbounded.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let SpikeParts { question, timebox } = evidence::spike_parts(cx);
    if !question {
        cx.report_absence("no question to answer")
            .help("write the question, in the title or under `## Question`, whose answer ends this work")
            .key("question");
    }
    if !timebox {
        cx.report_absence("no timebox").help("add `timebox:` or a label `**Timebox:**` with the hours or days it may take").key("timebox");
    }
}
