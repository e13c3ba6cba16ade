//! Files on a disk: paths there and back, and reading without ever following a link.

use std::{
    ffi::OsStr,
    fs::{self, File, FileType},
    io::{self, Read as _},
    path::{Component, Path, PathBuf},
};

use super::{EntryKind, ReadFault};
use crate::source::RepoPath;

/// The name of git's own folder.
pub(super) const GIT: &str = ".git";

/// Where `path` lies below `top`; nothing for a path that would lead out of the tree or into git's own folder.
pub fn full_path(top: &Path, path: &RepoPath) -> Option<PathBuf> {
    let mut full = top.to_path_buf();
    if !path.is_top() {
        for name in path.as_bytes().split(|byte| *byte == b'/') {
            full.push(plain_name(name)?);
        }
    }
    Some(full)
}

/// A name that stays in its folder and is not git's.
pub(super) fn plain_name(name: &[u8]) -> Option<&OsStr> {
    let name = os_name(name)?;
    let mut components = Path::new(name).components();
    let is_plain = matches!((components.next(), components.next()), (Some(Component::Normal(only)), None) if only == name);
    (is_plain && !name.eq_ignore_ascii_case(GIT)).then_some(name)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems cannot always tell")]
fn os_name(name: &[u8]) -> Option<&OsStr> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn os_name(name: &[u8]) -> Option<&OsStr> {
    str::from_utf8(name).ok().map(OsStr::new)
}

/// The bytes of a name, if the system can tell them.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems cannot always tell")]
pub(super) fn name_bytes(name: &OsStr) -> Option<&[u8]> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(name.as_bytes())
}

/// The bytes of a name, if the system can tell them.
#[cfg(not(unix))]
pub(super) fn name_bytes(name: &OsStr) -> Option<&[u8]> {
    name.to_str().map(str::as_bytes)
}

/// The path of `full`, which lies below `top`.
#[cfg(unix)]
pub fn repo_path(top: &Path, full: &Path) -> RepoPath {
    use std::os::unix::ffi::OsStrExt as _;
    let full = full.as_os_str().as_bytes();
    let below = full.strip_prefix(top.as_os_str().as_bytes()).unwrap_or(full);
    RepoPath::new(below.strip_prefix(b"/").unwrap_or(below))
}

/// The path of `full`, which lies below `top`; a name that is not Unicode is written as well as can be.
#[cfg(not(unix))]
pub fn repo_path(top: &Path, full: &Path) -> RepoPath {
    let names = full.strip_prefix(top).unwrap_or(full).iter();
    names.fold(RepoPath::default(), |path, name| path.join(name.to_string_lossy().as_bytes()))
}

/// As the system writes it, relative to the tree's top; a slash at the end is kept.
pub fn relative(path: &RepoPath) -> Option<&Path> {
    os_name(path.as_bytes()).map(Path::new)
}

/// Whether `folder` is a folder and none of the folders above it, up to `top`, is a link.
pub(super) fn reaches(top: &Path, folder: &RepoPath) -> bool {
    let Some(full) = full_path(top, folder) else { return false };
    full.ancestors().take_while(|at| *at != top).all(|at| at.symlink_metadata().is_ok_and(|found| found.is_dir()))
}

/// What lies at `path`, whatever lies above it.
pub(super) fn kind(top: &Path, path: &RepoPath) -> Option<EntryKind> {
    let found = full_path(top, path)?.symlink_metadata().ok()?;
    Some(entry_kind(found.file_type()))
}

/// What sort of thing bears a name.
#[cfg(unix)]
pub(super) fn entry_kind(file: FileType) -> EntryKind {
    use std::os::unix::fs::FileTypeExt as _;
    match file {
        file if file.is_file() => EntryKind::File,
        file if file.is_dir() => EntryKind::Folder,
        file if file.is_symlink() => EntryKind::Symlink,
        file if file.is_fifo() => EntryKind::Pipe,
        file if file.is_socket() => EntryKind::Socket,
        _ => EntryKind::Device,
    }
}

