//! Backlogs found by what their files hold: folders whose files bear signs of items, joined to one backlog.

use std::collections::{BTreeMap, BTreeSet};

use super::{Candidate, files};
use crate::{
    concept::{
        fold, id,
        vocabulary::{self, FolderName},
    },
    entry::EntryKind,
    layout::{self, Clue, Layout, Variables},
    settings::Table,
    source::RepoPath,
    tree::Entry,
    tree::Tree,
};

/// A file is an item with so many signs, and a backlog is strong with so many items.
const SIGNS: usize = 2;
const ITEMS: usize = 3;

/// Folders that a layout without a tool names itself; there one file with a sign is enough.
const STANDARD: [&str; 5] = ["backlog", "stories", "docs/stories", "docs/backlog", "docs/user-stories"];

/// Every candidate whose files are not `covered` by a tool's, and how many files were not looked at.
pub(super) fn candidates(tree: &dyn Tree, entries: &[&Entry], covered: &[RepoPath]) -> (Vec<Candidate>, usize) {
    let mut by_folder: BTreeMap<RepoPath, Vec<RepoPath>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::File && is_markdown(&entry.path)) {
        let folder = entry.path.parent();
        if !covered.iter().any(|known| folder.below(known).is_some()) {
            by_folder.entry(folder).or_default().push(entry.path.clone());
        }
    }
    if by_folder.is_empty() {
        return (Vec::new(), 0);
    }
    let folders: Vec<(RepoPath, Vec<RepoPath>)> = by_folder.into_iter().collect();
    let layout = layout::preset("stories").and_then(|written| Layout::resolve(&written, &Variables::default()).ok()).unwrap_or_default();
    let (looks, unread) = files::look(tree, &folders, &layout);
    let mut groups: BTreeMap<RepoPath, Group> = BTreeMap::new();
    for ((folder, _), looks) in folders.iter().zip(looks) {
        let items = looks.iter().filter(|look| look.signs >= SIGNS).count();
        let signed = looks.iter().filter(|look| look.signs > 0).count();
        let top = top_of(folder);
        let is_standard = STANDARD.iter().any(|name| top == RepoPath::new(name.as_bytes()));
        if items > 0 || (is_standard && signed > 0) {
            let root = if is_standard { RepoPath::default() } else { top.parent() };
            let group = groups.entry(root).or_default();
            group.items += items.max(usize::from(is_standard));
            group.is_strong |= is_standard;
            group.tops.insert(top);
            group.holders.insert(folder.clone());
        }
    }
    (nested(groups).into_iter().map(|(root, group)| group.candidate(root)).collect(), unread)
}

/// Groups of which none lies in a folder of another.
fn nested(groups: BTreeMap<RepoPath, Group>) -> BTreeMap<RepoPath, Group> {
    let mut found: BTreeMap<RepoPath, Group> = BTreeMap::new();
    // Folders above come first.
    for (root, group) in groups {
        let holds = |outer: &Group| outer.tops.iter().any(|top| group.tops.iter().all(|own| own.below(top).is_some()));
        match found.values_mut().find(|outer| holds(outer)) {
            Some(outer) => {
                outer.items += group.items;
                outer.is_strong |= group.is_strong;
                outer.holders.extend(group.holders);
            }
            None => drop(found.insert(root, group)),
        }
    }
    found
}

#[derive(Default)]
struct Group {
    items: usize,
    is_strong: bool,
    tops: BTreeSet<RepoPath>,
    /// The folders in which the files lie.
    holders: BTreeSet<RepoPath>,
}

