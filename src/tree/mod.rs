//! Where stories lie: a tree lists files and reads them; it writes nothing.

mod disk;
mod memory;
mod walk;
mod worktree;

pub use memory::{MemoryTree, Overlay};
pub use worktree::{Opened, WorkTree};

pub use crate::entry::{Entry, EntryKind, PathKind, ReadFault};
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

/// What a tree lists.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files, sorted by path bytes.
    pub entries: Vec<Entry>,
    /// Folders that could not be opened; what lies elsewhere is listed all the same.
    pub errors: Vec<Error>,
}

/// Reads the files of a tree.
pub trait Reader {
    /// The content of the file at `path`, of at most `limit` bytes.
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault>;
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
