//! What is wrong in a settings file, each mistake at its place.

use super::Setting;
use crate::source::TextRange;

/// Something wrong in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where: the key or the value.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// What was probably meant.
    pub help: Option<String>,
}

/// The mistakes found so far in one settings file.
#[derive(Debug, Default)]
pub struct Mistakes(pub Vec<Mistake>);

impl Mistakes {
    /// Notes a mistake.
    pub fn add(&mut self, range: TextRange, message: impl Into<String>) {
        self.0.push(Mistake { range, message: message.into(), help: None });
    }

    /// Notes a mistake and what was probably meant.
    pub fn add_with_help(&mut self, range: TextRange, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Mistake { range, message: message.into(), help: Some(help.into()) });
    }

    /// Notes a word that is none of `known`, with the closest one as help.
    pub fn unknown<'k>(&mut self, range: TextRange, what: &str, word: &str, known: impl IntoIterator<Item = &'k str>) {
        self.unknown_as(range, &format!("unknown {what} `{word}`"), word, ("it is one of", known.into_iter().collect()));
    }

    /// The same in other words; `known` goes after what introduces it.
    pub fn unknown_as(&mut self, range: TextRange, message: &str, word: &str, (list, known): (&str, Vec<&str>)) {
        let help = match closest(word, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("{list}: {}", known.join(", ")),
        };
        self.add_with_help(range, message, help);
    }

    /// Notes a value of another type than its key takes.
    pub fn wrong_type(&mut self, setting: &Setting, key: &str, wanted: &str) {
        self.add(setting.origin.value, format!("`{key}` takes {wanted}, not {}", setting.kind()));
    }
}

/// The known word closest to `word`, if one is close enough to be meant.
pub fn closest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = word.to_lowercase();
    let far = (lower.chars().count() / 3).max(1);
    let distance = |known: &&'k str| strsim::damerau_levenshtein(&lower, &known.to_lowercase());
    known.into_iter().map(|known| (distance(&known), known)).filter(|(distance, _)| *distance <= far).min().map(|(_, known)| known)
}
