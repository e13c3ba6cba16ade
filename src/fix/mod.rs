//! Mending what can be mended: edits are applied to a tree in memory until nothing changes; nothing is written here.

mod edits;
mod waive;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

pub use edits::apply;
pub use waive::{Waiver, waive};

use crate::{
    error::Error,
    finding::{Finding, Fix, Level, Safety},
    outcome::Outcome,
    rule::{Check, Group},
    rules,
    run::{Request, Trees, run},
    source::{FileId, RepoPath},
    tree::Overlay,
};

/// What mending comes to.
#[derive(Debug)]
pub struct Fixed {
    /// What is found afterwards.
    pub outcome: Outcome,
    /// The files that change, sorted by path.
    pub files: BTreeMap<RepoPath, Changed>,
    /// How many fixes were applied.
    pub applied: usize,
    /// Fixes that would have brought up something new, or helped nothing, as rule and path.
    pub refused: BTreeSet<(&'static str, RepoPath)>,
    /// Files that could be mended, were there no conflict in them.
    pub torn: BTreeSet<RepoPath>,
}

/// A file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// As it was read.
    pub before: Arc<str>,
    /// As it would be.
    pub after: String,
}

/// How often the line is run at most: mending one thing may uncover another.
const ROUNDS: usize = 200;

/// Applies the fixes of what `found` reports, up to `safety`, and judges again, until nothing is left to mend. A fix that brings up anything
/// new, or helps nothing, is not applied.
pub fn fix(trees: &Trees<'_>, request: &Request, safety: Safety, found: Outcome) -> Result<Fixed, Error> {
    let mut fixed = Fixed { outcome: found, files: BTreeMap::new(), applied: 0, refused: BTreeSet::new(), torn: BTreeSet::new() };
    let (mut doubtful, mut refused) = (BTreeSet::<Mark>::new(), BTreeSet::<Mark>::new());
    let mut alone = false;
    for _ in 0..ROUNDS {
        let chosen = choose(&fixed.outcome, safety, &doubtful, &refused, alone);
        if chosen.is_empty() {
            break;
        }
        let files = with(&fixed, &chosen);
        let overlay = Overlay {
            base: trees.head,
            files: files.iter().map(|(path, changed)| (path.clone(), changed.after.clone().into_bytes())).collect(),
        };
        let outcome = run(&Trees { head: &overlay, bases: trees.bases.clone() }, request)?;
        let mut worse = brought_up(&fixed.outcome, &outcome);
        worse.extend(unmoved(&fixed.outcome, &chosen, &outcome));
        let marks: Vec<Mark> = chosen.iter().map(|(finding, _)| mark(&fixed.outcome, finding)).collect();
        if worse.is_empty() {
            fixed.applied += chosen.len();
            (fixed.outcome, fixed.files) = (outcome, files);
            // What did not do before may do now.
            (doubtful, refused, alone) = (BTreeSet::new(), BTreeSet::new(), false);
            continue;
        }
        let guilty: Vec<Mark> = marks.iter().filter(|mark| worse.contains(&mark.1)).cloned().collect();
        let is_one_each = guilty.iter().map(|mark| &mark.1).collect::<BTreeSet<_>>().len() == guilty.len();
        let all_in_doubt = marks.iter().all(|mark| doubtful.contains(mark));
        match marks.as_slice() {
            [one] => {
                refused.insert(one.clone());
                alone = false;
            }
            // One fix per file: those in the files that became worse are the ones.
            _ if all_in_doubt && is_one_each && guilty.len() == worse.len() => refused.extend(guilty),
            _ if all_in_doubt || guilty.len() < worse.len() => {
                doubtful.extend(marks);
                alone = true;
            }
            _ => doubtful.extend(guilty),
        }
    }
    fixed.refused = refused.into_iter().map(|(rule, path, _)| (rule, path)).collect();
    fixed.torn = left_torn(&fixed.outcome, safety);
    Ok(fixed)
}

/// What tells a fix from others, free of places: rule, path and key.
type Mark = (&'static str, RepoPath, String);

fn mark(outcome: &Outcome, finding: &Finding) -> Mark {
    (finding.rule, outcome.sources[finding.span.file].path.clone(), finding.key.clone())
}

/// The fixes of one round, none of which touches another: the first of those that do. Those in doubt come when the others are done, one of a
/// file at a time, or `alone`.
fn choose<'o>(
    outcome: &'o Outcome,
    safety: Safety,
    doubtful: &BTreeSet<Mark>,
    refused: &BTreeSet<Mark>,
    alone: bool,
) -> Vec<(&'o Finding, &'o Fix)> {
    let fixes = outcome.findings().filter_map(|(_, finding)| Some((finding, finding.fix.as_ref()?)));
    let torn = torn(outcome);
    let is_whole = |fix: &Fix| fix.edits.iter().all(|edit| !torn.contains(&edit.span.file));
    let allowed = fixes.filter(|(finding, fix)| fix.safety <= safety && is_whole(fix) && !refused.contains(&mark(outcome, finding)));
    let (doubted, certain): (Vec<_>, Vec<_>) = allowed.partition(|(finding, _)| doubtful.contains(&mark(outcome, finding)));
    if certain.is_empty() {
        let mut seen = BTreeSet::new();
        let is_first = |(finding, _): &(&Finding, &Fix)| seen.insert(finding.span.file.0);
        return doubted.into_iter().filter(is_first).take(if alone { 1 } else { usize::MAX }).collect();
    }
    let mut taken: BTreeSet<(u32, u32, u32)> = BTreeSet::new();
    let mut names: BTreeSet<&String> = BTreeSet::new();
    let mut chosen = Vec::new();
    for (finding, fix) in certain {
        let is_free = |edit: &crate::finding::Edit| {
            let (file, range) = (edit.span.file.0, edit.span.range);
            let touches = |(other, start, end): &(u32, u32, u32)| *other == file && *start <= range.end && range.start <= *end;
            let before = taken.range(..=(file, range.end, u32::MAX)).next_back();
            !before.is_some_and(touches)
        };
        if fix.edits.iter().all(is_free) && fix.takes.as_ref().is_none_or(|id| names.insert(id)) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.file.0, edit.span.range.start, edit.span.range.end)));
            chosen.push((finding, fix));
        }
    }
    chosen
}

