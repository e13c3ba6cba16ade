//! A page of markdown, for the summary of a job or a comment on a pull request.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use super::{
    closing,
    markdown::{message, plain},
    neutral::clip,
};
use crate::{
    concept::StoryIx,
    finding::{Finding, Level},
    outcome::{Judged, Outcome},
};

/// GitHub takes 1 MiB; what closes the page comes on top.
const MAX_BYTES: usize = 899_000;
/// How many rows of a table are shown before the rest is folded.
const ROWS: usize = 50;
/// How long one cell may be, in characters.
const CELL: usize = 400;
/// What a change weakens stands apart.
const POLICY: &str = "policy-changed";

pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { text: String::new(), left_out: 0 };
    page.add(&format!("## backlint: {}\n\n", verdict(outcome)));
    if !outcome.backlogs.is_empty() {
        page.add(&format!("{} {}\n", closing::readiness_of(outcome), closing::hidden(outcome)));
    }
    for error in &outcome.errors {
        let help = error.help().map(|help| format!(" {}", message(help))).unwrap_or_default();
        page.add(&format!("\n**Could not judge:** {}.{help}\n", message(&error.to_string())));
    }
    for notice in &outcome.notices {
        page.add(&format!("\n{}\n", sentence(&message(&notice.text))));
    }
    changed_stories(outcome, &mut page);
    let (policy, others): (Vec<_>, Vec<_>) = outcome.findings().map(|(_, finding)| finding).partition(|finding| finding.rule == POLICY);
    if !policy.is_empty() {
        page.table("What the change weakens", ["where", "finding", "what to do"], policy.iter().map(|finding| row(outcome, finding)));
    }
    let heavy = others.iter().filter(|finding| finding.level != Level::Hint);
    let title = if outcome.is_compared() { "New findings" } else { "Findings" };
    page.table(title, ["where", "finding", "what to do"], heavy.map(|finding| row(outcome, finding)));
    let hints = others.iter().filter(|finding| finding.level == Level::Hint);
    page.folded("Hints", ["where", "finding", "what to do"], hints.map(|finding| row(outcome, finding)));
    if page.left_out > 0 {
        writeln!(page.text, "\nThe page is full: {} rows are left out.", page.left_out).map_err(io::Error::other)?;
    }
    out.write_all(page.text.as_bytes())
}

fn verdict(outcome: &Outcome) -> String {
    if !outcome.errors.is_empty() {
        return "not everything could be judged".into();
    }
    let text = closing::counts(outcome);
    if outcome.is_compared() && !text.starts_with("nothing") { format!("{text}, new with this change") } else { text }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).chain(['.']).collect())
}

/// Every story the change touches, with what it lacks to meet the checks.
fn changed_stories(outcome: &Outcome, page: &mut Page) {
    if !outcome.is_compared() {
        return;
    }
    let changed = |judged: &'_ Judged| judged.change.as_ref().map(|change| change.changed.clone()).unwrap_or_default();
    let rows: Vec<[String; 3]> =
        outcome.backlogs.iter().flat_map(|judged| changed(judged).into_iter().map(|ix| story(judged, ix)).collect::<Vec<_>>()).collect();
    let deleted: Vec<String> =
        outcome.backlogs.iter().filter_map(|judged| judged.change.as_ref()).flat_map(|change| change.deleted.clone()).collect();
    match rows.len() {
        0 => page.add("\n0 stories changed.\n"),
        1 => page.add("\n1 story changed.\n"),
        count => page.add(&format!("\n{count} stories changed.\n")),
    }
    if !deleted.is_empty() {
        page.add(&format!("\nDeleted: {}.\n", plain(&clip(&deleted.join(", "), CELL))));
    }
    page.table("Stories of this change", ["story", "stage", "lacks to be ready"], rows.into_iter());
}

fn story(judged: &Judged, ix: StoryIx) -> [String; 3] {
    let story = &judged.backlog[ix];
    let title = story.title.value().map(|title| format!(" {title}")).unwrap_or_default();
    let is_lack = |finding: &&Finding| finding.story == Some(ix) && finding.level_if_ready == Level::Error && !finding.is_waived();
    let mut lacks: Vec<&str> = judged.findings.iter().filter(is_lack).map(|finding| finding.message.as_str()).collect();
    lacks.dedup();
    let lacks = if lacks.is_empty() { "nothing".to_owned() } else { lacks.join(", ") };
    [cell(&format!("{}{title}", story.name())), story.stage().name().to_owned(), message(&clip(&lacks, CELL))]
}

fn row(outcome: &Outcome, finding: &Finding) -> [String; 3] {
    let source = &outcome.sources[finding.span.file];
    let (start, _) = source.positions(finding.span.range);
    let what = format!("{}: {} ({})", finding.level.name(), finding.message, finding.rule);
    let help = finding.help.as_deref().unwrap_or_default();
    [cell(&format!("{}:{}", source.path.display(), start.line)), message(&clip(&what, CELL)), message(&clip(help, CELL))]
}

/// What a story says, in a cell.
fn cell(text: &str) -> String {
    plain(&clip(text, CELL))
}

/// A page that ends before it is too long.
struct Page {
    text: String,
    left_out: usize,
}

impl Page {
    fn add(&mut self, text: &str) {
        if self.text.len() + text.len() <= MAX_BYTES {
            self.text.push_str(text);
        } else {
            self.left_out += 1;
        }
    }

    /// A table; what is more than a page's worth is folded.
    fn table<const N: usize>(&mut self, title: &str, heads: [&str; N], rows: impl Iterator<Item = [String; N]>) {
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return;
        }
        self.add(&format!("\n### {title}\n\n"));
        self.rows(heads, &mut rows.by_ref().take(ROWS));
        self.folded(&format!("More: {}", title.to_lowercase()), heads, rows);
    }

    fn folded<const N: usize>(&mut self, title: &str, heads: [&str; N], rows: impl Iterator<Item = [String; N]>) {
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return;
        }
        self.add(&format!("\n<details><summary>{title}</summary>\n\n"));
        self.rows(heads, &mut rows);
        // The end of a fold is never left out.
        self.text.push_str("\n</details>\n");
    }

    fn rows<const N: usize>(&mut self, heads: [&str; N], rows: &mut dyn Iterator<Item = [String; N]>) {
        self.add(&format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(N)));
        for row in rows {
            self.add(&format!("| {} |\n", row.join(" | ")));
        }
    }
}
