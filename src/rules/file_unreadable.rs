//! `file-unreadable`.

use crate::rule::{Check, Gate, Group, Kinds, Rule, Status};

/// See the page.
pub static RULE: Rule = Rule {
    name: "file-unreadable",
    group: Group::Readable,
    gate: Gate::FILE,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("file_unreadable.md"),
    options: &[],
    fixes: &[],
    check: Check::Engine,
};
