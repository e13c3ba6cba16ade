//! Which findings a run reports.

mod baseline;
mod matching;
mod only;
mod since;
mod unread;

pub use baseline::{hide_known, known, named};
pub use only::only;
pub use since::hide_unchanged;

use crate::{
    backlog::StoryIx,
    concept::id::IdKey,
    error::Error,
    finding::{Finding, Level},
    layout::{Globs, Place},
    outcome::{HiddenCounts, Judged, Notice, Outcome},
    settings::closest,
    source::{FileId, RepoPath},
};

/// Names what is shown: findings whose place or any label lies in one of the paths or stories; all where neither are given. Of the paths,
/// those among `files` need not hold a story.
pub fn narrow(
    outcome: &mut Outcome,
    (paths, files): (&[RepoPath], &[RepoPath]),
    ids: &[String],
    only: &[&'static str],
) -> Result<(), Error> {
    let empty = outcome.backlogs.iter().all(|judged| judged.backlog.is_empty());
    let unmatched: Vec<&RepoPath> = paths.iter().filter(|path| !holds_stories(outcome, path)).collect();
    if let Some(path) = unmatched.iter().find(|path| !empty && !files.contains(path)) {
        return Err(no_story(outcome, path));
    }
    if let Some(first) = unmatched.iter().find(|path| files.contains(path)) {
        let text = match unmatched.len() {
            1 => format!("`{}` is not a story and was skipped", first.display()),
            count => format!("{count} files are not stories and were skipped, `{}` among them", first.display()),
        };
        outcome.notices.push(Notice { code: "unmatched", text });
    }
    let stories = wanted_stories(outcome, ids)?;
    let everything = ids.is_empty() && paths.is_empty();
    let mut shown = Vec::new();
    let mut hidden = HiddenCounts::default();
    for (at, judged) in outcome.backlogs.iter().enumerate() {
        let in_paths = |file: FileId| paths.iter().any(|wanted| outcome.sources[file].path.below(wanted).is_some());
        let in_stories = |file: FileId| stories.iter().any(|(backlog, ix)| *backlog == at && judged.backlog[*ix].file == file);
        let is_wanted = |file: FileId| everything || in_paths(file) || in_stories(file);
        // What is about no story is about all of them.
        let touches = |finding: &Finding| {
            finding.story.is_none() || is_wanted(finding.span.file) || finding.labels.iter().any(|label| is_wanted(label.span.file))
        };
        // What keeps a file from being judged is told whatever else is asked for.
        let is_of = |finding: &Finding| only.is_empty() || only.contains(&finding.rule) || unread::is_about_reading(finding.rule);
        let findings = judged.findings.iter().enumerate().filter(|(_, finding)| is_of(finding));
        for (found, finding) in findings.filter(|(_, finding)| finding.level != Level::Off && touches(finding)) {
            match finding.hidden {
                None => shown.push((at, found)),
                Some(why) => hidden.count(why),
            }
        }
    }
    // Each backlog's findings are sorted; one backlog may lie within another.
    if outcome.backlogs.len() > 1 {
        let path = |(backlog, finding): &(usize, usize)| &outcome.sources[outcome.backlogs[*backlog].findings[*finding].span.file].path;
        shown.sort_by(|a, b| path(a).cmp(path(b)));
    }
    outcome.shown = shown;
    outcome.hidden = hidden;
    Ok(())
}

fn holds_stories(outcome: &Outcome, path: &RepoPath) -> bool {
    outcome.backlogs.iter().flat_map(|judged| judged.backlog.stories()).any(|(_, story)| story.path.below(path).is_some())
}

/// Why a path that was named is no story.
fn no_story(outcome: &Outcome, path: &RepoPath) -> Error {
    let around = outcome.backlogs.iter().filter_map(|judged| Some((judged, path.below(&judged.backlog.root)?)));
    let Some((judged, below)) = around.max_by_key(|(judged, _)| judged.backlog.root.as_bytes().len()) else {
        return Error::usage(format!("`{}` holds no story", path.display()), None);
    };
    let layout = &judged.layout;
    let patterns = |globs: &Globs| globs.patterns().iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(", ");
    let why = if layout.ignore.is_match(below) {
        format!("its `ignore` leaves it out: {}", patterns(&layout.ignore))
    } else if layout.place(below) == Place::Elsewhere {
        format!("its stories are {}", patterns(&layout.stories))
    } else {
        "it has neither front matter nor an id in its file name".into()
    };
    Error::usage(format!("`{}` is no story of the layout `{}`", path.display(), layout.name), why)
}

/// The stories that ids name.
pub fn wanted_stories(outcome: &Outcome, ids: &[String]) -> Result<Vec<(usize, StoryIx)>, Error> {
    let mut found = Vec::new();
    for id in ids {
        let before = found.len();
        let key = IdKey::of(id);
        for (at, judged) in outcome.backlogs.iter().enumerate() {
            found.extend(judged.backlog.named(&key).map(|ix| (at, ix)));
        }
        if found.len() == before {
            return Err(ambiguous_id(outcome, id).unwrap_or_else(|| unknown_id(outcome, id)));
        }
    }
    Ok(found)
}

/// A number that several folders have names no story by itself.
fn ambiguous_id(outcome: &Outcome, id: &str) -> Option<Error> {
    let key = IdKey::of(id);
    let of = |judged: &'_ Judged| judged.backlog.with_id(&key).iter().map(|ix| judged.backlog[*ix].path.display()).collect::<Vec<_>>();
    let paths: Vec<String> = outcome.backlogs.iter().flat_map(of).collect();
    let (first, second) = (paths.first()?, paths.get(1)?);
    Some(Error::usage(format!("`{id}` may be `{first}` or `{second}`"), "name the file".to_owned()))
}

fn unknown_id(outcome: &Outcome, id: &str) -> Error {
    let ids = |judged: &'_ Judged| judged.backlog.stories().filter_map(|(_, story)| story.id.value().cloned()).collect::<Vec<_>>();
    let known: Vec<String> = outcome.backlogs.iter().flat_map(ids).collect();
    let help = closest(id, known.iter().map(String::as_str)).map(|meant| format!("did you mean `{meant}`?"));
    Error::usage(format!("`{id}` is neither a path nor the id of a story"), help)
}
