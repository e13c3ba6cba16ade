//! SARIF 2.1.0, for code scanning.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{fingerprint::Fingerprints, json::send, neutral::clip};
use crate::{
    finding::{Finding, Level},
    outcome::{Judged, Outcome},
    rule::Rule,
    rules::RULES,
    source::{RepoPath, Span},
};

/// How many results GitHub takes.
const RESULTS: usize = 25_000;
/// How many further places of a finding are told.
const RELATED: usize = 10;
/// How long a message may be, in characters.
const MESSAGE: usize = 1000;

pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<(&Judged, &Finding)> = outcome.findings().collect();
    let left_out = findings.len().saturating_sub(RESULTS);
    if left_out > 0 {
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.level));
        findings.truncate(RESULTS);
    }
    let mut prints = Fingerprints::default();
    let results: Vec<Value> = findings.iter().map(|(judged, finding)| result(outcome, judged, finding, &mut prints)).collect();
    let mut notifications: Vec<Value> =
        outcome.errors.iter().map(|error| json!({"level": "error", "message": {"text": error.to_string()}})).collect();
    if left_out > 0 {
        notifications.push(json!({"level": "warning", "message": {"text": format!("{left_out} more findings are left out")}}));
    }
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    let run = json!({
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "invocations": [{"executionSuccessful": outcome.errors.is_empty(), "toolExecutionNotifications": notifications}],
    });
    send(&json!({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}), out)
}

fn descriptor(rule: &Rule) -> Value {
    let page = rule.page.split("\n## Cases").next().unwrap_or_default().trim_end();
    let why = page.split("\n## Why\n").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default().trim();
    let heaviest = rule.gate.0.into_iter().max().unwrap_or(Level::Off);
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.summary()},
        "help": {"text": why, "markdown": why},
        "defaultConfiguration": {"level": level(heaviest)},
        "properties": {"tags": [rule.group.name()]},
    })
}

fn result(outcome: &Outcome, judged: &Judged, finding: &Finding, prints: &mut Fingerprints) -> Value {
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.labels.iter().take(RELATED).map(|label| {
        let mut place = location(outcome, label.span);
        place["message"] = json!({"text": clip(&label.text, MESSAGE)});
        place
    });
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.level),
        "message": {"text": clip(&message, MESSAGE)},
        "locations": [location(outcome, finding.span)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": {"backlint/v1": prints.of(&outcome.sources, judged, finding)},
    });
    // A clause of the team's own is not among the rules that are described.
    if let Some(at) = RULES.iter().position(|rule| rule.name == finding.rule) {
        result["ruleIndex"] = json!(at);
    }
    result
}

fn location(outcome: &Outcome, span: Span) -> Value {
    let source = &outcome.sources[span.file];
    let (start, end) = source.positions(span.range);
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&source.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column},
    }})
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "note",
        Level::Off => "none",
    }
}

/// A path as a relative reference: whatever is not plainly a name is percent-encoded.
pub(super) fn uri(path: &RepoPath) -> String {
    use std::fmt::Write as _;
    let mut uri = String::new();
    for byte in path.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(uri(&RepoPath::new(b"a b/caf\xe9:\n#1.md".as_slice())), "a%20b/caf%E9%3A%0A%231.md");
    }
}
