//! Finding the repository a place lies in, and opening exactly that one, whatever the environment names.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use git2::{ErrorCode, Repository, RepositoryOpenFlags};

use super::trouble;
use crate::error::Error;

/// A repository with a working tree.
pub struct Located {
    /// The repository.
    pub repository: Repository,
    /// Its `.git`, a folder or a file.
    pub folder: PathBuf,
    /// The top of its working tree.
    pub top: PathBuf,
}

/// The repository that `start`, a canonical path, lies in.
pub fn locate(start: &Path) -> Result<Option<Located>, Error> {
    let Some(folder) = start.ancestors().map(|at| at.join(".git")).find(|git| git.symlink_metadata().is_ok()) else {
        return match start.ancestors().find(|at| is_bare(at)) {
            Some(bare) => Err(trouble::bare(bare)),
            None => Ok(None),
        };
    };
    let repository = open(&folder)?;
    let top = working_tree(&repository, &folder, start)?;
    Ok(Some(Located { repository, folder, top }))
}

/// Nobody calls a folder with these three something else.
fn is_bare(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

/// Opens the repository whose `.git` this is. libgit2's own search could be led astray by a repository committed inside another.
pub(super) fn open(folder: &Path) -> Result<Repository, Error> {
    let flags = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
    Repository::open_ext(folder, flags, std::iter::empty::<&OsStr>()).map_err(|error| trouble::opening(&error, folder))
}

/// The top of the working tree, which `core.worktree` may have put elsewhere.
fn working_tree(repository: &Repository, folder: &Path, start: &Path) -> Result<PathBuf, Error> {
    let Some(set) = repository.workdir() else { return Err(trouble::bare(folder)) };
    let top = set.canonicalize().map_or_else(|_| set.to_path_buf(), without_prefix);
    if start.starts_with(folder) {
        return Err(trouble::inside(folder, &top));
    }
    if start.starts_with(&top) { Ok(top) } else { Err(trouble::elsewhere(folder, &top)) }
}

/// Whether the repository has a commit to stand on.
pub(super) fn has_commit(repository: &Repository) -> Result<bool, Error> {
    match repository.head() {
        Ok(_) => Ok(true),
        Err(error) if error.code() == ErrorCode::UnbornBranch => Ok(false),
        Err(error) => Err(trouble::head(&error, repository.path())),
    }
}

/// Without the `\\?\` that Windows puts before canonical paths, which libgit2 does not read.
pub fn without_prefix(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if rest.as_bytes().get(1) == Some(&b':') => rest.into(),
        _ => path,
    }
}
