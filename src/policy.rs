//! What a change weakens: a change must not buy itself green.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    backlog::Backlog,
    base::Old,
    baseline::{Baseline, Entry},
    concept::{Kind, Scale, Stage, fold},
    discover::Place,
    finding::{Finding, Level},
    layout::{FrontMatterMode, Place as Role},
    outcome::{Notice, Outcome},
    plan::{Plan, Planned},
    source::{FileId, RepoPath, Source, Sources, Span, TextRange},
};

/// The rule that speaks of it.
const RULE: &str = "policy-changed";

/// One way in which a change lets more pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weakening {
    span: Span,
    message: String,
}

/// Files of all backlogs that are judged that are not themselves judged.
pub fn unjudged(places: &[Place]) -> Vec<RepoPath> {
    let known = |place: &Place| place.files.iter().filter(|(_, live)| !live).map(|(entry, _)| entry.path.clone()).collect::<Vec<_>>();
    places.iter().flat_map(|place| place.elsewhere.iter().cloned().chain(known(place))).collect()
}

/// Every way in which `head` lets more pass than each of `olds` did.
pub fn weakened(
    unjudged: &[RepoPath],
    head: &Place,
    backlog: &Backlog,
    olds: &[Old],
    baseline: Option<&Baseline>,
    outcome: &mut Outcome,
) -> Vec<Weakening> {
    let mut found: Option<Vec<Weakening>> = None;
    for old in olds {
        let mut weaker = suppressions(backlog, old);
        weaker.extend(baseline.and_then(|baseline| grown(baseline, &old.baseline)));
        match (&old.place.config, &head.config) {
            (None, Some(config)) => outcome.notices.push(Notice {
                code: "policy-new",
                text: format!("`{}` is new: from this change on it says what counts", config.path.display()),
            }),
            (Some(config), None) => {
                let message = format!("`{}` was deleted: what it asked for beyond the defaults no longer counts", config.path.display());
                weaker.push(Weakening { span: at_start(&mut outcome.sources, config), message });
            }
            _ => {
                let mut compare = Compare { old, head, backlog, sources: &mut outcome.sources, file: None, found: Vec::new() };
                compare.settings(unjudged);
                weaker.append(&mut compare.found);
            }
        }
        match &mut found {
            None => found = Some(weaker),
            Some(found) => found.retain(|one| weaker.iter().any(|other| other.message == one.message)),
        }
    }
    found.unwrap_or_default()
}

/// The findings; errors where the policy is protected, whatever the policy itself says of that.
pub fn findings(weaker: Vec<Weakening>, plan: &Plan, protect: bool) -> Vec<Finding> {
    let is_planned = plan.rules.iter().any(|planned| planned.rule.name == RULE);
    let level = if protect { Some(Level::Error).filter(|_| is_planned) } else { plan.level_anywhere(RULE) };
    let Some(level) = level else { return Vec::new() };
    let finding = |weakening: Weakening| {
        let mut finding = Finding::of_file(RULE, level, weakening.span, weakening.message);
        finding.key(finding.message.clone());
        finding.help("have someone else look at this; `--allow-policy-change` lets it pass");
        finding
    };
    weaker.into_iter().map(finding).collect()
}

fn at_start(sources: &mut Sources, config: &Arc<Source>) -> Span {
    let file = sources.add(Source::new(config.path.clone(), Arc::clone(&config.text)));
    Span { file, range: TextRange::at(0) }
}

