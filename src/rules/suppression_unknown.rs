//! `suppression-unknown`.

use crate::rule::{Check, Gate, Group, Kinds, Rule, Status};

/// See the page.
pub static RULE: Rule = Rule {
    name: "suppression-unknown",
    group: Group::Marks,
    gate: Gate::ALWAYS,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("suppression_unknown.md"),
    options: &[],
    fixes: &[],
    check: Check::Engine,
};
