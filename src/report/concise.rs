//! One line per finding: `path:line:col: level[rule] message`.

use std::io::{self, Write};

use rayon::prelude::*;

use super::{
    Style, closing,
    neutral::{clean, shown_path},
};
use crate::{
    finding::{Finding, Level},
    outcome::Outcome,
};

pub(super) fn write(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let shown = outcome.findings().filter(|(_, finding)| style.hints || finding.level != Level::Hint);
    let lines: Vec<String> = shown.collect::<Vec<_>>().par_iter().map(|(_, finding)| line(outcome, finding, style)).collect();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// A finding on one line.
pub(super) fn line(outcome: &Outcome, finding: &Finding, style: Style) -> String {
    let level = format!("{}[{}]", finding.level.name(), finding.rule);
    format!("{}: {} {}", place(outcome, finding), style.level(finding.level, &level), clean(&finding.message))
}

/// `path:line:col`.
pub(super) fn place(outcome: &Outcome, finding: &Finding) -> String {
    let source = &outcome.sources[finding.span.file];
    let (start, _) = source.positions(finding.span.range);
    format!("{}:{}:{}", shown_path(&source.path), start.line, start.column)
}

/// What a program that reads the lines does not want among them.
pub(super) fn remarks(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    closing::notices(outcome, style, out)?;
    closing::summary(outcome, style, out)
}