/// Suppressions that hold and that a story did not have before, or not for as long.
fn suppressions(backlog: &Backlog, old: &Old) -> Vec<Weakening> {
    let mut found = Vec::new();
    for (ix, story) in backlog.stories().filter(|(_, story)| story.live && !story.suppressions.is_empty()) {
        let mut before: BTreeMap<&str, Vec<Date>> = BTreeMap::new();
        let earlier = old.pairs.before(ix).map(|earlier| &old.backlog[earlier].suppressions);
        for mark in earlier.into_iter().flatten().filter(|mark| mark.reason.is_some()) {
            for (rule, _) in &mark.rules {
                before.entry(rule).or_default().push(mark.last_day());
            }
        }
        for mark in &story.suppressions {
            let Some(reason) = mark.reason.as_ref().filter(|_| mark.last_day() > Date::MIN) else { continue };
            for (rule, range) in &mark.rules {
                let had = before.get_mut(rule.as_str());
                let as_long = had.as_ref().and_then(|days| days.iter().position(|day| *day >= mark.last_day()));
                match (had, as_long) {
                    (Some(days), Some(at)) => drop(days.remove(at)),
                    (had, _) => {
                        let how = if had.is_some_and(|days| !days.is_empty()) { "for longer" } else { "from now on" };
                        let message = format!("`{rule}` of {} is suppressed {how}: {reason}", story.name());
                        found.push(Weakening { span: story.span(*range), message });
                    }
                }
            }
        }
    }
    found
}

/// Entries that a baseline did not have before, or had with less weight.
fn grown(baseline: &Baseline, before: &[Entry]) -> Option<Weakening> {
    let mut rest: BTreeMap<(&str, &str, &str), Vec<Level>> = BTreeMap::new();
    for entry in before {
        rest.entry((&entry.rule, &entry.story, &entry.key)).or_default().push(entry.level);
    }
    let mut new: Vec<&Entry> = Vec::new();
    for entry in &baseline.entries {
        let had = rest.get_mut(&(entry.rule.as_str(), entry.story.as_str(), entry.key.as_str()));
        let at = had.as_ref().and_then(|levels| levels.iter().position(|level| *level >= entry.level));
        match had.zip(at) {
            Some((levels, at)) => drop(levels.remove(at)),
            None => new.push(entry),
        }
    }
    let first = new.first()?;
    let message = match new.len() {
        1 => format!("the baseline grows: {} of {} is put up with", first.rule, first.story),
        count => format!("the baseline grows by {count} entries, {} of {} among them", first.rule, first.story),
    };
    Some(Weakening { span: Span { file: baseline.file, range: first.range }, message })
}

/// The settings of one backlog before and after.
struct Compare<'a> {
    old: &'a Old,
    head: &'a Place,
    backlog: &'a Backlog,
    sources: &'a mut Sources,
    file: Option<FileId>,
    found: Vec<Weakening>,
}

