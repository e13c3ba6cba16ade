//! Where stories lie: a tree lists files and reads them; it writes nothing.

mod disk;
mod memory;
mod walk;
mod worktree;

pub use memory::{MemoryTree, Overlay};
pub use worktree::{Opened, WorkTree};

use std::fmt;

use crate::{error::Error, source::RepoPath};

/// How many files a tree may list.
pub const MAX_ENTRIES: usize = 200_000;

/// How deep folders may lie.
pub const MAX_DEPTH: usize = 128;

const EXTENSIONS: [&[u8]; 5] = [b".md", b".markdown", b".yml", b".yaml", b".toml"];

/// Files by path.
pub trait Tree: Sync {
    /// Every markdown, YAML and TOML file in or below `folder`, sorted by path bytes.
    fn list(&self, folder: &RepoPath) -> Result<Listing, Error>;

    /// A reader; each worker takes its own.
    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error>;

    /// What lies at `path`, if anything does; links are not followed.
    fn kind(&self, path: &RepoPath) -> Option<PathKind>;
}

/// What a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathKind {
    /// A regular file.
    File,
    /// A folder of this tree.
    Folder,
    /// A link, a pipe, a device, another repository.
    Other,
}

/// What a tree lists.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files, sorted by path bytes.
    pub entries: Vec<Entry>,
    /// Folders that could not be opened; what lies elsewhere is listed all the same.
    pub errors: Vec<Error>,
}

/// A listed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where.
    pub path: RepoPath,
    /// What it is.
    pub kind: EntryKind,
}

/// What bears a listed name; only a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A symbolic link, wherever it points.
    Symlink,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A device, or something else the system knows.
    Device,
    /// A folder; what lies in it is listed too.
    Folder,
    /// A submodule or another repository; what lies in it is not listed.
    Submodule,
    /// A file git could not merge.
    Unmerged,
}

/// Reads the files of a tree.
pub trait Reader {
    /// The content of the file at `path`, of at most `limit` bytes.
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault>;
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFault {
    /// There is none.
    Missing,
    /// It is longer than the limit.
    TooLarge {
        /// How long.
        bytes: u64,
    },
    /// The system refuses.
    Permission,
    /// `.gitattributes` gives it a `working-tree-encoding`, this one.
    Encoding(String),
    /// Anything else, in words.
    Io(String),
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadFault::Missing => f.write_str("no such file"),
            ReadFault::TooLarge { bytes } => write!(f, "{bytes} bytes are too many"),
            ReadFault::Permission => f.write_str("permission denied"),
            ReadFault::Encoding(name) => write!(f, "`.gitattributes` gives it the encoding `{name}`"),
            ReadFault::Io(reason) => f.write_str(reason),
        }
    }
}

/// Whether a file of this name is listed.
pub fn is_listed(name: &[u8]) -> bool {
    EXTENSIONS.iter().any(|extension| {
        let start = name.len().saturating_sub(extension.len());
        name[start..].eq_ignore_ascii_case(extension)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_by_the_end_of_the_name() {
        for name in ["a.md", "A.MD", ".md", "a.b.Markdown", "x.yml", "x.yaml", "backlint.toml", "dir/a.md"] {
            assert!(is_listed(name.as_bytes()), "{name}");
        }
        for name in ["", "md", "a.mdx", "a.md~", "a.txt", "toml", "a.md.bak"] {
            assert!(!is_listed(name.as_bytes()), "{name}");
        }
        assert!(is_listed(b"caf\xe9.md"));
    }
}
