//! `backlint explain RULE`.

use std::{fmt::Write as _, path::Path};

use super::{CLEAN, open::Opened};
use crate::{
    cli::{Explain, Judging},
    concept::Stage,
    discover::Place,
    error::Error,
    finding::{Level, Safety},
    plan::Planned,
    report::{Output, Style, clean},
    rule::{AnyOption, Gate, Rule},
    rules::{self, RULES},
};

pub(super) fn explain(options: &Explain, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let places = places(options, here);
    let text = match &options.rule {
        None => document(&places),
        Some(name) => {
            let clauses = places.iter().flat_map(|place| place.policy.settings.clauses.iter().map(|clause| clause.value));
            let rule = rules::named(name).or_else(|| clauses.into_iter().find(|rule| rule.name == name));
            page(rule.ok_or_else(|| unknown(name, &places))?, &places)
        }
    };
    // A clause of the team's own is text of the repository, and so are the names of folders.
    let text: String = text.lines().flat_map(|line| [clean(line).into_owned(), "\n".into()]).collect();
    Output::terminal().write(style, |_, _, out, _| out.write_all(text.as_bytes()))?;
    Ok(CLEAN)
}

/// The backlogs here; a page can be read where there is none, and where their configuration has mistakes.
fn places(options: &Explain, here: Option<&Path>) -> Vec<Place> {
    let judging = Judging { config: options.config.clone(), allow_empty: true, ..Judging::default() };
    let found = Opened::new(here, &judging).and_then(|opened| opened.discover());
    found.map(|found| found.places).unwrap_or_default()
}

fn unknown(name: &str, places: &[Place]) -> Error {
    let clauses = places.iter().flat_map(|place| place.policy.settings.clauses.iter().map(|clause| clause.value.name));
    let help = rules::meant(name, clauses);
    Error::usage(format!("there is no rule `{name}`"), help)
}

/// Every page, group by group, as one document.
fn document(places: &[Place]) -> String {
    let mut text = "# The rules of backlint\n".to_owned();
    for rule in RULES {
        text.push('\n');
        for line in page(rule, places).lines() {
            // Headings move down by one, but not what looks like one in an example.
            let _ = writeln!(text, "{}{line}", if is_heading(line) { "#" } else { "" });
        }
    }
    text
}

/// The headings a page has of its own; its examples are stories with headings of theirs.
fn is_heading(line: &str) -> bool {
    line.starts_with("# ") || ["## Why", "## Example", "## Instead", "## Options", "## To change it"].contains(&line)
}

/// The page of a rule up to its cases, with its levels and its options.
fn page(rule: &Rule, places: &[Place]) -> String {
    let body = rule.page.split("\n## Cases").next().unwrap_or_default().trim_end();
    let (title, rest) = body.split_once("\n\n").unwrap_or((body, ""));
    let (summary, rest) = rest.split_once("\n\n").unwrap_or((rest, ""));
    let rest = rest.split("\n## Options").next().unwrap_or_default().trim_end();
    format!("{title}\n\n{summary}\n\n{}\n\n{rest}\n{}{}", levels(rule, places), options(rule), change(rule))
}

fn levels(rule: &Rule, places: &[Place]) -> String {
    let mut text = format!("Group {}, {}. By default {}.{}", rule.group.name(), rule.status.name(), at_stages(rule.gate), fixes(rule));
    for place in places {
        if let Some(planned) = place.policy.plan.named(rule.name) {
            text.push_str(&here(planned, place));
        }
    }
    text
}

/// Whether findings can be mended by `--fix`.
fn fixes(rule: &Rule) -> &'static str {
    match rule.fixes {
        [] => "",
        [Safety::Unsafe] => " `--fix --unsafe-fixes` mends it.",
        [Safety::Safe] => " `--fix` mends it where that is safe.",
        _ => " `--fix` mends it where that is safe, `--unsafe-fixes` elsewhere.",
    }
}

/// What differs from the default in one backlog, and which line says so.
fn here(planned: &Planned, place: &Place) -> String {
    let name = if place.files.root.is_top() { String::new() } else { format!(" in `{}`", place.files.root.display()) };
    if let Some(missing) = planned.missing {
        return format!("\nHere{name}: does not run, for {}.", missing.words());
    }
    let of_layout = planned.by_layout.then(|| format!("the layout `{}`", place.policy.layout.name));
    let lines = of_layout.into_iter().chain(planned.decided.iter().map(|setting| setting.origin.line())).collect::<Vec<_>>().join(", ");
    if lines.is_empty() { String::new() } else { format!("\nHere{name}: {} ({lines}).", at_stages(planned.levels)) }
}

/// `open warning, ready error`; `off` where it is off everywhere.
fn at_stages(gate: Gate) -> String {
    let on = Stage::ALL.into_iter().filter(|stage| gate.at(*stage) != Level::Off);
    let said: Vec<String> = on.map(|stage| format!("{} {}", stage.name(), gate.at(stage).name())).collect();
    if said.is_empty() { "off".into() } else { said.join(", ") }
}

fn options(rule: &Rule) -> String {
    if rule.options.is_empty() {
        return String::new();
    }
    let option = |option: &&dyn AnyOption| {
        format!("- `{}`: {}; takes {}, by default {}\n", option.name(), option.help(), option.kind(), option.default_text())
    };
    let options: String = rule.options.iter().map(option).collect();
    let first = rule.options[0];
    let value = Some(first.default_text()).filter(|default| !default.contains(' ')).unwrap_or_else(|| "...".into());
    format!("\n## Options\n{options}\n```toml\n[rules]\n{} = {{ {} = {value} }}\n```\n", rule.name, first.name())
}

fn change(rule: &Rule) -> String {
    let name = rule.name;
    format!(
        "\n## To change it\n\
         For every story, in `backlint.toml`, with a level for all stages or for some:\n\
         ```toml\n[rules]\n{name} = \"off\"                                # or \"hint\", \"warning\", \"error\"\n\
         # {name} = {{ stages = {{ ready = \"warning\" }} }}\n```\n\
         For one story, in its text, with the reason:\n\
         ```md\n<!-- backlint-ignore {name}: the reason -->\n```\n"
    )
}
