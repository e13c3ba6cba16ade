//! One bad file beside a good one.

use backlint::{
    rules::RULES,
    run::{Trees, run},
    source::RepoPath,
    tree::{EntryKind, MemoryTree},
};

use crate::{
    folder::complete,
    page::{findings, request},
};

/// What is found in a backlog that holds `content` beside a good story, of which nothing may be said.
pub fn judged(content: impl Into<Vec<u8>>) -> String {
    let mut tree = MemoryTree::default();
    tree.add(RepoPath::from("backlog/ST-1.md"), EntryKind::File, content);
    tree.add(RepoPath::from("backlog/ST-2.md"), EntryKind::File, complete("ST-2", "ready"));
    let outcome = run(&Trees::of(&tree), &request(RULES.to_vec())).unwrap();
    assert!(outcome.errors.is_empty() && outcome.summary().stories == 2, "{:?}", outcome.errors);
    let found = findings(&outcome);
    assert!(!found.contains("ST-2.md") && !found.contains("rule-panicked"), "{found}");
    found
}
