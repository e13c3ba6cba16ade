//! What a story states about its RICE score.

use super::{Field, values::Reader};
use crate::concept::{Concept, Factor, rice};

/// The factors of a RICE score, and the score itself where it is stored.
#[derive(Debug, Clone)]
pub struct Rice {
    /// Each factor, confidence as a share of 1.
    pub factors: [Field<f64>; 4],
    /// The stored score.
    pub score: Field<f64>,
}

impl Rice {
    /// What the factors come to.
    pub fn computed(&self) -> Option<f64> {
        let [reach, impact, confidence, effort] = &self.factors;
        rice::score([*reach.value()?, *impact.value()?, *confidence.value()?, *effort.value()?])
    }

    /// The score a backlog is ordered by: the stored one, else what the factors come to.
    pub fn value(&self) -> Option<f64> {
        self.score.value().copied().or_else(|| self.computed())
    }
}

/// Reads the factors and the score of a story.
///
/// A story means to have a score if it stores one, states a reach, or has a map `rice`; few do.
pub(super) fn read(reader: &Reader<'_>) -> Option<Box<Rice>> {
    let concepts = [Concept::Reach, Concept::Impact, Concept::Confidence, Concept::Effort];
    let score = reader.field_with(Concept::RiceScore, number);
    let reach = reader.field_with(Concept::Reach, |text| Factor::Reach.read(text));
    let has_map = || reader.parsed.front_matter.root.at_path(reader.text, "rice").is_some_and(|node| !node.pairs().is_empty());
    if matches!((&score, &reach), (Field::Absent, Field::Absent)) && !has_map() {
        return None;
    }
    let mut at = 0;
    let factors = concepts.map(|concept| {
        let factor = Factor::ALL[at];
        at += 1;
        reader.field_with(concept, |text| factor.read(text))
    });
    Some(Box::new(Rice { factors, score }))
}

pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}
