//! What other branches and other working trees of a repository hold, so that an id is not handed out twice.
#![expect(clippy::disallowed_methods, reason = "another working tree is none of the trees that are judged")]

use std::{collections::HashSet, fs, path::Path};

use git2::{ObjectType, Oid, Repository, Tree};
use walkdir::WalkDir;

use crate::{entry::MAX_DEPTH, source::RepoPath};

/// A file that another branch or another working tree has and HEAD has not, at least not so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its path there.
    pub path: RepoPath,
    /// What it says.
    pub text: String,
    /// The branch, or the folder of the working tree.
    pub place: String,
}

/// How many files are read, and how large each may be, in bytes.
const MOST: usize = 20_000;
const LARGEST: usize = 1 << 20;

/// Files below `folder` that local and remote-tracking branches and sibling working trees hold and that HEAD does not hold with the same
/// content. What cannot be read is passed over: no other branch may keep anyone from working on this one.
pub fn elsewhere(repository: &Repository, folder: &RepoPath, wanted: &dyn Fn(&RepoPath) -> bool) -> Vec<Elsewhere> {
    let mut walk = Walk { repository, folder, wanted, seen: HashSet::new(), found: Vec::new() };
    if let Ok(tree) = repository.head().and_then(|head| head.peel_to_tree()) {
        walk.tree(&tree, &RepoPath::default(), None, 0);
    }
    let references = repository.references().into_iter().flatten().flatten();
    for reference in references.filter(|reference| reference.is_branch() || reference.is_remote()) {
        let name = reference.shorthand().unwrap_or_default().to_owned();
        if let Ok(tree) = reference.peel_to_tree() {
            walk.tree(&tree, &RepoPath::default(), Some(&name), 0);
        }
    }
    let names = repository.worktrees().ok();
    for name in names.iter().flat_map(|names| names.iter()).flatten().flatten() {
        if let Ok(tree) = repository.find_worktree(name) {
            walk.disk(tree.path());
        }
    }
    walk.found
}

struct Walk<'r> {
    repository: &'r Repository,
    folder: &'r RepoPath,
    wanted: &'r dyn Fn(&RepoPath) -> bool,
    /// Trees and blobs that were seen: most branches share nearly all of them.
    seen: HashSet<Oid>,
    found: Vec<Elsewhere>,
}

impl Walk<'_> {
    /// Takes what is new in a tree; without a name of a branch, only notes what is there.
    fn tree(&mut self, tree: &Tree<'_>, path: &RepoPath, branch: Option<&str>, depth: usize) {
        if depth > MAX_DEPTH || !self.seen.insert(tree.id()) {
            return;
        }
        for entry in tree {
            let below = path.join(entry.name_bytes());
            match entry.kind() {
                Some(ObjectType::Tree) if self.may_hold(&below) => {
                    if let Ok(tree) = self.repository.find_tree(entry.id()) {
                        self.tree(&tree, &below, branch, depth + 1);
                    }
                }
                Some(ObjectType::Blob) if (self.wanted)(&below) && self.seen.insert(entry.id()) => {
                    if let (Some(branch), true) = (branch, self.found.len() < MOST) {
                        self.blob(entry.id(), below, branch);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a folder is on the way to the one that is looked at, or in it.
    fn may_hold(&self, path: &RepoPath) -> bool {
        self.folder.below(path).is_some() || path.below(self.folder).is_some() || self.folder.is_top()
    }

    fn blob(&mut self, id: Oid, path: RepoPath, branch: &str) {
        let Ok(blob) = self.repository.find_blob(id) else { return };
        if blob.size() <= LARGEST
            && let Ok(text) = std::str::from_utf8(blob.content())
        {
            self.found.push(Elsewhere { path, text: text.to_owned(), place: branch.to_owned() });
        }
    }

    /// What lies in another working tree, committed or not.
    fn disk(&mut self, top: &Path) {
        let start = self.folder.as_bytes().split(|byte| *byte == b'/').filter(|name| !name.is_empty());
        let start = start.fold(top.to_path_buf(), |at, name| at.join(String::from_utf8_lossy(name).as_ref()));
        let is_git = |name: &std::ffi::OsStr| name == ".git" || name == "node_modules";
        let entries = WalkDir::new(&start).max_depth(MAX_DEPTH).into_iter().filter_entry(|entry| !is_git(entry.file_name())).flatten();
        for entry in entries.filter(|entry| entry.file_type().is_file()) {
            let Ok(below) = entry.path().strip_prefix(top) else { continue };
            let path = RepoPath::new(below.as_os_str().as_encoded_bytes());
            let is_small = || entry.metadata().is_ok_and(|found| found.len() <= LARGEST as u64);
            if self.found.len() < MOST
                && (self.wanted)(&path)
                && is_small()
                && let Ok(text) = fs::read_to_string(entry.path())
                && self.is_new(&text)
            {
                self.found.push(Elsewhere { path, text, place: top.display().to_string() });
            }
        }
    }

    fn is_new(&self, text: &str) -> bool {
        Oid::hash_object(ObjectType::Blob, text.as_bytes()).is_ok_and(|id| !self.seen.contains(&id))
    }
}
