//! What a tree lists, and what keeps a file from being read.

use std::fmt;

use crate::source::RepoPath;

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
