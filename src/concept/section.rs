//! Sections a story is known to have.

/// A section every layout may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// What and why.
    Description,
    /// The acceptance criteria.
    Criteria,
    /// What is not known yet.
    Questions,
    /// What is left out on purpose.
    Scope,
    /// Anything else the team keeps.
    Notes,
    /// Steps of the work; boxes under it are no criteria.
    Tasks,
    /// The team's Definition of Done; boxes under it are no criteria of the story.
    Done,
    /// How it is to be built.
    Plan,
    /// What happened to it so far.
    Log,
    /// What the story states about itself: a list or table of fields.
    Metadata,
    /// What it waits for.
    DependsOn,
    /// What waits for it.
    Dependents,
}

impl Section {
    /// Every section with its name in layout files.
    pub const ALL: [(Section, &'static str); 12] = [
        (Section::Description, "description"),
        (Section::Criteria, "criteria"),
        (Section::Questions, "questions"),
        (Section::Scope, "scope"),
        (Section::Notes, "notes"),
        (Section::Tasks, "tasks"),
        (Section::Done, "done"),
        (Section::Plan, "plan"),
        (Section::Log, "log"),
        (Section::Metadata, "metadata"),
        (Section::DependsOn, "depends_on"),
        (Section::Dependents, "dependents"),
    ];

    /// Its name in layout files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(section, _)| *section == self).map_or("", |(_, name)| name)
    }

    /// The section of this name.
    pub fn named(name: &str) -> Option<Section> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(section, _)| *section)
    }
}
