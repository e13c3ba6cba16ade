//! Finding backlogs that no configuration names: by tools' markers anywhere, and by what files hold.

mod files;
mod folders;
mod markers;

pub use folders::placed;

use std::collections::BTreeMap;

use crate::{
    layout::Clue,
    settings::Table,
    source::RepoPath,
    tree::{Entry, Tree},
};

/// A folder that looks like a backlog.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The backlog's root; paths and patterns are relative to it.
    pub root: RepoPath,
    /// The layout as written.
    pub layout: Table,
    /// Folders that hold its items, relative to the tree's top, sorted.
    pub folders: Vec<RepoPath>,
    /// Why it looks like one.
    pub clue: Clue,
    /// Whether the evidence is enough to check it unasked.
    pub is_strong: bool,
    /// How many files bear enough signs; of a marker's, how many its patterns match.
    pub items: usize,
}

/// What was found in a tree.
#[derive(Debug, Default, Clone)]
pub struct Survey {
    /// Every candidate, in the order of their roots.
    pub candidates: Vec<Candidate>,
    /// How many files were to be looked at beyond the limit.
    pub unread: usize,
}

/// How many files are looked at in one folder, and in all.
const FILES_A_FOLDER: usize = 40;
const FILES: usize = 4000;

/// Looks for backlogs among `entries`, which are sorted by path. Nothing below a folder of examples, tests or other people's code is looked at
/// unless it is or holds one of `named`.
pub fn survey(tree: &dyn Tree, entries: &[Entry], named: &[RepoPath]) -> Survey {
    let is_looked_at =
        |entry: &&Entry| !is_aside(&entry.path) || named.iter().any(|named| !named.is_top() && entry.path.below(named).is_some());
    let entries: Vec<&Entry> = entries.iter().filter(is_looked_at).collect();
    let mut candidates = markers::candidates(tree, &entries);
    let covered: Vec<RepoPath> = candidates.iter().flat_map(markers::covered).collect();
    let (found, unread) = folders::candidates(tree, &entries, &covered);
    candidates.extend(found);
    candidates.sort_by(|a, b| a.root.cmp(&b.root));
    Survey { candidates, unread }
}

/// Candidates of several trees as one list, so that each tree is read alike: a folder that is a backlog in one of them is one in all.
pub fn joined(surveys: impl IntoIterator<Item = Survey>) -> Survey {
    let mut all: BTreeMap<(RepoPath, Option<String>), Candidate> = BTreeMap::new();
    let mut unread = 0;
    for survey in surveys {
        unread = unread.max(survey.unread);
        for candidate in survey.candidates {
            let key = (candidate.root.clone(), candidate.layout.text("name").map(str::to_owned));
            match all.get_mut(&key) {
                Some(known) => folders::join(known, candidate),
                None => drop(all.insert(key, candidate)),
            }
        }
    }
    Survey { candidates: all.into_values().collect(), unread }
}

/// Whether a path lies in a folder of examples, tests or other people's code.
fn is_aside(path: &RepoPath) -> bool {
    let folders = path.as_bytes().split(|byte| *byte == b'/').rev().skip(1);
    folders.into_iter().any(|name| ASIDE.iter().any(|aside| name.eq_ignore_ascii_case(aside.as_bytes())) || name.starts_with(b".git"))
}

const ASIDE: [&str; 17] = [
    "fixtures",
    "fixture",
    "testdata",
    "test",
    "tests",
    "__tests__",
    "spec-fixtures",
    "examples",
    "example",
    "samples",
    "sample",
    "demo",
    "templates",
    "template",
    "vendor",
    "third_party",
    "node_modules",
];
