//! What a rule may see, and how it reports.

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
    fmt,
    sync::OnceLock,
};

use super::{
    Check, Gate, Group, OptionValues, Rule,
    option::{Opt, OptionType},
};
use crate::{
    backlog::{Backlog, StoryIx, Uses, similar::Joined},
    concept::{Concept, Kind, Stage, Turn},
    finding::{Finding, Level},
    layout::{Layout, Section},
    parse::Outline,
    source::{FileId, RepoPath, Sources, Span, TextRange},
    story::{Acceptance, ClaimOf, Said, Story, Templates},
    team::Team,
    text::language::Language,
    tree::{PathKind, Tree},
};

/// Everything of a run that rules may see besides stories.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The backlog, for rules about all stories; its graph is complete before any rule runs.
    pub backlog: &'a Backlog,
    /// The texts.
    pub sources: &'a Sources,
    /// How stories are laid out here.
    pub layout: &'a Layout,
    /// What new stories are made from.
    pub templates: &'a Templates,
    /// The team's settings.
    pub team: &'a Team,
    /// The files around, for links to them.
    pub files: Files<'a>,
    /// Which fields the backlog uses, in any of the trees that are compared.
    pub uses: &'a Uses,
    /// The day that counts as today.
    pub today: jiff::civil::Date,
    /// Whether suppressions hold.
    pub suppressions: bool,
    /// Per story: what is accepted of it; nothing where nothing is accepted at all.
    pub accepted: &'a [Vec<&'a Acceptance>],
    /// Suppressions that were written for another story, by their places in the story that has them now.
    pub void: Option<&'a HashSet<(StoryIx, usize)>>,
    /// Per story: whether the change that is judged adds it; empty where no change is.
    pub added: &'a [bool],
    /// What rules have worked out of stories that lie in several trees as they are; nothing where there is one tree.
    pub shared: Option<&'a Shared<'a>>,
}

/// What is worked out once for all trees, for whichever is judged first.
#[derive(Debug)]
pub struct Shared<'a> {
    /// The backlog in each of the trees.
    pub backlogs: Vec<&'a Backlog>,
    /// Which stories of any of them say nearly the same.
    pub similar: OnceLock<Similar>,
}

/// Stories that say nearly the same.
#[derive(Debug, Default)]
pub struct Similar {
    /// The place of each story that was compared, by its text and kind.
    pub places: HashMap<(FileId, Kind), usize>,
    /// What was found, by places.
    pub joined: Joined,
}

/// Which files there are, stories or not.
#[derive(Clone, Copy)]
pub struct Files<'a>(pub &'a dyn Tree);

impl Files<'_> {
    /// Whether something lies at `path`.
    pub fn holds(self, path: &RepoPath) -> bool {
        self.0.kind(path).is_some()
    }

    /// Whether what lies at `path` can be told: links and submodules on the way are not followed.
    pub fn can_tell(self, path: &RepoPath) -> bool {
        let mut folder = path.parent();
        while !folder.is_top() {
            match self.0.kind(&folder) {
                Some(PathKind::Other) => return false,
                Some(_) => return true,
                None => folder = folder.parent(),
            }
        }
        true
    }
}

impl fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Files")
    }
}

/// A rule at work: its options, its levels here, and where its findings go.
#[derive(Debug)]
pub struct Work<'a> {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level at each stage.
    pub levels: Gate,
    /// The same per story of the backlog, where overrides make them differ; else nothing.
    pub own: &'a [Gate],
    /// Its options.
    pub options: &'a OptionValues,
    /// What it found so far.
    pub found: &'a mut Vec<Finding>,
}

impl Work<'_> {
    /// Its level for a story, at the story's stage.
    pub fn level_of(&self, ix: StoryIx, story: &Story) -> Level {
        self.levels_of(ix).at(story.stage())
    }

    fn levels_of(&self, ix: StoryIx) -> Gate {
        self.own.get(ix.0 as usize).copied().unwrap_or(self.levels)
    }

    /// Records a finding about `story`, at the level its stage gives, with what the story claims at the place.
    pub fn report(&mut self, ix: StoryIx, story: &Story, range: TextRange, message: String) -> &mut Finding {
        let level = match (story.live, self.rule.is_about_reading()) {
            (_, true) if story.is_over_by_place() => self.level_of(ix, story).min(self.levels_of(ix).at(Stage::Done)),
            (_, true) if story.broken => self.levels_of(ix).at(Stage::Ready),
            (true, _) => self.level_of(ix, story),
            (false, _) => Level::Off,
        };
        let applies = (self.rule.kinds.0)(story);
        let level = if applies { level } else { Level::Off };
        let judges_readiness = applies && story.live && !matches!(self.rule.check, Check::Change(_));
        let level_if_ready = if judges_readiness { self.levels_of(ix).at(Stage::Ready) } else { Level::Off };
        let place = (range == story.claim && !self.rule.is_about_reading()).then(|| claim(story));
        self.found.push(Finding {
            rule: self.rule.name,
            level,
            level_if_ready,
            span: story.span(range),
            story: Some(ix),
            stage: story.stated_stage,
            message,
            help: None,
            place,
            labels: Vec::new(),
            key: String::new(),
            wording: None,
            fix: None,
            hidden: None,
        });
        let at = self.found.len() - 1;
        &mut self.found[at]
    }
}

/// What stands at a story's claim, in words.
fn claim(story: &Story) -> String {
    let stage = story.stage();
    match (story.claim_of, story.stated_stage) {
        (ClaimOf::Status, Some(Stage::Ready)) => "claims to be ready here".into(),
        (ClaimOf::Status, Some(_)) => format!("is {} here", stage.name()),
        (_, None) => "counts as open".into(),
        (_, Some(_)) => format!("is {}", stage.name()),
    }
}

