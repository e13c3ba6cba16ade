//! The keys of `backlint.toml`.

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::{
    concept::{Estimate, EstimatePolicy, Kind, Scale, Stage},
    finding::Level,
    layout::{self, LayoutFile, PRESETS, preset},
    settings::{Entry, Mistakes, OptionValue, Setting, entries},
    source::TextRange,
};

/// A configuration as written.
#[derive(Debug, Default)]
pub struct Config {
    /// The layout it names or describes, the preset below its own keys; `None` means detection.
    pub layout: Option<LayoutFile>,
    /// What it says about rules and groups, in the order written.
    pub rules: Vec<RuleSetting>,
    /// Status words.
    pub stages: BTreeMap<String, Stage>,
    /// Kind words.
    pub kinds: BTreeMap<String, Kind>,
    /// How the team estimates.
    pub estimates: EstimatePolicy,
}

/// What a configuration says about one rule, or about a group of them.
#[derive(Debug)]
pub struct RuleSetting {
    /// `estimate-missing` or `group:ready`.
    pub name: String,
    /// Where the name stands.
    pub range: TextRange,
    /// A level for every stage.
    pub level: Option<Level>,
    /// A level for one stage each.
    pub stages: Vec<(Stage, Level)>,
    /// Options: key, place of the key, value, place of the value.
    pub options: Vec<(String, TextRange, OptionValue, TextRange)>,
}

const KEYS: [&str; 5] = ["layout", "rules", "stages", "kinds", "estimate"];

impl Config {
    /// Reads a configuration; what is wrong with it goes to `mistakes`.
    pub fn parse(text: &str, mistakes: &mut Mistakes) -> Self {
        let mut config = Self::default();
        match DeTable::parse(text) {
            Ok(table) => config.read(entries(table.get_ref()), mistakes),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                mistakes.add(TextRange::new(span.start, span.end), error.message());
            }
        }
        config
    }

    fn read(&mut self, entries: Vec<Entry<'_>>, mistakes: &mut Mistakes) {
        for entry in entries {
            match entry.key {
                "layout" => self.layout = layout(entry.value, mistakes),
                "rules" => self.rules = rules(entry.value, mistakes),
                "stages" => self.stages = layout::stages(entry.key, entry.value, mistakes),
                "kinds" => self.kinds = layout::kinds(entry.key, entry.value, mistakes),
                "estimate" => self.estimates = estimates(entry.value, mistakes),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, KEYS),
            }
        }
    }
}

/// `layout = "stories"`, or a table whose `preset` lies below its own keys.
fn layout(value: Setting<'_>, mistakes: &mut Mistakes) -> Option<LayoutFile> {
    if value.is_text() {
        return named_layout("layout", value, mistakes);
    }
    let mut below = preset("stories").cloned();
    let mut own = LayoutFile::default();
    let mut rest = Vec::new();
    for entry in mistakes.entries("layout", value)? {
        if entry.key == "preset" {
            below = named_layout(entry.key, entry.value, mistakes);
        } else {
            rest.push(entry);
        }
    }
    own.read(rest, mistakes);
    Some(own.over(below.unwrap_or_default()))
}

fn named_layout(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<LayoutFile> {
    let name = mistakes.text(key, value)?;
    let found = preset(&name).cloned();
    if found.is_none() {
        mistakes.unknown(value.range(), "layout", &name, PRESETS.iter().map(|(name, _)| *name));
    }
    found
}

fn rules(value: Setting<'_>, mistakes: &mut Mistakes) -> Vec<RuleSetting> {
    let entries = mistakes.entries("rules", value).unwrap_or_default();
    entries.into_iter().map(|entry| rule(entry, mistakes)).collect()
}

fn rule(entry: Entry<'_>, mistakes: &mut Mistakes) -> RuleSetting {
    let name = entry.key.to_owned();
    let mut setting = RuleSetting { name, range: entry.key_range, level: None, stages: Vec::new(), options: Vec::new() };
    if !entry.value.is_table() {
        setting.level = level(entry.key, entry.value, mistakes);
        return setting;
    }
    for inner in mistakes.entries(entry.key, entry.value).unwrap_or_default() {
        match inner.key {
            "level" => setting.level = level(inner.key, inner.value, mistakes),
            "stages" => setting.stages = stage_levels(inner.value, mistakes),
            key => match inner.value.scalar() {
                Some(value) => setting.options.push((key.to_owned(), inner.key_range, value, inner.value.range())),
                None => mistakes.add(inner.value.range(), format!("`{key}` takes a single value, not {}", inner.value.kind())),
            },
        }
    }
    setting
}

fn level(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Level> {
    let text = mistakes.text(key, value)?;
    let level = Level::named(&text);
    if level.is_none() {
        mistakes.unknown(value.range(), "level", &text, Level::ALL.map(Level::name));
    }
    level
}

fn stage_levels(value: Setting<'_>, mistakes: &mut Mistakes) -> Vec<(Stage, Level)> {
    let mut found = Vec::new();
    for entry in mistakes.entries("stages", value).unwrap_or_default() {
        match Stage::named(entry.key) {
            Some(stage) => found.extend(level(entry.key, entry.value, mistakes).map(|level| (stage, level))),
            None => mistakes.unknown(entry.key_range, "stage", entry.key, Stage::ALL.map(Stage::name)),
        }
    }
    found
}

fn estimates(value: Setting<'_>, mistakes: &mut Mistakes) -> EstimatePolicy {
    let mut policy = EstimatePolicy::default();
    for entry in mistakes.entries("estimate", value).unwrap_or_default() {
        match entry.key {
            "scale" => policy.scale = scale(entry.value, mistakes).unwrap_or_default(),
            "max" => policy.max = estimate(entry.key, entry.value, mistakes),
            _ => mistakes.unknown(entry.key_range, "key", entry.key, ["scale", "max"]),
        }
    }
    policy
}

fn scale(value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Scale> {
    if value.is_text() {
        let text = mistakes.text("scale", value)?;
        let found = Scale::NAMES.into_iter().find(|(name, _)| *name == text).map(|(_, scale)| scale);
        if found.is_none() {
            mistakes.unknown(value.range(), "scale", &text, Scale::NAMES.iter().map(|(name, _)| *name));
        }
        return found;
    }
    let items = mistakes.items("scale", value)?;
    items.into_iter().map(|item| estimate("scale", item, mistakes)).collect::<Option<_>>().map(Scale::List)
}

fn estimate(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Estimate> {
    let found = value.scalar().as_ref().and_then(Estimate::of_setting);
    if found.is_none() {
        mistakes.add(value.range(), format!("`{key}` takes a number or a size such as \"L\" or \"3 days\""));
    }
    found
}
