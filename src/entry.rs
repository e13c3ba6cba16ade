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
    /// A name in a commit that git would not check out: it leads elsewhere, or stands twice in its folder.
    UnsafeName,
}

/// How many files a tree may list.
pub const MAX_ENTRIES: usize = 200_000;

/// How deep folders may lie.
pub const MAX_DEPTH: usize = 128;

const LISTED: [&[u8]; 7] = [b".md", b".markdown", b".mdx", b".yml", b".yaml", b".toml", BASELINE.as_bytes()];

/// The file of findings a team has put up with.
pub const BASELINE: &str = "backlint-baseline.json";

/// Whether a tree lists a file of this name.
pub fn is_listed(name: &[u8]) -> bool {
    LISTED.iter().any(|ending| {
        let start = name.len().saturating_sub(ending.len());
        name[start..].eq_ignore_ascii_case(ending)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_by_the_end_of_the_name() {
        for name in ["a.md", "A.MD", ".md", "a.b.Markdown", "x.yml", "x.yaml", "backlint.toml", "dir/a.md", "backlint-baseline.json"] {
            assert!(is_listed(name.as_bytes()), "{name}");
        }
        for name in ["", "md", "a.md~", "a.txt", "toml", "a.md.bak", "package.json"] {
            assert!(!is_listed(name.as_bytes()), "{name}");
        }
        assert!(is_listed(b"caf\xe9.md"));
    }
}
