//! The last lines of a report: remarks, and how ready the backlog is.

use std::io::{self, Write};

use super::{Style, neutral::clean};
use crate::{
    finding::Level,
    outcome::{Judged, Outcome},
};

/// Remarks about the run.
pub(super) fn notices(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for notice in &outcome.notices {
        writeln!(out, "{} {}", style.quiet("note:"), clean(&notice.text))?;
    }
    Ok(())
}

/// How ready the backlog is, and what was found.
pub(super) fn summary(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if outcome.backlogs.is_empty() {
        return Ok(());
    }
    if outcome.backlogs.len() > 1 {
        for judged in &outcome.backlogs {
            writeln!(out, "{}: {}", root(judged), readiness(judged.summary.meets_checks, judged.summary.open_items))?;
        }
    }
    let summary = outcome.summary();
    writeln!(out, "{} {}", style.strong(&readiness(summary.meets_checks, summary.open_items)), found(outcome, style))
}

fn root(judged: &Judged) -> String {
    let root = judged.backlog.root.display();
    if root.is_empty() { ".".into() } else { clean(&root).into_owned() }
}

fn readiness(meets: usize, open: usize) -> String {
    match (meets, open) {
        (_, 0) => "No open items.".into(),
        (1, 1) => "The one open item meets the checks.".into(),
        (0, 1) => "The one open item does not meet the checks.".into(),
        (meets, open) => format!("{meets} of {open} open items meet the checks."),
    }
}

fn found(outcome: &Outcome, style: Style) -> String {
    let count = |level, name: &str| Some(counted(outcome.count(level), name)).filter(|_| outcome.count(level) > 0);
    let heavy: Vec<String> = [count(Level::Error, "error"), count(Level::Warning, "warning")].into_iter().flatten().collect();
    let mut files: Vec<u32> = outcome
        .findings()
        .map(|(_, finding)| finding)
        .filter(|finding| finding.level != Level::Hint)
        .map(|finding| finding.span.file.0)
        .collect();
    files.sort_unstable();
    files.dedup();
    let stories = if files.len() == 1 { "1 story".into() } else { format!("{} stories", files.len()) };
    let mut text = if heavy.is_empty() {
        format!(
            "Nothing to mend in {}.",
            if outcome.summary().stories == 1 { "1 story".into() } else { format!("{} stories", outcome.summary().stories) }
        )
    } else {
        format!("{} in {stories}.", heavy.join(" and "))
    };
    if let Some(hints) = count(Level::Hint, "hint").filter(|_| !style.hints) {
        let them = if outcome.count(Level::Hint) == 1 { "it" } else { "them" };
        text = format!("{text} {hints}; `--hints` draws {them}.");
    }
    text
}

/// `1 error`, `2 errors`.
fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}
