//! A run over trees in memory, and what holds of whatever it found.

use std::{collections::BTreeSet, io};

use backlint::{
    error::Error,
    finding::{Finding, Hidden},
    outcome::Outcome,
    readiness,
    report::{self, Compared, Format, Notation, Planned, Ready, Selection, Style},
    rules::RULES,
    run::{Request, Trees, run},
    source::{Source, TextRange},
    tree::{MemoryTree, Tree},
};

use crate::{page::request, runner::commands};

const STYLE: Style = Style { colour: false, ascii: false, hints: true, all: true };

/// What a run found.
pub struct Verdict(Outcome);

/// A report, and what is printed beside it.
struct Report {
    name: &'static str,
    format: Format,
    text: String,
    remarks: String,
}

impl Verdict {
    pub fn of(head: &MemoryTree, base: Option<&MemoryTree>) -> Self {
        Self::judged(head, base, &request(RULES.to_vec()))
    }

    pub fn without_suppressions(head: &MemoryTree) -> Self {
        Self::judged(head, None, &Request { suppressions: false, ..request(RULES.to_vec()) })
    }

    fn judged(head: &MemoryTree, base: Option<&MemoryTree>, request: &Request) -> Self {
        let bases = base.into_iter().map(|base| base as &dyn Tree).collect();
        let outcome = run(&Trees { head, bases }, request);
        Self(outcome.unwrap_or_else(|error| Outcome { errors: vec![error], ..Outcome::default() }))
    }

    /// Whether nothing stopped the run.
    pub fn is_judged(&self) -> bool {
        self.0.errors.is_empty()
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.0.backlogs.iter().flat_map(|judged| &judged.findings)
    }

    /// What is suppressed.
    pub fn suppressed(&self) -> impl Iterator<Item = &Finding> {
        self.findings().filter(|finding| finding.hidden == Some(Hidden::Suppressed))
    }

    /// Rule, place and message of what is reported.
    pub fn reported(&self) -> BTreeSet<(&'static str, String, &str)> {
        let place = |finding: &Finding| format!("{}:{:?}", self.0.sources[finding.span.file].path.display(), finding.span.range);
        self.0.findings().map(|(_, finding)| (finding.rule, place(finding), finding.message.as_str())).collect()
    }

    /// No rule failed, every place is a place, every report can be written and, where it is for programs, read.
    pub fn assert_sound(&self) {
        self.assert_placed();
        for report in self.reports() {
            if !matches!(report.format, Format::Full | Format::Concise | Format::Github | Format::Summary) {
                serde_json::from_str::<serde_json::Value>(&report.text).unwrap_or_else(|error| panic!("{}: {error}", report.name));
            }
        }
    }

    /// No rule failed, every place is a place.
    pub fn assert_placed(&self) {
        for finding in self.findings() {
            assert_ne!(finding.rule, "rule-panicked", "{}", finding.message);
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            for span in finding.labels.iter().map(|label| label.span).chain(edits).chain([finding.span]) {
                assert_inside(&self.0.sources[span.file], span.range, finding.rule);
            }
        }
        for error in &self.0.errors {
            if let Error::Config { file, mistakes } = error {
                for mistake in mistakes {
                    assert_inside(file, mistake.range, &mistake.message);
                }
            }
        }
    }

    /// No report steers anything but by our own commands.
    pub fn assert_neutral(&self) {
        for report in self.reports() {
            assert_neutral(report.name, &report.text, report.format == Format::Github);
            assert_neutral(report.name, &report.remarks, false);
        }
    }

    fn reports(&self) -> Vec<Report> {
        let outcome = &self.0;
        let judged = &outcome.backlogs;
        let overviews: Vec<Compared> = judged.iter().map(|judged| Compared { now: readiness::overview(judged), before: None }).collect();
        let agendas = judged.iter().map(|judged| (judged, readiness::agenda(judged, 9, |_| true))).collect();
        let planned = Planned { agendas, selection: String::new(), asks_for_criteria: true };
        let all: Vec<_> = judged
            .iter()
            .flat_map(|judged| readiness::assess(judged, &readiness::open_items(judged)).into_iter().map(move |one| (judged, one)))
            .collect();
        let ready = Ready { items: (0..all.len()).collect(), all, is_next: false, selection: String::new() };
        let mut reports = Vec::new();
        // SARIF holds every rule's page however little is found, which takes longer than all else together: one run in sixteen writes it.
        let is_left_out = self.findings().map(|finding| finding.message.len()).sum::<usize>() % 16 != 1;
        for (format, name) in Format::ALL.into_iter().filter(|(format, _)| *format != Format::Sarif || !is_left_out) {
            reports.push(report(name, format, |out, remarks| report::write(format, outcome, STYLE, out, remarks)));
        }
        for format in [Format::Full, Format::Summary, Format::Json] {
            reports.push(report("report", format, |out, remarks| report::write_overview(format, outcome, &overviews, STYLE, out, remarks)));
            reports.push(report("agenda", format, |out, remarks| report::write_agenda(format, outcome, &planned, STYLE, out, remarks)));
            reports.push(report("ready", format, |out, remarks| report::write_ready(format, outcome, &ready, STYLE, out, remarks)));
        }
        for notation in [Notation::Mermaid, Notation::Dot] {
            let text = report::graph(outcome, &Selection { focus: None, all: true }, notation);
            reports.push(Report { name: "graph", format: Format::Full, text, remarks: String::new() });
        }
        reports
    }
}

fn report(name: &'static str, format: Format, write: impl FnOnce(&mut Vec<u8>, &mut Vec<u8>) -> io::Result<()>) -> Report {
    let (mut out, mut remarks) = (Vec::new(), Vec::new());
    write(&mut out, &mut remarks).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Report { name, format, text: text(out), remarks: text(remarks) }
}

fn assert_inside(source: &Source, range: TextRange, what: &str) {
    let inside = range.start <= range.end && source.text.get(range.range()).is_some();
    assert!(inside, "{what}: {range:?} is no place in {} of {} bytes", source.path.display(), source.text.len());
}

/// Nothing that a terminal or a runner obeys; of commands only those that our annotations are, and only where they belong.
pub fn assert_neutral(name: &str, text: &str, is_ours: bool) {
    let steers = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!text.contains(steers), "{name}: {:?}", text.find(steers).map(|at| &text[at..]));
    for command in commands(text) {
        let known = ["error", "warning", "notice"].contains(&command.name.as_str())
            && command.properties.keys().all(|key| ["file", "line", "endLine", "col", "endColumn", "title"].contains(&key.as_str()));
        assert!(is_ours && known, "{name}: {command:?}");
    }
    for mark in ["##[", "##vso[", "##teamcity["] {
        assert!(!text.contains(mark), "{name}: {mark}");
    }
}
