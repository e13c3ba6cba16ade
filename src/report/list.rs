//! What was read, story by story, for `list`.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Format, Style, closing, failures,
    fingerprint::Fingerprints,
    item::StoryJson,
    json::send,
    neutral::{clean, clip},
    shape,
};
use crate::{
    concept::{Estimate, Stage},
    outcome::{Judged, Outcome},
    readiness::Assessment,
    story::{Field, Story},
};

/// What `list` prints: per backlog of an outcome the stories that are wanted, and whether files that were left out are named.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The stories, sorted by path within a backlog.
    pub items: Vec<(&'a Judged, Assessment<'a>)>,
    /// Whether lines for people name the files that were left out.
    pub skipped: bool,
    /// Whether the stories are printed without what they say, instead of a line each.
    pub shape: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    backlogs: Vec<BacklogJson>,
    stories: Vec<StoryJson<'a>>,
    skipped: Vec<SkippedJson>,
}

#[derive(Serialize)]
struct BacklogJson {
    root: String,
    layout: String,
    evidence: String,
    checked: bool,
}

#[derive(Serialize)]
struct SkippedJson {
    path: String,
    reason: String,
}

/// Writes what was read.
pub fn write_list(
    format: Format,
    outcome: &Outcome,
    listed: &Listed<'_>,
    style: Style,
    out: &mut dyn Write,
    remarks: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Full | Format::Concise if listed.shape => out.write_all(shape::shapes(outcome, &listed.items).as_bytes())?,
        Format::Full => lines(outcome, listed, style, out)?,
        Format::Json => json(outcome, listed, out)?,
        _ => {
            lines(outcome, listed, style, out)?;
            closing::notices(outcome, style, remarks)?;
        }
    }
    failures::write(&outcome.errors, style, remarks)
}

fn json(outcome: &Outcome, listed: &Listed<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut prints = Fingerprints::default();
    let backlog = |judged: &Judged| BacklogJson {
        root: judged.backlog.root.display(),
        layout: judged.layout.name.clone(),
        evidence: judged.clue.to_string(),
        checked: true,
    };
    let skipped = |judged: &Judged| {
        judged.skipped.iter().map(|one| SkippedJson { path: one.path.display(), reason: one.reason.clone() }).collect::<Vec<_>>()
    };
    let report = Report {
        version: 1,
        backlogs: outcome.backlogs.iter().map(backlog).collect(),
        stories: listed.items.iter().map(|(judged, one)| StoryJson::new(&mut prints, outcome, judged, one)).collect(),
        skipped: outcome.backlogs.iter().flat_map(skipped).collect(),
    };
    send(&report, out)
}

/// How wide a title may be, in characters.
const TITLE: usize = 60;
/// How wide an id may be before it moves the columns after it.
const ID: usize = 16;

/// One line an item: its id, stage, size, criteria, title, and what it lacks.
fn lines(outcome: &Outcome, listed: &Listed<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (at, judged) in outcome.backlogs.iter().enumerate() {
        let own = || listed.items.iter().filter(|(of, _)| std::ptr::eq(*of, judged));
        if outcome.backlogs.len() > 1 {
            let gap = if at == 0 { "" } else { "\n" };
            writeln!(out, "{gap}{}", style.strong(&root(judged)))?;
        }
        let width = own().map(|(_, one)| judged.backlog[one.story].name().chars().count()).max().unwrap_or_default().min(ID);
        for (judged, one) in own() {
            writeln!(out, "{}", line(judged, one, width, style))?;
        }
        if listed.skipped {
            for one in &judged.skipped {
                writeln!(out, "{} {} ({})", style.quiet("skipped"), clean(&one.path.display()), clean(&one.reason))?;
            }
        }
    }
    Ok(())
}

fn root(judged: &Judged) -> String {
    let root = judged.backlog.root.display();
    if root.is_empty() { ".".into() } else { clean(&root).into_owned() }
}

fn line(judged: &Judged, one: &Assessment<'_>, width: usize, style: Style) -> String {
    let story = &judged.backlog[one.story];
    let (id, stage) = (story.name(), story.stage().name());
    let size = size(story).unwrap_or_else(|| "-".into());
    let criteria = story.criteria.len();
    let title = story.title.value().map_or_else(|| story.path.display(), Clone::clone);
    let (id, title) = (clean(&id).into_owned(), clip(&clean(&title), TITLE).into_owned());
    format!("{id:<width$}  {stage:<7}  {size:>8}  {criteria:>3}  {title}{}", said(story, one, style))
}

fn size(story: &Story) -> Option<String> {
    match &story.estimate {
        Field::Value { value: Estimate::Points(points), .. } => Some(points.to_string()),
        Field::Value { value, .. } => Some(value.to_string()),
        Field::Invalid { .. } => Some("?".into()),
        Field::Missing { .. } | Field::Absent => None,
    }
}

/// What keeps a live story from its start, in a word each.
fn said(story: &Story, one: &Assessment<'_>, style: Style) -> String {
    if !story.live || matches!(story.stage(), Stage::Done | Stage::Dropped) {
        return String::new();
    }
    let mut words: Vec<String> = one.lacks.iter().map(|finding| finding.rule.to_owned()).collect();
    words.dedup();
    words.extend(one.blocked_by.iter().map(|id| format!("waits for {}", clean(id))));
    if words.is_empty() { String::new() } else { format!("  {}", style.quiet(&words.join(", "))) }
}
