//! The files of a commit or of the index, read from the object store without a checkout.

use std::path::{Path, PathBuf};

use git2::Oid;

use super::{Entry, EntryKind, Listing, PathKind, ReadFault, Reader, Tree};
use crate::{
    error::Error,
    git::{Blob, Blobs, Held, Others},
    source::RepoPath,
};

/// Blobs by path.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The repository's `.git`.
    folder: PathBuf,
    files: Vec<(RepoPath, Blob)>,
    others: Others,
}

impl Snapshot {
    /// Of what is held in the repository whose `.git` is `folder`.
    pub fn new(folder: &Path, held: Held) -> Self {
        Self { folder: folder.to_path_buf(), files: held.files, others: held.others }
    }

    fn file(&self, path: &RepoPath) -> Option<Blob> {
        self.files.binary_search_by(|(other, _)| other.cmp(path)).ok().map(|at| self.files[at].1)
    }

    fn below(&self, folder: &RepoPath) -> &[(RepoPath, Blob)] {
        if folder.is_top() {
            return &self.files;
        }
        let prefix = folder.join(b"");
        let start = self.files.partition_point(|(path, _)| *path < prefix);
        let rest = &self.files[start..];
        &rest[..rest.partition_point(|(path, _)| path.as_bytes().starts_with(prefix.as_bytes()))]
    }
}

impl Tree for Snapshot {
    fn list(&self, folder: &RepoPath) -> Result<Listing, Error> {
        let entry = |path: &RepoPath, blob: &Blob| Entry { path: path.clone(), kind: blob.kind };
        let here = self.file(folder).map(|blob| entry(folder, &blob));
        let below = self.below(folder).iter().map(|(path, blob)| entry(path, blob));
        Ok(Listing { entries: here.into_iter().chain(below).collect(), ..Listing::default() })
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(SnapshotReader { snapshot: self, blobs: Blobs::new(&self.folder) }))
    }

    fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        match self.file(path) {
            Some(Blob { kind: EntryKind::File | EntryKind::Unmerged, .. }) => Some(PathKind::File),
            Some(_) => Some(PathKind::Other),
            None if path.is_top() || !self.below(path).is_empty() => Some(PathKind::Folder),
            None => self.others.kind(path),
        }
    }

    fn size(&self, paths: &[&RepoPath], limit: u64) -> u64 {
        let mut blobs = Blobs::new(&self.folder);
        paths.iter().filter_map(|path| blobs.size(self.blob(path)?)).filter(|size| *size <= limit).sum()
    }

    fn blob(&self, path: &RepoPath) -> Option<Oid> {
        self.file(path).filter(|blob| blob.kind == EntryKind::File).map(|blob| blob.id)
    }
}

struct SnapshotReader<'t> {
    snapshot: &'t Snapshot,
    blobs: Blobs,
}

impl Reader for SnapshotReader<'_> {
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault> {
        match self.snapshot.file(path) {
            Some(Blob { id, kind: EntryKind::File }) => self.blobs.read(id, limit),
            Some(_) => Err(ReadFault::Io("not a regular file".into())),
            None => Err(ReadFault::Missing),
        }
    }
}
