//! GitLab's code quality report.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{fingerprint::Fingerprints, json::send};
use crate::{finding::Level, outcome::Outcome};

pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut prints = Fingerprints::default();
    let issues: Vec<Value> = outcome
        .findings()
        .map(|(judged, finding)| {
            let source = &outcome.sources[finding.span.file];
            let (start, end) = source.positions(finding.span.range);
            json!({
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": prints.of(&outcome.sources, judged, finding),
                "severity": severity(finding.level),
                "location": {"path": source.path.display(), "lines": {"begin": start.line, "end": end.line}},
            })
        })
        .collect();
    send(&issues, out)
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Hint | Level::Off => "info",
    }
}
