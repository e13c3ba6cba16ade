//! The index that counts: a hook is told by git which one a commit is made of.

use std::path::{Path, PathBuf};

use git2::{Index, Repository};

use super::{commits, trouble};
use crate::error::Error;

/// Opens the index of a working tree; the one `GIT_INDEX_FILE` names if that belongs to this repository.
pub(super) fn open(repository: &Repository, top: &Path) -> Result<Index, Error> {
    if let Some(path) = named(repository, top) {
        if !path.is_file() {
            return Err(trouble::named_index(&path));
        }
        return Index::open_ext(&path, repository.object_format()).map_err(|error| trouble::index(&error, &path));
    }
    let has_commit = commits::head(repository)?.is_some();
    let index = repository.index().map_err(|error| trouble::index(&error, &repository.path().join("index")))?;
    if has_commit && !index.path().is_some_and(Path::exists) {
        return Err(trouble::no_index(repository.path()));
    }
    Ok(index)
}

/// Whether git has said which index a commit is being made of, as it does for hooks.
pub fn is_named() -> bool {
    std::env::var_os(INDEX_FILE).is_some_and(|name| !name.is_empty())
}

const INDEX_FILE: &str = "GIT_INDEX_FILE";

/// What git hands to hooks: absolute, or relative to the top of the working tree.
fn named(repository: &Repository, top: &Path) -> Option<PathBuf> {
    let name = PathBuf::from(std::env::var_os(INDEX_FILE).filter(|name| !name.is_empty())?);
    let ours = repository.path().canonicalize().ok()?;
    if let Some(folder) = std::env::var_os("GIT_DIR").filter(|folder| !folder.is_empty()) {
        // Git names its folder relative to the top too, where hooks start; a hook may have gone elsewhere since.
        let is_ours = |from: &Path| from.join(&folder).canonicalize().is_ok_and(|folder| folder == ours);
        if !is_ours(top) && !is_ours(Path::new(".")) {
            return None;
        }
    } else if name.is_relative() && !Path::new(".").canonicalize().is_ok_and(|here| here.starts_with(top)) {
        return None;
    }
    let path = top.join(name);
    let folder = path.parent()?.canonicalize().ok();
    let is_of_another = folder.is_some_and(|folder| folder != ours && folder.join("HEAD").is_file() && folder.join("index").is_file());
    (!is_of_another).then_some(path)
}
