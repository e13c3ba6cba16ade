//! The layouts that ship, in the order in which they are tried.

use std::sync::{LazyLock, OnceLock};

use super::{LayoutFile, file::Detect};
use crate::settings::Mistakes;

/// Names of the layouts that ship with their text; tools' marker files before patterns, `stories` last.
pub const PRESETS: [(&str, &str); 9] = [
    ("backlog-md", include_str!("presets/backlog-md.toml")),
    ("ticket", include_str!("presets/ticket.toml")),
    ("taskmd", include_str!("presets/taskmd.toml")),
    ("planr", include_str!("presets/planr.toml")),
    ("projectman", include_str!("presets/projectman.toml")),
    ("kano", include_str!("presets/kano.toml")),
    ("bmad", include_str!("presets/bmad.toml")),
    ("inline", include_str!("presets/inline.toml")),
    ("stories", include_str!("presets/stories.toml")),
];

/// What every layout has in common.
const COMMON: &str = include_str!("presets/common.toml");

/// Each layout once it has been asked for: reading one compiles its patterns.
static READ: [OnceLock<LayoutFile>; PRESETS.len()] = [const { OnceLock::new() }; PRESETS.len()];

/// The layout of this name, the common keys below its own.
pub fn preset(name: &str) -> Option<&'static LayoutFile> {
    let at = PRESETS.iter().position(|(own, _)| *own == name)?;
    Some(READ[at].get_or_init(|| read(PRESETS[at].1).over(read(COMMON))))
}

/// The files that a layout that ships is read from; each lies over those before it.
pub fn preset_texts(name: &str) -> impl Iterator<Item = &'static str> {
    let own = PRESETS.iter().find(|(own, _)| *own == name).map(|(_, text)| *text);
    std::iter::once(COMMON).chain(own)
}

/// What gives each layout away, in the order in which they are tried.
pub(super) fn clues() -> &'static [(&'static str, Vec<Detect>)] {
    static CLUES: LazyLock<Vec<(&str, Vec<Detect>)>> =
        LazyLock::new(|| PRESETS.iter().map(|(name, text)| (*name, LayoutFile::clues(text))).collect());
    &CLUES
}

/// A shipped file; a test holds that none has a mistake.
fn read(text: &str) -> LayoutFile {
    LayoutFile::parse(text, &mut Mistakes::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_layouts_have_no_mistakes() {
        for (name, text) in PRESETS.into_iter().chain([("common", COMMON)]) {
            let mut mistakes = Mistakes::default();
            let layout = LayoutFile::parse(text, &mut mistakes);
            assert_eq!(mistakes.0, [], "{name}");
            if name != "common" {
                assert_eq!(layout.name.as_deref(), Some(name));
            }
        }
    }
}
