//! What the next refinement session should look at.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{Assessment, assess};
use crate::{
    backlog::StoryIx,
    concept::{Kind, Stage},
    finding::{Finding, Level},
    outcome::Judged,
    story::Story,
};

/// A refinement session: the first items that lack something, and drafts.
#[derive(Debug, Default)]
pub struct Agenda<'a> {
    /// What to do, item by item: what is open in backlog order, then drafts in backlog order.
    pub topics: Vec<Topic<'a>>,
    /// How many more items there are to look at.
    pub further: usize,
    /// Paths of unfinished items that cannot be read.
    pub unread: Vec<String>,
    /// Whom to invite, with the items that ask for them.
    pub invite: BTreeMap<String, Vec<String>>,
    /// How many open items, ready ones and drafts were considered.
    pub unfinished: usize,
}

/// One item and what to do about it.
#[derive(Debug)]
pub struct Topic<'a> {
    /// The item.
    pub story: StoryIx,
    /// The verdict about it.
    pub assessment: Assessment<'a>,
    /// What one person can prepare.
    pub before: Vec<Point>,
    /// What needs the team.
    pub session: Vec<Point>,
    /// Questions to ask about it that no rule answers, at most two.
    pub prompts: Vec<&'static str>,
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

/// The first `limit` items of `judged` to look at, of those that `wanted` holds for.
pub fn agenda(judged: &Judged, limit: usize, wanted: impl Fn(StoryIx) -> bool) -> Agenda<'_> {
    let is_item = |story: &Story| story.live && story.kind != Kind::Epic && !(story.kind == Kind::Task && story.under_story);
    let items: Vec<StoryIx> = judged
        .in_order()
        .into_iter()
        .filter(|ix| is_item(&judged.backlog[*ix]) && is_unrefined(&judged.backlog[*ix]) && wanted(*ix))
        .collect();
    let (unread, items): (Vec<StoryIx>, Vec<StoryIx>) = items.into_iter().partition(|ix| judged.backlog[*ix].broken);
    let unfinished = items.len();
    let (drafts, open): (Vec<_>, Vec<_>) =
        assess(judged, &items).into_iter().partition(|one| judged.backlog[one.story].stage() == Stage::Draft);
    let lacking = open.into_iter().filter(|one| !one.meets_checks).chain(drafts);
    let mut lacking: Vec<Assessment<'_>> = lacking.collect();
    let mut agenda = Agenda {
        further: lacking.len().saturating_sub(limit),
        unread: unread.into_iter().map(|ix| judged.backlog[ix].path.display()).collect(),
        unfinished,
        ..Agenda::default()
    };
    lacking.truncate(limit);
    let mut of_story: HashMap<StoryIx, Vec<&Finding>> = lacking.iter().map(|one| (one.story, Vec::new())).collect();
    for finding in judged.findings.iter().filter(|finding| finding.level_if_ready >= Level::Warning) {
        if let Some(own) = finding.story.and_then(|ix| of_story.get_mut(&ix)) {
            own.push(finding);
        }
    }
    for assessment in lacking {
        let own = &of_story[&assessment.story];
        agenda.invite(judged, assessment.story);
        agenda.topics.push(topic(judged, assessment, own));
    }
    agenda
}

fn is_unrefined(story: &Story) -> bool {
    matches!(story.stage(), Stage::Draft | Stage::Open | Stage::Ready)
}

impl Agenda<'_> {
    fn invite(&mut self, judged: &Judged, ix: StoryIx) {
        let story = &judged.backlog[ix];
        for label in &story.labels {
            if let Some(whom) = judged.planning.team.invite.get(&label.to_lowercase()) {
                let asked = self.invite.entry(whom.clone()).or_default();
                if !asked.contains(&story.name()) {
                    asked.push(story.name());
                }
            }
        }
    }
}

fn topic<'a>(judged: &'a Judged, assessment: Assessment<'a>, own: &[&'a Finding]) -> Topic<'a> {
    let story = &judged.backlog[assessment.story];
    let cuts = own.iter().copied().filter(|finding| is_cut(finding) && finding.level_if_ready < Level::Error);
    let points = assessment.lacks.iter().copied().chain(cuts);
    let (session, before): (Vec<_>, Vec<_>) = points.partition(|finding| FOR_THE_SESSION.contains(&finding.rule));
    Topic {
        story: assessment.story,
        has_criteria: !own.iter().any(|finding| matches!(finding.rule, "criteria-missing" | "story-empty") && !finding.is_waived()),
        before: before.into_iter().map(point).collect(),
        session: session.into_iter().map(point).collect(),
        prompts: prompts(story, &assessment),
        assessment,
    }
}

/// What to ask about an item besides what it lacks.
fn prompts(story: &Story, assessment: &Assessment<'_>) -> Vec<&'static str> {
    let mut prompts = Vec::new();
    if story.stage() == Stage::Draft && assessment.lacks.is_empty() {
        prompts.push("It is a draft that lacks nothing. Is it still wanted, and next?");
    }
    if story.criteria.len() > MANY {
        prompts.push("It has many criteria. Is it one story?");
    }
    if !assessment.blocked_by.is_empty() {
        prompts.push("It waits for other items. Can a part of it start without them?");
    }
    prompts.truncate(MOST_PROMPTS);
    prompts
}

/// From more criteria on, a story may be several.
const MANY: usize = 7;
const MOST_PROMPTS: usize = 2;

/// A story that is too large is talked about, however heavily the rule weighs.
fn is_cut(finding: &Finding) -> bool {
    CUTS.contains(&finding.rule) && finding.hidden.is_none()
}

fn point(finding: &Finding) -> Point {
    Point { rule: finding.rule, lack: finding.message.clone(), help: finding.help.clone().unwrap_or_default() }
}
