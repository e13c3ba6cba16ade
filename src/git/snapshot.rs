//! The files of a commit or of the index: blobs by path, as git keeps them.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use git2::{IndexEntry, IndexEntryExtendedFlag, Oid, Repository};

use super::{
    commits, index,
    tracked::{State, state_of},
};
use crate::{
    entry::{EntryKind, PathKind, is_listed},
    error::Error,
    source::RepoPath,
};

/// What git keeps at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blob {
    /// The content.
    pub id: Oid,
    /// What it is.
    pub kind: EntryKind,
}

/// What a commit or the index holds.
#[derive(Debug, Default)]
pub struct Held {
    /// Listed files, sorted by path bytes.
    pub files: Vec<(RepoPath, Blob)>,
    /// What else is there.
    pub others: Others,
}

/// Paths that are never read, for links to them: kept as hashes, for a repository may hold millions.
#[derive(Debug, Default)]
pub struct Others(HashMap<u64, PathKind>);

impl Others {
    /// Adds what is no folder, and the folders it lies in.
    pub(super) fn add(&mut self, path: &RepoPath, kind: EntryKind) {
        let kind = if matches!(kind, EntryKind::Symlink | EntryKind::Submodule) { PathKind::Other } else { PathKind::File };
        self.0.insert(hash(path), kind);
        let mut folder = path.parent();
        while !folder.is_top() && self.0.insert(hash(&folder), PathKind::Folder).is_none() {
            folder = folder.parent();
        }
    }

    /// What lies at a path, if it is one of these.
    pub fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        self.0.get(&hash(path)).copied()
    }
}

fn hash(path: &RepoPath) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.as_bytes().hash(&mut hasher);
    hasher.finish()
}

/// Everything a commit holds.
pub fn of_commit(repository: &Repository, commit: Oid) -> Result<Held, Error> {
    commits::held(repository, commit)
}

/// Everything that the next commit would hold. What is only announced (`git add -N`) is not staged.
pub fn of_index(repository: &Repository, top: &std::path::Path) -> Result<Held, Error> {
    let index = index::open(repository, top)?;
    let is_announced = |entry: &IndexEntry| entry.flags_extended & IndexEntryExtendedFlag::INTENT_TO_ADD.bits() != 0;
    let mut others = Others::default();
    let mut files: Vec<(RepoPath, Blob)> = Vec::new();
    for entry in index.iter().filter(|entry| !is_announced(entry)) {
        let (path, blob) = (RepoPath::new(entry.path.as_slice()), blob(&entry));
        if is_listed(&entry.path) {
            files.push((path, blob));
        } else {
            others.add(&path, blob.kind);
        }
    }
    // Where case is ignored libgit2 sorts otherwise; a conflict has several entries for one path.
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    files.dedup_by(|(a, _), (b, _)| a == b);
    Ok(Held { files, others })
}

fn blob(entry: &IndexEntry) -> Blob {
    const TYPE: u32 = 0o170_000;
    let kind = match state_of(entry) {
        State::Unmerged => EntryKind::Unmerged,
        State::Submodule => EntryKind::Submodule,
        _ if entry.mode & TYPE == 0o120_000 => EntryKind::Symlink,
        _ => EntryKind::File,
    };
    Blob { id: entry.id, kind }
}
