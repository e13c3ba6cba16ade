//! The last lines of a report: remarks, and how ready the backlog is.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::{Style, neutral::clean};
use crate::{
    finding::{Finding, Level, Safety},
    outcome::{Judged, Outcome, Summary},
    readiness::has_ready_word,
    text::counted::{counted, stories},
};

/// Remarks about the run. What is true of every run here is said with `--verbose` alone.
pub(super) fn notices(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let is_verbose = outcome.notices.iter().any(|notice| notice.code == "verbose");
    for notice in outcome.notices.iter().filter(|notice| is_verbose || notice.code != "not-configured") {
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
            writeln!(out, "{}: {}", root(judged), readiness(judged.summary))?;
        }
    }
    let claim = claim(outcome);
    let gap = if claim.is_empty() { "" } else { " " };
    writeln!(out, "{} {}{gap}{claim}", style.strong(&readiness_of(outcome)), found(outcome, style))
}

/// When a story is held to the checks, where no status says that it is ready.
pub(super) fn claim(outcome: &Outcome) -> &'static str {
    let has_open = outcome.backlogs.iter().any(|judged| judged.summary.open_items > 0);
    let is_silent = |judged: &Judged| judged.summary.open_items == 0 || has_ready_word(judged);
    if !has_open || outcome.backlogs.iter().any(is_silent) {
        return "";
    }
    "No status here means ready: a story is held to the checks when it is started, or from a status that `[stages]` calls ready."
}

fn root(judged: &Judged) -> String {
    let root = judged.backlog.root.display();
    if root.is_empty() { ".".into() } else { clean(&root).into_owned() }
}

/// How many open items of all backlogs meet the checks.
pub(super) fn readiness_of(outcome: &Outcome) -> String {
    readiness(outcome.summary())
}

fn readiness(summary: Summary) -> String {
    let unread = match summary.unread {
        0 => String::new(),
        1 => " 1 file was not read.".into(),
        count => format!(" {count} files were not read."),
    };
    let meets = match (summary.meets_checks, summary.open_items) {
        (_, 0) => "No open items.".into(),
        (1, 1) => "The one open item meets the checks.".into(),
        (0, 1) => "The one open item does not meet the checks.".into(),
        (meets, open) => format!("{meets} of {open} open items meet the checks."),
    };
    meets + &unread
}

fn found(outcome: &Outcome, style: Style) -> String {
    let counts = counts(outcome);
    let mut text = match counts.split_at_checked(1) {
        Some((first, rest)) => format!("{}{rest}.", first.to_uppercase()),
        None => counts,
    };
    let hints = outcome.count(Level::Hint);
    if hints > 0 && !style.hints {
        let them = if hints == 1 { "it" } else { "them" };
        text = format!("{text} {}; `--hints` draws {them}.", counted(hints, "hint", "hints"));
    }
    let mendable = mendable(outcome);
    if !mendable.is_empty() {
        text = format!("{text} {mendable}");
    }
    let hidden = hidden(outcome);
    if hidden.is_empty() { text } else { format!("{text} {hidden}") }
}

/// How many of what is shown can be mended without anyone having to think.
fn mendable(outcome: &Outcome) -> String {
    let count = |safety| outcome.findings().filter(|(_, finding)| finding.fix.as_ref().is_some_and(|fix| fix.safety == safety)).count();
    match (count(Safety::Safe), count(Safety::Unsafe)) {
        (0, _) => String::new(),
        (safe, 0) => format!("{safe} can be fixed with `--fix`."),
        (safe, more) => format!("{safe} can be fixed with `--fix`, {more} more with `--unsafe-fixes`."),
    }
}

/// `2 errors and 1 warning in 2 stories`, or that there is nothing.
pub(super) fn counts(outcome: &Outcome) -> String {
    let count = |level, one: &str, many: &str| Some(outcome.count(level)).filter(|count| *count > 0).map(|count| counted(count, one, many));
    let heavy: Vec<String> =
        [count(Level::Error, "error", "errors"), count(Level::Warning, "warning", "warnings")].into_iter().flatten().collect();
    if heavy.is_empty() {
        let stories = stories(outcome.summary().stories);
        return if outcome.is_compared() { format!("nothing new in {stories}") } else { format!("nothing to mend in {stories}") };
    }
    let shown: Vec<&Finding> = outcome.findings().map(|(_, finding)| finding).filter(|finding| finding.level != Level::Hint).collect();
    let files: BTreeSet<_> = shown.iter().map(|finding| &outcome.sources[finding.span.file].path).collect();
    let (one, many) = if shown.iter().all(|finding| finding.story.is_some()) { ("story", "stories") } else { ("file", "files") };
    format!("{} in {}", heavy.join(" and "), counted(files.len(), one, many))
}

/// What is not shown, and why.
pub(super) fn hidden(outcome: &Outcome) -> String {
    let hidden = outcome.hidden;
    let unchanged = Some(hidden.unchanged).filter(|count| *count > 0).map(|count| format!("{} there before.", was(count)));
    let baseline = Some(hidden.baseline).filter(|count| *count > 0).map(|count| format!("{} in the baseline.", is(count)));
    let suppressed = Some(hidden.suppressed).filter(|count| *count > 0).map(|count| format!("{} suppressed in stories.", is(count)));
    let accepted = Some(hidden.accepted).filter(|count| *count > 0).map(|count| format!("{} accepted in the configuration.", is(count)));
    [unchanged, baseline, suppressed, accepted].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn was(count: usize) -> String {
    if count == 1 { "1 more was".into() } else { format!("{count} more were") }
}

fn is(count: usize) -> String {
    if count == 1 { "1 more is".into() } else { format!("{count} more are") }
}
