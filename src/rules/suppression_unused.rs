//! `suppression-unused`.

use crate::rule::{Check, Gate, Group, Kinds, Rule, Status};

/// See the page.
pub static RULE: Rule = Rule {
    name: "suppression-unused",
    group: Group::Marks,
    gate: Gate::ALWAYS,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("suppression_unused.md"),
    options: &[],
    fixes: &[],
    check: Check::Engine,
};
