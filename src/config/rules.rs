//! What a configuration says about rules: levels and options, checked against the rules there are.

use super::Origin;
use crate::{
    concept::Stage,
    finding::Level,
    rule::{Group, OptionValue, Rule},
    rules::{self, RULES},
    settings::{Entry, Mistakes, Setting},
};

/// What a configuration says about one rule, or about a group of them.
#[derive(Debug, Clone)]
pub struct RuleSetting {
    /// What it speaks about.
    pub target: Target,
    /// A level for every stage.
    pub level: Option<Level>,
    /// A level for one stage each.
    pub stages: Vec<(Stage, Level)>,
    /// Options with their values.
    pub options: Vec<(&'static str, OptionValue)>,
    /// Where it stands.
    pub origin: Origin,
}

/// What a setting speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A group of rules.
    Group(Group),
    /// One rule.
    Rule(&'static str),
}

impl RuleSetting {
    /// Whether it speaks about `rule`.
    pub fn speaks_of(&self, rule: &Rule) -> bool {
        match self.target {
            Target::Group(group) => rule.group == group,
            Target::Rule(name) => rule.name == name,
        }
    }
}

/// By this a group is told from a rule.
const GROUP: &str = "group:";

/// Reads a table of rules; groups come first, so that what is said about one rule wins.
pub(super) fn read(
    key: &str,
    value: Setting<'_>,
    clauses: &[&'static Rule],
    origin: &dyn Fn(&Entry<'_>) -> Origin,
    mistakes: &mut Mistakes,
) -> Vec<RuleSetting> {
    let entries = mistakes.entries(key, value).unwrap_or_default();
    let mut found: Vec<RuleSetting> = entries.iter().filter_map(|entry| setting(entry, clauses, origin(entry), mistakes)).collect();
    found.sort_by_key(|setting| matches!(setting.target, Target::Rule(_)));
    found
}

fn setting(entry: &Entry<'_>, clauses: &[&'static Rule], origin: Origin, mistakes: &mut Mistakes) -> Option<RuleSetting> {
    let target = target(entry, clauses, mistakes);
    let rule = match target {
        Some(Target::Rule(name)) => named(name, clauses),
        _ => None,
    };
    let (mut level, mut stages, mut options) = (None, Vec::new(), Vec::new());
    if entry.value.is_table() {
        for inner in mistakes.entries(entry.key, entry.value).unwrap_or_default() {
            match inner.key {
                "level" => level = self::level(inner.key, inner.value, mistakes),
                "stages" => stages = stage_levels(inner.value, mistakes),
                _ => match (target, rule) {
                    (Some(Target::Rule(_)), Some(rule)) => options.extend(option(rule, &inner, mistakes)),
                    (Some(Target::Group(_)), _) => mistakes.add(inner.key_range, format!("a group has no option `{}`", inner.key)),
                    _ => {}
                },
            }
        }
    } else {
        level = self::level(entry.key, entry.value, mistakes);
    }
    Some(RuleSetting { target: target?, level, stages, options, origin })
}

fn target(entry: &Entry<'_>, clauses: &[&'static Rule], mistakes: &mut Mistakes) -> Option<Target> {
    if let Some(name) = entry.key.strip_prefix(GROUP) {
        let group = Group::ALL.into_iter().find(|group| group.name() == name);
        if group.is_none() {
            mistakes.unknown(entry.key_range, "group", name, Group::ALL.map(Group::name));
        }
        return group.map(Target::Group);
    }
    let rule = named(entry.key, clauses);
    if rule.is_none() {
        unknown_rule(entry.key, entry.key_range, clauses, mistakes);
    }
    rule.map(|rule| Target::Rule(rule.name))
}

/// A rule that ships, or a clause of the team's own.
pub(super) fn named(name: &str, clauses: &[&'static Rule]) -> Option<&'static Rule> {
    RULES.iter().chain(clauses).copied().find(|rule| rule.name == name)
}

/// Notes a name that no rule has.
pub(super) fn unknown_rule(name: &str, range: crate::source::TextRange, clauses: &[&'static Rule], mistakes: &mut Mistakes) {
    let is_group = Group::ALL.iter().any(|group| group.name() == name);
    let help =
        if is_group { format!("a group is written \"{GROUP}{name}\"") } else { rules::meant(name, clauses.iter().map(|rule| rule.name)) };
    mistakes.add_with_help(range, format!("unknown rule `{name}`"), help);
}

fn option(rule: &'static Rule, entry: &Entry<'_>, mistakes: &mut Mistakes) -> Option<(&'static str, OptionValue)> {
    let Some(option) = rule.options.iter().find(|option| option.name() == entry.key) else {
        let known = rule.options.iter().map(|option| option.name()).chain(["level", "stages"]);
        mistakes.unknown_as(entry.key_range, format!("`{}` has no option `{}`", rule.name, entry.key), entry.key, known);
        return None;
    };
    let value = entry.value.scalar().and_then(|value| option.parse(&value));
    if value.is_none() {
        mistakes.add(entry.value.range(), format!("`{}` takes {}", entry.key, option.kind()));
    }
    Some((option.name(), value?))
}

/// Reads a level.
pub(super) fn level(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Level> {
    if !value.is_text() {
        let help = format!("a level is one of {}", Level::ALL.map(Level::name).join(", "));
        mistakes.add_with_help(value.range(), format!("`{key}` takes a level, or a table of options, not {}", value.kind()), help);
        return None;
    }
    let text = mistakes.text(key, value)?;
    let level = Level::named(&text);
    if level.is_none() {
        mistakes.unknown(value.range(), "level", &text, Level::ALL.map(Level::name));
    }
    level
}

/// Reads a level for each of some stages.
pub(super) fn stage_levels(value: Setting<'_>, mistakes: &mut Mistakes) -> Vec<(Stage, Level)> {
    let mut found = Vec::new();
    for entry in mistakes.entries("stages", value).unwrap_or_default() {
        match Stage::named(entry.key) {
            Some(stage) => found.extend(level(entry.key, entry.value, mistakes).map(|level| (stage, level))),
            None => mistakes.unknown(entry.key_range, "stage", entry.key, Stage::ALL.map(Stage::name)),
        }
    }
    found
}
