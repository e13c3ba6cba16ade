//! Trees without a disk: one of given files, and one that lays a single text over another tree.

use std::collections::BTreeMap;

use super::{Entry, EntryKind, Listing, PathKind, ReadFault, Reader, Tree, is_listed};
use crate::{error::Error, source::RepoPath};

/// Files held in memory.
#[derive(Debug, Default)]
pub struct MemoryTree(pub BTreeMap<RepoPath, (EntryKind, Vec<u8>)>);

impl MemoryTree {
    /// Adds something, or replaces what lies there.
    pub fn add(&mut self, path: RepoPath, kind: EntryKind, content: impl Into<Vec<u8>>) {
        self.0.insert(path, (kind, content.into()));
    }
}

impl Tree for MemoryTree {
    fn list(&self, folder: &RepoPath) -> Result<Listing, Error> {
        let inside = self.0.iter().filter(|(path, _)| path.below(folder).is_some() && is_listed(path.as_bytes()));
        let entries = inside.map(|(path, (kind, _))| Entry { path: path.clone(), kind: *kind }).collect();
        Ok(Listing { entries, ..Listing::default() })
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(MemoryReader(self)))
    }

    fn size(&self, paths: &[&RepoPath], limit: u64) -> u64 {
        paths.iter().filter_map(|path| self.0.get(path)).map(|(_, content)| content.len() as u64).filter(|size| *size <= limit).sum()
    }

    fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        match self.0.get(path) {
            Some((EntryKind::File | EntryKind::Unmerged, _)) => Some(PathKind::File),
            Some((EntryKind::Folder, _)) => Some(PathKind::Folder),
            Some(_) => Some(PathKind::Other),
            None => (path.is_top() || self.0.keys().any(|key| key.below(path).is_some())).then_some(PathKind::Folder),
        }
    }

    fn blob(&self, path: &RepoPath) -> Option<git2::Oid> {
        let (_, content) = self.0.get(path).filter(|(kind, _)| *kind == EntryKind::File)?;
        git2::Oid::hash_object(git2::ObjectType::Blob, content).ok()
    }
}

struct MemoryReader<'t>(&'t MemoryTree);

impl Reader for MemoryReader<'_> {
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault> {
        match self.0.0.get(path) {
            Some((EntryKind::File | EntryKind::Unmerged, content)) => within(content, limit),
            Some(_) => Err(ReadFault::Io("not a regular file".into())),
            None => Err(ReadFault::Missing),
        }
    }
}

fn within(content: &[u8], limit: u64) -> Result<Vec<u8>, ReadFault> {
    let bytes = content.len() as u64;
    if bytes > limit { Err(ReadFault::TooLarge { bytes }) } else { Ok(content.to_vec()) }
}

/// Another tree with files added or replaced.
pub struct Overlay<'t> {
    /// The tree beneath.
    pub base: &'t dyn Tree,
    /// What the files say.
    pub files: BTreeMap<RepoPath, Vec<u8>>,
}

impl<'t> Overlay<'t> {
    /// `base` with one file added or replaced.
    pub fn one(base: &'t dyn Tree, path: RepoPath, content: Vec<u8>) -> Self {
        Self { base, files: BTreeMap::from([(path, content)]) }
    }
}

impl Tree for Overlay<'_> {
    fn list(&self, folder: &RepoPath) -> Result<Listing, Error> {
        let mut listing = self.base.list(folder)?;
        for path in self.files.keys().filter(|path| path.below(folder).is_some() && is_listed(path.as_bytes())) {
            let entry = Entry { path: path.clone(), kind: EntryKind::File };
            match listing.entries.binary_search_by(|other| other.path.cmp(path)) {
                Ok(at) => listing.entries[at] = entry,
                Err(at) => listing.entries.insert(at, entry),
            }
        }
        Ok(listing)
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(OverlayReader { base: self.base.reader()?, over: self }))
    }

    fn size(&self, paths: &[&RepoPath], limit: u64) -> u64 {
        self.base.size(paths, limit)
    }

    fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        if self.files.contains_key(path) {
            return Some(PathKind::File);
        }
        let holds_one = self.files.keys().any(|file| file.below(path).is_some());
        if holds_one { Some(PathKind::Folder) } else { self.base.kind(path) }
    }

    fn blob(&self, path: &RepoPath) -> Option<git2::Oid> {
        if self.files.contains_key(path) { None } else { self.base.blob(path) }
    }
}

