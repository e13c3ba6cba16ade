//! The contract for programs. Text stays what it is; what could hide or break out is written as an escape.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde::Serialize;

use super::{
    fingerprint::Fingerprints,
    neutral::{is_unsafe, opens_command},
};
use crate::{
    error::Error,
    finding::{Edit, Finding, Fix, Level},
    outcome::{Judged, Notice, Outcome},
    source::{Position, Sources, Span},
};

/// The version of the contract.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: Tool,
    backlogs: Vec<BacklogJson>,
    findings: Vec<FindingJson<'a>>,
    hidden: Hidden,
    notices: Vec<NoticeJson<'a>>,
    summary: Totals,
    error: Option<ErrorJson>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct BacklogJson {
    root: String,
    layout: String,
    config: Option<String>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct SummaryJson {
    stories: usize,
    open_items: usize,
    meets_checks: usize,
    unread: usize,
}

/// A finding of the contract.
#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    rule: &'static str,
    level: &'static str,
    path: String,
    story: Option<&'a str>,
    stage: Option<&'static str>,
    backlog: String,
    start: Place,
    end: Place,
    message: &'a str,
    help: Option<&'a str>,
    labels: Vec<LabelJson<'a>>,
    fix: Option<FixJson<'a>>,
    fingerprint: String,
}

#[derive(Serialize)]
struct LabelJson<'a> {
    path: String,
    start: Place,
    end: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    safety: &'static str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    path: String,
    start: Place,
    end: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Hidden {
    suppressed: usize,
    accepted: usize,
    baseline: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    code: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Totals {
    stories: usize,
    open_items: usize,
    meets_checks: usize,
    unread: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
}

#[derive(Serialize)]
struct ErrorJson {
    kind: &'static str,
    message: String,
    path: Option<String>,
}

pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let summary = outcome.summary();
    let mut prints = Fingerprints::default();
    let report = Report {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        backlogs: outcome.backlogs.iter().map(backlog).collect(),
        findings: outcome
            .findings()
            .map(|(judged, finding)| FindingJson::new(&mut prints, &outcome.sources, judged, finding, finding.level))
            .collect(),
        hidden: Hidden {
            suppressed: outcome.hidden.suppressed,
            accepted: outcome.hidden.accepted,
            baseline: outcome.hidden.baseline,
            unchanged: outcome.hidden.unchanged,
        },
        notices: outcome.notices.iter().map(|Notice { code, text }| NoticeJson { code, text }).collect(),
        summary: Totals {
            stories: summary.stories,
            open_items: summary.open_items,
            meets_checks: summary.meets_checks,
            unread: summary.unread,
            errors: outcome.count(Level::Error),
            warnings: outcome.count(Level::Warning),
            hints: outcome.count(Level::Hint),
        },
        error: outcome.errors.first().map(error),
    };
    send(&report, out)
}

/// Writes `value` as one line, every character that could do harm escaped.
pub(super) fn send(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string(value)?;
    writeln!(out, "{}", escaped(&text))
}

fn backlog(judged: &Judged) -> BacklogJson {
    BacklogJson {
        root: judged.backlog.root.display(),
        layout: judged.layout.name.clone(),
        config: judged.config.as_ref().map(crate::source::RepoPath::display),
        summary: SummaryJson {
            stories: judged.summary.stories,
            open_items: judged.summary.open_items,
            meets_checks: judged.summary.meets_checks,
            unread: judged.summary.unread,
        },
    }
}

fn error(error: &Error) -> ErrorJson {
    ErrorJson { kind: error.kind(), message: error.to_string(), path: error.path().map(crate::source::RepoPath::display) }
}

impl<'a> FindingJson<'a> {
    pub(super) fn new(prints: &mut Fingerprints, sources: &Sources, judged: &'a Judged, finding: &'a Finding, level: Level) -> Self {
        let story = finding.story.map(|ix| &judged.backlog[ix]).and_then(|story| story.id.value()).map(String::as_str);
        let (path, start, end) = place(sources, finding.span);
        FindingJson {
            rule: finding.rule,
            level: level.name(),
            story,
            stage: finding.stage.map(crate::concept::Stage::name),
            backlog: judged.backlog.root.display(),
            start,
            end,
            message: &finding.message,
            help: finding.help.as_deref(),
            labels: finding
                .labels
                .iter()
                .map(|label| {
                    let (path, start, end) = place(sources, label.span);
                    LabelJson { path, start, end, text: &label.text }
                })
                .collect(),
            fix: finding.fix.as_ref().map(|fix| FixJson::new(sources, fix)),
            fingerprint: prints.of(sources, judged, finding),
            path,
        }
    }
}

impl<'a> FixJson<'a> {
    fn new(sources: &Sources, fix: &'a Fix) -> Self {
        let edit = |edit: &'a Edit| {
            let (path, start, end) = place(sources, edit.span);
            EditJson { path, start, end, text: &edit.text }
        };
        FixJson { title: &fix.title, safety: fix.safety.name(), edits: fix.edits.iter().map(edit).collect() }
    }
}

fn place(sources: &Sources, span: Span) -> (String, Place, Place) {
    let source = &sources[span.file];
    let (start, end) = source.positions(span.range);
    let place = |position: Position| Place { line: position.line, column: position.column };
    (source.path.display(), place(start), place(end))
}

/// The line a span starts in, from 1.
pub(super) fn line_of(sources: &Sources, span: Span) -> usize {
    sources[span.file].positions(span.range).0.line
}

/// JSON text with invisible characters as `\u` escapes; they occur in strings only.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find(|c: char| (is_unsafe(c) && c != '\n') || c == '<' || c == '#') {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let c = tail.chars().next().unwrap_or_default();
        let is_harmless = match c {
            '<' => !tail.starts_with("</") && !tail.starts_with("<!"),
            // The CI runner reads what is printed, JSON too.
            '#' => !opens_command(&tail[1..]),
            _ => false,
        };
        if is_harmless {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
        rest = &tail[c.len_utf8()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn escapes_keep_the_text() {
        let text = "a\u{202e}b\u{9b}c</script>\u{e0001}größer\u{7f} ##[group]x ##vso[y]";
        let json = escaped(&serde_json::to_string(text).unwrap());
        assert!(
            !json.contains('\u{202e}')
                && !json.contains("</")
                && !json.contains("##[")
                && !json.contains("##vso")
                && !json.contains('\u{7f}'),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
