//! What a configuration says about rules: levels and options, checked against the rules there are.

use crate::{
    concept::Stage,
    finding::Level,
    rule::{Group, OptionValue, Rule},
    rules::{self, RULES},
    settings::{Mistakes, Origin, Ranged, Setting},
    source::TextRange,
};

/// What a configuration says about one rule, or about a group of them.
#[derive(Debug, Clone)]
pub struct RuleSetting {
    /// What it speaks about.
    pub target: Target,
    /// A level for every stage.
    pub level: Option<Ranged<Level>>,
    /// A level for one stage each.
    pub stages: Vec<(Stage, Ranged<Level>)>,
    /// Options with their values.
    pub options: Vec<(&'static str, Ranged<OptionValue>)>,
    /// The place of the rule's key.
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

/// The prefix of a group's key.
const GROUP: &str = "group:";

/// Reads a table of rules; groups come first, so that what is said about one rule wins.
pub(super) fn read(key: &str, setting: &Setting, clauses: &[Ranged<&'static Rule>], mistakes: &mut Mistakes) -> Vec<RuleSetting> {
    let Some(table) = setting.table() else {
        mistakes.wrong_type(setting, key, "a table");
        return Vec::new();
    };
    let mut found: Vec<RuleSetting> = table.0.iter().filter_map(|(name, value)| one(name, value, clauses, mistakes)).collect();
    found.sort_by_key(|setting| matches!(setting.target, Target::Rule(_)));
    found
}

fn one(name: &str, setting: &Setting, clauses: &[Ranged<&'static Rule>], mistakes: &mut Mistakes) -> Option<RuleSetting> {
    let target = target(name, setting.origin.key, clauses, mistakes);
    let mut found = RuleSetting {
        target: target.unwrap_or(Target::Rule("")),
        level: None,
        stages: Vec::new(),
        options: Vec::new(),
        origin: setting.origin.clone(),
    };
    let Some(table) = setting.table() else {
        found.level = level(name, setting, mistakes);
        keep_unread_errors(&mut found, mistakes);
        return target.map(|_| found);
    };
    for (key, value) in &table.0 {
        match (key.as_str(), target) {
            ("level", _) => found.level = level(key, value, mistakes),
            ("stages", _) => found.stages = stage_levels(value, mistakes),
            (_, Some(Target::Rule(rule))) => {
                found.options.extend(named(rule, clauses).and_then(|rule| option(rule, key, value, mistakes)));
            }
            (_, Some(Target::Group(_))) => mistakes.add(value.origin.key, format!("a group has no option `{key}`")),
            _ => {}
        }
    }
    keep_unread_errors(&mut found, mistakes);
    target.map(|_| found)
}

/// Takes out and notes every level below error of a rule about files that are not read.
fn keep_unread_errors(found: &mut RuleSetting, mistakes: &mut Mistakes) {
    let Some(rule) = RULES.iter().find(|rule| rule.is_about_reading() && found.speaks_of(rule)) else { return };
    let message = match found.target {
        Target::Group(group) => format!("`{GROUP}{}` holds `{}`, which is always an error", group.name(), rule.name),
        Target::Rule(_) => format!("`{}` is always an error", rule.name),
    };
    let mut is_error = |level: &Ranged<Level>| {
        let is_error = level.value == Level::Error;
        if !is_error {
            unread(level.origin.value, &message, mistakes);
        }
        is_error
    };
    found.level.take_if(|level| !is_error(level));
    // Of finished items it is a warning, and may be less.
    found.stages.retain(|(stage, level)| matches!(stage, Stage::Done | Stage::Dropped) || is_error(level));
}

/// Notes what would hide that a file is not read.
pub(super) fn unread(range: TextRange, message: &str, mistakes: &mut Mistakes) {
    let help = "fix the file; `backlint baseline` can record it, and hides it as long as its bytes are the same";
    mistakes.add_with_help(range, format!("{message}: a file that was not read never passes"), help);
}

fn target(name: &str, range: TextRange, clauses: &[Ranged<&'static Rule>], mistakes: &mut Mistakes) -> Option<Target> {
    if let Some(name) = name.strip_prefix(GROUP) {
        let group = Group::ALL.into_iter().find(|group| group.name() == name);
        if group.is_none() {
            mistakes.unknown(range, "group", name, Group::ALL.map(Group::name));
        }
        return group.map(Target::Group);
    }
    let rule = named(name, clauses);
    if rule.is_none() {
        unknown_rule(name, range, clauses, mistakes);
    }
    rule.map(|rule| Target::Rule(rule.name))
}

/// A rule that ships, or a clause of the team's own.
pub(super) fn named(name: &str, clauses: &[Ranged<&'static Rule>]) -> Option<&'static Rule> {
    RULES.iter().copied().chain(clauses.iter().map(|clause| clause.value)).find(|rule| rule.name == name)
}

/// Notes a name that no rule has.
pub(super) fn unknown_rule(name: &str, range: TextRange, clauses: &[Ranged<&'static Rule>], mistakes: &mut Mistakes) {
    let is_group = Group::ALL.iter().any(|group| group.name() == name);
    let meant = || rules::meant(name, clauses.iter().map(|clause| clause.value.name));
    let help = if is_group { format!("a group is written \"{GROUP}{name}\"") } else { meant() };
    mistakes.add_with_help(range, format!("unknown rule `{name}`"), help);
}

fn option(rule: &'static Rule, key: &str, setting: &Setting, mistakes: &mut Mistakes) -> Option<(&'static str, Ranged<OptionValue>)> {
    let Some(option) = rule.options.iter().find(|option| option.name() == key) else {
        let known = rule.options.iter().map(|option| option.name()).chain(["level", "stages"]).collect();
        mistakes.unknown_as(setting.origin.key, &format!("`{}` has no option `{key}`", rule.name), key, ("it is one of", known));
        return None;
    };
    let value = setting.scalar().and_then(|value| option.parse(value));
    if value.is_none() {
        mistakes.add(setting.origin.value, format!("`{key}` takes {}", option.kind()));
    }
    Some((option.name(), Ranged { value: value?, origin: setting.origin.clone() }))
}

fn level(key: &str, setting: &Setting, mistakes: &mut Mistakes) -> Option<Ranged<Level>> {
    let range = setting.origin.value;
    let Some(text) = setting.text() else {
        let help = format!("a level is one of {}", Level::ALL.map(Level::name).join(", "));
        mistakes.add_with_help(range, format!("`{key}` takes a level, or a table of options, not {}", setting.kind()), help);
        return None;
    };
    let level = Level::named(text);
    if level.is_none() {
        mistakes.unknown(range, "level", text, Level::ALL.map(Level::name));
    }
    Some(Ranged { value: level?, origin: setting.origin.clone() })
}

/// Reads a level for each of some stages.
pub(super) fn stage_levels(setting: &Setting, mistakes: &mut Mistakes) -> Vec<(Stage, Ranged<Level>)> {
    let Some(table) = setting.table() else {
        mistakes.wrong_type(setting, "stages", "a table");
        return Vec::new();
    };
    let mut found = Vec::new();
    for (name, value) in &table.0 {
        match Stage::named(name) {
            Some(stage) => found.extend(level(name, value, mistakes).map(|level| (stage, level))),
            None => mistakes.unknown(value.origin.key, "stage", name, Stage::ALL.map(Stage::name)),
        }
    }
    found
}
