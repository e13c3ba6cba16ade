//! Colour and characters that fit the terminal.

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style as Paint};

use crate::finding::Level;

/// How a report for people looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Style {
    /// Whether escapes for colour are written.
    pub colour: bool,
    /// Whether everything around the repository's own text is ASCII.
    pub ascii: bool,
    /// Whether hints are drawn.
    pub hints: bool,
    /// Whether every finding is drawn, however many there are.
    pub all: bool,
}

impl Style {
    /// The style for standard output; without a word about colour its terminal decides.
    pub fn of_environment(colour: Option<bool>, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let suits = || anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
        let colour = colour.unwrap_or_else(suits);
        Self { colour, ascii: is_ascii(variable), hints: false, all: false }
    }

    /// `text` in the colour of a level.
    pub(super) fn level(self, level: Level, text: &str) -> String {
        let colour = match level {
            Level::Error => AnsiColor::Red,
            Level::Warning => AnsiColor::Yellow,
            Level::Hint | Level::Off => AnsiColor::Cyan,
        };
        self.paint(colour.on_default(), text)
    }

    /// `text` made prominent.
    pub(super) fn strong(self, text: &str) -> String {
        self.paint(Paint::new().bold(), text)
    }

    /// `text` made quiet.
    pub(super) fn quiet(self, text: &str) -> String {
        self.paint(Paint::new().dimmed(), text)
    }

    fn paint(self, paint: Paint, text: &str) -> String {
        if self.colour { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
    }

    /// The sign of a level in front of a message.
    pub(super) fn mark(self, level: Level) -> &'static str {
        match (level, self.ascii) {
            (Level::Error, false) => "×",
            (Level::Error, true) => "x",
            (Level::Warning, false) => "⚠",
            (Level::Warning, true) => "!",
            (_, false) => "☞",
            (_, true) => ">",
        }
    }
}

/// Whether standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// A terminal that shows no more than ASCII, told by its name or by the locale.
fn is_ascii(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    if set("TERM").is_some_and(|term| term == "dumb") {
        return true;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_lowercase();
    cfg!(unix) && !locale.contains("utf-8") && !locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::is_ascii;

    #[test]
    #[cfg(unix)]
    fn the_first_locale_that_is_set_counts() {
        let ascii = |set: &[(&str, &str)]| is_ascii(&|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()));
        assert!(!ascii(&[("LANG", "de_DE.UTF-8")]));
        assert!(!ascii(&[("LC_ALL", ""), ("LANG", "C.utf8")]));
        assert!(ascii(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]));
        assert!(ascii(&[]));
        assert!(ascii(&[("TERM", "dumb"), ("LANG", "de_DE.UTF-8")]));
    }
}
