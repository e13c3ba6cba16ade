//! Writing files: whole or not at all, and never through a link.
#![expect(clippy::disallowed_methods, reason = "the commands that write do so on the user's word, at a path of the user's tree")]

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{error::Error, source::RepoPath};

/// Puts `after` in the place of `before`, which must be what the file still says. It stays the file it was: a link, a file of several names and one
/// that is not to be written are left alone, and its mode is kept.
pub(super) fn rewrite(path: &Path, before: &[u8], after: &[u8]) -> Result<(), Error> {
    let failed = |reason: String| Error::Output { target: format!("`{}`", path.display()), reason };
    let found = path.symlink_metadata().map_err(|error| failed(error.to_string()))?;
    if !found.is_file() {
        return Err(failed("it is no regular file".into()));
    }
    // Who may write a file is for the system to say: a new file in its place would ask only the folder.
    if let Err(error) = fs::OpenOptions::new().write(true).open(path) {
        let reason = if error.kind() == io::ErrorKind::PermissionDenied { "it is read-only".into() } else { error.to_string() };
        return Err(failed(reason));
    }
    if names(&found) > 1 {
        return Err(failed("it is one file under several names (hard links)".into()));
    }
    let beside = beside(path);
    let written = write(&beside, after, false).and_then(|()| keep(&found, path, &beside)).and_then(|()| {
        if fs::read(path)? == before { fs::rename(&beside, path) } else { Err(io::Error::other("it has changed since it was read")) }
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(|error| failed(error.to_string()))
}

/// Gives the new file what the old one has: its owner, its attributes, access lists among them, and its mode. What cannot be given is an error.
#[cfg(unix)]
fn keep(found: &fs::Metadata, old: &Path, new: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let made = new.symlink_metadata()?;
    if (made.uid(), made.gid()) != (found.uid(), found.gid()) {
        chown(new, Some(found.uid()), Some(found.gid())).map_err(|_| io::Error::other("its owner cannot be kept"))?;
    }
    // A file system without attributes has none to keep.
    for name in xattr::list(old).into_iter().flatten() {
        let is_kept = xattr::get(old, &name)?.is_none_or(|value| xattr::set(new, &name, &value).is_ok());
        // What the system itself attaches it attaches to the new file too.
        if !is_kept && !name.to_string_lossy().starts_with("security.") {
            return Err(io::Error::other(format!("its attribute `{}` cannot be kept", name.to_string_lossy())));
        }
    }
    fs::set_permissions(new, found.permissions())
}

/// Gives the new file the mode of the old one.
#[cfg(not(unix))]
fn keep(found: &fs::Metadata, _: &Path, new: &Path) -> io::Result<()> {
    fs::set_permissions(new, found.permissions())
}

/// How many names a file has.
#[cfg(unix)]
fn names(found: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(found)
}

/// How many names a file has, as far as can be told.
#[cfg(not(unix))]
fn names(_: &fs::Metadata) -> u64 {
    1
}

/// The new file beside one that is to be replaced.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}

/// Puts `content` at `path`, by way of a new file beside it.
pub(super) fn replace(path: &Path, content: &[u8], executable: bool) -> Result<(), Error> {
    let failed = |error: io::Error| Error::Output { target: format!("`{}`", path.display()), reason: error.to_string() };
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(failed(io::Error::other("it is no regular file")));
    }
    let beside = beside(path);
    let written = write(&beside, content, executable).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(failed)
}

/// Makes a new file at `path`; what lies there is left alone.
pub(super) fn create(path: &Path, content: &[u8]) -> Result<(), Error> {
    write(path, content, false).map_err(|error| Error::Output { target: format!("`{}`", path.display()), reason: error.to_string() })
}

fn write(path: &Path, content: &[u8], executable: bool) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(content)?;
    #[cfg(unix)]
    if executable {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = executable;
    file.sync_all()
}

/// What lies at `path`, if anything does.
pub(super) fn existing(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::Io { path: RepoPath::new(path.as_os_str().as_encoded_bytes()), reason: error.to_string() }),
    }
}

/// Makes a folder with those above it.
pub(super) fn folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|error| Error::Output { target: format!("`{}`", path.display()), reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_since_it_was_read_is_kept() {
        let folder = std::env::temp_dir().join(format!("backlint-write-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("story.md");
        fs::write(&path, "saved meanwhile").unwrap();
        let refused = rewrite(&path, b"as it was read", b"mended").unwrap_err();
        assert!(refused.to_string().contains("has changed since it was read"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "saved meanwhile");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(create(&path, b"another").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "saved meanwhile");
        rewrite(&path, b"saved meanwhile", b"mended").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mended");
        fs::remove_dir_all(&folder).unwrap();
    }
}