impl Group {
    fn candidate(self, root: RepoPath) -> Candidate {
        let folders: Vec<RepoPath> = self.tops.into_iter().collect();
        let is_strong = self.is_strong || self.items >= ITEMS;
        let is_standard =
            self.is_strong && folders.iter().all(|folder| STANDARD.iter().any(|name| *folder == RepoPath::new(name.as_bytes())));
        // The default layout names these folders itself, those too that are not there yet.
        let layout = if is_standard { layout::preset("stories").unwrap_or_default() } else { placed(&root, &folders) };
        let holder = self.holders.first().filter(|_| self.holders.len() == 1).or(folders.first());
        let clue = Clue::Signs(holder.map(RepoPath::display).unwrap_or_default(), self.items);
        Candidate { root, layout, folders, clue, is_strong, items: self.items }
    }
}

/// The general layout with its stories in `folders`.
pub fn placed(root: &RepoPath, folders: &[RepoPath]) -> Table {
    let pattern = |folder: &RepoPath| {
        let below = folder.below(root).unwrap_or_default();
        let below = String::from_utf8_lossy(below).into_owned();
        if below.is_empty() { "**/*.md".to_owned() } else { format!("{}/**/*.md", escaped(&below)) }
    };
    let patterns: Vec<String> = folders.iter().map(pattern).map(|pattern| toml_text(&pattern)).collect();
    layout::over_preset(&Table::shipped(&format!("stories = [{}]\n", patterns.join(", "))))
}

fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A folder's name as a pattern that matches it alone.
fn escaped(folder: &str) -> String {
    folder.chars().map(|c| if matches!(c, '*' | '?' | '[' | ']' | '{' | '}') { format!("[{c}]") } else { c.to_string() }).collect()
}

/// Adds what another tree has of the same candidate.
pub(super) fn join(known: &mut Candidate, other: Candidate) {
    known.is_strong |= other.is_strong;
    known.items = known.items.max(other.items);
    let before = known.folders.len();
    known.folders.extend(other.folders);
    known.folders.sort();
    known.folders.dedup();
    if known.folders.len() > before && matches!(known.clue, Clue::Signs(..)) && known.layout != other.layout {
        known.layout = placed(&known.root, &known.folders);
    }
}

/// The topmost folder of the backlog that `folder` is a part of: folders named by a stage, a kind, an id, a number or an epic belong to the one
/// above them, and folders named for a backlog to a backlog around them.
fn top_of(folder: &RepoPath) -> RepoPath {
    let mut top = folder.clone();
    let mut at = folder.clone();
    while !at.is_top() {
        let above = at.parent();
        let name = at.file_name();
        if is_backlog(&name) {
            top = at.clone();
        } else if (is_part(&name) || is_backlog(&above.file_name())) && !above.is_top() {
            top = above.clone();
        } else {
            break;
        }
        at = above;
    }
    top
}

fn is_backlog(name: &str) -> bool {
    vocabulary::folder(name.trim_start_matches(['.', '_'])) == Some(FolderName::Backlog)
}

/// Whether a folder is named by a stage, a kind, an id, a number, an epic or finished work.
fn is_part(name: &str) -> bool {
    let folded = fold(name);
    let is_finished = matches!(vocabulary::folder(name), Some(FolderName::Done | FolderName::Archive));
    let is_named = PARTS.contains(&folded.as_str()) || folded.starts_with("epic");
    let is_id = id::in_name(name).is_some() || name.bytes().all(|byte| byte.is_ascii_digit());
    is_finished || is_named || is_id
}

/// Folders within a backlog, by stage or kind, folded.
const PARTS: [&str; 27] = [
    "active",
    "blocked",
    "chores",
    "defects",
    "defered",
    "deferred",
    "deferedstories",
    "deferredstories",
    "doing",
    "draft",
    "drafts",
    "inprogress",
    "inreview",
    "next",
    "open",
    "pending",
    "planned",
    "queued",
    "ready",
    "review",
    "spikes",
    "subtasks",
    "todo",
    "upnext",
    "waiting",
    "wip",
    "deliverables",
];

fn is_markdown(path: &RepoPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    matches!(ending, Some("md" | "markdown")) && !name.starts_with('.')
}
