//! What a configuration says about some stories only: clauses, overrides and acceptances, and how it selects them.

use super::{Origin, rules};
use crate::{
    concept::{Kind, Stage},
    layout::{self, Globs},
    rule::{Asks, Clause, Rule, When},
    settings::{Entry, Mistakes, Setting, entries_of},
    source::TextRange,
    story::Acceptance,
    text::{pattern, words},
};

/// Levels and options for the stories that a selector names.
#[derive(Debug, Clone)]
pub struct Override {
    /// Which stories.
    pub when: When,
    /// What holds for them.
    pub rules: Vec<rules::RuleSetting>,
}

/// Reads `when = { ... }`.
fn when(value: Setting<'_>, mistakes: &mut Mistakes) -> When {
    let mut when = When::default();
    for entry in mistakes.entries("when", value).unwrap_or_default() {
        let (key, value) = (entry.key, entry.value);
        match key {
            "paths" => {
                when.paths = layout::globs(key, value, mistakes).and_then(|patterns| Globs::new(patterns).ok());
            }
            "kind" => when.kinds = words(key, value, &Kind::ALL.map(|kind| (kind.name(), kind)), mistakes),
            "stage" => when.stages = words(key, value, &Stage::ALL.map(|stage| (stage.name(), stage)), mistakes),
            "label" => when.labels = mistakes.texts(key, value).unwrap_or_default(),
            "epic" => when.epics = mistakes.texts(key, value).unwrap_or_default(),
            _ => mistakes.unknown(entry.key_range, "key", key, ["paths", "kind", "label", "stage", "epic"]),
        }
    }
    when
}

/// One or several words out of `known`.
fn words<T: Copy>(key: &str, value: Setting<'_>, known: &[(&str, T)], mistakes: &mut Mistakes) -> Vec<T> {
    let mut found = Vec::new();
    for (word, range) in mistakes.texts_with_places(key, value).unwrap_or_default() {
        match known.iter().find(|(name, _)| *name == word) {
            Some((_, meant)) => found.push(*meant),
            None => mistakes.unknown(range, key, &word, known.iter().map(|(name, _)| *name)),
        }
    }
    found
}

/// Reads one `[[require]]`.
pub(super) fn clause(value: Setting<'_>, others: &[&'static Rule], mistakes: &mut Mistakes) -> Option<&'static Rule> {
    let (mut name, mut asks, mut message, mut selector, mut stages) = (None, Vec::new(), None, When::default(), Vec::new());
    for entry in mistakes.entries("require", value)? {
        let (key, value) = (entry.key, entry.value);
        match key {
            "name" => name = clause_name(value, others, mistakes),
            "message" => message = mistakes.text(key, value).map(|text| text.trim_end_matches('.').to_owned()),
            "when" => selector = when(value, mistakes),
            "stages" => stages = rules::stage_levels(value, mistakes),
            "section" | "field" | "link" | "criterion" | "criteria" => asks.push((entry, asked(key, value, mistakes))),
            _ => mistakes.unknown(
                entry.key_range,
                "key",
                key,
                ["name", "when", "section", "field", "link", "criterion", "criteria", "message", "stages"],
            ),
        }
    }
    if name.is_none() && !entries_of(value).iter().any(|entry| entry.key == "name") {
        mistakes.add_with_help(value.range(), "a clause without a name", "name it: name = \"design-link\"");
    }
    let asks = match asks.len() {
        0 => {
            mistakes.add_with_help(
                value.range(),
                "a clause that asks for nothing",
                "add one of section, field, link, criterion or criteria",
            );
            None
        }
        1 => asks.pop().and_then(|(_, asks)| asks),
        _ => {
            mistakes.add_with_help(asks[1].0.key_range, "a clause asks for one thing", "write a clause of its own for the second");
            None
        }
    };
    Some(Clause { name: name?, when: selector, asks: asks?, message, stages }.rule())
}

fn clause_name(value: Setting<'_>, others: &[&'static Rule], mistakes: &mut Mistakes) -> Option<String> {
    let name = mistakes.text("name", value)?;
    let is_kebab = name.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
    if !is_kebab {
        mistakes.add_with_help(value.range(), format!("`{name}` is no name for a rule"), "use lower-case words joined by `-`");
    } else if rules::named(&name, others).is_some() {
        mistakes.add(value.range(), format!("there is a rule `{name}` already"));
    } else {
        return Some(name);
    }
    None
}

