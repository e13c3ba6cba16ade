//! Which rule runs at which level at which stage in one backlog, for each of its stories; resolved once.

use std::{collections::HashMap, sync::Arc};

use crate::{
    backlog::{Backlog, StoryIx},
    concept::{Concept, Stage},
    config::{Config, Override, RuleSetting},
    finding::Level,
    layout::Layout,
    rule::{Check, Gate, OptionValues, Rule},
    settings::Origin,
    story::Story,
};

/// A rule with its levels and options.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level at each stage.
    pub levels: Gate,
    /// Its options.
    pub options: OptionValues,
    /// What the rule would look at and does not find here; then it does not run.
    pub missing: Option<Missing>,
    /// Whether the layout has a level of its own for it.
    pub by_layout: bool,
    /// The settings that decided, in the order in which they hold.
    pub decided: Vec<RuleSetting>,
}

/// What a rule has nothing to look at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The layout keeps no such field.
    Field,
    /// The team has not said when its sprints are.
    Sprints,
    /// The team has not said which roles there are.
    Roles,
}

impl Missing {
    /// Why a rule does not run, in words.
    pub fn words(self) -> &'static str {
        match self {
            Missing::Field => "the layout has no field for it",
            Missing::Roles => "no `roles` are given under `[text]`",
            Missing::Sprints => "no `[sprints]` are given",
        }
    }

    fn of(rule: &Rule, config: &Config, layout: &Layout) -> Option<Self> {
        if !rule.needs.is_empty() && !rule.needs.iter().any(|concept| layout.maps(*concept)) {
            return Some(Missing::Field);
        }
        if rule.name == "role-unknown" && config.team.text.roles.is_empty() {
            return Some(Missing::Roles);
        }
        (rule.needs == [Concept::Sprint] && config.team.sprints.list.is_empty()).then_some(Missing::Sprints)
    }
}

/// Every rule, in the order of the list, and what holds for some stories only.
#[derive(Debug, Default)]
pub struct Plan {
    /// The rules as they hold for every story that no override names.
    pub rules: Vec<Planned>,
    /// What holds for some stories, in the order written; the last that matches wins.
    pub overrides: Vec<Override>,
}

/// A plan as it holds for each story of a backlog.
#[derive(Debug)]
pub struct Assigned<'p> {
    plan: &'p Plan,
    variants: Vec<Variant>,
    /// Per story its place among the variants, which start with the plan itself; nothing where all follow the plan.
    own: Vec<usize>,
}

/// The rules as they hold for some stories.
#[derive(Debug)]
struct Variant {
    rules: Vec<Planned>,
    /// The places of those that look at single stories and can find anything.
    of_stories: Vec<usize>,
}

impl Variant {
    fn new(rules: Vec<Planned>) -> Self {
        let looks_at_stories = |rule: &Rule| matches!(rule.check, Check::Story(_) | Check::Clause(_));
        let of_stories = rules.iter().enumerate().filter(|(_, planned)| looks_at_stories(planned.rule) && planned.runs());
        Self { of_stories: of_stories.map(|(at, _)| at).collect(), rules }
    }
}

impl Plan {
    /// The plan for `rules` and the team's own clauses under a configuration.
    pub fn new(rules: &[&'static Rule], config: &Config, layout: &Layout) -> Self {
        let planned = |rule: &'static Rule| Planned {
            rule,
            levels: rule.gate,
            options: OptionValues::default(),
            missing: Missing::of(rule, config, layout),
            by_layout: false,
            decided: Vec::new(),
        };
        let mut plan = Self {
            rules: rules.iter().copied().chain(config.clauses.iter().map(|clause| clause.value)).map(planned).collect(),
            overrides: config.overrides.clone(),
        };
        for planned in &mut plan.rules {
            if let Some(level) = layout.rules.get(planned.rule.name) {
                planned.levels = planned.rule.gate.all_at(*level);
                planned.by_layout = true;
            }
        }
        for setting in &config.rules {
            apply(&mut plan.rules, setting);
        }
        plan
    }

    /// The level of a rule that is about no story and so has no stage; `None` where it is off or not planned.
    pub fn level_anywhere(&self, name: &str) -> Option<Level> {
        self.named(name)?.levels.0.into_iter().max().filter(|level| *level != Level::Off)
    }

    /// The rule of this name.
    pub fn named(&self, name: &str) -> Option<&Planned> {
        self.rules.iter().find(|planned| planned.rule.name == name)
    }

