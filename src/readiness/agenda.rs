//! What the next refinement session should look at.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{assess, open_items};
use crate::{
    backlog::StoryIx,
    finding::{Finding, Level},
    outcome::Judged,
    story::Story,
};

/// A refinement session: the first items that lack something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Agenda {
    /// What to do, item by item in backlog order.
    pub topics: Vec<Topic>,
    /// How many more items lack something.
    pub further: usize,
    /// Whom to invite, with the items that ask for them.
    pub invite: BTreeMap<String, Vec<String>>,
}

/// One item and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// What people call it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it lies.
    pub path: String,
    /// What one person can prepare.
    pub before: Vec<Point>,
    /// What needs the team.
    pub session: Vec<Point>,
    /// Whether it has acceptance criteria to talk about.
    pub has_criteria: bool,
}

/// Something an item lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The rule that says so.
    pub rule: &'static str,
    /// What is lacking.
    pub lack: String,
    /// What to do about it.
    pub help: String,
}

/// What only the team together can settle: size, cut, dependencies, questions.
const FOR_THE_SESSION: [&str; 12] = [
    "estimate-missing",
    "estimate-invalid",
    "estimate-too-big",
    "story-oversized",
    "story-compound",
    "question-open",
    "spike-unbounded",
    "depends-dangling",
    "depends-cycle",
    "depends-not-ready",
    "depends-order",
    "depends-unlisted",
];

/// Findings about how a story is cut say how to cut it.
const CUTS: [&str; 2] = ["estimate-too-big", "story-oversized"];

/// The first `limit` open items of `judged` that lack something and that `wanted` holds for.
pub fn agenda(judged: &Judged, limit: usize, wanted: impl Fn(&Story) -> bool) -> Agenda {
    let items: Vec<StoryIx> = open_items(judged).into_iter().filter(|ix| wanted(&judged.backlog[*ix])).collect();
    let lacking: Vec<_> = assess(judged, &items).into_iter().filter(|one| !one.meets_checks).collect();
    let mut of_story: HashMap<StoryIx, Vec<&Finding>> = lacking.iter().take(limit).map(|one| (one.story, Vec::new())).collect();
    for finding in judged.findings.iter().filter(|finding| finding.level_if_ready >= Level::Warning) {
        if let Some(own) = finding.story.and_then(|ix| of_story.get_mut(&ix)) {
            own.push(finding);
        }
    }
    let mut agenda = Agenda { further: lacking.len().saturating_sub(limit), ..Agenda::default() };
    for one in lacking.iter().take(limit) {
        let story = &judged.backlog[one.story];
        let own = &of_story[&one.story];
        let cuts = own.iter().copied().filter(|finding| is_cut(finding) && finding.level_if_ready < Level::Error);
        let points = one.lacks.iter().copied().chain(cuts);
        let (session, before): (Vec<_>, Vec<_>) = points.partition(|finding| FOR_THE_SESSION.contains(&finding.rule));
        for label in &story.labels {
            if let Some(whom) = judged.planning.team.invite.get(&label.to_lowercase()) {
                let asked = agenda.invite.entry(whom.clone()).or_default();
                if !asked.contains(&story.name()) {
                    asked.push(story.name());
                }
            }
        }
        agenda.topics.push(Topic {
            id: story.name(),
            title: story.title.value().cloned().unwrap_or_default(),
            path: story.path.display(),
            has_criteria: !own.iter().any(|finding| finding.rule == "criteria-missing" && !finding.is_waived()),
            before: before.into_iter().map(point).collect(),
            session: session.into_iter().map(point).collect(),
        });
    }
    agenda
}

/// A story that is too large is talked about, however heavily the rule weighs.
fn is_cut(finding: &Finding) -> bool {
    CUTS.contains(&finding.rule) && finding.hidden.is_none()
}

fn point(finding: &Finding) -> Point {
    Point { rule: finding.rule, lack: finding.message.clone(), help: finding.help.clone().unwrap_or_default() }
}
