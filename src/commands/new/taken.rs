//! Ids that other branches and working trees have given to stories.

use std::collections::HashMap;

use crate::{
    commands::open::Opened,
    concept::IdKey,
    discover::Place,
    error::Error,
    git::{self, Need},
    layout,
    parse::ParsedFile,
    source::{FileId, RepoPath},
    story::{Origin, Story},
};

/// The ids, each with the branch or working tree that has it first.
pub(super) fn elsewhere(opened: &Opened, place: &Place) -> Result<HashMap<IdKey, String>, Error> {
    let root = &place.files.root;
    let layout = &place.policy.layout;
    let is_story =
        |path: &RepoPath| path.below(root).is_some_and(|below| matches!(layout.place(below), layout::Place::Story | layout::Place::Known));
    let Some(located) = git::locate(&opened.top, Need::Commits)? else { return Ok(HashMap::new()) };
    let mut taken = HashMap::new();
    for file in git::elsewhere(&located.repository, root, &is_story) {
        let below = file.path.below(root).unwrap_or_default();
        let origin = Origin { file: FileId(0), path: file.path.clone(), below, live: true };
        let story = Story::new(origin, &file.text, ParsedFile::new(&file.text), layout, &place.policy.settings.team.estimates);
        if story.id.value().is_some() {
            taken.entry(story.key()).or_insert(file.place);
        }
    }
    Ok(taken)
}
