//! Annotations for GitHub Actions: commands to the runner, which shows at most ten of a level.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use super::{
    Style,
    neutral::{clean, clip, is_unsafe, visible, without_commands},
};
use crate::{
    finding::{Finding, Level},
    outcome::{Judged, Outcome},
    source::RepoPath,
};

/// How many annotations of one level the runner shows for a step.
const SHOWN: usize = 10;

/// How long a message may be, in characters.
const MESSAGE: usize = 4096;

pub(super) fn write(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for error in &outcome.errors {
        let help = error.help().map(|help| format!("\n{help}")).unwrap_or_default();
        writeln!(out, "::error title=backlint::{}", message(&format!("{error}{help}")))?;
    }
    let levels = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Hint, "notice")];
    for (level, command) in levels.into_iter().filter(|(level, _)| style.hints || *level != Level::Hint) {
        let mut findings: Vec<(&Judged, &Finding)> = outcome.findings().filter(|(_, finding)| finding.level == level).collect();
        findings.sort_by_key(|(judged, finding)| !is_of_the_change(judged, finding));
        let room = if level == Level::Error { SHOWN.saturating_sub(outcome.errors.len()) } else { SHOWN };
        for (_, finding) in findings.iter().take(room) {
            writeln!(out, "{}", annotation(outcome, finding, command))?;
        }
        if findings.len() > room {
            writeln!(out, "{} more of level {command}, in the summary.", findings.len() - room)?;
        }
    }
    Ok(())
}

/// Whether the file of a finding is one the change touches; those lines are on the page that a reviewer reads.
fn is_of_the_change(judged: &Judged, finding: &Finding) -> bool {
    let changed = judged.change.as_ref().map(|change| change.changed.as_slice()).unwrap_or_default();
    finding.story.is_none_or(|story| changed.binary_search(&story).is_ok())
}

fn annotation(outcome: &Outcome, finding: &Finding, command: &str) -> String {
    let source = &outcome.sources[finding.span.file];
    let (start, end) = source.positions(finding.span.range);
    let mut text = format!("::{command} file={},line={},endLine={}", file(outcome, &source.path), start.line, end.line);
    if start.line == end.line {
        let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
    }
    let help = finding.help.as_deref().map(|help| format!("\n{help}")).unwrap_or_default();
    // The log of a run shows the message alone.
    let place = format!("{}:{}:{}", source.path.display(), start.line, start.column);
    let told = format!("{place}: {}: {}{help}", finding.rule, finding.message);
    let _ = write!(text, ",title={}::{}", property(finding.rule), message(&told));
    text
}

/// A path as the runner knows it: from the top of its workspace.
fn file(outcome: &Outcome, path: &RepoPath) -> String {
    let whole = match outcome.workspace_prefix.as_str() {
        "" => path.display(),
        prefix => format!("{prefix}/{}", path.display()),
    };
    // Line ends are kept: they are escaped here, and the runner gives them back. Tabs do no harm in a line.
    let is_kept = |c: char| matches!(c, '\n' | '\r' | '\t') || !is_unsafe(c);
    let shown: String = whole.chars().map(|c| if is_kept(c) { c.into() } else { visible(c) }).collect();
    property(&without_commands(&shown))
}

/// Several lines of text, each neutral, as the value of a command.
fn message(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(clean).collect();
    data(&clip(&lines.join("\n"), MESSAGE))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
