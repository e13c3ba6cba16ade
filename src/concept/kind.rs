//! What sort of item a story is.

use super::vocabulary;

/// The sort of an item; the words for it are in rules' pages under "By kind".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Something a user gets.
    Story,
    /// A piece of work.
    Task,
    /// Something that is broken.
    Bug,
    /// A question to answer in a bounded time.
    Spike,
    /// What is split into stories.
    Epic,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] = [Kind::Story, Kind::Task, Kind::Bug, Kind::Spike, Kind::Epic];

    /// As written in configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Story => "story",
            Kind::Task => "task",
            Kind::Bug => "bug",
            Kind::Spike => "spike",
            Kind::Epic => "epic",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Kind words every layout knows, folded. `feature` is a story here; with children it is an epic.
    pub fn of_word(folded: &str) -> Option<Kind> {
        vocabulary::kind(folded)
    }

    /// Every word every layout knows, folded, for suggestions.
    pub fn words<'w>() -> impl Iterator<Item = &'w str> {
        vocabulary::kinds()
    }
}
