//! The files of a commit or of the index: blobs by path, as git keeps them.

use git2::{IndexEntry, IndexEntryExtendedFlag, Oid, Repository};

use super::{
    commits, index,
    tracked::{State, state_of},
};
use crate::{
    entry::{EntryKind, is_listed},
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

/// Every listed file of a commit, sorted by path bytes.
pub fn of_commit(repository: &Repository, commit: Oid) -> Result<Vec<(RepoPath, Blob)>, Error> {
    commits::files(repository, commit)
}

/// Every listed file that the next commit would hold, sorted by path bytes. What is only announced (`git add -N`) is not staged.
pub fn of_index(repository: &Repository, top: &std::path::Path) -> Result<Vec<(RepoPath, Blob)>, Error> {
    let index = index::open(repository, top)?;
    let is_announced = |entry: &IndexEntry| entry.flags_extended & IndexEntryExtendedFlag::INTENT_TO_ADD.bits() != 0;
    let listed = index.iter().filter(|entry| is_listed(&entry.path) && !is_announced(entry));
    let mut files: Vec<(RepoPath, Blob)> = listed.map(|entry| (RepoPath::new(entry.path.as_slice()), blob(&entry))).collect();
    // Where case is ignored libgit2 sorts otherwise; a conflict has several entries for one path.
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    files.dedup_by(|(a, _), (b, _)| a == b);
    Ok(files)
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
