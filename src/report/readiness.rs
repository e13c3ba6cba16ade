//! What stories lack, for `ready`.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Format, Style, closing, failures,
    fingerprint::Fingerprints,
    item::StoryJson,
    json::send,
    neutral::{clean, clip},
};
use crate::{
    concept::Stage,
    finding::Level,
    outcome::{Judged, Outcome},
    readiness::{Assessment, has_ready_word},
    text::counted::counted,
};

/// What `ready` prints.
#[derive(Debug)]
pub struct Ready<'a> {
    /// The stories that were looked at, in the order they are printed.
    pub all: Vec<(&'a Judged, Assessment<'a>)>,
    /// The places of those to print.
    pub items: Vec<usize>,
    /// Whether only the next ones are asked for.
    pub is_next: bool,
    /// The filters in words; nothing without filters.
    pub selection: String,
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    stories: Vec<StoryJson<'a>>,
    /// Why there are no stories, or no better ones.
    reason: Option<String>,
}

impl Ready<'_> {
    fn items(&self) -> impl Iterator<Item = &(&Judged, Assessment<'_>)> {
        self.items.iter().map(|at| &self.all[*at])
    }

    /// What has to be said about the answer: why it is empty, or why a story that is not called ready is in it.
    fn reason(&self, outcome: &Outcome) -> Option<String> {
        let Some((judged, first)) = self.items().next() else { return Some(self.why_none(outcome)) };
        let is_open = self.is_next && judged.backlog[first.story].stage() != Stage::Ready;
        (is_open && !has_ready_word(judged))
            .then(|| "No status here means ready, so open stories that meet the checks are taken.".to_owned())
    }

    /// Why no story may start: what each one lacks or waits for, the nearest first, and what would help.
    fn why_none(&self, outcome: &Outcome) -> String {
        let of = if self.selection.is_empty() { String::new() } else { format!(" of {}", clean(&self.selection)) };
        let drafts = outcome.backlogs.iter().flat_map(|judged| judged.backlog.stories());
        let drafts = drafts.filter(|(_, story)| story.live && story.stage() == Stage::Draft).count();
        let drafts = match drafts {
            0 => String::new(),
            count => {
                format!(" {}: `backlint agenda` lists what to refine.", counted(count, "draft is not judged", "drafts are not judged"))
            }
        };
        if self.all.is_empty() {
            return format!("No story may start: there is no open item{of}.{drafts}");
        }
        let mut said = Vec::new();
        let is_ready =
            |(judged, one): &&(&Judged, Assessment<'_>)| judged.backlog[one.story].stage() == Stage::Ready || !has_ready_word(judged);
        let ready: Vec<_> = self.all.iter().filter(is_ready).collect();
        let open = self.all.len() - ready.len();
        said.extend(named(
            "Nearest",
            &ready,
            |one| !one.meets_checks,
            |one| clip(&clean(&one.lacks.first()?.message), 80).into_owned().into(),
        ));
        said.extend(named(
            "Waiting",
            &ready,
            |one| one.meets_checks && !one.blocked_by.is_empty(),
            |one| Some(format!("for {}", clean(&one.blocked_by.join(", ")))),
        ));
        let able = self.all.iter().filter(|(_, one)| one.meets_checks && one.blocked_by.is_empty()).count();
        if open > 0 {
            let help = if able > 0 { ": `--next --open` takes the first that meets the checks" } else { "" };
            said.push(format!("{}{help}", counted(open, "open item is not called ready", "open items are not called ready")));
        }
        if said.is_empty() {
            said.push("`backlint check` says what keeps them".to_owned());
        }
        format!("No story{of} may start. {}.{drafts}", said.join(". "))
    }
}

/// How many stories are named before the rest is counted.
const NAMED: usize = 3;

