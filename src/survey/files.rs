//! What the files of a folder are, by their first lines.

use rayon::prelude::*;

use super::{FILES, FILES_A_FOLDER};
use crate::{
    concept::EstimatePolicy,
    engine::contained,
    layout::Layout,
    parse::{self, FrontMatterState, ParsedFile},
    source::{FileId, RepoPath},
    story::{Origin, Story, signs},
    tree::{Reader, Tree},
};

/// How much of a file is read, in bytes.
const READ: usize = 8 * 1024;
/// Larger files are no stories to look for.
const LARGEST: u64 = 1 << 20;

/// A file that was looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// How many signs of an item it bears.
    pub(super) signs: usize,
    /// Whether its status is one that documents have too.
    pub(super) has_document_status: bool,
    /// Whether its status is one that only items have.
    pub(super) has_status: bool,
}

/// Looks at the first files of each folder; how many were left out for the limit on all of them.
pub(super) fn look(tree: &dyn Tree, folders: &[(RepoPath, Vec<RepoPath>)], layout: &Layout) -> (Vec<Vec<Look>>, usize) {
    let mut rest = FILES;
    let mut unread = 0;
    let mut wanted: Vec<(usize, &RepoPath)> = Vec::new();
    for (at, (_, files)) in folders.iter().enumerate() {
        let count = files.len().min(FILES_A_FOLDER).min(rest);
        rest -= count;
        unread += files.len().min(FILES_A_FOLDER) - count;
        wanted.extend(files.iter().take(count).map(|file| (at, file)));
    }
    let read = |reader: &mut Option<Box<dyn Reader + '_>>, (at, path): &(usize, &RepoPath)| {
        let reader = reader.as_mut()?;
        let mut look = None;
        // A file on which this fails is told when it is loaded.
        contained(|| look = reader.read(path, LARGEST).ok().map(|bytes| of_file(path, bytes, layout)));
        look.map(|look| (*at, look))
    };
    let looks: Vec<(usize, Look)> = wanted.par_iter().map_init(|| tree.reader().ok(), read).flatten().collect();
    let mut by_folder: Vec<Vec<Look>> = vec![Vec::new(); folders.len()];
    for (at, look) in looks {
        by_folder[at].push(look);
    }
    for looks in &mut by_folder {
        // `accepted` is a status of work only beside one that documents do not have.
        if looks.iter().any(|look| look.has_status) {
            looks.iter_mut().filter(|look| look.has_document_status && look.signs > 0).for_each(|look| look.signs += 1);
        }
    }
    (by_folder, unread)
}

fn of_file(path: &RepoPath, mut bytes: Vec<u8>, layout: &Layout) -> Look {
    bytes.truncate(READ);
    while bytes.last().is_some_and(|byte| byte & 0xC0 == 0x80) {
        bytes.pop();
    }
    let (text, fault) = parse::decode(bytes);
    if fault.is_some() {
        return Look::default();
    }
    let parsed = ParsedFile::new(&text);
    let has_front_matter = parsed.front_matter.state != FrontMatterState::Absent;
    let origin = Origin { file: FileId(0), path: path.clone(), below: path.as_bytes(), live: true };
    let story = Story::new(origin, &text, parsed, layout, &EstimatePolicy::default());
    if signs::something_else(&story, &text).is_some() {
        return Look::default();
    }
    let found = signs::signs(&story, &text);
    let total = found.total() + usize::from(has_front_matter && signs::is_in_backlog(path));
    Look {
        signs: total,
        has_document_status: found.has_document_status,
        has_status: story.stated_stage.is_some() && !found.has_document_status,
    }
}
