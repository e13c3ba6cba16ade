//! What a rule is: data and a function, with its page beside it.

pub mod change;
pub mod clause;
pub mod context;
pub mod option;
mod when;

pub use change::ChangeCx;
pub use clause::{Asks, Clause};
pub use context::{BacklogCx, StoryCx};
pub use option::{AnyOption, Opt, OptionValue, OptionValues, Weaker};
pub use when::When;

use crate::{
    concept::{Concept, Kind, Stage},
    finding::{Level, Safety},
    story::Story,
};

/// One check.
pub struct Rule {
    /// Subject and fault, kebab-case.
    pub name: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// Its level at each stage.
    pub gate: Gate,
    /// How settled it is.
    pub status: Status,
    /// The items it applies to.
    pub kinds: Kinds,
    /// It runs only where the layout maps one of these; nothing means everywhere.
    pub needs: &'static [Concept],
    /// Its page: documentation and test.
    pub page: &'static str,
    /// What can be set.
    pub options: &'static [&'static dyn AnyOption],
    /// What its findings can be mended with; none where people have to think.
    pub fixes: &'static [Safety],
    /// What it does.
    pub check: Check,
}

impl Rule {
    /// Whether it says that a file was not read: such a finding cannot be lowered, suppressed or accepted.
    pub fn is_about_reading(&self) -> bool {
        self.gate == Gate::FILE
    }

    /// The first paragraph of its page, on one line.
    pub fn summary(&self) -> String {
        let body = self.page.split_once("\n\n").map_or("", |(_, rest)| rest);
        let paragraph = body.split("\n\n").next().unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// One story at a time.
    Story(fn(&mut StoryCx<'_>)),
    /// One story at a time, by a clause of the team's own.
    Clause(&'static Clause),
    /// All stories of a backlog, once each is judged by itself.
    Backlog(fn(&mut BacklogCx<'_>)),
    /// A backlog before a change and after it.
    Change(fn(&mut ChangeCx<'_>)),
    /// Nothing: the parser or the engine raises it.
    Engine,
}

/// Rules that are switched together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The file can be read.
    Readable,
    /// Who it is and what it claims.
    Identity,
    /// Definition of Ready.
    Ready,
    /// The story text.
    Text,
    /// Dependencies and order.
    Order,
    /// What a change does.
    Change,
    /// About the linter's own marks.
    Marks,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 7] = [Group::Readable, Group::Identity, Group::Ready, Group::Text, Group::Order, Group::Change, Group::Marks];

    /// As written in configuration.
    pub fn name(self) -> &'static str {
        match self {
            Group::Readable => "readable",
            Group::Identity => "identity",
            Group::Ready => "ready",
            Group::Text => "text",
            Group::Order => "order",
            Group::Change => "change",
            Group::Marks => "marks",
        }
    }
}

/// A written level at each stage, draft to dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate(pub [Level; 6]);

impl Gate {
    /// The file: an error, in `known` folders and of finished items a warning.
    pub const FILE: Gate = Gate([Level::Error, Level::Error, Level::Error, Level::Error, Level::Warning, Level::Warning]);
    /// Identity and graph.
    pub const IDENTITY: Gate = Gate([Level::Error, Level::Error, Level::Error, Level::Error, Level::Hint, Level::Off]);
    /// The Definition of Ready.
    pub const READY: Gate = Gate([Level::Off, Level::Warning, Level::Error, Level::Warning, Level::Off, Level::Off]);
    /// Worth mending before work starts.
    pub const WARN: Gate = Gate([Level::Off, Level::Warning, Level::Warning, Level::Warning, Level::Off, Level::Off]);
    /// A sign, no more.
    pub const HINT: Gate = Gate([Level::Off, Level::Hint, Level::Hint, Level::Hint, Level::Off, Level::Off]);
    /// A warning at every stage.
    pub const ALWAYS: Gate = Gate([Level::Warning; 6]);

    /// This level wherever the gate has one.
    #[must_use]
    pub fn all_at(self, level: Level) -> Gate {
        Gate(self.0.map(|own| if own == Level::Off { Level::Off } else { level }))
    }

    /// A warning at these stages only.
    pub const fn warn_at(stages: &[Stage]) -> Gate {
        Self::only(Level::Warning, stages)
    }

    /// A level at these stages only.
    pub const fn only(level: Level, stages: &[Stage]) -> Gate {
        let mut levels = [Level::Off; 6];
        let mut at = 0;
        while at < stages.len() {
            levels[stages[at] as usize] = level;
            at += 1;
        }
        Gate(levels)
    }

    /// The level at `stage`.
    pub fn at(self, stage: Stage) -> Level {
        self.0[stage as usize]
    }
}

/// How settled a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// May change in any release.
    Preview,
    /// Changes only as STABILITY says.
    Stable,
}

impl Status {
    /// As documentation writes it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Preview => "preview",
            Status::Stable => "stable",
        }
    }
}

/// The items a rule applies to.
#[derive(Debug, Clone, Copy)]
pub struct Kinds(pub fn(&Story) -> bool);

impl Kinds {
    /// Every item.
    pub const ALL: Kinds = Kinds(|_| true);
    /// Not epics.
    pub const LEAVES: Kinds = Kinds(Story::is_leaf);
    /// Items that carry criteria of their own: no epics, and no tasks under a story, which verify their parent's.
    pub const WITH_CRITERIA: Kinds = Kinds(|story| story.is_leaf() && !(story.kind == Kind::Task && story.under_story));
    /// Stories, and not tasks, bugs, spikes or epics.
    pub const STORIES: Kinds = Kinds(|story| story.kind == Kind::Story);
    /// Bugs.
    pub const BUGS: Kinds = Kinds(|story| story.kind == Kind::Bug);
    /// Spikes.
    pub const SPIKES: Kinds = Kinds(|story| story.kind == Kind::Spike);
    /// Epics.
    pub const EPICS: Kinds = Kinds(|story| story.kind == Kind::Epic);
}
