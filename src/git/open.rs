//! Finding the repository a place lies in, and opening exactly that one, whatever the environment names.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use git2::{Repository, RepositoryOpenFlags};

use super::trouble;
use crate::error::Error;

/// A repository.
pub struct Located {
    /// The repository.
    pub repository: Repository,
    /// Its `.git`, a folder or a file; a bare repository itself.
    pub folder: PathBuf,
    /// The top of its working tree; of a bare repository the repository itself.
    pub top: PathBuf,
}

/// What a run needs of a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A working tree.
    WorkTree,
    /// Its commits; a bare repository will do.
    Commits,
}

/// The repository that `start`, a canonical path, lies in.
pub fn locate(start: &Path, need: Need) -> Result<Option<Located>, Error> {
    let Some(folder) = start.ancestors().map(|at| at.join(".git")).find(|git| git.symlink_metadata().is_ok()) else {
        return match (start.ancestors().find(|at| is_bare(at)), need) {
            (Some(bare), Need::WorkTree) => Err(trouble::bare(bare)),
            (Some(bare), Need::Commits) => {
                Ok(Some(Located { repository: open(bare)?, folder: bare.to_path_buf(), top: bare.to_path_buf() }))
            }
            (None, _) => Ok(None),
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
    let repository = Repository::open_ext(folder, flags, std::iter::empty::<&OsStr>()).map_err(|error| trouble::opening(&error, folder))?;
    if let Some(objects) = quarantine(&repository) {
        let added = repository.odb().and_then(|store| store.add_disk_alternate(&objects));
        added.map_err(|error| trouble::opening(&error, folder))?;
    }
    Ok(repository)
}

/// Where git keeps what is being pushed until a hook has let it in; ours only if it lies in our repository.
fn quarantine(repository: &Repository) -> Option<String> {
    let folder = PathBuf::from(std::env::var_os("GIT_QUARANTINE_PATH")?).canonicalize().ok()?;
    let ours = repository.commondir().canonicalize().ok()?;
    folder.starts_with(ours).then(|| folder.to_str().map(str::to_owned))?
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

/// Without the `\\?\` that Windows puts before canonical paths, which libgit2 does not read.
pub fn without_prefix(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if rest.as_bytes().get(1) == Some(&b':') => rest.into(),
        _ => path,
    }
}
