//! What a team plans by: how much is ready, where, and what stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Assessment, assess, open_items};
use crate::{
    backlog::{Backlog, StoryIx},
    concept::{Kind, Scale, Stage, fold_name},
    outcome::Judged,
    story::Story,
};

/// The numbers of one backlog. Items are open items throughout; never by person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    /// The backlog's folder; empty at the top.
    pub root: String,
    /// How many sprints what is ready is enough for, where the team says how much fits in one.
    pub supply: Option<Supply>,
    /// All open items.
    pub open: Count,
    /// The unit of estimates: points, hours, days; `items` where nobody estimates in numbers.
    pub unit: &'static str,
    /// Stages open and ready.
    pub stages: Vec<Group>,
    /// How many other items there are, by stage.
    pub others: BTreeMap<&'static str, usize>,
    /// By the epic or group an item is a part of.
    pub epics: Vec<Group>,
    /// By the sprint it is planned for.
    pub sprints: Vec<Group>,
    /// Rules with the number of items that each holds back, most first.
    pub obstacles: Vec<(&'static str, usize)>,
    /// Items that lack least, fewest first.
    pub nearest: Vec<Nearest>,
    /// Ranks that several items have, with their names in backlog order.
    pub ties: Vec<(f64, Vec<String>)>,
    /// How many items have no rank, where others have one.
    pub unranked: usize,
    /// Items with a RICE score, highest first.
    pub rice: Vec<(String, f64)>,
}

/// What is ready, measured in sprints.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Supply {
    /// How many sprints, rounded down to a tenth.
    pub sprints: f64,
    /// How much meets the checks, in the unit of the overview.
    pub ready: f64,
    /// How much fits in a sprint.
    pub capacity: f64,
}

/// How many items there are and how many of them meet the checks.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Count {
    /// All of them.
    pub items: usize,
    /// Those that meet the checks.
    pub meets_checks: usize,
    /// The sum of their estimates.
    pub size: f64,
    /// The sum of the estimates of those that meet the checks.
    pub size_meets_checks: f64,
    /// Those without an estimate in the unit.
    pub unestimated: usize,
}

/// Items that share a stage, an epic or a sprint.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The id or name; empty for items that have none.
    pub name: String,
    /// What an epic is about.
    pub title: String,
    /// Its items.
    #[serde(flatten)]
    pub count: Count,
}

/// An item that lacks little.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nearest {
    /// What people call it.
    pub id: String,
    /// Its title; the path of a file that cannot be read.
    pub title: String,
    /// What it lacks.
    pub lacks: Vec<String>,
}

impl Count {
    fn add(&mut self, size: Option<f64>, meets_checks: bool) {
        self.items += 1;
        self.size += size.unwrap_or_default();
        self.unestimated += usize::from(size.is_none());
        if meets_checks {
            self.meets_checks += 1;
            self.size_meets_checks += size.unwrap_or_default();
        }
    }
}

/// How many items that lack least are named.
const NEAREST: usize = 5;

/// Counts one backlog.
pub fn overview(judged: &Judged) -> Overview {
    let items = open_items(judged);
    let view = View { judged, assessed: assess(judged, &items), unit: unit(judged, &items) };
    let backlog = &judged.backlog;
    let open = view.count();
    let known = |name: &str| judged.planning.team.sprints.list.iter().position(|sprint| fold_name(&sprint.name) == fold_name(name));
    let mut sprints = view.grouped(|story, _| story.sprint.value().map(|name| (name.clone(), String::new())));
    sprints.sort_by_key(|group| (group.name.is_empty(), known(&group.name).unwrap_or(usize::MAX)));
    let mut stages = view.grouped(|story, _| Some((story.stage().name().to_owned(), String::new())));
    stages.sort_by(|a, b| a.name.cmp(&b.name));
    Overview {
        root: if backlog.root.is_top() { String::new() } else { backlog.root.display() },
        supply: judged.planning.team.sprints.capacity.map(|capacity| view.supply(&open, capacity)),
        open,
        unit: view.unit,
        stages,
        others: others(backlog),
        epics: view.grouped(|story, ix| epic(backlog, story, ix)),
        sprints,
        obstacles: view.obstacles(),
        nearest: view.nearest(),
        ties: view.ties(),
        unranked: view.unranked(),
        rice: view.rice(),
    }
}

/// The unit of the scale, else the one that most items are estimated in.
fn unit(judged: &Judged, items: &[StoryIx]) -> &'static str {
    match judged.planning.team.estimates.scale {
        Scale::Hours => return "hours",
        Scale::Days => return "days",
        Scale::None | Scale::TShirt => return "items",
        _ => {}
    }
    let units: Vec<&str> = items.iter().filter_map(|ix| Some(judged.backlog[*ix].estimate.value()?.amount()?.1)).collect();
    let often = |unit: &str| units.iter().filter(|other| **other == unit).count();
    let most = ["days", "hours", "points"].into_iter().max_by_key(|unit| often(unit));
    most.filter(|unit| often(unit) > 0).unwrap_or("items")
}

