//! What looks like a backlog: proposed, or checked because someone asked.

use super::Place;
use crate::{
    layout::Clue,
    outcome::Proposal,
    source::RepoPath,
    survey::{self, Candidate},
};

/// Whether any of a candidate's folders holds a file of `place`.
pub(super) fn holds_any(candidate: &Candidate, place: &Place) -> bool {
    let holds = |path: &RepoPath| candidate.folders.iter().any(|folder| path.below(folder).is_some());
    place.files.entries().any(|entry| holds(&entry.path))
}

pub(super) fn proposal(candidate: &Candidate) -> Proposal {
    Proposal {
        root: candidate.root.clone(),
        folders: candidate.folders.clone(),
        layout: candidate.layout.text("name").unwrap_or_default().to_owned(),
        evidence: candidate.clue.to_string(),
        items: candidate.items,
    }
}

/// A folder that was named on the command line as a backlog of its own.
pub(super) fn asked(folder: &RepoPath) -> Candidate {
    let layout = survey::placed(folder, std::slice::from_ref(folder));
    Candidate { root: folder.clone(), layout, folders: vec![folder.clone()], clue: Clue::Asked, is_strong: false, items: 0 }
}
