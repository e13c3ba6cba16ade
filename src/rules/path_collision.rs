//! `path-collision`.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::{
    backlog::StoryIx,
    finding::Level,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    source::RepoPath,
    story::Story,
    text::{
        fnv::{HASH_OF_NOTHING, hash, step},
        words,
    },
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "path-collision",
    group: Group::Readable,
    gate: Gate::IDENTITY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("path_collision.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    report_twins(cx);
    report_names(cx);
}

/// Paths that are one on a disk that ignores case or how accents are stored.
fn report_twins(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    let stories: Vec<(StoryIx, &Story)> = backlog.stories().collect();
    let mut hashes: Vec<(u64, StoryIx)> = stories.par_iter().map(|(ix, story)| (fold_hash(&story.path), *ix)).collect();
    hashes.par_sort_unstable();
    // Few hashes are shared, so that only few paths have to be folded.
    let mut alike: Vec<StoryIx> = hashes.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1).flatten().map(|(_, ix)| *ix).collect();
    alike.sort_unstable();
    let mut first: HashMap<String, StoryIx> = HashMap::new();
    for ix in alike {
        let story = &backlog[ix];
        let earlier = match first.entry(fold(&text_of(&story.path))) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                entry.insert(ix);
                continue;
            }
        };
        // The later one is told, unless only the earlier one is judged.
        let (told, other) = if story.live { (ix, earlier) } else { (earlier, ix) };
        let (path, other_path) = (&backlog[told].path, &backlog[other].path);
        let label = backlog[other].span(backlog[other].claim);
        cx.report(told, backlog[told].claim, difference(path, other_path))
            .label(label, "the other file")
            .help("rename one of them: on Windows and macOS only one of the two can exist")
            .key(other_path.file_name());
    }
}

fn text_of(path: &RepoPath) -> String {
    String::from_utf8_lossy(path.as_bytes()).into_owned()
}

fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// A number that paths share which fold to one, and few others do.
fn fold_hash(path: &RepoPath) -> u64 {
    let bytes = path.as_bytes();
    if bytes.is_ascii() {
        return bytes.iter().fold(HASH_OF_NOTHING, |hash, byte| step(hash, byte.to_ascii_lowercase()));
    }
    hash(&fold(&text_of(path)))
}

/// In what two paths that fold to one differ.
fn difference(path: &RepoPath, other: &RepoPath) -> String {
    let is_case = text_of(path).nfc().ne(text_of(other).nfc());
    let other = words::quote(&other.display());
    if is_case {
        format!("the path is the same as {other} but for upper and lower case")
    } else {
        format!("the path looks the same as {other}, its accents are stored in another way")
    }
}

/// Names a disk of Windows cannot hold; a folder is told once at each level, so that a dropped story does not silence a live one.
fn report_names(cx: &mut BacklogCx<'_>) {
    let mut told: HashSet<(String, Level)> = HashSet::new();
    for (ix, story) in cx.stories().filter(|(_, story)| !is_ordinary(story.path.as_bytes())) {
        let path = text_of(&story.path);
        let Some((end, fault)) = name_fault(&path) else { continue };
        let (bad, is_file) = (path.get(..end).unwrap_or(&path), end == path.len());
        if told.insert((bad.to_owned(), cx.work.level_of(ix, story))) {
            let what = if is_file { "file" } else { "folder" };
            cx.report(ix, story.claim, fault).help(format!("rename the {what}, or it cannot be checked out on Windows")).key(bad);
        }
    }
}

/// Whether a path has no fault at the first look, as most have none: short, of letters, digits and few signs, without the name of a device.
fn is_ordinary(path: &[u8]) -> bool {
    let is_plain = |name: &[u8]| {
        let may_be_device = matches!(name.first(), Some(b'A' | b'C' | b'L' | b'N' | b'P' | b'a' | b'c' | b'l' | b'n' | b'p'));
        let stem = name.split(|byte| *byte == b'.').next().unwrap_or_default();
        let ends_plainly = name.last().is_some_and(u8::is_ascii_alphanumeric);
        ends_plainly && !(may_be_device && stem.len() <= LONGEST_DEVICE)
    };
    let is_sign = |byte: u8| matches!(byte, b'-' | b'_' | b'.' | b'/');
    path.len() <= NAME_LIMIT
        && path.iter().all(|byte| byte.is_ascii_alphanumeric() || is_sign(*byte))
        && path.split(|byte| *byte == b'/').all(is_plain)
}

/// The longest name of a device, in bytes.
const LONGEST_DEVICE: usize = 7;

/// The first fault in a path: where the faulty name ends, and what is wrong.
fn name_fault(path: &str) -> Option<(usize, String)> {
    let mut start = 0;
    for name in path.split('/') {
        let end = start + name.len();
        if let Some(fault) = fault_of(name) {
            return Some((end, fault));
        }
        start = end + 1;
    }
    let length = path.encode_utf16().count();
    (length > PATH_LIMIT).then(|| (path.len(), format!("the path has {length} characters, Windows reads at most {PATH_LIMIT}")))
}

/// In UTF-16 units, the end mark not counted.
const PATH_LIMIT: usize = 259;
const NAME_LIMIT: usize = 255;

fn fault_of(name: &str) -> Option<String> {
    let quoted = || words::quote(name);
    // Windows looks at what stands before the first dot.
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    if RESERVED.iter().any(|reserved| stem.eq_ignore_ascii_case(reserved)) {
        return Some(format!("{} is a name Windows keeps for a device", quoted()));
    }
    if let Some(c) = name.chars().find(|c| matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\') || c.is_ascii_control()) {
        let c = if c.is_ascii_control() { "a control character".to_owned() } else { format!("`{c}`") };
        return Some(format!("the name {} holds {c}, which Windows does not allow", quoted()));
    }
    if name.ends_with(['.', ' ']) {
        let end = if name.ends_with('.') { "dot" } else { "space" };
        return Some(format!("the name {} ends in a {end}, which Windows drops", quoted()));
    }
    let length = name.encode_utf16().count();
    (length > NAME_LIMIT).then(|| format!("a name of {length} characters, Windows reads at most {NAME_LIMIT}: {}", quoted()))
}

const RESERVED: [&str; 30] = [
    "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹",
    "COM²", "COM³", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
];
