//! Where stories lie: a tree lists files and reads them; it writes nothing.

mod disk;
mod memory;
mod snapshot;
mod walk;
mod without;
mod worktree;

pub use disk::{full_path, relative, repo_path};
pub use memory::{MemoryTree, Overlay};
pub use snapshot::Snapshot;
pub use without::Without;
pub use worktree::{WorkTree, no_repository};

pub use crate::entry::{Entry, EntryKind, PathKind, ReadFault, is_listed};
use crate::entry::{MAX_DEPTH, MAX_ENTRIES};
use crate::{error::Error, parse, source::RepoPath};

/// Files by path.
pub trait Tree: Sync {
    /// Every markdown, YAML and TOML file and every baseline in or below `folder`, sorted by path bytes.
    fn list(&self, folder: &RepoPath) -> Result<Listing, Error>;

    /// A reader; each worker takes its own.
    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error>;

    /// What lies at `path`, if anything does; links are not followed.
    fn kind(&self, path: &RepoPath) -> Option<PathKind>;

    /// The id git gives the content at `path`, where that is known without reading it.
    fn blob(&self, path: &RepoPath) -> Option<git2::Oid>;

    /// How many bytes those files at `paths` hold together that have at most `limit`, as far as that is known without reading them.
    fn size(&self, paths: &[&RepoPath], limit: u64) -> u64;
}

/// What a tree lists.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files, sorted by path bytes.
    pub entries: Vec<Entry>,
    /// Folders that could not be opened; what lies elsewhere is listed all the same.
    pub errors: Vec<Error>,
    /// Folders that git ignores and whose names are those of a backlog.
    pub ignored: Vec<RepoPath>,
}

/// Reads the files of a tree.
pub trait Reader {
    /// The content of the file at `path`, of at most `limit` bytes.
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault>;
}

/// The text of a file, or why it cannot be had.
pub fn read_text(tree: &dyn Tree, path: &RepoPath, limit: u64) -> Result<String, String> {
    let mut reader = tree.reader().map_err(|error| error.to_string())?;
    let bytes = reader.read(path, limit).map_err(|fault| fault.to_string())?;
    match parse::decode(bytes) {
        (text, None) => Ok(text),
        (_, Some(fault)) => Err(fault.message),
    }
}
