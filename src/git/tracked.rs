//! The index of a working tree, as far as listing and reading need it.

use std::path::Path;

use git2::{IndexEntry, IndexEntryExtendedFlag, Oid, Repository};

use super::{open, trouble};
use crate::{entry::EntryKind, error::Error, source::RepoPath};

/// What the index says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A file or a link that is checked out.
    File,
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

/// Every path of an index, sorted by bytes.
#[derive(Debug, Default)]
pub struct Tracked(Vec<(RepoPath, State)>);

impl Tracked {
    /// Loads the index. As for git since 2.36, in a sparse checkout a skipped file that `is_there` on the disk counts as checked out.
    pub fn load(repository: &Repository, is_there: impl Fn(&RepoPath) -> bool) -> Result<Self, Error> {
        let has_commit = open::has_commit(repository)?;
        let index = repository.index().map_err(|error| trouble::index(&error, repository.path()))?;
        if has_commit && !index.path().is_some_and(Path::exists) {
            return Err(trouble::no_index(repository.path()));
        }
        let is_sparse = repository.config().and_then(|config| config.get_bool("core.sparseCheckout")).unwrap_or(false);
        let entry = |entry: IndexEntry| {
            let state = state_of(&entry);
            let path = RepoPath::new(entry.path);
            let is_back = is_sparse && matches!(state, State::Skipped { .. }) && is_there(&path);
            (path, if is_back { State::File } else { state })
        };
        let mut entries: Vec<_> = index.iter().map(entry).collect();
        // Where case is ignored libgit2 sorts otherwise; a conflict has several entries for one path.
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        entries.dedup_by(|(a, _), (b, _)| a == b);
        Ok(Self(entries))
    }

    /// What the index says of `path`.
    pub fn state(&self, path: &RepoPath) -> Option<State> {
        self.0.binary_search_by(|(other, _)| other.cmp(path)).ok().map(|at| self.0[at].1)
    }

    /// What lies below `folder`.
    pub fn below(&self, folder: &RepoPath) -> &[(RepoPath, State)] {
        if folder.is_top() {
            return &self.0;
        }
        let prefix = folder.join(b"");
        let start = self.0.partition_point(|(path, _)| *path < prefix);
        let rest = &self.0[start..];
        &rest[..rest.partition_point(|(path, _)| path.as_bytes().starts_with(prefix.as_bytes()))]
    }
}

fn state_of(entry: &IndexEntry) -> State {
    let is_skipped = entry.flags_extended & IndexEntryExtendedFlag::SKIP_WORKTREE.bits() != 0;
    match entry.mode & TYPE {
        _ if entry.flags & STAGE != 0 => State::Unmerged,
        SUBMODULE => State::Submodule,
        LINK if is_skipped => State::Skipped { blob: entry.id, kind: EntryKind::Symlink },
        _ if is_skipped => State::Skipped { blob: entry.id, kind: EntryKind::File },
        _ => State::File,
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
        let tracked = Tracked(paths.map(|path| (path.into(), State::File)).into());
        let below = |folder: &str| tracked.below(&folder.into()).iter().map(|(path, _)| path.display()).collect::<Vec<_>>();
        assert_eq!(below("b"), ["b/x.md", "b/y/z.md"]);
        assert_eq!(below("b/y"), ["b/y/z.md"]);
        assert_eq!(below("a"), [""; 0]);
        assert_eq!(below(""), paths);
        assert_eq!(tracked.state(&"b".into()), None);
        assert_eq!(tracked.state(&"b.md".into()), Some(State::File));
    }
}
