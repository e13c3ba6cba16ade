//! `baseline-stale`.

use crate::rule::{Check, Gate, Group, Kinds, Rule, Status};

/// See the page.
pub static RULE: Rule = Rule {
    name: "baseline-stale",
    group: Group::Marks,
    gate: Gate::ALWAYS,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("baseline_stale.md"),
    options: &[],
    fixes: &[],
    check: Check::Engine,
};
