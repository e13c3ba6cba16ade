//! Where a run starts if not in the folder it is run in: in the repository of the first path it is given.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use crate::git;

/// The folder to open the tree from, if the first path among `arguments` lies in another repository than `typed`, the folder they are typed in.
pub(super) fn elsewhere(typed: &Path, arguments: &[OsString]) -> Option<PathBuf> {
    let folder = arguments.iter().find_map(|argument| {
        let path = typed.join(argument);
        if path.is_dir() { Some(path) } else { path.parent().filter(|parent| parent.is_dir()).map(Path::to_path_buf) }
    })?;
    let there = repository(&folder)?;
    (repository(typed) != Some(there)).then_some(folder)
}

/// The folder that holds the `.git` of the repository around a place.
fn repository(place: &Path) -> Option<PathBuf> {
    let place = place.canonicalize().ok()?;
    place.ancestors().find(|at| at.join(".git").symlink_metadata().is_ok()).map(Path::to_path_buf)
}

/// A path without links: its nearest folder that exists is resolved, what is below stays as typed.
pub(super) fn without_links(path: &Path) -> Option<PathBuf> {
    // The last name may be a link that the tree lists as one.
    let name = path.file_name()?;
    let parent = path.parent()?;
    match parent.canonicalize() {
        Ok(parent) => Some(git::without_prefix(parent).join(name)),
        Err(_) => Some(without_links(parent)?.join(name)),
    }
}
