//! Another tree without some of its files.

use std::collections::BTreeSet;

use super::{Listing, PathKind, ReadFault, Reader, Tree};
use crate::{error::Error, source::RepoPath};

/// A tree in which some files are not there.
pub struct Without<'t> {
    /// The tree beneath.
    pub base: &'t dyn Tree,
    /// The files that are left out.
    pub gone: BTreeSet<RepoPath>,
}

impl Tree for Without<'_> {
    fn size(&self, paths: &[&RepoPath], limit: u64) -> u64 {
        self.base.size(paths, limit)
    }

    fn list(&self, folder: &RepoPath) -> Result<Listing, Error> {
        let mut listing = self.base.list(folder)?;
        listing.entries.retain(|entry| !self.gone.contains(&entry.path));
        Ok(listing)
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(WithoutReader { base: self.base.reader()?, gone: &self.gone }))
    }

    fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        if self.gone.contains(path) { None } else { self.base.kind(path) }
    }

    fn blob(&self, path: &RepoPath) -> Option<git2::Oid> {
        if self.gone.contains(path) { None } else { self.base.blob(path) }
    }
}

struct WithoutReader<'t> {
    base: Box<dyn Reader + 't>,
    gone: &'t BTreeSet<RepoPath>,
}

impl Reader for WithoutReader<'_> {
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault> {
        if self.gone.contains(path) { Err(ReadFault::Missing) } else { self.base.read(path, limit) }
    }
}
