//! The layouts that ship, in the order in which they are tried.

use std::sync::LazyLock;

use super::LayoutFile;
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

static READ: LazyLock<Vec<LayoutFile>> = LazyLock::new(|| {
    let common = read(COMMON);
    PRESETS.iter().map(|(_, text)| read(text).over(common.clone())).collect()
});

/// The layout of this name, the common keys below its own.
pub fn preset(name: &str) -> Option<&'static LayoutFile> {
    READ.iter().find(|layout| layout.name.as_deref() == Some(name))
}

/// The files that a layout that ships is read from; each lies over those before it.
pub fn preset_texts(name: &str) -> impl Iterator<Item = &'static str> {
    let own = PRESETS.iter().find(|(own, _)| *own == name).map(|(_, text)| *text);
    std::iter::once(COMMON).chain(own)
}

/// Every layout, in the order in which they are tried.
pub(super) fn all() -> &'static [LayoutFile] {
    &READ
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