fn asked(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Asks> {
    let text = if key == "criteria" { String::new() } else { mistakes.text(key, value)? };
    if key != "criteria" && text.trim().is_empty() {
        mistakes.add(value.range(), format!("`{key}` is empty"));
        return None;
    }
    match key {
        "section" => Some(Asks::Section(text)),
        "field" => Some(Asks::Field(text)),
        "link" => Some(Asks::Link(text)),
        "criterion" => pattern(&text, value.range(), mistakes).map(Asks::Criterion),
        _ => least(value, mistakes).map(Asks::Criteria),
    }
}

fn pattern(text: &str, range: TextRange, mistakes: &mut Mistakes) -> Option<regex::Regex> {
    let message = |reason| format!("{} is no regular expression: {reason}", words::quote(text));
    pattern::compile(text, false).map_err(|reason| mistakes.add(range, message(reason))).ok()
}

/// `criteria = ">= 2"`, or `2` for the same.
fn least(value: Setting<'_>, mistakes: &mut Mistakes) -> Option<usize> {
    use crate::settings::Scalar::{Integer, Text};
    let least = match value.scalar() {
        Some(Integer(number)) => usize::try_from(number).ok(),
        Some(Text(text)) => text.trim().strip_prefix(">=").and_then(|number| number.trim().parse().ok()),
        _ => None,
    };
    if least.is_none_or(|least| least == 0) {
        mistakes.add(value.range(), "`criteria` takes the fewest a story may have, such as \">= 2\"");
        return None;
    }
    least
}

/// Reads one `[[override]]`.
pub(super) fn override_(
    value: Setting<'_>,
    clauses: &[&'static Rule],
    origin: &dyn Fn(&Entry<'_>) -> Origin,
    mistakes: &mut Mistakes,
) -> Option<Override> {
    let (mut selector, mut settings) = (None, Vec::new());
    for entry in mistakes.entries("override", value)? {
        match entry.key {
            "when" => selector = Some(when(entry.value, mistakes)),
            "rules" => settings = rules::read(entry.key, entry.value, clauses, origin, mistakes),
            _ => mistakes.unknown(entry.key_range, "key", entry.key, ["when", "rules"]),
        }
    }
    let Some(when) = selector else {
        let help = "say which stories: when = { paths = [\"backlog/spikes/**\"] }; what holds for all stands under `[rules]`";
        mistakes.add_with_help(value.range(), "an override without `when`", help);
        return None;
    };
    Some(Override { when, rules: settings })
}

/// Reads one `[[accept]]`.
pub(super) fn acceptance(
    value: Setting<'_>,
    clauses: &[&'static Rule],
    origin: Origin,
    mistakes: &mut Mistakes,
) -> Option<(Acceptance, Origin)> {
    let (mut story, mut rule, mut reason, mut until) = (None, None, None, None);
    let entries = mistakes.entries("accept", value)?;
    for entry in &entries {
        let (key, value) = (entry.key, entry.value);
        match key {
            "story" => story = mistakes.text(key, value),
            "reason" => reason = mistakes.text(key, value).filter(|reason| !reason.trim().is_empty()),
            "until" => until = mistakes.day(key, value),
            "rule" => {
                let name = mistakes.text(key, value);
                rule = name.as_deref().and_then(|name| rules::named(name, clauses)).map(|rule| rule.name);
                if let (Some(name), None) = (name, rule) {
                    rules::unknown_rule(&name, value.range(), clauses, mistakes);
                }
            }
            _ => mistakes.unknown(entry.key_range, "key", key, ["story", "rule", "reason", "until"]),
        }
    }
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    for (key, help) in [("story", "name the story by its id: story = \"ST-42\""), ("rule", "name the rule: rule = \"estimate-missing\"")] {
        if !has(key) {
            mistakes.add_with_help(value.range(), format!("an acceptance without `{key}`"), help);
        }
    }
    if reason.is_none() {
        mistakes.add_with_help(value.range(), "an acceptance without a reason", "say why: reason = \"vendor quote arrives on Friday\"");
    }
    let until = until.unwrap_or(jiff::civil::Date::MAX);
    Some((Acceptance { story: story?, rule: rule?, reason: reason?, until }, origin))
}
