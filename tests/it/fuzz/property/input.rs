//! What a fuzzer's bytes stand for: files, and what they were before a change.

use backlint::{
    source::RepoPath,
    tree::{EntryKind, MemoryTree},
};

/// Stands before the files of the base.
const BASE: u8 = 0x1d;
/// Stands between two files.
const NEXT: u8 = 0x1e;
/// Stands between a file's path and what it says. A file without a path is a story.
const PATH: u8 = 0x1f;

/// More files than this are one.
const MAX_FILES: usize = 12;

/// A tree and, if there is one, its base. Bytes that hold none of the marks are one story.
pub fn trees(bytes: &[u8]) -> (MemoryTree, Option<MemoryTree>) {
    let mut parts = bytes.splitn(2, |byte| *byte == BASE);
    let head = tree(parts.next().unwrap_or_default());
    (head, parts.next().map(tree))
}

fn tree(bytes: &[u8]) -> MemoryTree {
    let mut tree = MemoryTree::default();
    for (at, file) in bytes.splitn(MAX_FILES, |byte| *byte == NEXT).enumerate() {
        let mut parts = file.splitn(2, |byte| *byte == PATH);
        let (first, second) = (parts.next().unwrap_or_default(), parts.next());
        match second {
            Some(content) if is_path(first) => tree.add(RepoPath::new(first), EntryKind::File, content),
            _ => tree.add(format!("backlog/ST-{at}.md").as_str().into(), EntryKind::File, second.unwrap_or(first)),
        }
    }
    let is_story = |path: &RepoPath| path.as_bytes().starts_with(b"backlog/") && path.as_bytes().ends_with(b".md");
    if tree.0.keys().all(is_story) {
        add_layout(&mut tree);
    }
    tree
}

/// Says which layout it is: finding that out takes longer than reading the few stories.
pub fn add_layout(tree: &mut MemoryTree) {
    tree.add("backlint.toml".into(), EntryKind::File, "layout = \"stories\"\n");
}

/// Whether git and the disk could have such a path.
pub fn is_path(path: &[u8]) -> bool {
    path.split(|byte| *byte == b'/').all(|name| !name.is_empty() && !matches!(name, b"." | b"..") && !name.contains(&0))
}

/// Files and those of the base as bytes.
pub fn written<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>, base: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let mut bytes = joined(files);
    let base = joined(base);
    if !base.is_empty() {
        bytes.push(BASE);
        bytes.extend(base);
    }
    bytes
}

fn joined<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let files: Vec<Vec<u8>> = files.into_iter().map(|(path, content)| [path.as_bytes(), &[PATH], content].concat()).collect();
    files.join(&NEXT)
}
