//! `front-matter-invalid`.

use crate::{
    finding::Safety,
    rule::{Check, Gate, Group, Kinds, Rule, Status},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "front-matter-invalid",
    group: Group::Readable,
    gate: Gate::FILE,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("front_matter_invalid.md"),
    options: &[],
    fixes: &[Safety::Safe],
    check: Check::Engine,
};
