//! What stories lack, for `ready`.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Format, Style, closing, failures,
    fingerprint::Fingerprints,
    json::{FindingJson, send},
    neutral::{clean, clip},
};
use crate::{
    concept::Stage,
    finding::{Finding, Level},
    outcome::{Judged, Outcome},
    readiness::Assessment,
};

/// One story and what stands between it and its start.
#[derive(Debug)]
pub struct ReadyItem<'a> {
    judged: &'a Judged,
    /// What people call it.
    pub id: String,
    /// Where it lies.
    pub path: String,
    /// Its title; empty without one.
    pub title: String,
    /// Its stage.
    pub stage: Stage,
    /// Whether no error is left at the ready column.
    pub meets_checks: bool,
    /// The errors at the ready column.
    pub lacks: Vec<&'a Finding>,
    /// Dependencies that are not done.
    pub blocked_by: Vec<String>,
    /// Whether work may start.
    pub may_start: bool,
}

impl<'a> ReadyItem<'a> {
    /// An assessed story of `judged`.
    pub fn new(judged: &'a Judged, assessment: Assessment<'a>) -> Self {
        let story = &judged.backlog[assessment.story];
        Self {
            judged,
            id: story.name(),
            path: story.path.display(),
            title: story.title.value().cloned().unwrap_or_default(),
            stage: story.stage(),
            meets_checks: assessment.meets_checks,
            lacks: assessment.lacks,
            blocked_by: assessment.blocked_by,
            may_start: assessment.may_start,
        }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    stories: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    path: &'a str,
    stage: &'static str,
    meets_checks: bool,
    lacks: Vec<FindingJson<'a>>,
    blocked_by: &'a [String],
    may_start: bool,
}

/// Writes what `items` lack; of the next story only its name.
pub fn write_ready(
    format: Format,
    outcome: &Outcome,
    items: &[ReadyItem<'_>],
    style: Style,
    out: &mut dyn Write,
    remarks: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Full => full_items(items, style, out)?,
        Format::Concise => items.iter().try_for_each(|item| writeln!(out, "{}", line(item)))?,
        Format::Json => json(outcome, items, out)?,
        other => return Err(io::Error::new(io::ErrorKind::Unsupported, format!("`ready` has no format `{}`", other.name()))),
    }
    if format == Format::Concise {
        closing::notices(outcome, style, remarks)?;
    }
    failures::write(&outcome.errors, style, remarks)
}

fn json(outcome: &Outcome, items: &[ReadyItem<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut prints = Fingerprints::default();
    let stories = items.iter().map(|item| Item {
        id: &item.id,
        path: &item.path,
        stage: item.stage.name(),
        meets_checks: item.meets_checks,
        lacks: item
            .lacks
            .iter()
            .map(|finding| FindingJson::new(&mut prints, &outcome.sources, item.judged, finding, Level::Error))
            .collect(),
        blocked_by: &item.blocked_by,
        may_start: item.may_start,
    });
    send(&Report { version: 1, stories: stories.collect() }, out)
}

/// A story on one line, for programs that read lines.
fn line(item: &ReadyItem<'_>) -> String {
    let mut said = lacks(item);
    said.extend(item.blocked_by.iter().map(|id| format!("blocked by {}", clean(id))));
    if said.is_empty() {
        said.push(verdict(item).into());
    }
    format!("{}: {}: {}", clean(&item.path), clean(&item.id), said.join(", "))
}

fn lacks(item: &ReadyItem<'_>) -> Vec<String> {
    item.lacks.iter().map(|finding| clip(&clean(&finding.message), 80).into_owned()).collect()
}

fn verdict(item: &ReadyItem<'_>) -> &'static str {
    if item.may_start { "may start" } else { "meets the checks" }
}

fn full_items(items: &[ReadyItem<'_>], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for item in items {
        // A story that cannot be read has no title; its file is where to look.
        let title = if item.title.is_empty() { &item.path } else { &item.title };
        let name = format!("{}  {}", style.strong(&clean(&item.id)), clip(&clean(title), 80));
        writeln!(out, "{name}  {}", style.quiet(item.stage.name()))?;
        if item.meets_checks {
            writeln!(out, "  {}", verdict(item))?;
        }
        for lack in lacks(item) {
            writeln!(out, "  {} {lack}", style.level(Level::Error, style.mark(Level::Error)))?;
        }
        if !item.blocked_by.is_empty() {
            writeln!(out, "  waits for {}", clean(&item.blocked_by.join(", ")))?;
        }
        writeln!(out)?;
    }
    let meets = items.iter().filter(|item| item.meets_checks).count();
    let may = items.iter().filter(|item| item.may_start).count();
    match items {
        [] => writeln!(out, "No story may start: none is ready, meets the checks and has all it depends on done."),
        [_] => Ok(()),
        _ => writeln!(out, "{meets} of {} meet the checks, {may} may start.", items.len()),
    }
}
