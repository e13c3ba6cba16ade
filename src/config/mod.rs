//! `backlint.toml`: found, extended, read and validated.

mod extend;
mod file;
mod keys;
mod rules;
mod selected;
mod team;
mod weaker;

use std::sync::Arc;

pub use extend::read;
pub use file::Config;
pub use keys::KEYS;
pub use rules::{RuleSetting, Target};
pub use selected::{ASKS, Accepted, Override};

use crate::{
    error::Error,
    parse,
    settings::Mistake,
    source::{RepoPath, Source},
    tree::{PathKind, Tree},
};

/// The two places of a folder's configuration.
pub const NAMES: [&str; 2] = ["backlint.toml", ".config/backlint.toml"];

/// How large a configuration may be, in bytes.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// The configuration of one folder.
pub fn of_folder(tree: &dyn Tree, folder: &RepoPath) -> Result<Option<RepoPath>, Error> {
    let paths = NAMES.map(|name| folder.join(name.as_bytes()));
    let mut found = paths.into_iter().filter(|path| tree.kind(path) == Some(PathKind::File));
    match (found.next(), found.next()) {
        (Some(one), Some(other)) => Err(Error::TwoConfigs(one, other)),
        (found, _) => Ok(found),
    }
}

/// The configuration in a file of these bytes; that they are no text is a mistake in it.
pub fn source(path: RepoPath, bytes: Vec<u8>) -> Result<Arc<Source>, Error> {
    let (text, fault) = parse::decode(bytes);
    let file = Arc::new(Source::new(path, text.into()));
    match fault {
        None => Ok(file),
        Some(fault) => {
            let mistake = Mistake { range: fault.range, message: fault.message, help: Some(fault.help) };
            Err(Error::Config { file, mistakes: vec![mistake] })
        }
    }
}

/// The nearest folder at or above `folder` that has a configuration; the tree's top without one.
pub fn ruling(tree: &dyn Tree, folder: &RepoPath) -> Result<(RepoPath, Option<RepoPath>), Error> {
    let mut at = folder.clone();
    loop {
        if let Some(config) = of_folder(tree, &at)? {
            return Ok((at, Some(config)));
        }
        if at.is_top() {
            return Ok((at, None));
        }
        at = at.parent();
    }
}

/// What bears the name of a configuration at or above `folder` and is a link: nobody sees in a review what it says.
pub fn linked(tree: &dyn Tree, folder: &RepoPath) -> Option<RepoPath> {
    let folders = std::iter::successors(Some(folder.clone()), |folder| (!folder.is_top()).then(|| folder.parent()));
    let paths = folders.flat_map(|folder| NAMES.map(|name| folder.join(name.as_bytes())));
    paths.into_iter().find(|path| tree.kind(path) == Some(PathKind::Other))
}

/// The folder that a configuration at `path` rules, if that is what lies there.
pub fn folder_of(path: &RepoPath) -> Option<RepoPath> {
    // The longer name ends in the shorter one.
    NAMES.iter().rev().find_map(|name| {
        let bytes = path.as_bytes().strip_suffix(name.as_bytes())?;
        match bytes {
            [] => Some(RepoPath::default()),
            [folder @ .., b'/'] => Some(RepoPath::new(folder)),
            _ => None,
        }
    })
}