struct OverlayReader<'t> {
    base: Box<dyn Reader + 't>,
    over: &'t Overlay<'t>,
}

impl Reader for OverlayReader<'_> {
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault> {
        match self.over.files.get(path) {
            Some(content) => within(content, limit),
            None => self.base.read(path, limit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> MemoryTree {
        let mut tree = MemoryTree::default();
        for path in paths {
            tree.add((*path).into(), EntryKind::File, *path);
        }
        tree
    }

    fn listed(tree: &dyn Tree, folder: &str) -> Vec<String> {
        tree.list(&folder.into()).map(|listing| listing.entries.iter().map(|entry| entry.path.display()).collect()).unwrap_or_default()
    }

    fn read(tree: &dyn Tree, path: &str, limit: u64) -> Result<Vec<u8>, ReadFault> {
        tree.reader().map_err(|error| ReadFault::Io(error.to_string()))?.read(&path.into(), limit)
    }

    #[test]
    fn lists_a_folder_and_not_its_namesake() {
        let tree = tree(&["docs/b.md", "docs/a.md", "docs/a.txt", "docs-old/c.md", "d.md"]);
        assert_eq!(listed(&tree, "docs"), ["docs/a.md", "docs/b.md"]);
        assert_eq!(listed(&tree, ""), ["d.md", "docs-old/c.md", "docs/a.md", "docs/b.md"]);
        assert_eq!(listed(&tree, "d.md"), ["d.md"]);
    }

    #[test]
    fn tells_what_a_path_is() {
        let mut tree = tree(&["docs/a.md"]);
        tree.add("link.md".into(), EntryKind::Symlink, Vec::new());
        let kinds = ["", "docs", "docs/a.md", "link.md", "doc"].map(|path| tree.kind(&path.into()));
        assert_eq!(kinds, [Some(PathKind::Folder), Some(PathKind::Folder), Some(PathKind::File), Some(PathKind::Other), None]);
        assert_eq!(read(&tree, "link.md", 9), Err(ReadFault::Io("not a regular file".into())));
    }

    #[test]
    fn reads_up_to_the_limit() {
        let tree = tree(&["a.md"]);
        assert_eq!(read(&tree, "a.md", 4), Ok(b"a.md".to_vec()));
        assert_eq!(read(&tree, "a.md", 3), Err(ReadFault::TooLarge { bytes: 4 }));
        assert_eq!(read(&tree, "b.md", 3), Err(ReadFault::Missing));
    }

    #[test]
    fn lays_one_file_over_another_tree() {
        let base = tree(&["a.md", "b/c.md"]);
        let over = |path: &str| Overlay::one(&base, path.into(), b"new".to_vec());
        assert_eq!(listed(&over("b/a.md"), "b"), ["b/a.md", "b/c.md"]);
        assert_eq!(listed(&over("a.md"), ""), ["a.md", "b/c.md"]);
        assert_eq!(listed(&over("a.md"), "b"), ["b/c.md"]);
        assert_eq!(read(&over("a.md"), "a.md", 9), Ok(b"new".to_vec()));
        assert_eq!(read(&over("a.md"), "b/c.md", 9), Ok(b"b/c.md".to_vec()));
        assert_eq!(read(&over("a.md"), "a.md", 2), Err(ReadFault::TooLarge { bytes: 3 }));
        assert_eq!(over("new/x.md").kind(&"new".into()), Some(PathKind::Folder));
        assert_eq!(over("new/x.md").kind(&"new/x.md".into()), Some(PathKind::File));
        assert_eq!(over("new/x.md").kind(&"b".into()), Some(PathKind::Folder));
    }
}
