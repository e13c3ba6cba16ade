//! Which fields a backlog uses: what nobody states is not asked of anyone.

use std::collections::{BTreeMap, HashMap};

use super::Backlog;
use crate::{
    concept::{Concept, Kind},
    story::{Field, Story},
};

/// What a backlog asks of its items, by kind.
#[derive(Debug, Default)]
pub struct Uses {
    /// What the team says itself.
    configured: BTreeMap<Concept, bool>,
    /// Per tree how many items of a kind there are, and how many state a concept.
    trees: Vec<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    items: usize,
    by_kind: HashMap<Kind, usize>,
    stated: HashMap<(Concept, Kind), usize>,
}

/// Concepts that a backlog may do without.
pub const OPTIONAL: [Concept; 4] = [Concept::Id, Concept::Status, Concept::Estimate, Concept::Criteria];

/// So many items that state a concept make a habit.
const HABIT: usize = 3;
/// Fewer items show no habits yet.
const YOUNG: usize = 5;

impl Uses {
    /// What the backlog asks for in any of its trees: one answer for all of them, so that no finding depends on which tree is looked at. Evidence
    /// only adds: another item never ends a use.
    pub fn of<'b>(backlogs: impl IntoIterator<Item = &'b Backlog>, configured: &BTreeMap<Concept, bool>) -> Self {
        Self { configured: configured.clone(), trees: backlogs.into_iter().map(Counts::of).collect() }
    }

    /// Whether an item of this kind is asked for a concept.
    pub fn asks(&self, concept: Concept, kind: Kind) -> bool {
        if let Some(uses) = self.configured.get(&concept) {
            return *uses;
        }
        self.trees.iter().any(|tree| tree.asks(concept, kind)) || self.trees.is_empty()
    }

    /// Whether the team itself says that no story has to state a concept.
    pub fn is_declined(&self, concept: Concept) -> bool {
        self.configured.get(&concept) == Some(&false)
    }

    /// Whether no item of any kind is asked for a concept.
    pub fn is_unused(&self, concept: Concept) -> bool {
        !Kind::ALL.into_iter().any(|kind| self.asks(concept, kind))
    }
}

impl Counts {
    fn of(backlog: &Backlog) -> Self {
        let mut counts = Self::default();
        // What a file states that cannot be read is not known.
        for (_, story) in backlog.stories().filter(|(_, story)| !story.broken) {
            counts.items += 1;
            *counts.by_kind.entry(story.kind).or_default() += 1;
            for concept in OPTIONAL.into_iter().filter(|concept| states(story, *concept)) {
                *counts.stated.entry((concept, story.kind)).or_default() += 1;
            }
        }
        counts
    }

    /// A kind with few items follows the backlog, and so does a small backlog; where the file's name serves as id, one is asked only beside others.
    fn asks(&self, concept: Concept, kind: Kind) -> bool {
        let of_kind = self.stated.get(&(concept, kind)).copied().unwrap_or_default();
        let of_all: usize = self.stated.iter().filter(|((of, _), _)| *of == concept).map(|(_, count)| count).sum();
        if self.items < YOUNG {
            return concept != Concept::Id || of_all > 0;
        }
        of_kind >= HABIT || (self.by_kind.get(&kind).is_none_or(|items| *items < YOUNG) && of_all >= HABIT)
    }
}

/// Whether an item states a concept in its text, be it that the value is not known yet.
fn states(story: &Story, concept: Concept) -> bool {
    match concept {
        Concept::Id => story.id.range().is_some_and(|range| !range.is_empty()),
        Concept::Status => is_written(&story.status),
        Concept::Estimate => is_written(&story.estimate),
        Concept::Criteria => !story.criteria.is_empty() || story.criteria_anchor.is_some(),
        _ => true,
    }
}

fn is_written<T>(field: &Field<T>) -> bool {
    match field {
        Field::Absent => false,
        Field::Missing { written, .. } => !written.trim().is_empty(),
        Field::Invalid { .. } | Field::Value { .. } => true,
    }
}
