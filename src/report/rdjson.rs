//! The diagnostic format of reviewdog; its columns count bytes.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::json::send;
use crate::{
    finding::{Finding, Level},
    outcome::Outcome,
    source::{BOM, Source, Span},
};

pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics: Vec<Value> = outcome.findings().map(|(_, finding)| diagnostic(outcome, finding)).collect();
    send(&json!({"source": {"name": env!("CARGO_PKG_NAME"), "url": env!("CARGO_PKG_REPOSITORY")}, "diagnostics": diagnostics}), out)
}

fn diagnostic(outcome: &Outcome, finding: &Finding) -> Value {
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.labels.iter().map(|label| json!({"message": label.text, "location": location(outcome, label.span)}));
    json!({
        "message": message,
        "location": location(outcome, finding.span),
        "severity": severity(finding.level),
        "code": {"value": finding.rule},
        "suggestions": suggestions(outcome, finding),
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

/// One suggestion can hold one place, so a fix of several is not offered.
fn suggestions(outcome: &Outcome, finding: &Finding) -> Vec<Value> {
    let Some([edit]) = finding.fix.as_ref().map(|fix| fix.edits.as_slice()) else { return Vec::new() };
    vec![json!({"range": location(outcome, edit.span)["range"], "text": edit.text})]
}

fn location(outcome: &Outcome, span: Span) -> Value {
    let source = &outcome.sources[span.file];
    let range = span.range.range();
    json!({"path": source.path.display(), "range": {"start": place(source, range.start), "end": place(source, range.end)}})
}

fn place(source: &Source, at: usize) -> Value {
    let (start, _) = source.positions(crate::source::TextRange::at(at));
    let line = source.lines().line(&source.text, start.line - 1);
    let mark = if start.line == 1 && source.text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let from = line.start as usize + mark;
    json!({"line": start.line, "column": at.clamp(from, (line.end as usize).max(from)) - from + 1})
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Hint | Level::Off => "INFO",
    }
}
