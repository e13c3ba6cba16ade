//! `front-matter-missing`.

use crate::rule::{Check, Gate, Group, Kinds, Rule, Status};

/// See the page.
pub static RULE: Rule = Rule {
    name: "front-matter-missing",
    group: Group::Readable,
    gate: Gate::FILE,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("front_matter_missing.md"),
    options: &[],
    fixes: &[],
    check: Check::Engine,
};
