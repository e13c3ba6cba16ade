//! The words of the field: what a story can state, its stage, kind, estimate and id, independent of how a layout spells them.

pub mod estimate;
pub mod id;
pub mod kind;
pub mod reference;
pub mod rice;
pub mod section;
pub mod sprint;
pub mod stage;
pub mod vocabulary;
mod written;

pub use estimate::{Estimate, EstimatePolicy, Scale};
pub use id::IdKey;
pub use kind::Kind;
pub use rice::{Factor, RicePolicy};
pub use section::Section;
pub use sprint::{Sprint, Sprints, Turn};
pub use stage::{Stage, fold, fold_name};

/// A story's place in its backlog, in the order of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryIx(pub u32);

/// Something a story can state, wherever a layout keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Concept {
    /// What the story is called by others.
    Id,
    /// One line that says what it is about.
    Title,
    /// The word that claims a stage.
    Status,
    /// Story, task, bug, spike or epic.
    Kind,
    /// How large it is.
    Estimate,
    /// What must be done first.
    DependsOn,
    /// The story or epic it is a part of.
    Parent,
    /// A free name it is filed under, never a reference.
    Group,
    /// Labels or tags.
    Labels,
    /// Who owns it.
    Owner,
    /// How urgent it is.
    Priority,
    /// The sprint it is planned for.
    Sprint,
    /// Its place in the backlog.
    Rank,
    /// How many people it reaches, for its RICE score.
    Reach,
    /// How much it does for each of them.
    Impact,
    /// How sure the team is of both.
    Confidence,
    /// What it costs, for its RICE score.
    Effort,
    /// A stored RICE score.
    RiceScore,
    /// When it was written.
    Created,
    /// Acceptance criteria kept in the front matter.
    Criteria,
    /// A description kept in the front matter or in a label.
    Description,
}

impl Concept {
    /// Every concept with its name in layout files.
    pub const ALL: [(Concept, &'static str); 21] = [
        (Concept::Id, "id"),
        (Concept::Title, "title"),
        (Concept::Status, "status"),
        (Concept::Kind, "kind"),
        (Concept::Estimate, "estimate"),
        (Concept::DependsOn, "depends_on"),
        (Concept::Parent, "parent"),
        (Concept::Group, "group"),
        (Concept::Labels, "labels"),
        (Concept::Owner, "owner"),
        (Concept::Priority, "priority"),
        (Concept::Sprint, "sprint"),
        (Concept::Rank, "rank"),
        (Concept::Reach, "reach"),
        (Concept::Impact, "impact"),
        (Concept::Confidence, "confidence"),
        (Concept::Effort, "effort"),
        (Concept::RiceScore, "rice_score"),
        (Concept::Created, "created"),
        (Concept::Criteria, "criteria"),
        (Concept::Description, "description"),
    ];

    /// Its name in layout files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(concept, _)| *concept == self).map_or("", |(_, name)| name)
    }
}
