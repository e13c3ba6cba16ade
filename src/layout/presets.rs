//! The layouts that ship, in the order in which they are tried.

use std::sync::OnceLock;

use super::KEYS;
use crate::{keys::Keys, settings::Table};

/// Names of the layouts that ship with their text; tools' marker files before patterns, `stories` last.
pub const PRESETS: [(&str, &str); 10] = [
    ("backlog-md", include_str!("presets/backlog-md.toml")),
    ("ticket", include_str!("presets/ticket.toml")),
    ("taskmd", include_str!("presets/taskmd.toml")),
    ("planr", include_str!("presets/planr.toml")),
    ("projectman", include_str!("presets/projectman.toml")),
    ("kano", include_str!("presets/kano.toml")),
    ("kanbn", include_str!("presets/kanbn.toml")),
    ("bmad", include_str!("presets/bmad.toml")),
    ("inline", include_str!("presets/inline.toml")),
    ("stories", include_str!("presets/stories.toml")),
];

/// What every layout has in common.
const COMMON: &str = include_str!("presets/common.toml");

/// Each file that ships, once it has been asked for.
static READ: [OnceLock<Table>; PRESETS.len()] = [const { OnceLock::new() }; PRESETS.len()];

fn own(at: usize) -> &'static Table {
    READ[at].get_or_init(|| Table::shipped(PRESETS[at].1))
}

/// The layout of this name as written, its keys over those that every layout has in common.
pub fn preset(name: &str) -> Option<Table> {
    let at = PRESETS.iter().position(|(own, _)| *own == name)?;
    Some(over(own(at), &Table::shipped(COMMON)))
}

/// A team's own keys of a layout over those of the preset they name, else of `stories`.
pub fn over_preset(own: &Table) -> Table {
    let named = own.text("preset").unwrap_or("stories");
    over(own, &preset(named).unwrap_or_default())
}

/// The grammar of a layout's file.
const GRAMMAR: Keys = Keys(&[KEYS]);

fn over(upper: &Table, lower: &Table) -> Table {
    GRAMMAR.over("layout", upper, lower)
}

/// What gives each layout away, in the order in which they are tried.
pub(super) fn clues() -> impl Iterator<Item = (&'static str, &'static Table)> {
    PRESETS.iter().enumerate().map(|(at, (name, _))| (*name, own(at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        settings::Mistakes,
        source::{RepoPath, Source},
    };

    #[test]
    fn shipped_layouts_have_no_mistakes() {
        for (name, text) in PRESETS.into_iter().chain([("common", COMMON)]) {
            let mut mistakes = Mistakes::default();
            let layout = Table::read(&std::sync::Arc::new(Source::new(RepoPath::default(), text.into())), &mut mistakes);
            GRAMMAR.check("layout", "key", &layout, &mut mistakes);
            assert_eq!(mistakes.0, [], "{name}");
            if name != "common" {
                assert_eq!(layout.text("name"), Some(name));
            }
        }
    }
}