    /// The rules that do not run because the layout keeps nothing for them to look at.
    pub fn not_configured(&self) -> impl Iterator<Item = &Planned> {
        self.rules.iter().filter(|planned| planned.missing == Some(Missing::Field))
    }

    /// The plan for one story of `backlog`.
    pub fn for_story(&self, story: &Story, backlog: &Backlog) -> Vec<Planned> {
        self.variant(&self.matching(story, backlog))
    }

    /// The plan for each story of `backlog`.
    pub fn assign(&self, backlog: &Backlog) -> Assigned<'_> {
        let mut assigned = Assigned { plan: self, variants: vec![Variant::new(self.rules.clone())], own: Vec::new() };
        if self.overrides.is_empty() {
            return assigned;
        }
        let mut known: HashMap<Vec<usize>, usize> = HashMap::from([(Vec::new(), 0)]);
        for (_, story) in backlog.stories() {
            let matching = self.matching(story, backlog);
            let at = *known.entry(matching).or_insert_with_key(|matching| {
                assigned.variants.push(Variant::new(self.variant(matching)));
                assigned.variants.len() - 1
            });
            assigned.own.push(at);
        }
        assigned
    }

    /// The overrides that name a story.
    fn matching(&self, story: &Story, backlog: &Backlog) -> Vec<usize> {
        (0..self.overrides.len()).filter(|at| self.overrides[*at].when.holds(story, &backlog.root)).collect()
    }

    /// The rules with these overrides laid over them.
    pub fn variant(&self, overrides: &[usize]) -> Vec<Planned> {
        let mut rules = self.rules.clone();
        for setting in overrides.iter().flat_map(|at| &self.overrides[*at].rules) {
            apply(&mut rules, setting);
        }
        rules
    }
}

/// A level holds for every stage where the written gate has one; a stage's own level wins.
fn apply(rules: &mut [Planned], setting: &RuleSetting) {
    for planned in rules.iter_mut().filter(|planned| setting.speaks_of(planned.rule)) {
        if let Some(level) = &setting.level {
            planned.levels = planned.rule.gate.all_at(level.value);
        }
        for (stage, level) in &setting.stages {
            planned.levels.0[*stage as usize] = level.value;
        }
        planned.options.0.extend(setting.options.iter().map(|(name, option)| (*name, Arc::clone(&option.value))));
        planned.decided.push(setting.clone());
    }
}

impl Planned {
    /// The setting that decides its level at a stage, if a configuration does.
    pub fn decides_level(&self, stage: Stage) -> Option<&Origin> {
        let levels = self.decided.iter().rev().flat_map(|setting| {
            let of_stage = setting.stages.iter().rev().filter(|(own, _)| *own == stage).map(|(_, level)| level);
            of_stage.chain(&setting.level)
        });
        levels.map(|level| &level.origin).next()
    }

    /// The setting that decides an option, if a configuration does.
    pub fn decides_option(&self, name: &str) -> Option<&Origin> {
        let mut options = self.decided.iter().rev().flat_map(|setting| &setting.options).filter(|(own, _)| *own == name);
        options.next().map(|(_, option)| &option.origin)
    }

    /// Whether it can find anything.
    pub fn runs(&self) -> bool {
        self.missing.is_none() && self.levels.0.iter().any(|level| *level != Level::Off)
    }
}

impl<'p> Assigned<'p> {
    /// The plan it was made from.
    pub fn plan(&self) -> &'p Plan {
        self.plan
    }

    /// The rules as they hold for a story.
    pub fn of(&self, ix: StoryIx) -> &[Planned] {
        &self.variant(ix).rules
    }

    /// Those of them that look at single stories and can find anything.
    pub fn of_stories(&self, ix: StoryIx) -> impl Iterator<Item = &Planned> {
        let Variant { rules, of_stories } = self.variant(ix);
        of_stories.iter().map(|at| &rules[*at])
    }

    fn variant(&self, ix: StoryIx) -> &Variant {
        &self.variants[self.own.get(ix.0 as usize).copied().unwrap_or_default()]
    }

    /// Whether the rule at this place of the list can find anything in any story.
    pub fn runs(&self, at: usize) -> bool {
        self.variants.iter().any(|variant| variant.rules[at].runs())
    }

    /// The levels of the rule at this place of the list, per story; nothing where all follow the plan.
    pub fn levels(&self, at: usize) -> Vec<Gate> {
        self.own.iter().map(|variant| self.variants[*variant].rules[at].levels).collect()
    }
}
