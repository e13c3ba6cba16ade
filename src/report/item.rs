//! One story as programs read it, for `list` and `ready`.

use serde::Serialize;

use super::{
    fingerprint::Fingerprints,
    json::{FindingJson, line_of},
};
use crate::{
    backlog::StoryIx,
    concept::{Estimate, Stage, estimate::SHIRTS},
    finding::Level,
    outcome::{Judged, Outcome},
    readiness::Assessment,
    story::{Criterion, Field, Story},
    text::language::Language,
};

/// A story, every part of it as it was read.
#[derive(Serialize)]
pub(super) struct StoryJson<'a> {
    path: String,
    backlog: String,
    id: String,
    title: Option<&'a str>,
    kind: &'static str,
    checked: bool,
    status: Option<StatusJson<'a>>,
    stage: &'static str,
    estimate: Option<EstimateJson>,
    criteria: Vec<CriterionJson<'a>>,
    description: bool,
    depends_on: Vec<DependencyJson<'a>>,
    parent: Option<ParentJson<'a>>,
    priority: Option<PriorityJson<'a>>,
    rank: Option<f64>,
    labels: &'a [String],
    sprint: Option<&'a str>,
    language: Option<&'static str>,
    meets_checks: Option<bool>,
    may_start: Option<bool>,
    lacks: Vec<FindingJson<'a>>,
    blocked_by: Vec<String>,
}

#[derive(Serialize)]
struct StatusJson<'a> {
    written: &'a str,
    path: String,
    line: Option<usize>,
}

#[derive(Serialize)]
struct EstimateJson {
    written: String,
    points: Option<f64>,
    size: Option<&'static str>,
    hours: Option<f64>,
}

#[derive(Serialize)]
struct CriterionJson<'a> {
    text: &'a str,
    line: usize,
    done: bool,
}

#[derive(Serialize)]
struct DependencyJson<'a> {
    written: &'a str,
    id: Option<String>,
    stage: Option<&'static str>,
}

#[derive(Serialize)]
struct ParentJson<'a> {
    written: &'a str,
    id: Option<String>,
}

#[derive(Serialize)]
struct PriorityJson<'a> {
    written: &'a str,
    rank: Option<u8>,
}

/// A working day in hours.
const HOURS_A_DAY: f64 = 8.0;

impl<'a> StoryJson<'a> {
    /// An assessed story of `judged`.
    pub(super) fn new(prints: &mut Fingerprints, outcome: &'a Outcome, judged: &'a Judged, assessment: &Assessment<'a>) -> Self {
        let backlog = &judged.backlog;
        let story = &backlog[assessment.story];
        let text = &*outcome.sources[story.file].text;
        let is_live = story.live && !matches!(story.stage(), Stage::Done | Stage::Dropped);
        let lacks = assessment.lacks.iter().filter(|_| is_live);
        Self {
            path: story.path.display(),
            backlog: backlog.root.display(),
            id: story.name(),
            title: story.title.value().map(String::as_str),
            kind: story.kind.name(),
            checked: story.live,
            status: status(outcome, story),
            stage: story.stage().name(),
            estimate: estimate(story, text),
            criteria: story.criteria.iter().map(|criterion| CriterionJson::new(outcome, story, text, criterion)).collect(),
            description: story.is_described(text),
            depends_on: dependencies(judged, assessment.story),
            parent: parent(judged, assessment.story),
            priority: story.priority.value().map(|word| PriorityJson { written: word, rank: story.urgency() }),
            rank: story.rank.value().copied(),
            labels: &story.labels,
            sprint: story.sprint.value().map(String::as_str),
            language: match story.language(text) {
                Language::English => Some("en"),
                Language::Other(name) => Language::code_of(name),
                Language::Unsure => None,
            },
            meets_checks: is_live.then_some(assessment.meets_checks),
            may_start: is_live.then_some(assessment.may_start),
            lacks: lacks.map(|finding| FindingJson::new(prints, &outcome.sources, judged, finding, Level::Error)).collect(),
            blocked_by: if is_live { assessment.blocked_by.clone() } else { Vec::new() },
        }
    }
}

/// The status with its place; one that the path or a tool's file gives has no line.
fn status<'a>(outcome: &Outcome, story: &'a Story) -> Option<StatusJson<'a>> {
    let (written, range) = match &story.status {
        Field::Value { range, value: written } | Field::Invalid { range, written } => (written, range),
        Field::Missing { .. } | Field::Absent => return None,
    };
    let line = (!range.is_empty()).then(|| line_of(&outcome.sources, story.span(*range)));
    Some(StatusJson { written, path: story.path.display(), line })
}

fn estimate(story: &Story, text: &str) -> Option<EstimateJson> {
    match &story.estimate {
        Field::Value { range, value } => {
            let (points, size, hours) = match *value {
                Estimate::Points(points) => (Some(points), None, None),
                Estimate::Shirt(at) => (None, SHIRTS.get(at).copied(), None),
                Estimate::Hours(hours) => (None, None, Some(hours)),
                Estimate::Days(days) => (None, None, Some(days * HOURS_A_DAY)),
            };
            Some(EstimateJson { written: range.of(text).to_owned(), points, size, hours })
        }
        Field::Invalid { written, .. } => Some(EstimateJson { written: written.clone(), points: None, size: None, hours: None }),
        Field::Missing { .. } | Field::Absent => None,
    }
}

impl<'a> CriterionJson<'a> {
    fn new(outcome: &Outcome, story: &Story, text: &'a str, criterion: &Criterion) -> Self {
        let done = criterion.checked.is_some_and(|mark| matches!(mark, 'x' | 'X'));
        Self { text: criterion.text.of(text), line: line_of(&outcome.sources, story.span(criterion.text)), done }
    }
}

fn dependencies(judged: &Judged, ix: StoryIx) -> Vec<DependencyJson<'_>> {
    let backlog = &judged.backlog;
    let references = &backlog[ix].depends_on;
    let mut found: Vec<DependencyJson<'_>> = Vec::new();
    for edge in backlog.dependencies(ix) {
        let Some(reference) = references.get(edge.reference) else { continue };
        let target = edge.to.target().map(|to| &backlog[to]);
        let id = target.map(Story::name);
        if id.is_none() || found.iter().all(|known| known.id != id) {
            found.push(DependencyJson { written: &reference.id, id, stage: target.map(|story| story.stage().name()) });
        }
    }
    found
}

/// The parent, or the free name the story is filed under.
fn parent(judged: &Judged, ix: StoryIx) -> Option<ParentJson<'_>> {
    let backlog = &judged.backlog;
    let story = &backlog[ix];
    let named =
        story.parent.as_ref().map(|parent| ParentJson { written: &parent.id, id: backlog.parent(ix).map(|parent| backlog[parent].name()) });
    named.or_else(|| story.group.value().map(|name| ParentJson { written: name, id: None }))
}
