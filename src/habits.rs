//! What a backlog looks like and what its team is used to: measured once, when backlint is set up.

use std::collections::BTreeMap;

use crate::{
    concept::{Concept, Estimate, EstimatePolicy, Kind, Scale, Stage, estimate::Verdict, fold},
    finding::Level,
    layout::{FieldSource, Layout, Section},
    outcome::{Judged, Outcome},
    story::{Field, Story},
};

/// A backlog, measured.
#[derive(Debug)]
pub struct Habits {
    /// Stories that are judged.
    pub stories: usize,
    /// Files in folders of finished work.
    pub known: usize,
    /// Per concept where it is read from, and how many stories have it.
    pub fields: Vec<(Concept, String, usize)>,
    /// Every status word in use or offered by the tool, most used first: the word, its stage, how many stories have it.
    pub statuses: Vec<(String, Option<Stage>, usize)>,
    /// Leaf stories at stage open, ready, active or done.
    pub planned: usize,
    /// Those of them with an estimate.
    pub estimated: usize,
    /// The scale that all estimates are on, if one holds them all.
    pub scale: Option<Scale>,
}

/// What few teams write; it is shown where a story has it.
const SELDOM: [Concept; 7] =
    [Concept::Owner, Concept::Sprint, Concept::Reach, Concept::Impact, Concept::Confidence, Concept::Effort, Concept::RiceScore];

impl Habits {
    /// Measures a judged backlog.
    pub fn of(judged: &Judged) -> Self {
        let layout = &judged.layout;
        let all = || judged.backlog.stories().map(|(_, story)| story);
        let stories: Vec<&Story> = all().filter(|story| story.live).collect();
        let fields = Concept::ALL.iter().filter_map(|(concept, _)| {
            let section = (*concept == Concept::Criteria && layout.sections.contains_key(&Section::Criteria))
                .then(|| format!("the section \"{}\"", layout.heading(Section::Criteria)));
            let mut sources = layout.sources(*concept).iter().map(words).chain(section).collect::<Vec<_>>();
            sources.dedup();
            let sources = sources.join(", ");
            let count = stories.iter().filter(|story| has(story, *concept)).count();
            let is_shown = !sources.is_empty() && (count > 0 || !SELDOM.contains(concept));
            is_shown.then_some((*concept, sources, count))
        });
        let planned: Vec<&&Story> =
            stories.iter().filter(|story| story.kind != Kind::Epic && !matches!(story.stage(), Stage::Draft | Stage::Dropped)).collect();
        let estimates: Vec<Estimate> = planned.iter().filter_map(|story| story.estimate.value().copied()).collect();
        Self {
            stories: stories.len(),
            known: all().count() - stories.len(),
            fields: fields.collect(),
            statuses: statuses(&stories, layout),
            planned: planned.len(),
            estimated: estimates.len(),
            scale: scale(&estimates),
        }
    }

    /// Whether any status in use, or offered by the tool, says that a story may be started.
    pub fn has_ready(&self) -> bool {
        self.statuses.iter().any(|(_, stage, _)| *stage == Some(Stage::Ready))
    }

    /// The words that could be made to say so: those of stories that are open, most used first.
    pub fn could_be_ready(&self) -> impl Iterator<Item = &str> {
        self.statuses.iter().filter(|(_, stage, _)| matches!(stage, Some(Stage::Open) | None)).map(|(word, ..)| word.as_str())
    }
}

/// How many findings of each rule are reported: errors, warnings and hints; most findings first.
pub fn by_rule(outcome: &Outcome) -> Vec<(&'static str, [usize; 3])> {
    let mut counts: BTreeMap<&'static str, [usize; 3]> = BTreeMap::new();
    for (_, finding) in outcome.findings() {
        let counts = counts.entry(finding.rule).or_default();
        match finding.level {
            Level::Error => counts[0] += 1,
            Level::Warning => counts[1] += 1,
            Level::Hint | Level::Off => counts[2] += 1,
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, counts)| (std::cmp::Reverse(counts.iter().sum::<usize>()), *rule));
    counts
}

fn statuses(stories: &[&Story], layout: &Layout) -> Vec<(String, Option<Stage>, usize)> {
    let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for word in &layout.statuses {
        found.entry(fold(word)).or_insert_with(|| (word.clone(), 0));
    }
    for word in stories.iter().filter_map(|story| story.status.value()) {
        found.entry(fold(word)).or_insert_with(|| (word.clone(), 0)).1 += 1;
    }
    let mut words: Vec<_> = found.into_values().map(|(word, count)| (layout.stage_of(&word), word, count)).collect();
    words.sort_by(|a, b| (b.2, &a.1).cmp(&(a.2, &b.1)));
    words.into_iter().map(|(stage, word, count)| (word, stage, count)).collect()
}

/// The first scale that every estimate is on; points before sizes that people rarely use.
fn scale(estimates: &[Estimate]) -> Option<Scale> {
    let fits = |scale: &Scale| {
        let policy = EstimatePolicy { scale: scale.clone(), max: None };
        estimates.iter().all(|estimate| policy.judge(*estimate, None) != Verdict::OffScale)
            && estimates.iter().any(|estimate| policy.judge(*estimate, None) == Verdict::Fits)
    };
    let scales = [Scale::Fibonacci, Scale::PowersOfTwo, Scale::TShirt, Scale::Hours, Scale::Days];
    scales.into_iter().find(|scale| !estimates.is_empty() && fits(scale))
}

fn has(story: &Story, concept: Concept) -> bool {
    fn is<T>(field: &Field<T>) -> bool {
        field.value().is_some()
    }
    let factor = |at: usize| story.rice.as_ref().is_some_and(|rice| is(&rice.factors[at]));
    match concept {
        Concept::Id => is(&story.id),
        Concept::Title => is(&story.title),
        Concept::Status => is(&story.status),
        Concept::Kind => is(&story.kind_word),
        Concept::Estimate => is(&story.estimate),
        Concept::DependsOn => !story.depends_on.is_empty(),
        Concept::Parent => story.parent.is_some(),
        Concept::Group => is(&story.group),
        Concept::Labels => !story.labels.is_empty(),
        Concept::Priority => is(&story.priority),
        Concept::Rank => is(&story.rank),
        Concept::Sprint => is(&story.sprint),
        Concept::Reach => factor(0),
        Concept::Impact => factor(1),
        Concept::Confidence => factor(2),
        Concept::Effort => factor(3),
        Concept::RiceScore => story.rice.as_ref().is_some_and(|rice| is(&rice.score)),
        Concept::Created => is(&story.created),
        Concept::Criteria => !story.criteria.is_empty(),
        Concept::Description => story.summary.is_some(),
        Concept::Owner => false,
    }
}

/// A source as people say it.
fn words(source: &FieldSource) -> String {
    match source {
        FieldSource::Key(key) => format!("`{key}:`"),
        FieldSource::H1(_) => "the first heading".into(),
        FieldSource::Path(_) | FieldSource::Name => "the file name".into(),
        FieldSource::Section(name) => format!("the section \"{name}\""),
        FieldSource::Tool(key) => format!("the tool's own `{key}:`"),
        FieldSource::Label { written, .. } => format!("the label \"{written}:\""),
    }
}
