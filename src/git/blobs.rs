//! Contents from the object store.

use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, AttrValue, ErrorCode, Oid, Repository};

use super::{
    harmless::are_harmless,
    open,
    watch::{Wanted, watched},
};
use crate::entry::ReadFault;

/// A repository that is opened when something is asked of it.
pub struct Blobs {
    folder: PathBuf,
    opened: Option<Repository>,
    /// The folder of the path that was last asked for, and whether its attributes and those above can be left to libgit2.
    attributes: Option<(PathBuf, bool)>,
}

impl Blobs {
    /// Of the repository whose `.git` this is.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), opened: None, attributes: None }
    }

    /// A blob of at most `limit` bytes. Its size is asked first, so that a large one is never loaded.
    pub fn read(&mut self, blob: Oid, limit: u64) -> Result<Vec<u8>, ReadFault> {
        let repository = self.open()?;
        let lacks = |error: git2::Error| fault(&error, repository, blob);
        let (size, _) = repository.odb().and_then(|store| store.read_header(blob)).map_err(lacks)?;
        if size as u64 > limit {
            return Err(ReadFault::TooLarge { bytes: size as u64 });
        }
        watched(&Wanted::Object(blob), || repository.find_blob(blob)).map(|blob| blob.content().to_vec()).map_err(lacks)
    }

    /// How large a blob is, in bytes.
    pub fn size(&mut self, blob: Oid) -> Option<u64> {
        let (size, _) = self.open().ok()?.odb().and_then(|store| store.read_header(blob)).ok()?;
        Some(size as u64)
    }

    /// The `working-tree-encoding` of a path, unless it is UTF-8.
    pub fn encoding(&mut self, path: &Path) -> Option<String> {
        if !self.trusts(path.parent()?) {
            return None;
        }
        let repository = self.open().ok()?;
        let value = repository.get_attr_bytes(path, "working-tree-encoding", AttrCheckFlags::FILE_THEN_INDEX).ok()?;
        match AttrValue::from_bytes(value) {
            AttrValue::String(name) => Some(name.to_owned()).filter(|name| !["utf-8", "utf8"].contains(&name.to_lowercase().as_str())),
            _ => None,
        }
    }

    fn trusts(&mut self, folder: &Path) -> bool {
        if let Some((known, trusted)) = &self.attributes
            && known == folder
        {
            return *trusted;
        }
        let top = self.open().ok().and_then(|repository| repository.workdir().map(Path::to_path_buf));
        let trusted = top.is_none_or(|top| are_harmless(&top, &folder.join("file"), ".gitattributes"));
        self.attributes = Some((folder.to_path_buf(), trusted));
        trusted
    }

    fn open(&mut self) -> Result<&Repository, ReadFault> {
        if self.opened.is_none() {
            self.opened = Some(open::open(&self.folder).map_err(|error| ReadFault::Io(error.to_string()))?);
        }
        self.opened.as_ref().ok_or(ReadFault::Missing)
    }
}

fn fault(error: &git2::Error, repository: &Repository, blob: Oid) -> ReadFault {
    if error.code() != ErrorCode::NotFound {
        return ReadFault::Io(format!("git cannot read the object {blob}: {}", error.message()));
    }
    ReadFault::Io(if is_partial(repository) {
        format!("the object {blob} was promised, not fetched; `git fetch --refetch --no-filter` gets it")
    } else {
        format!("the object {blob} is not in the repository; `git fsck` lists what is lost")
    })
}

fn is_partial(repository: &Repository) -> bool {
    let Ok(config) = repository.config().and_then(|mut config| config.snapshot()) else { return false };
    let Ok(entries) = config.entries(Some(r"^(remote\..*\.promisor|extensions\.partialclone)$")) else { return false };
    let mut is_any = false;
    entries.for_each(|_| is_any = true).is_ok() && is_any
}