/// The first of the stories that `is` holds for, each with what `says` about it.
fn named(
    what: &str,
    ready: &[&(&Judged, Assessment<'_>)],
    is: impl Fn(&Assessment<'_>) -> bool,
    says: impl Fn(&Assessment<'_>) -> Option<String>,
) -> Option<String> {
    let mut found: Vec<_> = ready.iter().filter(|(_, one)| is(one)).collect();
    found.sort_by_key(|(_, one)| one.lacks.len());
    let names: Vec<String> = found
        .iter()
        .take(NAMED)
        .filter_map(|(judged, one)| Some(format!("{} ({})", clean(&judged.backlog[one.story].name()), says(one)?)))
        .collect();
    let rest = found.len().saturating_sub(NAMED);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("{what}: {}{more}", names.join(", ")))
}

/// Writes what the stories lack; of the next ones only their names.
pub fn write_ready(
    format: Format,
    outcome: &Outcome,
    answer: &Ready<'_>,
    style: Style,
    out: &mut dyn Write,
    remarks: &mut dyn Write,
) -> io::Result<()> {
    let reason = answer.reason(outcome);
    match format {
        Format::Full => {
            full_items(answer, style, out)?;
            reason.iter().try_for_each(|reason| writeln!(out, "{reason}"))?;
        }
        Format::Json => json(outcome, answer, reason, out)?,
        _ => {
            answer.items().try_for_each(|item| writeln!(out, "{}", line(item)))?;
            reason.iter().try_for_each(|reason| writeln!(remarks, "{reason}"))?;
            closing::notices(outcome, style, remarks)?;
        }
    }
    failures::write(&outcome.errors, style, remarks)
}

fn json(outcome: &Outcome, answer: &Ready<'_>, reason: Option<String>, out: &mut dyn Write) -> io::Result<()> {
    let mut prints = Fingerprints::default();
    let stories = answer.items().map(|(judged, one)| StoryJson::new(&mut prints, outcome, judged, one)).collect();
    send(&Report { version: 1, stories, reason }, out)
}

/// A story on one line, for programs that read lines.
fn line((judged, one): &(&Judged, Assessment<'_>)) -> String {
    let mut said = lacks(one);
    said.extend(one.blocked_by.iter().map(|id| format!("blocked by {}", clean(id))));
    if said.is_empty() {
        said.push(verdict(one).into());
    }
    let story = &judged.backlog[one.story];
    format!("{}: {}: {}", clean(&story.path.display()), clean(&story.name()), said.join(", "))
}

fn lacks(one: &Assessment<'_>) -> Vec<String> {
    one.lacks.iter().map(|finding| clip(&clean(&finding.message), 80).into_owned()).collect()
}

fn verdict(one: &Assessment<'_>) -> &'static str {
    if one.may_start { "may start" } else { "meets the checks" }
}

fn full_items(answer: &Ready<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (judged, one) in answer.items() {
        let story = &judged.backlog[one.story];
        // A story that cannot be read has no title; its file is where to look.
        let title = story.title.value().map_or_else(|| story.path.display(), Clone::clone);
        let name = format!("{}  {}", style.strong(&clean(&story.name())), clip(&clean(&title), 80));
        writeln!(out, "{name}  {}", style.quiet(story.stage().name()))?;
        if one.meets_checks {
            writeln!(out, "  {}", verdict(one))?;
        }
        for lack in lacks(one) {
            writeln!(out, "  {} {lack}", style.level(Level::Error, style.mark(Level::Error)))?;
        }
        if !one.blocked_by.is_empty() {
            writeln!(out, "  waits for {}", clean(&one.blocked_by.join(", ")))?;
        }
        writeln!(out)?;
    }
    let count = answer.items.len();
    if count > 1 {
        let meets = answer.items().filter(|(_, one)| one.meets_checks).count();
        let may = answer.items().filter(|(_, one)| one.may_start).count();
        writeln!(out, "{meets} of {count} meet the checks, {may} may start.")?;
    }
    Ok(())
}
