//! What a team says about its work, apart from layout and rules.

use std::collections::BTreeMap;

use crate::{
    concept::{Concept, EstimatePolicy, RicePolicy, Sprints},
    text::policy::TextPolicy,
};

/// The settings of a team that rules, planning and the reading of stories share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Team {
    /// How it estimates.
    pub estimates: EstimatePolicy,
    /// Whether every story is to state a field, where the team says so.
    pub uses: BTreeMap<Concept, bool>,
    /// When its sprints are, and how much fits in one.
    pub sprints: Sprints,
    /// Per label, in lower case, whom to invite when a story that has it is refined.
    pub invite: BTreeMap<String, String>,
    /// Which RICE factors are sound.
    pub rice: RicePolicy,
    /// The words of its stories.
    pub text: TextPolicy,
}
