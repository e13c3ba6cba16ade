//! Which stories a clause or an override speaks about.

use crate::{
    concept::{Kind, Stage, id::IdKey},
    layout::Globs,
    source::RepoPath,
    story::Story,
};

/// A selector: every key that is given must match, by any of its values.
#[derive(Debug, Clone, Default)]
pub struct When {
    /// Paths below the backlog's root.
    pub paths: Option<Globs>,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Labels, compared without case.
    pub labels: Vec<String>,
    /// Stages.
    pub stages: Vec<Stage>,
    /// Ids of epics, or names of groups.
    pub epics: Vec<String>,
}

impl When {
    /// Whether it speaks about `story` of the backlog at `root`.
    pub fn holds(&self, story: &Story, root: &RepoPath) -> bool {
        let labelled = |label: &String| story.labels.iter().any(|own| own.to_lowercase() == label.to_lowercase());
        let parent = story.parent.as_ref().map(|parent| parent.id.as_str()).or_else(|| story.group.value().map(String::as_str));
        let under = |epic: &String| parent.is_some_and(|parent| IdKey::of(parent) == IdKey::of(epic));
        self.paths.as_ref().is_none_or(|globs| story.path.below(root).is_some_and(|below| globs.is_match(below)))
            && (self.kinds.is_empty() || self.kinds.contains(&story.kind))
            && (self.labels.is_empty() || self.labels.iter().any(labelled))
            && (self.stages.is_empty() || self.stages.contains(&story.stage()))
            && (self.epics.is_empty() || self.epics.iter().any(under))
    }

    /// Whether it speaks about every story.
    pub fn is_always(&self) -> bool {
        self.words().is_empty()
    }

    /// What it asks, as words: `label ui, kind story`; nothing where it speaks about every story.
    pub fn words(&self) -> String {
        let said = |name: &str, words: String| (!words.is_empty()).then(|| format!("{name} {words}"));
        let texts = |list: &[String]| list.join(" or ");
        let paths = self.paths.as_ref().map(|globs| texts(globs.patterns())).unwrap_or_default();
        let parts = [
            said("paths", paths),
            said("kind", self.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" or ")),
            said("label", texts(&self.labels)),
            said("stage", self.stages.iter().map(|stage| stage.name()).collect::<Vec<_>>().join(" or ")),
            said("epic", texts(&self.epics)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
