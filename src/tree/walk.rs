//! Listing a working tree: what the index and the disk both have, what was skipped on checkout, and what is untracked but not ignored.

use std::{collections::HashMap, path::Path};

use git2::Repository;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{
    Entry, EntryKind, Listing, MAX_DEPTH, MAX_ENTRIES,
    disk::{self, GIT},
    is_listed,
};
use crate::{
    concept::vocabulary::{self, FolderName},
    error::Error,
    git::{State, Tracked, is_harmless},
    source::RepoPath,
};

/// What git knows of a tree.
#[derive(Clone, Copy)]
pub(super) struct Known<'t> {
    /// To ask what is ignored.
    pub(super) repository: &'t Repository,
    /// The index.
    pub(super) tracked: &'t Tracked,
}

/// Lists `folder` of the tree at `top`.
pub(super) fn list(top: &Path, folder: &RepoPath, known: Option<Known<'_>>) -> Result<Listing, Error> {
    let mut walk = Walk { top, folder, known, ignored: HashMap::new(), trusted: HashMap::new(), listing: Listing::default() };
    walk.disk()?;
    walk.index()?;
    let mut listing = walk.listing;
    listing.entries.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(listing)
}

/// Whether another repository, or a submodule, lies at the folder `path`; what is tracked here stays ours.
pub(super) fn is_foreign(full: &Path, path: &RepoPath, tracked: &Tracked) -> bool {
    match tracked.state(path) {
        Some(State::Submodule) => true,
        _ => !path.is_top() && tracked.below(path).is_empty() && full.join(GIT).symlink_metadata().is_ok(),
    }
}

struct Walk<'t> {
    top: &'t Path,
    folder: &'t RepoPath,
    known: Option<Known<'t>>,
    /// Per folder: whether it is ignored.
    ignored: HashMap<RepoPath, bool>,
    /// Per folder: whether its rules and those above are harmless.
    trusted: HashMap<RepoPath, bool>,
    listing: Listing,
}

