//! `rule-panicked`.

use crate::rule::{Check, Gate, Group, Kinds, Rule, Status};

/// See the page.
pub static RULE: Rule = Rule {
    name: "rule-panicked",
    group: Group::Marks,
    gate: Gate::FILE,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("rule_panicked.md"),
    options: &[],
    fixes: &[],
    check: Check::Engine,
};
