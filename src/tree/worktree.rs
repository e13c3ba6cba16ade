//! The files as they lie on the disk: what git tracks, and what it would let one add.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use git2::Repository;
use rayon::prelude::*;

use super::{
    EntryKind, Listing, PathKind, ReadFault, Reader, Tree, disk, is_listed,
    walk::{self, Known},
};
use crate::{
    error::Error,
    git::{self, Blobs, State, Tracked},
    outcome::Notice,
    source::RepoPath,
};

/// A working tree; without a repository, a folder.
pub struct WorkTree {
    top: PathBuf,
    git: Option<Git>,
}

struct Git {
    folder: PathBuf,
    /// For what is ignored; readers open their own.
    repository: Mutex<Repository>,
    tracked: Tracked,
}

impl WorkTree {
    /// The working tree of a repository.
    pub fn of_repository(found: git::Located) -> Result<Self, Error> {
        let is_there = |path: &RepoPath| is_listed(path.as_bytes()) && disk::kind(&found.top, path).is_some();
        let tracked = Tracked::load(&found.repository, &found.top, is_there)?;
        let git = Git { folder: found.folder, repository: Mutex::new(found.repository), tracked };
        Ok(Self { top: found.top, git: Some(git) })
    }

    /// A folder in no repository.
    pub fn of_folder(start: &Path) -> Self {
        let top = if start.is_dir() { start } else { start.parent().unwrap_or(start) };
        Self { top: top.to_path_buf(), git: None }
    }

    /// Where the tree's top lies on the disk.
    pub fn top(&self) -> &Path {
        &self.top
    }

    fn state(&self, path: &RepoPath) -> Option<State> {
        self.git.as_ref()?.tracked.state(path)
    }

    fn is_foreign(&self, path: &RepoPath) -> bool {
        let full = disk::full_path(&self.top, path);
        full.zip(self.git.as_ref()).is_some_and(|(full, git)| walk::is_foreign(&full, path, &git.tracked))
    }

    /// Whether nothing above `path` is a link or another repository.
    fn reaches(&self, path: &RepoPath) -> bool {
        let parent = path.parent();
        disk::reaches(&self.top, &parent) && ancestors(&parent).all(|folder| !self.is_foreign(&folder))
    }

    fn kind_on_disk(&self, path: &RepoPath) -> Option<PathKind> {
        if !self.reaches(path) {
            return None;
        }
        Some(match disk::kind(&self.top, path)? {
            EntryKind::File => PathKind::File,
            EntryKind::Folder if !self.is_foreign(path) => PathKind::Folder,
            _ => PathKind::Other,
        })
    }

    /// What was skipped on checkout is there all the same.
    fn kind_in_index(&self, path: &RepoPath) -> Option<PathKind> {
        let tracked = &self.git.as_ref()?.tracked;
        match tracked.state(path) {
            Some(State::Skipped { kind: EntryKind::File, .. }) => Some(PathKind::File),
            Some(State::Skipped { .. }) => Some(PathKind::Other),
            _ => tracked.below(path).iter().any(|(_, state)| matches!(state, State::Skipped { .. })).then_some(PathKind::Folder),
        }
    }
}

/// What there is to say of a folder in no repository.
pub fn no_repository() -> Notice {
    Notice { code: "no-repository", text: "not in a git repository: files are judged as they lie, none is ignored".into() }
}

fn ancestors(folder: &RepoPath) -> impl Iterator<Item = RepoPath> {
    let below_top = |folder: &RepoPath| !folder.is_top();
    std::iter::successors(Some(folder.clone()).filter(below_top), move |at| Some(at.parent()).filter(below_top))
}

impl Tree for WorkTree {
    fn list(&self, folder: &RepoPath) -> Result<Listing, Error> {
        let Some(git) = &self.git else { return walk::list(&self.top, folder, None) };
        let repository = git.repository.lock().unwrap_or_else(PoisonError::into_inner);
        walk::list(&self.top, folder, Some(Known { repository: &repository, tracked: &git.tracked }))
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        let blobs = self.git.as_ref().map(|git| Blobs::new(&git.folder));
        Ok(Box::new(WorkReader { tree: self, reached: None, blobs }))
    }

    fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        if path.is_top() {
            return Some(PathKind::Folder);
        }
        match self.state(path) {
            Some(State::Skipped { .. }) => self.kind_in_index(path),
            _ => self.kind_on_disk(path).or_else(|| self.kind_in_index(path)),
        }
    }

    fn size(&self, paths: &[&RepoPath], limit: u64) -> u64 {
        let size =
            |path: &&RepoPath| disk::full_path(&self.top, path).and_then(|full| full.symlink_metadata().ok()).map(|found| found.len());
        paths.par_iter().filter_map(size).filter(|size| *size <= limit).sum()
    }

    fn blob(&self, path: &RepoPath) -> Option<git2::Oid> {
        let tracked = &self.git.as_ref()?.tracked;
        match tracked.state(path)? {
            State::Skipped { blob, kind: EntryKind::File } => Some(blob),
            State::File { .. } => tracked.clean(path, &disk::full_path(&self.top, path)?.symlink_metadata().ok()?),
            _ => None,
        }
    }
}

struct WorkReader<'t> {
    tree: &'t WorkTree,
    /// The folder that was last found to lie behind no link, in the tree and on the disk.
    reached: Option<(RepoPath, PathBuf)>,
    blobs: Option<Blobs>,
}

impl Reader for WorkReader<'_> {
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault> {
        if let (Some(State::Skipped { blob, .. }), Some(blobs)) = (self.tree.state(path), &mut self.blobs) {
            return blobs.read(blob, limit);
        }
        let full = self.reach(path).ok_or(ReadFault::Missing)?;
        let bytes = disk::read(&full, limit)?;
        if self.blobs.is_none() || is_plain(&bytes) {
            return Ok(bytes);
        }
        self.recoded(path, &full, limit).unwrap_or(Ok(bytes))
    }
}

impl WorkReader<'_> {
    fn reach(&mut self, path: &RepoPath) -> Option<PathBuf> {
        let bytes = path.as_bytes();
        let (folder, name) = bytes.split_at(memchr::memrchr(b'/', bytes).map_or(0, |slash| slash + 1));
        let folder = folder.strip_suffix(b"/").unwrap_or_default();
        if self.reached.as_ref().is_none_or(|(reached, _)| reached.as_bytes() != folder) {
            self.reached = Some(self.folder_of(path)?);
        }
        let (_, folder) = self.reached.as_ref()?;
        Some(folder.join(disk::plain_name(name)?))
    }

    fn folder_of(&self, path: &RepoPath) -> Option<(RepoPath, PathBuf)> {
        let parent = path.parent();
        let full = disk::full_path(&self.tree.top, &parent)?;
        disk::reaches(&self.tree.top, &parent).then_some((parent, full))
    }

    /// A file that git keeps in UTF-8 and writes out in another encoding.
    fn recoded(&mut self, path: &RepoPath, full: &Path, limit: u64) -> Option<Result<Vec<u8>, ReadFault>> {
        let blobs = self.blobs.as_mut()?;
        let encoding = blobs.encoding(disk::relative(path)?)?;
        let found = full.symlink_metadata().ok();
        let clean = found.and_then(|found| self.tree.git.as_ref()?.tracked.clean(path, &found));
        Some(clean.map_or(Err(ReadFault::Encoding(encoding)), |blob| blobs.read(blob, limit)))
    }
}

/// Whether the bytes can be what git keeps: UTF-16 shows a NUL among its first letters even where it is valid UTF-8.
fn is_plain(bytes: &[u8]) -> bool {
    memchr::memchr(0, &bytes[..bytes.len().min(HEAD)]).is_none() && str::from_utf8(bytes).is_ok()
}

const HEAD: usize = 256;
