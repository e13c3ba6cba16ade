//! The index of a working tree, as far as listing and reading need it.

use std::{
    fs::Metadata,
    path::Path,
    time::{Duration, UNIX_EPOCH},
};

use git2::{IndexEntry, IndexEntryExtendedFlag, Oid, Repository};

use super::index;
use crate::{entry::EntryKind, error::Error, source::RepoPath};

/// What the index says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A file or a link that is checked out.
    File {
        /// The content it was last seen with.
        blob: Oid,
        /// When and how long it was then.
        seen: Seen,
    },
    /// Not checked out (`skip-worktree`): its content is in the index.
    Skipped {
        /// The content.
        blob: Oid,
        /// A file or a link.
        kind: EntryKind,
    },
    /// In conflict.
    Unmerged,
    /// A submodule.
    Submodule,
}

/// What a file on the disk was like when git last looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    modified: Duration,
    bytes: u32,
}

impl Seen {
    fn of(entry: &IndexEntry) -> Self {
        Self { modified: since_epoch(entry.mtime.seconds(), entry.mtime.nanoseconds()), bytes: entry.file_size }
    }

    /// Whether `file` is still like that. Git may have been built to keep whole seconds only.
    pub(super) fn is_still(self, file: &Metadata) -> bool {
        let Some(modified) = file.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()) else { return false };
        let same_time = self.modified == modified || (self.modified.subsec_nanos() == 0 && self.modified.as_secs() == modified.as_secs());
        same_time && u64::from(self.bytes) == file.len()
    }
}

fn since_epoch(seconds: i32, nanoseconds: u32) -> Duration {
    Duration::new(u64::try_from(seconds).unwrap_or_default(), nanoseconds)
}

/// Every path of an index, sorted by bytes.
#[derive(Debug, Default)]
pub struct Tracked {
    entries: Vec<(RepoPath, State)>,
    /// When the index was written: what changed on the disk since then, or in the same instant, was not seen.
    written: Duration,
}

impl Tracked {
    /// Loads the index. As for git since 2.36, in a sparse checkout a skipped file that `is_there` on the disk counts as checked out.
    pub fn load(repository: &Repository, top: &Path, is_there: impl Fn(&RepoPath) -> bool) -> Result<Self, Error> {
        let index = index::open(repository, top)?;
        let written = index.path().and_then(|path| path.metadata().ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok());
        let is_sparse = repository.config().and_then(|config| config.get_bool("core.sparseCheckout")).unwrap_or(false);
        let entry = |entry: IndexEntry| {
            let state = state_of(&entry);
            let path = RepoPath::new(entry.path.as_slice());
            let is_back = is_sparse && matches!(state, State::Skipped { .. }) && is_there(&path);
            (path, if is_back { State::File { blob: entry.id, seen: NEVER } } else { state })
        };
        let mut entries: Vec<_> = index.iter().map(entry).collect();
        // Where case is ignored libgit2 sorts otherwise; a conflict has several entries for one path.
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        entries.dedup_by(|(a, _), (b, _)| a == b);
        Ok(Self { entries, written: written.unwrap_or_default() })
    }

    /// What the index says of `path`.
    pub fn state(&self, path: &RepoPath) -> Option<State> {
        self.entries.binary_search_by(|(other, _)| other.cmp(path)).ok().map(|at| self.entries[at].1)
    }

    /// The content of `path`, whose file on the disk is `file`, if it is as git last saw it. A change in the instant the index was written
    /// cannot be told.
    pub fn clean(&self, path: &RepoPath, file: &Metadata) -> Option<Oid> {
        match self.state(path)? {
            State::File { blob, seen } if seen.is_still(file) && seen.modified < self.written => Some(blob),
            _ => None,
        }
    }

    /// What lies below `folder`.
    pub fn below(&self, folder: &RepoPath) -> &[(RepoPath, State)] {
        if folder.is_top() {
            return &self.entries;
        }
        let prefix = folder.join(b"");
        let start = self.entries.partition_point(|(path, _)| *path < prefix);
        let rest = &self.entries[start..];
        &rest[..rest.partition_point(|(path, _)| path.as_bytes().starts_with(prefix.as_bytes()))]
    }
}

/// Never seen on the disk.
const NEVER: Seen = Seen { modified: Duration::ZERO, bytes: 0 };

pub(super) fn state_of(entry: &IndexEntry) -> State {
    let is_skipped = entry.flags_extended & IndexEntryExtendedFlag::SKIP_WORKTREE.bits() != 0;
    match entry.mode & TYPE {
        _ if entry.flags & STAGE != 0 => State::Unmerged,
        SUBMODULE => State::Submodule,
        LINK if is_skipped => State::Skipped { blob: entry.id, kind: EntryKind::Symlink },
        _ if is_skipped => State::Skipped { blob: entry.id, kind: EntryKind::File },
        _ => State::File { blob: entry.id, seen: Seen::of(entry) },
    }
}

const STAGE: u16 = 0x3000;
const TYPE: u32 = 0o170_000;
const SUBMODULE: u32 = 0o160_000;
const LINK: u32 = 0o120_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_lies_below_a_folder() {
        let paths = ["a", "b-c/x.md", "b.md", "b/x.md", "b/y/z.md", "b0.md"];
        let file = State::File { blob: Oid::ZERO_SHA1, seen: NEVER };
        let tracked = Tracked { entries: paths.map(|path| (path.into(), file)).into(), written: Duration::ZERO };
        let below = |folder: &str| tracked.below(&folder.into()).iter().map(|(path, _)| path.display()).collect::<Vec<_>>();
        assert_eq!(below("b"), ["b/x.md", "b/y/z.md"]);
        assert_eq!(below("b/y"), ["b/y/z.md"]);
        assert_eq!(below("a"), [""; 0]);
        assert_eq!(below(""), paths);
        assert_eq!(tracked.state(&"b".into()), None);
        assert_eq!(tracked.state(&"b.md".into()), Some(file));
    }
}