impl Compare<'_> {
    fn settings(&mut self, unjudged: &[RepoPath]) {
        let before = &self.old.place;
        for (was, is) in before.plan.rules.iter().zip(&self.head.plan.rules) {
            self.rule(was, is);
        }
        let (was, is) = (&before.settings.estimates, &self.head.settings.estimates);
        if let Some((was, is)) = was.raised(is) {
            self.add("max", format!("the largest estimate goes from {was} to {is}"));
        }
        if was.scale != is.scale && was.scale != Scale::Any {
            self.add("scale", format!("the scale of estimates goes from {} to {}", was.scale.words(), is.scale.words()));
        }
        self.stages();
        self.kinds();
        self.files(unjudged);
    }

    fn rule(&mut self, was: &Planned, is: &Planned) {
        let name = is.rule.name;
        if was.runs() && !is.configured && was.configured {
            self.add("layout", format!("`{name}` finds nothing any more: the layout no longer says where to look"));
            return;
        }
        let lower: Vec<(Stage, Level, Level)> = Stage::ALL
            .into_iter()
            .map(|stage| (stage, was.levels.at(stage), is.levels.at(stage)))
            .filter(|(_, was, is)| was > is)
            .collect();
        for change in lower.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)) {
            let stages = change.iter().map(|(stage, ..)| stage.name()).collect::<Vec<_>>().join(", ");
            let (_, was, is) = change[0];
            self.add(name, format!("`{name}` goes from {} to {} at {stages}", was.name(), is.name()));
        }
        for option in is.rule.options {
            if let Some((was, is)) = option.weakened(&was.options, &is.options) {
                self.add(name, format!("`{name}` lets more pass: `{}` goes from {was} to {is}", option.name()));
            }
        }
    }

    /// Status words that a story had, or that the team had mapped, and that ask for less now.
    fn stages(&mut self) {
        let used = self.old.backlog.stories().filter_map(|(_, story)| story.status.value().cloned());
        let words: BTreeMap<String, String> =
            used.chain(self.old.place.settings.stages.keys().cloned()).map(|word| (fold(&word), word)).collect();
        let (before, after) = (&self.old.place.layout, &self.head.layout);
        let stage = |layout: &crate::layout::Layout, word: &str| layout.stage_of(word).unwrap_or(Stage::Open);
        let changes: Vec<(String, Stage, Stage)> = words
            .into_values()
            .map(|word| (stage(before, &word), stage(after, &word), word))
            .map(|(was, is, word)| (word, was, is))
            .collect();
        for (word, was, is) in changes.into_iter().filter(|(_, was, is)| asks(*was) > asks(*is)) {
            let message = format!("the status `{word}` means {} instead of {}", is.name(), was.name());
            self.add(&word, message);
        }
    }

    /// Kind words that stories have and that ask for less now.
    fn kinds(&mut self) {
        let used = self.old.backlog.stories().filter_map(|(_, story)| story.kind_word.value().cloned());
        let words: BTreeMap<String, String> = used.map(|word| (fold(&word), word)).collect();
        for word in words.into_values() {
            let kind = |layout: &crate::layout::Layout| layout.kind_of(&word).unwrap_or(Kind::Story);
            let (was, is) = (kind(&self.old.place.layout), kind(&self.head.layout));
            if needs(was) > needs(is) {
                self.add(&word, format!("the kind `{word}` means {} instead of {}", is.name(), was.name()));
            }
        }
    }

    /// Files that were stories and are not judged any more, though they are still there.
    fn files(&mut self, unjudged: &[RepoPath]) {
        let before = &self.old.place;
        let was_story = |path: &&RepoPath| path.below(&before.root).is_some_and(|below| before.layout.place(below) == Role::Story);
        let gone: Vec<&RepoPath> = unjudged.iter().filter(was_story).collect();
        if let Some(first) = gone.first() {
            let message = match gone.len() {
                1 => format!("`{}` is no longer judged", first.display()),
                count => format!("{count} files are no longer judged, `{}` among them", first.display()),
            };
            self.add_at("layout", message, first);
        }
        let (was, is) = (before.layout.front_matter, self.head.layout.front_matter);
        if was != is && (was == FrontMatterMode::Required || is == FrontMatterMode::Marks) && !self.backlog.is_empty() {
            self.add("front-matter", "files without front matter are no longer findings".into());
        }
    }

    fn add(&mut self, word: &str, message: String) {
        let root = self.head.root.clone();
        self.add_at(word, message, &root);
    }

    /// Where the configuration speaks of `word`; without a configuration at `path`.
    fn add_at(&mut self, word: &str, message: String, path: &RepoPath) {
        let config = self.head.config.as_ref();
        let text = config.map_or("", |config| &config.text);
        let range =
            text.to_ascii_lowercase().find(&word.to_ascii_lowercase()).map(|at| TextRange::new(at, at + word.len())).unwrap_or_default();
        let file = *self.file.get_or_insert_with(|| {
            let source =
                config.map_or_else(|| Source::new(path.clone(), "".into()), |config| Source::new(config.path.clone(), config.text.clone()));
            self.sources.add(source)
        });
        self.found.push(Weakening { span: Span { file, range }, message });
    }
}

/// How much is asked of a story at a stage.
fn asks(stage: Stage) -> u8 {
    match stage {
        Stage::Ready => 3,
        Stage::Open | Stage::Active => 2,
        Stage::Done => 1,
        Stage::Draft | Stage::Dropped => 0,
    }
}

/// How much is asked of an item of a kind.
fn needs(kind: Kind) -> u8 {
    match kind {
        Kind::Story => 3,
        Kind::Bug | Kind::Task => 2,
        Kind::Spike => 1,
        Kind::Epic => 0,
    }
}