/// Items that are not open, by stage.
fn others(backlog: &Backlog) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let items = backlog.stories().map(|(_, story)| story).filter(|story| story.live && story.is_leaf() && !story.is_open_item());
    for story in items.filter(|story| !matches!(story.stage(), Stage::Open | Stage::Ready)) {
        *counts.entry(story.stage().name()).or_default() += 1;
    }
    counts
}

/// How far up a story's parents are followed.
const GENERATIONS: usize = 20;

/// The nearest epic above a story, else what it is filed under.
fn epic(backlog: &Backlog, story: &Story, ix: StoryIx) -> Option<(String, String)> {
    let above = std::iter::successors(backlog.parent(ix), |parent| backlog.parent(*parent)).take(GENERATIONS);
    let epic = above.map(|ix| &backlog[ix]).find(|story| story.kind == Kind::Epic);
    let named = || story.parent.as_ref().map(|parent| parent.id.clone()).or_else(|| story.group.value().cloned());
    match epic {
        Some(epic) => Some((epic.name(), epic.title.value().cloned().unwrap_or_default())),
        None => named().map(|name| (name, String::new())),
    }
}

/// The open items of one backlog, assessed, in backlog order.
struct View<'a> {
    judged: &'a Judged,
    assessed: Vec<Assessment<'a>>,
    unit: &'static str,
}

impl View<'_> {
    fn story(&self, assessment: &Assessment<'_>) -> &Story {
        &self.judged.backlog[assessment.story]
    }

    /// The estimate of an item, if it is in the unit.
    fn size(&self, story: &Story) -> Option<f64> {
        story.estimate.value()?.amount().filter(|(_, unit)| *unit == self.unit).map(|(size, _)| size)
    }

    fn count(&self) -> Count {
        let mut count = Count::default();
        for assessment in &self.assessed {
            count.add(self.size(self.story(assessment)), assessment.meets_checks);
        }
        count
    }

    #[expect(clippy::cast_precision_loss, reason = "no backlog has so many items")]
    fn supply(&self, open: &Count, capacity: f64) -> Supply {
        let ready = if self.unit == "items" { open.meets_checks as f64 } else { open.size_meets_checks };
        Supply { sprints: (ready / capacity * 10.0 + 1e-9).floor() / 10.0, ready, capacity }
    }

    /// Items by the name and title that `of` gives, in the order in which names come up; those without come last. Nothing where none has one.
    fn grouped(&self, of: impl Fn(&Story, StoryIx) -> Option<(String, String)>) -> Vec<Group> {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups: Vec<Group> = Vec::new();
        for assessment in &self.assessed {
            let story = self.story(assessment);
            let (name, title) = of(story, assessment.story).unwrap_or_default();
            let at = *places.entry(fold_name(&name)).or_insert_with(|| {
                groups.push(Group { name, title, count: Count::default() });
                groups.len() - 1
            });
            groups[at].count.add(self.size(story), assessment.meets_checks);
        }
        if groups.iter().all(|group| group.name.is_empty()) {
            return Vec::new();
        }
        groups.sort_by_key(|group| group.name.is_empty());
        groups
    }

    fn obstacles(&self) -> Vec<(&'static str, usize)> {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for assessment in &self.assessed {
            let rules: BTreeSet<&'static str> = assessment.lacks.iter().map(|finding| finding.rule).collect();
            for rule in rules {
                *counts.entry(rule).or_default() += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
        counts
    }

    fn nearest(&self) -> Vec<Nearest> {
        let mut lacking: Vec<&Assessment<'_>> = self.assessed.iter().filter(|one| !one.meets_checks && !one.lacks.is_empty()).collect();
        lacking.sort_by_key(|one| one.lacks.len());
        let nearest = |one: &&Assessment<'_>| {
            let story = self.story(one);
            let lacks = one.lacks.iter().map(|finding| finding.message.clone()).collect();
            Nearest { id: story.name(), title: story.title.value().cloned().unwrap_or_else(|| story.path.display()), lacks }
        };
        lacking.iter().take(NEAREST).map(nearest).collect()
    }

    /// Neighbours in the order that share a rank.
    fn ties(&self) -> Vec<(f64, Vec<String>)> {
        let backlog = &self.judged.backlog;
        let rank = |one: &Assessment<'_>| self.story(one).rank.value().copied();
        let is_tie =
            |a: &Assessment<'_>, b: &Assessment<'_>| rank(a).is_some() && rank(a) == rank(b) && backlog.ranks_together(a.story, b.story);
        let groups = self.assessed.chunk_by(is_tie).filter(|group| group.len() > 1);
        groups.filter_map(|group| Some((rank(group.first()?)?, group.iter().map(|one| self.story(one).name()).collect()))).collect()
    }

    fn unranked(&self) -> usize {
        let without = self.assessed.iter().filter(|one| self.story(one).rank.value().is_none()).count();
        if without == self.assessed.len() { 0 } else { without }
    }

    fn rice(&self) -> Vec<(String, f64)> {
        let scored = self.assessed.iter().map(|one| self.story(one));
        let mut scored: Vec<_> = scored.filter_map(|story| Some((story.name(), story.rice.as_ref()?.value()?))).collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1));
        scored
    }
}
