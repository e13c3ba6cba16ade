//! Frames for people, and what to do next.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{
    Style, closing, concise,
    excerpt::Mark,
    frame,
    neutral::{clean, clip, shown_path},
};
use crate::{
    finding::{Finding, Level},
    outcome::Outcome,
};

/// Over this many findings warnings become a table.
const DRAWN: usize = 50;

pub(super) fn write(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let wanted: Vec<&Finding> = findings(outcome).filter(|finding| style.hints || finding.level != Level::Hint).collect();
    if wanted.len() <= DRAWN || style.all {
        draw(outcome, &wanted, style, out)?;
    } else {
        let (errors, others): (Vec<&Finding>, Vec<&Finding>) = wanted.iter().partition(|finding| finding.level == Level::Error);
        let drawn = errors.len().min(DRAWN);
        draw(outcome, &errors[..drawn], style, out)?;
        for finding in &errors[drawn..] {
            writeln!(out, "{}", concise::line(outcome, finding, style))?;
        }
        if errors.len() > drawn {
            writeln!(out)?;
        }
        table(outcome, &others, style, out)?;
    }
    closing::notices(outcome, style, out)?;
    closing::summary(outcome, style, out)?;
    next_steps(outcome, out)
}

fn findings(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    outcome.findings().map(|(_, finding)| finding)
}

/// Frames, file by file; findings of one place share one.
fn draw(outcome: &Outcome, wanted: &[&Finding], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for file in wanted.chunk_by(|a, b| a.span.file == b.span.file) {
        writeln!(out, "{}", style.strong(&shown_path(&outcome.sources[file[0].span.file].path)))?;
        for place in file.chunk_by(|a, b| a.span == b.span) {
            one_frame(outcome, place, style, out)?;
        }
    }
    Ok(())
}

fn one_frame(outcome: &Outcome, place: &[&Finding], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let messages: Vec<String> = place.iter().map(|finding| clean(&finding.message).into_owned()).collect();
    let width = messages.iter().map(|message| message.chars().count()).max().unwrap_or_default().min(MESSAGE);
    for (finding, message) in place.iter().zip(&messages) {
        let mark = style.level(finding.level, style.mark(finding.level));
        writeln!(out, "  {mark} {message:width$}  {}", style.quiet(finding.rule))?;
    }
    out.write_all(frame::draw(&marks(outcome, place), style).as_bytes())?;
    for finding in place {
        if let Some(help) = &finding.help {
            writeln!(out, "  {} {}", style.quiet("help:"), clean(help))?;
        }
    }
    writeln!(out)
}

/// Rules' names line up behind messages up to this width.
const MESSAGE: usize = 60;

/// The place the findings share, then every further place they name.
fn marks<'a>(outcome: &'a Outcome, place: &[&Finding]) -> Vec<Mark<'a>> {
    let text = place.iter().find_map(|finding| finding.place.clone()).unwrap_or_default();
    let span = place[0].span;
    let mut marks = vec![Mark { source: &outcome.sources[span.file], range: span.range, text }];
    for label in place.iter().flat_map(|finding| &finding.labels).filter(|label| label.span != span) {
        let text = clip(&label.text, LABEL).into_owned();
        marks.push(Mark { source: &outcome.sources[label.span.file], range: label.span.range, text });
    }
    marks
}

/// How long the text of a mark may be, in characters.
const LABEL: usize = 80;

/// Findings counted per rule, the commonest first, each with one example.
fn table(outcome: &Outcome, findings: &[&Finding], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let rows = by_rule(findings.iter().copied());
    let width = rows.iter().map(|(rule, ..)| rule.len()).max().unwrap_or_default();
    let digits = rows.first().map_or(1, |(_, count, _)| count.to_string().len());
    for (rule, count, example) in &rows {
        let mark = style.level(example.level, style.mark(example.level));
        writeln!(out, "  {mark} {count:>digits$}  {rule:width$}  {}", style.quiet(&format!("as in {}", concise::place(outcome, example))))?;
    }
    if !rows.is_empty() {
        writeln!(out, "\n`--all` draws every finding.\n")?;
    }
    Ok(())
}

/// Rules with how often they fired and the first finding, the commonest first.
fn by_rule<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<(&'static str, usize, &'a Finding)> {
    let mut rules: BTreeMap<&'static str, (usize, &Finding)> = BTreeMap::new();
    for finding in findings {
        let entry = rules.entry(finding.rule).or_insert((0, finding));
        entry.0 += 1;
    }
    let mut rows: Vec<_> = rules.into_iter().map(|(rule, (count, example))| (rule, count, example)).collect();
    rows.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    rows
}

/// Where to go on; where nobody has configured anything yet, also what was taken for granted.
fn next_steps(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let Some(judged) = outcome.backlogs.first().filter(|judged| !judged.backlog.is_empty()) else { return Ok(()) };
    let rules = by_rule(findings(outcome).filter(|finding| finding.level != Level::Hint));
    let common: Vec<&str> = rules.iter().take(3).map(|(rule, ..)| *rule).collect();
    let is_first_run = judged.config.is_none() && judged.change.is_none();
    if is_first_run {
        writeln!(out, "\nThe layout is `{}`; a `backlint.toml` says otherwise, and which rules count.", judged.layout.name)?;
    }
    match common.first() {
        Some(first) if is_first_run => {
            writeln!(out, "Most often: {}. Next:\n  backlint explain {first}\n  backlint ready", common.join(", "))
        }
        Some(first) => writeln!(out, "\nMore: backlint explain {first}"),
        None => Ok(()),
    }
}
