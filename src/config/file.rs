//! One `backlint.toml` after another, each laid over what it extends.

use std::sync::Arc;

use super::{KEYS, Override, RuleSetting, rules, selected, selected::Accepted, team};
use crate::{
    concept::Kind,
    finding::Level,
    layout,
    rule::Rule,
    settings::{Mistakes, Origin, Ranged, Table, Value},
    source::Source,
    team::Team,
    text::pattern,
};

/// What one or several files say together.
#[derive(Debug, Default, Clone)]
pub struct Config {
    /// The files it was read from; each lies over those before it.
    pub sources: Vec<Arc<Source>>,
    /// Every setting with its place; those with mistakes left out.
    pub settings: Table,
    /// What it says about rules and groups, in the order in which it holds.
    pub rules: Vec<RuleSetting>,
    /// What holds for some stories only; the last that matches wins.
    pub overrides: Vec<Override>,
    /// The team's own clauses.
    pub clauses: Vec<Ranged<&'static Rule>>,
    /// Findings that are accepted.
    pub acceptances: Vec<Accepted>,
    /// What it says about the team's work.
    pub team: Arc<Team>,
}

impl Config {
    /// Lays one file over what was read so far; what is wrong with it goes to `mistakes`.
    pub fn read(&mut self, source: &Arc<Source>, mistakes: &mut Mistakes) {
        self.sources.push(Arc::clone(source));
        let mut table = Table::read(source, mistakes);
        KEYS.check("", "key", &table, mistakes);
        team::check_sprints(&table, mistakes);
        // Clauses first: everything else may name them.
        let mut patterns = 0;
        for item in table.items("require") {
            if let Some(pattern) = item.table().and_then(|table| table.text("criterion")) {
                patterns += pattern::cost(pattern);
                if patterns > pattern::MOST {
                    let help = "join patterns with `|`, or make them smaller: counts such as `{20}` repeat what is before them";
                    mistakes.add_with_help(item.origin.value, "the patterns of this file are too large together", help);
                    break;
                }
            }
            self.clauses.extend(selected::clause(item, &self.clauses, mistakes));
        }
        let clauses = &self.clauses;
        for setting in table.all("rules") {
            self.rules.extend(rules::read("rules", setting, clauses, mistakes));
        }
        self.overrides.extend(table.items("override").filter_map(|item| selected::override_(item, clauses, mistakes)));
        self.acceptances.extend(table.items("accept").filter_map(|item| selected::acceptance(item, clauses, mistakes)));
        for (name, level) in table.entries("layout.rules") {
            match rules::named(name, clauses) {
                None => rules::unknown_rule(name, level.origin.key, clauses, mistakes),
                Some(rule) if rule.is_about_reading() && level.text() != Some(Level::Error.name()) => {
                    rules::unread(level.origin.value, &format!("`{name}` is always an error"), mistakes);
                }
                Some(_) => {}
            }
        }
        table.leave_out(&mistakes.0);
        as_table(&mut table);
        self.settings = KEYS.over("", &table, &self.settings);
        self.team = Arc::new(team::read(&self.settings));
    }

    /// The layout it names or describes, its own keys over the preset's; `None` means detection.
    pub fn layout(&self) -> Option<Table> {
        self.settings.get("layout")?.table().map(layout::over_preset)
    }

    /// Per kind the file that new stories are made from, relative to the backlog's root, and the place that says so.
    pub fn templates(&self) -> impl Iterator<Item = (Kind, &str, &Origin)> {
        self.settings.entries("template").iter().filter_map(|(name, setting)| {
            let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name)?;
            Some((kind, setting.text()?, &setting.origin))
        })
    }
}

/// `layout = "stories"` is short for a table with a preset.
fn as_table(table: &mut Table) {
    for (_, setting) in table.0.iter_mut().filter(|(name, setting)| name == "layout" && setting.text().is_some()) {
        let preset = ("preset".to_owned(), setting.clone());
        setting.value = Value::Table(Table(vec![preset]));
    }
}
