//! Which rule runs at which level at which stage in one backlog; resolved once.

use crate::{
    config::{Config, RuleSetting},
    finding::Level,
    layout::Layout,
    rule::{Gate, Group, OptionValues, Rule},
    settings::{Mistakes, closest},
};

/// A rule with its levels and options here.
#[derive(Debug)]
pub struct Planned {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level at each stage.
    pub levels: Gate,
    /// Its options.
    pub options: OptionValues,
    /// Whether the layout keeps what the rule looks at.
    pub configured: bool,
}

impl Planned {
    /// Whether it can find anything.
    pub fn runs(&self) -> bool {
        self.configured && self.levels.0.iter().any(|level| *level != Level::Off)
    }
}

/// Every rule, in the order of the list.
#[derive(Debug)]
pub struct Plan(pub Vec<Planned>);

impl Plan {
    /// The plan for `rules` under a configuration; names, levels and options that are wrong go to `mistakes`.
    pub fn new(rules: &[&'static Rule], config: &Config, layout: &Layout, mistakes: &mut Mistakes) -> Self {
        let planned = |rule: &&'static Rule| Planned {
            rule,
            levels: rule.gate,
            options: OptionValues::default(),
            configured: rule.needs.is_empty() || rule.needs.iter().any(|concept| layout.maps(*concept)),
        };
        let mut plan = Self(rules.iter().map(planned).collect());
        // Groups first: what is said about one rule wins.
        let (groups, single): (Vec<_>, Vec<_>) = config.rules.iter().partition(|setting| setting.name.starts_with(GROUP));
        for setting in groups {
            plan.set_group(setting, mistakes);
        }
        for setting in single {
            plan.set_rule(setting, mistakes);
        }
        plan
    }

    /// The level of a rule that is about no story and so has no stage; `None` where it is off or not planned.
    pub fn level_anywhere(&self, name: &str) -> Option<Level> {
        let planned = self.0.iter().find(|planned| planned.rule.name == name)?;
        planned.levels.0.into_iter().max().filter(|level| *level != Level::Off)
    }

    /// The rules that do not run because the layout keeps nothing for them to look at.
    pub fn not_configured(&self) -> impl Iterator<Item = &Planned> {
        self.0.iter().filter(|planned| !planned.configured)
    }

    fn set_group(&mut self, setting: &RuleSetting, mistakes: &mut Mistakes) {
        let name = &setting.name[GROUP.len()..];
        if !Group::ALL.iter().any(|group| group.name() == name) {
            mistakes.unknown(setting.range, "group", name, Group::ALL.map(Group::name));
        }
        for (key, range, ..) in &setting.options {
            mistakes.add(*range, format!("a group has no option `{key}`"));
        }
        for planned in self.0.iter_mut().filter(|planned| planned.rule.group.name() == name) {
            planned.set_levels(setting);
        }
    }

    fn set_rule(&mut self, setting: &RuleSetting, mistakes: &mut Mistakes) {
        let Some(planned) = self.0.iter_mut().find(|planned| planned.rule.name == setting.name) else {
            let help = match closest(&setting.name, self.0.iter().map(|planned| planned.rule.name)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`backlint rules` lists every rule".into(),
            };
            mistakes.add_with_help(setting.range, format!("unknown rule `{}`", setting.name), help);
            return;
        };
        planned.set_levels(setting);
        for (key, range, value, value_range) in &setting.options {
            let Some(option) = planned.rule.options.iter().find(|option| option.name() == key) else {
                let known = planned.rule.options.iter().map(|option| option.name()).chain(["level", "stages"]);
                mistakes.unknown(*range, &format!("option of `{}`", setting.name), key, known);
                continue;
            };
            match option.parse(value) {
                Some(value) => {
                    planned.options.0.insert(option.name(), value);
                }
                None => mistakes.add(*value_range, format!("`{key}` takes {}", option.kind())),
            }
        }
    }
}

const GROUP: &str = "group:";

impl Planned {
    /// A level holds for every stage where the written gate has one; a stage's own level wins.
    fn set_levels(&mut self, setting: &RuleSetting) {
        if let Some(level) = setting.level {
            let written = self.rule.gate.0;
            self.levels = Gate(written.map(|own| if own == Level::Off { Level::Off } else { level }));
        }
        for (stage, level) in &setting.stages {
            self.levels.0[*stage as usize] = *level;
        }
    }
}
