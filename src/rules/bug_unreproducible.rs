//! `bug-unreproducible`.

use super::evidence::{self, BugParts};
use crate::rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx};

/// See the page.
pub static RULE: Rule = Rule {
    name: "bug-unreproducible",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::BUGS,
    needs: &[],
    page: include_str!("bug_unreproducible.md"),
    options: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let BugParts { steps, expected, actual } = evidence::bug_parts(cx);
    if !steps && !expected && !actual {
        cx.report_absence("no steps to reproduce, no expected result, no actual result")
            .help("add `## Steps to reproduce`, `## Expected` and `## Actual`, or labels such as `**Expected:**`")
            .key("steps expected actual");
        return;
    }
    for (present, what, name, key) in [
        (steps, "no steps to reproduce", "Steps to reproduce", "steps"),
        (expected, "no expected result", "Expected", "expected"),
        (actual, "no actual result", "Actual", "actual"),
    ] {
        if !present {
            cx.report_absence(what).help(format!("add a section `## {name}`, or a label `**{name}:**`")).key(key);
        }
    }
}