/// The files that hold an unresolved conflict: which of their lines stay is for people to say.
fn torn(outcome: &Outcome) -> BTreeSet<FileId> {
    let found = outcome.backlogs.iter().flat_map(|judged| &judged.findings);
    found.filter(|finding| finding.rule == CONFLICT).map(|finding| finding.span.file).collect()
}

/// Those of them that have fixes up to `safety`.
fn left_torn(outcome: &Outcome, safety: Safety) -> BTreeSet<RepoPath> {
    let torn = torn(outcome);
    let fixes = outcome.findings().filter_map(|(_, finding)| finding.fix.as_ref()).filter(|fix| fix.safety <= safety);
    let files = fixes.flat_map(|fix| &fix.edits).map(|edit| edit.span.file).filter(|file| torn.contains(file));
    files.map(|file| outcome.sources[file].path.clone()).collect()
}

/// The rule that finds conflicts.
const CONFLICT: &str = "conflict-marker";

/// The files as they would be with these fixes on top of what was applied before.
fn with(fixed: &Fixed, chosen: &[(&Finding, &Fix)]) -> BTreeMap<RepoPath, Changed> {
    let mut files = fixed.files.clone();
    let mut by_file: HashMap<u32, Vec<_>> = HashMap::new();
    for edit in chosen.iter().flat_map(|(_, fix)| &fix.edits) {
        by_file.entry(edit.span.file.0).or_default().push((edit.span.range, edit.text.as_str()));
    }
    for (file, mut edits) in by_file {
        let source = &fixed.outcome.sources[FileId(file)];
        let after = apply(&source.text, &mut edits);
        match files.get_mut(&source.path) {
            Some(changed) => changed.after = after,
            None => drop(files.insert(source.path.clone(), Changed { before: Arc::clone(&source.text), after })),
        }
    }
    files
}

/// The files in which a fix changed nothing, for it is offered again: its place lies in a code block that never closes, say.
fn unmoved(before: &Outcome, chosen: &[(&Finding, &Fix)], after: &Outcome) -> Vec<RepoPath> {
    let offered = |outcome: &Outcome| {
        let mut counts: HashMap<Mark, usize> = HashMap::new();
        for (_, finding) in outcome.findings().filter(|(_, finding)| finding.fix.is_some()) {
            *counts.entry(mark(outcome, finding)).or_default() += 1;
        }
        counts
    };
    let (had, has) = (offered(before), offered(after));
    let marks = chosen.iter().map(|(finding, _)| mark(before, finding));
    marks
        .filter(|mark| has.get(mark).is_some_and(|count| *count >= had.get(mark).copied().unwrap_or_default()))
        .map(|mark| mark.1)
        .collect()
}

/// The files with findings that were not there before. What a file says that could not be read before is not new, nor is what other stories lack
/// because of it: it was there, and could not be told.
fn brought_up(before: &Outcome, after: &Outcome) -> BTreeSet<RepoPath> {
    let unread: BTreeSet<&RepoPath> = stories(before).filter(|(_, broken)| *broken).map(|(path, _)| path).collect();
    let mut known: HashMap<(&str, &RepoPath, &str), usize> = HashMap::new();
    for (path, finding) in findings(before) {
        *known.entry((finding.rule, path, &finding.key)).or_default() += 1;
    }
    let unread_now: BTreeSet<&RepoPath> = stories(after).filter(|(_, broken)| *broken).map(|(path, _)| path).collect();
    let is_read_now = stories(after).any(|(path, broken)| !broken && unread.contains(path));
    let mut new = BTreeSet::new();
    for (path, finding) in findings(after) {
        let rule = rules::named(finding.rule);
        let is_own = unread.contains(path) && (!unread_now.contains(path) || rule.is_none_or(|rule| rule.group != Group::Readable));
        let is_of_several = rule.is_none_or(|rule| !matches!(rule.check, Check::Story(_)));
        let is_uncovered = is_own || (is_read_now && is_of_several);
        match known.get_mut(&(finding.rule, path, finding.key.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ if is_uncovered => {}
            _ => drop(new.insert(path.clone())),
        }
    }
    new
}

fn findings(outcome: &Outcome) -> impl Iterator<Item = (&RepoPath, &Finding)> {
    let all = outcome.backlogs.iter().flat_map(|judged| &judged.findings);
    let counts = all.filter(|finding| finding.level != Level::Off || finding.level_if_ready != Level::Off);
    counts.map(|finding| (&outcome.sources[finding.span.file].path, finding))
}

fn stories(outcome: &Outcome) -> impl Iterator<Item = (&RepoPath, bool)> {
    outcome.backlogs.iter().flat_map(|judged| judged.backlog.stories().map(|(_, story)| (&story.path, story.broken)))
}
