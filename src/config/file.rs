//! The keys of one `backlint.toml`, read onto what it extends.

use std::{collections::BTreeMap, sync::Arc};

use semver::{Version, VersionReq};
use toml::de::DeTable;

use super::{Origin, Override, Refinement, RuleSetting, planning, rules, selected, text};
use crate::{
    concept::{Estimate, EstimatePolicy, Kind, RicePolicy, Scale, Sprints, Stage},
    layout::{self, LayoutFile, PRESETS, preset},
    rule::Rule,
    settings::{Entry, Mistakes, Setting, entries, entries_of},
    source::{Source, TextRange},
    story::Acceptance,
    text::policy::TextPolicy,
};

/// A configuration as written.
#[derive(Debug, Default, Clone)]
pub struct Config {
    /// The files it was read from; each lies over those before it.
    pub sources: Vec<Arc<Source>>,
    /// The preset it names.
    preset: Option<LayoutFile>,
    /// What it says about the layout itself.
    own_layout: Option<LayoutFile>,
    /// What it says about rules and groups, in the order in which it holds.
    pub rules: Vec<RuleSetting>,
    /// What holds for some stories only; the last that matches wins.
    pub overrides: Vec<Override>,
    /// The team's own clauses.
    pub clauses: Vec<&'static Rule>,
    /// Findings that are accepted, and where that stands.
    pub acceptances: Vec<(Acceptance, Origin)>,
    /// Status words.
    pub stages: BTreeMap<String, Stage>,
    /// Kind words.
    pub kinds: BTreeMap<String, Kind>,
    /// How the team estimates.
    pub estimates: EstimatePolicy,
    /// When the team's sprints are, and how much fits in one.
    pub sprints: Sprints,
    /// Who comes to its refinement sessions.
    pub refinement: Refinement,
    /// What it takes for a sound RICE factor.
    pub rice: RicePolicy,
    /// What it says about the words of stories.
    pub text: TextPolicy,
    /// Per kind the file that new stories are made from, relative to the backlog's root.
    pub templates: BTreeMap<Kind, (String, Origin)>,
}

/// Every key of a configuration, in the order in which `config` shows them.
pub const KEYS: [&str; 16] = [
    "extends",
    "required-version",
    "layout",
    "language",
    "template",
    "stages",
    "kinds",
    "estimate",
    "sprints",
    "refinement",
    "rice",
    "text",
    "rules",
    "override",
    "require",
    "accept",
];

impl Config {
    /// The layout it names or describes, the preset below its own keys; `None` means detection.
    pub fn layout(&self) -> Option<LayoutFile> {
        match (&self.own_layout, &self.preset) {
            (None, preset) => preset.clone(),
            (Some(own), Some(preset)) => Some(own.clone().over(preset.clone())),
            (Some(own), None) => Some(own.clone().over(preset("stories").cloned().unwrap_or_default())),
        }
    }

