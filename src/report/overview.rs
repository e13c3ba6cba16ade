//! What a team plans by, for `report`: bars for people, tables for pages, data for programs.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde::Serialize;

use super::{
    Format, Style, closing, failures,
    json::send,
    markdown::plain,
    neutral::{clean, clip},
};
use crate::{
    outcome::Outcome,
    readiness::{Group, Overview},
};

/// A backlog now, and before.
#[derive(Debug, Serialize)]
pub struct Compared {
    /// How it is.
    #[serde(flatten)]
    pub now: Overview,
    /// How it was, where two revisions are compared and it was there.
    pub before: Option<Overview>,
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    backlogs: &'a [Compared],
}

/// Writes the numbers of every backlog.
pub fn write_overview(
    format: Format,
    outcome: &Outcome,
    backlogs: &[Compared],
    style: Style,
    out: &mut dyn Write,
    remarks: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Summary => out.write_all(markdown(backlogs).as_bytes())?,
        Format::Json => send(&Report { version: 1, backlogs }, out)?,
        _ => out.write_all(terminal(backlogs, style).as_bytes())?,
    }
    closing::notices(outcome, style, remarks)?;
    failures::write(&outcome.errors, style, remarks)
}

/// How wide a bar is, in characters.
const BAR: usize = 20;
/// How many characters of a title are shown.
const TITLE: usize = 50;
/// How many rows a list has before the rest is counted.
const ROWS: usize = 8;

fn terminal(backlogs: &[Compared], style: Style) -> String {
    let mut text = String::new();
    for (at, backlog) in backlogs.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        if !backlog.now.root.is_empty() {
            let _ = writeln!(text, "{}\n", style.strong(&clean(&backlog.now.root)));
        }
        one(backlog, style, &mut text);
    }
    text
}

fn one(backlog: &Compared, style: Style, text: &mut String) {
    let now = &backlog.now;
    for line in lead(backlog) {
        let _ = writeln!(text, "{}", style.strong(&line));
    }
    if now.open.items == 0 {
        return;
    }
    bars("By stage", &now.stages, style, text);
    if !now.others.is_empty() {
        let others: Vec<String> = now.others.iter().map(|(stage, count)| format!("{count} {stage}")).collect();
        let _ = writeln!(text, "  besides: {}", others.join(", "));
    }
    bars("By epic", &now.epics, style, text);
    bars("By sprint", &now.sprints, style, text);
    heading("What stands in the way", !now.obstacles.is_empty(), style, text);
    let width = now.obstacles.iter().take(ROWS).map(|(rule, _)| rule.len()).max().unwrap_or_default();
    for (rule, count) in now.obstacles.iter().take(ROWS) {
        let _ = writeln!(text, "  {rule:<width$}  {count} {}", items(*count));
    }
    heading("Closest to meeting the checks", !now.nearest.is_empty(), style, text);
    for near in &now.nearest {
        let _ = writeln!(text, "  {}  {}", style.strong(&clean(&near.id)), clip(&clean(&near.title), TITLE));
        for lack in &near.lacks {
            let _ = writeln!(text, "    {}", clip(&clean(lack), 90));
        }
    }
    let order = order(now);
    heading("Order", !order.is_empty(), style, text);
    for line in order {
        let _ = writeln!(text, "  {}", clean(&line));
    }
    heading("RICE", !now.rice.is_empty(), style, text);
    for (id, score) in now.rice.iter().take(ROWS) {
        let _ = writeln!(text, "  {:>8}  {}", number(*score), clean(id));
    }
}

/// What comes first: for how long the ready items last, how many there are, what they add up to.
fn lead(backlog: &Compared) -> Vec<String> {
    let (now, before) = (&backlog.now, backlog.before.as_ref());
    let mut lines = Vec::new();
    if let Some(supply) = now.supply {
        let was = before.and_then(|before| before.supply).map(|was| change(supply.sprints, was.sprints)).unwrap_or_default();
        let (sprints, ready, capacity) = (number(supply.sprints), number(supply.ready), number(supply.capacity));
        let noun = if sprints == "1" { "sprint" } else { "sprints" };
        lines.push(format!("Enough ready for {sprints} {noun}{was}: {ready} {} meet the checks, {capacity} fit in one.", now.unit));
    }
    let open = now.open;
    if open.items == 0 {
        lines.push("No open items.".into());
        return lines;
    }
    let was = |of: fn(&Overview) -> f64| before.map(|before| change(of(now), of(before))).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "no backlog has so many items")]
    let (meets, all) = (was(|one| one.open.meets_checks as f64), was(|one| one.open.items as f64));
    let verb = if open.meets_checks == 1 { "meets" } else { "meet" };
    lines.push(format!("{}{meets} of {}{all} open items {verb} the checks.", open.meets_checks, open.items));
    if now.unit != "items" {
        let (ready, rest) = (number(open.size_meets_checks), number(open.size - open.size_meets_checks));
        let (ready_was, rest_was) = (was(|one| one.open.size_meets_checks), was(|one| one.open.size - one.open.size_meets_checks));
        let without = match open.unestimated {
            0 => String::new(),
            1 => "; 1 item has no estimate".into(),
            count => format!("; {count} items have no estimate"),
        };
        lines.push(format!("{ready}{ready_was} {} meet the checks, {rest}{rest_was} do not{without}.", now.unit));
    }
    lines
}

