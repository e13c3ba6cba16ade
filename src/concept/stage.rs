//! What a status means.

use super::vocabulary;

/// How far a story is. A status is a claim: the further, the more a story must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// May be thin.
    Draft,
    /// Wanted, not yet refined.
    Open,
    /// Claims to meet the Definition of Ready.
    Ready,
    /// Being worked on.
    Active,
    /// Finished.
    Done,
    /// Given up.
    Dropped,
}

impl Stage {
    /// In the order of the gates.
    pub const ALL: [Stage; 6] = [Stage::Draft, Stage::Open, Stage::Ready, Stage::Active, Stage::Done, Stage::Dropped];

    /// As written in configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Open => "open",
            Stage::Ready => "ready",
            Stage::Active => "active",
            Stage::Done => "done",
            Stage::Dropped => "dropped",
        }
    }

    /// The stage of this name.
    pub fn named(name: &str) -> Option<Stage> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Status words every layout knows, folded.
    pub fn of_word(folded: &str) -> Option<Stage> {
        vocabulary::stage(folded)
    }

    /// Every word every layout knows, folded, for suggestions.
    pub fn words<'w>() -> impl Iterator<Item = &'w str> {
        vocabulary::statuses()
    }
}

/// A word as statuses and kinds are compared: case, spaces, `-`, `_`, camel case, accents, emoji and marks, a number in front (`01_Backlog`), a
/// trailing `(...)` and dates do not count.
pub fn fold(word: &str) -> String {
    let word = word.trim();
    let word = match word.rfind('(') {
        Some(at) if at > 0 && word.ends_with(')') => &word[..at],
        _ => word,
    };
    let folded = vocabulary::fold(unnumbered(word));
    let without_date = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    // Six digits and more are a date or a time; `v2` is a word.
    if !without_date.is_empty() && folded.len() - without_date.len() >= 6 { without_date.to_owned() } else { folded.into_owned() }
}

/// A word without the number of its column: `01_Backlog`, `2. To do`.
fn unnumbered(word: &str) -> &str {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = rest.trim_start_matches(['_', '.', '-', ')', ':', ' ']);
    let is_number = rest.len() < word.len() && after.len() < rest.len() && after.starts_with(char::is_alphabetic);
    if is_number { after } else { word }
}

/// A name as the names of sprints and groups are compared: case, spaces and punctuation do not count, digits do (`Sprint 2026-03`).
pub fn fold_name(name: &str) -> String {
    let folded: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if folded.is_empty() { name.trim().to_owned() } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_before_they_are_compared() {
        for (written, stage) in [
            ("In Progress", Stage::Active),
            ("inProgress", Stage::Active),
            ("in_progress", Stage::Active),
            ("🚧 In-Progress", Stage::Active),
            ("Done (2025-03-01)", Stage::Done),
            ("✅ Completed 2025-03-01", Stage::Done),
            ("Won't do", Stage::Dropped),
            ("Ready for Dev", Stage::Ready),
            ("To Do", Stage::Open),
        ] {
            assert_eq!(Stage::of_word(&fold(written)), Some(stage), "{written}");
        }
        for (written, stage) in
            [("01_Backlog", Stage::Draft), ("2. In Progress", Stage::Active), ("À faire", Stage::Open), ("WIP", Stage::Active)]
        {
            assert_eq!(Stage::of_word(&fold(written)), Some(stage), "{written}");
        }
        assert_eq!(Stage::of_word(&fold("somewhat")), None);
    }
}
