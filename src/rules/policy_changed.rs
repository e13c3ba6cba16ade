//! `policy-changed`.

use crate::rule::{Check, Gate, Group, Kinds, Rule, Status};

/// See the page.
pub static RULE: Rule = Rule {
    name: "policy-changed",
    group: Group::Change,
    gate: Gate::ALWAYS,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("policy_changed.md"),
    options: &[],
    fixes: &[],
    check: Check::Engine,
};
