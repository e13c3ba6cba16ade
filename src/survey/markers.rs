//! Backlogs of tools, found by the files that only the tool writes, wherever they lie.

use std::collections::BTreeSet;

use super::Candidate;
use crate::{
    layout::{self, Clue, Layout, Place},
    source::RepoPath,
    tree::{Entry, Tree, read_text},
};

/// Every backlog of a tool; a marker whose layout then matches no item is none.
pub(super) fn candidates(tree: &dyn Tree, entries: &[&Entry]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for root in roots(entries) {
        let paths: Vec<&[u8]> = below(entries, &root).collect();
        let read = |path: &[u8]| read_text(tree, &root.join(path), layout::TOOL_CONFIG_BYTES);
        for detected in layout::detect_tools(&paths, &read) {
            let Ok(layout) = Layout::resolve(&detected.layout, &detected.variables) else {
                // Opening it tells what is wrong with the tool's own file.
                found.push(Candidate {
                    root: root.clone(),
                    layout: detected.layout,
                    folders: vec![root.clone()],
                    clue: detected.clue,
                    is_strong: true,
                    items: 0,
                });
                continue;
            };
            let items: Vec<RepoPath> =
                paths.iter().filter(|path| matches!(layout.place(path), Place::Story | Place::Known)).map(|path| root.join(path)).collect();
            if items.is_empty()
                || found.iter().any(|known| items.iter().all(|item| known.folders.iter().any(|folder| item.below(folder).is_some())))
            {
                continue;
            }
            let folders: BTreeSet<RepoPath> = items.iter().map(RepoPath::parent).collect();
            found.push(Candidate {
                root: root.clone(),
                layout: detected.layout,
                folders: folders.into_iter().collect(),
                clue: detected.clue,
                is_strong: true,
                items: items.len(),
            });
        }
    }
    found
}

/// The paths below `root`, relative to it, sorted.
fn below<'e>(entries: &'e [&'e Entry], root: &RepoPath) -> impl Iterator<Item = &'e [u8]> {
    entries.iter().filter_map(|entry| entry.path.below(root)).collect::<Vec<_>>().into_iter()
}

/// Folders in which a tool's marker may lie: those above the first fixed segment of its path.
fn roots(entries: &[&Entry]) -> BTreeSet<RepoPath> {
    let anchors = layout::tool_anchors();
    let mut found = BTreeSet::new();
    for entry in entries {
        let path = entry.path.as_bytes();
        let mut start = 0;
        for segment in path.split(|byte| *byte == b'/') {
            if anchors.iter().any(|anchor| anchor.as_bytes() == segment) {
                found.insert(RepoPath::new(&path[..start.max(1) - 1]));
            }
            start += segment.len() + 1;
        }
    }
    found
}

/// The folders that are the tool's: those of its items and the ones around them, and the folder of its marker.
pub(super) fn covered(candidate: &Candidate) -> Vec<RepoPath> {
    let around = |folder: &RepoPath| {
        let above = folder.parent();
        let is_shared = above == candidate.root || above.is_top() || above.file_name().eq_ignore_ascii_case("docs");
        if is_shared { folder.clone() } else { above }
    };
    let marker = match &candidate.clue {
        Clue::Path(path) => path.split_once('/').map(|(first, _)| candidate.root.join(first.as_bytes())),
        _ => None,
    };
    let marker = marker.filter(|folder| !folder.file_name().eq_ignore_ascii_case("docs"));
    candidate.folders.iter().map(around).chain(marker).collect()
}