/// What sort of thing bears a name.
#[cfg(not(unix))]
pub(super) fn entry_kind(file: FileType) -> EntryKind {
    match file {
        file if file.is_file() => EntryKind::File,
        file if file.is_dir() => EntryKind::Folder,
        file if file.is_symlink() => EntryKind::Symlink,
        _ => EntryKind::Device,
    }
}

/// The content of a regular file. The folders above it must have been looked at with [`reaches`].
pub(super) fn read(full: &Path, limit: u64) -> Result<Vec<u8>, ReadFault> {
    let file = open(full).map_err(|error| fault(&error))?;
    let opened = file.metadata().map_err(|error| fault(&error))?;
    if !opened.is_file() {
        return Err(irregular());
    }
    if opened.len() > limit {
        return Err(ReadFault::TooLarge { bytes: opened.len() });
    }
    read_open(&file, opened.len(), limit).map_err(|error| fault(&error))?
}

fn irregular() -> ReadFault {
    ReadFault::Io("not a regular file".into())
}

/// Opens what lies there itself: no link is followed, and nothing that has to wait for somebody else holds the run up.
#[cfg(unix)]
fn open(full: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(full)
}

#[cfg(not(unix))]
fn open(full: &Path) -> io::Result<File> {
    if fs::symlink_metadata(full)?.is_file() { File::open(full) } else { Err(io::Error::other("not a regular file")) }
}

/// A file may grow while it is read, so the limit is kept here too.
fn read_open(mut file: &File, expected: u64, limit: u64) -> io::Result<Result<Vec<u8>, ReadFault>> {
    let expected = usize::try_from(expected).unwrap_or_default();
    let mut bytes = vec![0; expected.saturating_add(1)];
    let mut filled = 0;
    loop {
        filled += match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        // All that was to be there is, and there was room for more: no other read has to say that this is the end.
        if filled >= expected {
            break;
        }
    }
    bytes.truncate(filled);
    if filled > expected {
        file.take(limit.saturating_add(1).saturating_sub(filled as u64)).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > limit {
        return Ok(Err(ReadFault::TooLarge { bytes: file.metadata()?.len().max(bytes.len() as u64) }));
    }
    Ok(Ok(bytes))
}

fn fault(error: &io::Error) -> ReadFault {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadFault::Missing,
        io::ErrorKind::PermissionDenied => ReadFault::Permission,
        _ if is_irregular(error) => irregular(),
        _ => ReadFault::Io(reason(error)),
    }
}

/// Whether there is a link or a socket in place of the file.
#[cfg(unix)]
fn is_irregular(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::ELOOP | libc::ENXIO))
}

#[cfg(not(unix))]
fn is_irregular(_: &io::Error) -> bool {
    false
}

/// The system's words, in our manner.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_below_the_top() {
        let top = Path::new("/top");
        let full = |path: &str| full_path(top, &path.into());
        assert_eq!(full(""), Some(top.to_path_buf()));
        assert_eq!(full("a/b.md"), Some(top.join("a/b.md")));
        for path in ["..", "a/../../b", "/etc/passwd", "a//b", "a/", ".", "a/./b", ".git/config", "a/.GIT/x.md"] {
            assert_eq!(full(path), None, "{path}");
        }
    }

    #[test]
    fn paths_go_there_and_back() {
        let top = Path::new("/top");
        for path in ["", "a.md", "a/b c/-x.md", "a\nb/é.md"] {
            assert_eq!(full_path(top, &path.into()).map(|full| repo_path(top, &full)), Some(path.into()));
        }
    }

    #[test]
    fn a_file_that_grew_or_shrank_is_read_as_it_is() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let text = include_bytes!("../../Cargo.toml").to_vec();
        let length = text.len() as u64;
        let read = |expected, limit| read_open(&open(&path).unwrap(), expected, limit).unwrap();
        for expected in [0, 1, length - 1, length, length + 1, 2 * length] {
            assert_eq!(read(expected, length), Ok(text.clone()), "{expected}");
            assert_eq!(read(expected.min(length - 1), length - 1), Err(ReadFault::TooLarge { bytes: length }), "{expected}");
        }
    }

    #[test]
    fn speaks_in_our_manner() {
        assert_eq!(reason(&io::Error::from_raw_os_error(13)), "permission denied");
        assert_eq!(reason(&io::Error::other("Broken")), "broken");
    }
}