    /// Lays one file over what was read so far; what is wrong with it goes to `mistakes`.
    pub fn read(&mut self, source: &Arc<Source>, mistakes: &mut Mistakes) {
        self.sources.push(Arc::clone(source));
        match DeTable::parse(&source.text) {
            Ok(table) => self.keys(&entries(table.get_ref()), source, mistakes),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                mistakes.add(TextRange::new(span.start, span.end), error.message());
            }
        }
    }

    fn keys(&mut self, entries: &[Entry<'_>], source: &Arc<Source>, mistakes: &mut Mistakes) {
        let origin = |entry: &Entry<'_>| Origin { source: Arc::clone(source), range: entry.key_range };
        // Clauses first: everything else may name them.
        for entry in entries.iter().filter(|entry| entry.key == "require") {
            for item in mistakes.items(entry.key, entry.value).unwrap_or_default() {
                self.clauses.extend(selected::clause(item, &self.clauses, mistakes));
            }
        }
        let clauses = self.clauses.clone();
        for entry in entries {
            let (key, value) = (entry.key, entry.value);
            match key {
                "require" => {}
                // Followed before anything is read.
                "extends" => drop(mistakes.text(key, value)),
                "required-version" => required_version(value, mistakes),
                "layout" => self.layout_keys(value, mistakes),
                "rules" => self.rules.extend(rules::read(key, value, &clauses, &origin, mistakes)),
                "stages" => self.stages.extend(layout::stages(key, value, mistakes)),
                "kinds" => self.kinds.extend(layout::kinds(key, value, mistakes)),
                "estimate" => self.estimate(value, mistakes),
                "template" => self.template(value, source, mistakes),
                "sprints" => planning::sprints(&mut self.sprints, value, mistakes),
                "refinement" => planning::refinement(&mut self.refinement, value, mistakes),
                "language" => text::language(&mut self.text, value, mistakes),
                "text" => text::text(&mut self.text, value, mistakes),
                "rice" => planning::rice(&mut self.rice, value, mistakes),
                "override" => {
                    let items = mistakes.items(key, value).unwrap_or_default();
                    self.overrides.extend(items.into_iter().filter_map(|item| selected::override_(item, &clauses, &origin, mistakes)));
                }
                "accept" => {
                    for item in mistakes.items(key, value).unwrap_or_default() {
                        let origin = Origin { source: Arc::clone(source), range: item.range() };
                        self.acceptances.extend(selected::acceptance(item, &clauses, origin, mistakes));
                    }
                }
                _ => mistakes.unknown(entry.key_range, "key", key, KEYS),
            }
        }
    }

    /// `layout = "stories"`, or a table whose `preset` lies below its own keys.
    fn layout_keys(&mut self, value: Setting<'_>, mistakes: &mut Mistakes) {
        if value.is_text() {
            self.preset = named_layout("layout", value, mistakes);
            return;
        }
        let mut own = LayoutFile::default();
        let mut rest = Vec::new();
        for entry in mistakes.entries("layout", value).unwrap_or_default() {
            if entry.key == "preset" {
                self.preset = named_layout(entry.key, entry.value, mistakes);
            } else {
                rest.push(entry);
            }
        }
        for entry in rest.iter().filter(|entry| entry.key == "rules") {
            for named in entries_of(entry.value) {
                if rules::named(named.key, &self.clauses).is_none() {
                    rules::unknown_rule(named.key, named.key_range, &self.clauses, mistakes);
                }
            }
        }
        own.read(rest, mistakes);
        self.own_layout = Some(own.over(self.own_layout.take().unwrap_or_default()));
    }

    fn estimate(&mut self, value: Setting<'_>, mistakes: &mut Mistakes) {
        for entry in mistakes.entries("estimate", value).unwrap_or_default() {
            match entry.key {
                "scale" => self.estimates.scale = scale(entry.value, mistakes).unwrap_or_default(),
                "max" => self.estimates.max = estimate(entry.key, entry.value, mistakes),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, ["scale", "max"]),
            }
        }
    }

    fn template(&mut self, value: Setting<'_>, source: &Arc<Source>, mistakes: &mut Mistakes) {
        for entry in mistakes.entries("template", value).unwrap_or_default() {
            match Kind::ALL.into_iter().find(|kind| kind.name() == entry.key) {
                Some(kind) => {
                    let origin = Origin { source: Arc::clone(source), range: entry.value.range() };
                    self.templates.extend(mistakes.text(entry.key, entry.value).map(|path| (kind, (path, origin))));
                }
                None => mistakes.unknown(entry.key_range, "kind", entry.key, Kind::ALL.map(Kind::name)),
            }
        }
    }
}

fn named_layout(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<LayoutFile> {
    let name = mistakes.text(key, value)?;
    let found = preset(&name).cloned();
    if found.is_none() {
        mistakes.unknown(value.range(), "layout", &name, PRESETS.iter().map(|(name, _)| *name));
    }
    found
}

fn required_version(value: Setting<'_>, mistakes: &mut Mistakes) {
    let Some(text) = mistakes.text("required-version", value) else { return };
    let own = env!("CARGO_PKG_VERSION");
    match (VersionReq::parse(&text), Version::parse(own)) {
        (Err(error), _) => {
            mistakes.add_with_help(value.range(), format!("`{text}` is no range of versions: {error}"), "write it as \">=0.3\"");
        }
        (Ok(wanted), Ok(own)) if !wanted.matches(&own) => {
            mistakes.add_with_help(value.range(), format!("this is backlint {own}"), format!("install a version that is {text}"));
        }
        _ => {}
    }
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