impl Walk<'_> {
    fn disk(&mut self) -> Result<(), Error> {
        let Some(root) = disk::full_path(self.top, self.folder) else { return Ok(()) };
        if !self.folder.is_top() && !self.reaches(&self.folder.parent()) {
            return Ok(());
        }
        let mut entries = WalkDir::new(root).follow_root_links(false).into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {
                    if !self.enters(&entry)? {
                        entries.skip_current_dir();
                    }
                }
                Ok(entry) => self.meet_file(&entry)?,
                Err(error) => self.meet_fault(&error),
            }
        }
        Ok(())
    }

    /// Whether `folder` lies on this disk, behind no link and in no other repository.
    fn reaches(&self, folder: &RepoPath) -> bool {
        let Some(full) = disk::full_path(self.top, folder) else { return false };
        let is_ours = |at: &Path| self.known.is_none_or(|known| !is_foreign(at, &disk::repo_path(self.top, at), known.tracked));
        disk::reaches(self.top, folder) && full.ancestors().take_while(|at| *at != self.top).all(is_ours)
    }

    /// Whether to go into a folder; one whose name a story could bear is listed.
    fn enters(&mut self, entry: &DirEntry) -> Result<bool, Error> {
        if entry.file_name().eq_ignore_ascii_case(GIT) {
            return Ok(false);
        }
        let path = disk::repo_path(self.top, entry.path());
        if path.is_top() {
            return Ok(true);
        }
        if let Some(known) = self.known {
            if is_foreign(entry.path(), &path, known.tracked) {
                self.meet_foreign(path)?;
                return Ok(false);
            }
            if known.tracked.below(&path).is_empty() && self.ignores_folder(known, &path) {
                if is_named_for_a_backlog(&path) {
                    self.listing.ignored.push(path);
                }
                return Ok(false);
            }
        }
        if path.as_bytes().split(|byte| *byte == b'/').count() > MAX_DEPTH {
            return Err(Error::Limit { message: format!("folders lie more than {MAX_DEPTH} deep at `{}`", path.display()) });
        }
        if is_listed(path.as_bytes()) {
            self.add(path, EntryKind::Folder)?;
        }
        Ok(true)
    }

    fn meet_foreign(&mut self, path: RepoPath) -> Result<(), Error> {
        if is_listed(path.as_bytes()) && self.is_ours(&path) { self.add(path, EntryKind::Submodule) } else { Ok(()) }
    }

    fn meet_file(&mut self, entry: &DirEntry) -> Result<(), Error> {
        let Some(name) = disk::name_bytes(entry.file_name()) else {
            self.meet_nameless(entry);
            return Ok(());
        };
        if !is_listed(name) {
            return Ok(());
        }
        let path = disk::repo_path(self.top, entry.path());
        if self.is_ours(&path) { self.add(path, disk::entry_kind(entry.file_type())) } else { Ok(()) }
    }

    /// A name that is not text, on a system that knows no bytes.
    fn meet_nameless(&mut self, entry: &DirEntry) {
        if is_listed(entry.file_name().to_string_lossy().as_bytes()) {
            let path = disk::repo_path(self.top, entry.path());
            self.listing.errors.push(Error::Io { path, reason: "its name is not Unicode".into() });
        }
    }

    /// What vanished meanwhile was as good as gone before.
    fn meet_fault(&mut self, error: &walkdir::Error) {
        let Some(system) = error.io_error().filter(|system| system.kind() != std::io::ErrorKind::NotFound) else { return };
        let path = error.path().map(|full| disk::repo_path(self.top, full)).unwrap_or_default();
        self.listing.errors.push(Error::Io { path, reason: disk::reason(system) });
    }

    /// Tracked and not told by the index alone, or untracked and not ignored.
    fn is_ours(&mut self, path: &RepoPath) -> bool {
        let Some(known) = self.known else { return true };
        match known.tracked.state(path) {
            Some(State::Unmerged | State::Skipped { .. }) => false,
            Some(State::File { .. } | State::Submodule) => true,
            None => !(self.ignores_folder(known, &path.parent()) || self.trusts(&path.parent()) && known.ignores(path)),
        }
    }

    /// In an ignored folder everything is, whatever a pattern says of the file; libgit2 does not look at that.
    fn ignores_folder(&mut self, known: Known<'_>, folder: &RepoPath) -> bool {
        if folder.is_top() {
            return false;
        }
        if let Some(ignored) = self.ignored.get(folder) {
            return *ignored;
        }
        let ignored = self.ignores_folder(known, &folder.parent()) || (self.trusts(&folder.parent()) && known.ignores(&folder.join(b"")));
        self.ignored.insert(folder.clone(), ignored);
        ignored
    }

    /// Whether libgit2 may be asked what is ignored in a folder; where it may not, nothing is.
    fn trusts(&mut self, folder: &RepoPath) -> bool {
        if let Some(trusted) = self.trusted.get(folder) {
            return *trusted;
        }
        let is_harmless = disk::full_path(self.top, folder).is_some_and(|full| is_harmless(&full, ".gitignore"));
        let trusted = is_harmless && (folder.is_top() || self.trusts(&folder.parent()));
        self.trusted.insert(folder.clone(), trusted);
        trusted
    }

    /// What the disk does not show: conflicts, and files that were skipped on checkout.
    fn index(&mut self) -> Result<(), Error> {
        let Some(known) = self.known else { return Ok(()) };
        let here = known.tracked.state(self.folder).map(|state| (self.folder, state));
        let below = known.tracked.below(self.folder).iter().map(|(path, state)| (path, *state));
        for (path, state) in here.into_iter().chain(below) {
            let kind = match state {
                State::Unmerged => EntryKind::Unmerged,
                State::Skipped { kind, .. } => kind,
                State::File { .. } | State::Submodule => continue,
            };
            if is_listed(path.as_bytes()) {
                self.add(path.clone(), kind)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: RepoPath, kind: EntryKind) -> Result<(), Error> {
        if self.listing.entries.len() == MAX_ENTRIES {
            let folder = if self.folder.is_top() { ".".into() } else { self.folder.display() };
            return Err(Error::Limit { message: format!("more than {MAX_ENTRIES} files to look at in `{folder}`") });
        }
        self.listing.entries.push(Entry { path, kind });
        Ok(())
    }
}

impl Known<'_> {
    /// Where git cannot tell, a file is judged.
    fn ignores(self, path: &RepoPath) -> bool {
        disk::relative(path).is_some_and(|path| self.repository.is_path_ignored(path).unwrap_or(false))
    }
}

/// Whether a folder's name is that of a backlog or of a tool's.
fn is_named_for_a_backlog(path: &RepoPath) -> bool {
    let name = path.file_name();
    vocabulary::folder(name.trim_start_matches(['.', '_'])) == Some(FolderName::Backlog)
}