/// ` (+2)`; nothing where nothing changed.
fn change(now: f64, before: f64) -> String {
    let by = now - before;
    if by.abs() < 0.05 { String::new() } else { format!(" ({}{})", if by > 0.0 { "+" } else { "-" }, number(by.abs())) }
}

/// At most one decimal.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}

fn items(count: usize) -> &'static str {
    if count == 1 { "item" } else { "items" }
}

fn heading(title: &str, wanted: bool, style: Style, text: &mut String) {
    if wanted {
        let _ = writeln!(text, "\n{}", style.strong(title));
    }
}

fn name(group: &Group) -> String {
    if group.name.is_empty() { "none".into() } else { clip(&clean(&group.name), 30).into_owned() }
}

fn bars(title: &str, groups: &[Group], style: Style, text: &mut String) {
    heading(title, !groups.is_empty(), style, text);
    let width = groups.iter().map(|group| name(group).chars().count()).max().unwrap_or_default();
    for group in groups {
        let count = group.count;
        let full = (count.meets_checks * BAR).div_ceil(count.items.max(1));
        let (on, off) = if style.ascii { ("#", ".") } else { ("█", "░") };
        let bar = format!("{}{}", on.repeat(full), style.quiet(&off.repeat(BAR - full)));
        let title = clip(&clean(&group.title), TITLE).into_owned();
        let line = format!("  {:<width$}  {bar}  {} of {}  {title}", name(group), count.meets_checks, count.items);
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// What is unclear about the order of items.
fn order(now: &Overview) -> Vec<String> {
    let mut lines: Vec<String> =
        now.ties.iter().take(ROWS).map(|(rank, names)| format!("rank {rank} is taken by {}", names.join(", "))).collect();
    if now.ties.len() > ROWS {
        lines.push(format!("{} more ranks are taken twice", now.ties.len() - ROWS));
    }
    match now.unranked {
        0 => {}
        1 => lines.push("1 item has no rank".into()),
        count => lines.push(format!("{count} items have no rank")),
    }
    lines
}

fn markdown(backlogs: &[Compared]) -> String {
    let mut text = String::new();
    for backlog in backlogs {
        let now = &backlog.now;
        let place = if now.root.is_empty() { String::new() } else { format!(": {}", plain(&now.root)) };
        let _ = writeln!(text, "## Backlog{place}\n");
        for line in lead(backlog) {
            let _ = writeln!(text, "{line}  ");
        }
        table(&mut text, "By stage", "stage", &now.stages);
        table(&mut text, "By epic", "epic", &now.epics);
        table(&mut text, "By sprint", "sprint", &now.sprints);
        list(
            &mut text,
            "What stands in the way",
            now.obstacles.iter().take(ROWS).map(|(rule, count)| format!("`{rule}`: {count} {}", items(*count))),
        );
        let near = now.nearest.iter().map(|near| {
            let lacks: Vec<String> = near.lacks.iter().map(|lack| plain(&clip(lack, 90))).collect();
            format!("**{}** {}: {}", plain(&near.id), plain(&clip(&near.title, TITLE)), lacks.join("; "))
        });
        list(&mut text, "Closest to meeting the checks", near);
        list(&mut text, "Order", order(now).iter().map(|line| plain(line)));
        list(&mut text, "RICE", now.rice.iter().take(ROWS).map(|(id, score)| format!("{}: {}", plain(id), number(*score))));
        text.push('\n');
    }
    text
}

fn table(text: &mut String, title: &str, of: &str, groups: &[Group]) {
    if groups.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n### {title}\n\n| {of} | meet the checks | open items |\n|---|--:|--:|");
    for group in groups {
        let name = if group.name.is_empty() { "none".into() } else { plain(&clip(&group.name, 60)) };
        let title = if group.title.is_empty() { String::new() } else { format!(" {}", plain(&clip(&group.title, TITLE))) };
        let _ = writeln!(text, "| {name}{title} | {} | {} |", group.count.meets_checks, group.count.items);
    }
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "\n### {title}\n");
    }
    for line in lines {
        let _ = writeln!(text, "- {line}");
    }
}