/// A story rule's view: one story.
#[derive(Debug)]
pub struct StoryCx<'a> {
    /// The story.
    pub story: &'a Story,
    /// Its place in the backlog.
    pub ix: StoryIx,
    /// Its whole text.
    pub text: &'a str,
    /// The rest of the run.
    pub around: Surroundings<'a>,
    /// What was read of the story by the rules before.
    pub memo: &'a Memo,
    /// The rule at work.
    pub work: Work<'a>,
}

/// What several rules read of one story, once one of them has.
#[derive(Debug, Default)]
pub struct Memo {
    description: OnceCell<Said>,
    criteria: OnceCell<Said>,
}

impl<'a> StoryCx<'a> {
    /// What the description says, or the criteria where `section` is theirs.
    pub fn said(&self, section: Section) -> &'a Said {
        let known = if section == Section::Criteria { &self.memo.criteria } else { &self.memo.description };
        known.get_or_init(|| Said::of(self.story, self.text, self.around.layout, section))
    }

    /// Reports a fact about a place in the story.
    pub fn report(&mut self, range: TextRange, message: impl Into<String>) -> &mut Finding {
        self.work.report(self.ix, self.story, range, message.into())
    }

    /// Reports that something is not there: on the claim, so that it lands inside a change's lines.
    pub fn report_absence(&mut self, message: impl Into<String>) -> &mut Finding {
        self.report(self.story.claim, message)
    }

    /// The structure of the story's body.
    pub fn outline(&self) -> &'a Outline {
        &self.story.parsed.outline
    }

    /// A slice of the story's text.
    pub fn slice(&self, range: TextRange) -> &'a str {
        range.of(self.text)
    }

    /// A place of this story, for labels.
    pub fn span(&self, range: TextRange) -> Span {
        self.story.span(range)
    }

    /// The value of an option of this rule.
    pub fn option<T: OptionType>(&self, option: &Opt<T>) -> T {
        self.work.options.get(option)
    }

    /// Whether items of this kind are asked for a concept in this backlog.
    pub fn is_asked(&self, concept: Concept) -> bool {
        self.around.uses.asks(concept, self.story.kind)
    }

    /// What the story is written in.
    pub fn language(&self) -> Language {
        self.around.team.text.language.unwrap_or_else(|| self.story.language(self.text))
    }

    /// The front-matter key people write here for a concept: `story_points`.
    pub fn key(&self, concept: Concept) -> &'a str {
        self.around.layout.key(concept)
    }

    /// The heading people write here for a section: `Acceptance criteria`.
    pub fn heading(&self, section: Section) -> &'a str {
        self.around.layout.heading(section)
    }
}

fn speaks_of(rule: &Rule, story: &Story) -> bool {
    story.live && (rule.kinds.0)(story) && (!story.broken || rule.group == Group::Readable)
}

/// A backlog rule's view: all stories, and which of them are ready by themselves.
#[derive(Debug)]
pub struct BacklogCx<'a> {
    /// The rest of the run, the backlog in it.
    pub around: Surroundings<'a>,
    /// Per story: no story rule finds an error at the ready column.
    pub own_readiness: &'a [bool],
    /// The rule at work.
    pub work: Work<'a>,
}

impl<'a> BacklogCx<'a> {
    /// The stories and their graph.
    pub fn backlog(&self) -> &'a Backlog {
        self.around.backlog
    }

    /// The stories this rule may speak about: live, of its kinds, and readable unless the rule is about files.
    pub fn stories(&self) -> impl Iterator<Item = (StoryIx, &'a Story)> + use<'a> {
        self.stories_of(self.around.backlog)
    }

    /// The same of another backlog.
    pub fn stories_of<'b>(&self, backlog: &'b Backlog) -> impl Iterator<Item = (StoryIx, &'b Story)> + use<'b> {
        let rule = self.work.rule;
        backlog.stories().filter(move |(_, story)| speaks_of(rule, story))
    }

    /// Whether a story is one of those.
    pub fn may_speak_of(&self, ix: StoryIx) -> bool {
        speaks_of(self.work.rule, &self.around.backlog[ix])
    }

    /// Reports a fact about a place in a story.
    pub fn report(&mut self, ix: StoryIx, range: TextRange, message: impl Into<String>) -> &mut Finding {
        let story = &self.around.backlog[ix];
        self.work.report(ix, story, range, message.into())
    }

    /// A slice of a story's text.
    pub fn slice(&self, ix: StoryIx, range: TextRange) -> &'a str {
        range.of(&self.around.sources[self.around.backlog[ix].file].text)
    }

    /// When the sprint that a story is planned for comes.
    pub fn turn(&self, story: &Story) -> Turn {
        story.sprint.value().map_or(Turn::Other, |name| self.around.team.sprints.turn(name, self.around.today))
    }

    /// Whether the change that is judged adds this story.
    pub fn is_added(&self, ix: StoryIx) -> bool {
        self.around.added.get(ix.0 as usize).copied().unwrap_or_default()
    }

    /// Whether a story meets every story rule at the ready column.
    pub fn is_own_ready(&self, ix: StoryIx) -> bool {
        self.own_readiness.get(ix.0 as usize).copied().unwrap_or_default()
    }

    /// The value of an option of this rule.
    pub fn option<T: OptionType>(&self, option: &Opt<T>) -> T {
        self.work.options.get(option)
    }
}
