//! Bare numbers as ids. One that the path gives counts within a folder: each epic may begin with `001`.

use super::{Field, Story};
use crate::{
    concept::{IdKey, Kind, Stage, fold, vocabulary},
    source::RepoPath,
};

impl Story {
    /// Whether its id is a bare number that its path gives; such numbers begin anew from folder to folder.
    pub fn is_numbered_by_path(&self) -> bool {
        matches!(&self.id, Field::Value { range, value } if range.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The folder in which bare numbers count: the nearest one around the item that is not named by a stage, a kind or finished work.
    pub fn number_folder(&self) -> RepoPath {
        let stem = self.path.stem();
        let is_page = stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index");
        let mut folder = if is_page { self.path.parent().parent() } else { self.path.parent() };
        while !folder.is_top() && is_sorting(&folder.file_name()) {
            folder = folder.parent();
        }
        folder
    }

    /// What tells it from other stories: its id, a number together with its folder; its name where it has no id.
    pub fn key(&self) -> IdKey {
        if self.is_numbered_by_path() { IdKey::within(&self.number_folder().display(), &self.name()) } else { IdKey::of(&self.name()) }
    }
}

/// Whether a folder sorts items by what becomes of them or by their kind, so that numbers go on from one such folder to the next.
fn is_sorting(name: &str) -> bool {
    let folded = fold(name.trim_start_matches(['.', '_']));
    let singular = folded.strip_suffix('s').unwrap_or(&folded);
    let names_a_kind = |word: &str| Kind::of_word(word).is_some();
    vocabulary::folder(name).is_some() || Stage::of_word(&folded).is_some() || names_a_kind(&folded) || names_a_kind(singular)
}

#[cfg(test)]
mod tests {
    use super::is_sorting;

    #[test]
    fn folders_of_stages_and_kinds_sort() {
        for name in ["done", "archive", "in-progress", "To Do", "bugs", "tasks", "backlog", ".backlog"] {
            assert!(is_sorting(name), "{name}");
        }
        for name in ["loans", "epic-1", "2026", "kiosk"] {
            assert!(!is_sorting(name), "{name}");
        }
    }
}
