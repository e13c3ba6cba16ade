//! Where a layout keeps a concept.

use regex::Regex;

use crate::text::{pattern, words};

/// One place a value may come from.
#[derive(Debug, Clone)]
pub enum FieldSource {
    /// `field:KEY`: a front-matter key, dotted for nested ones.
    Key(String),
    /// `h1` or `h1:REGEX`: the first level-1 heading, or the group named like the concept, else the first group, of a match in it.
    H1(Option<Regex>),
    /// `path:REGEX`: a match in the path.
    Path(Regex),
    /// `name`: the id that the file's name begins with; of a folder's page, the folder's name.
    Name,
    /// `section:NAME`: the first line under a heading.
    Section(String),
    /// `label:NAME`: `**Name:** value` before the first level-2 heading.
    Label {
        /// As the layout writes it.
        written: String,
        /// As labels are compared.
        name: String,
    },
    /// `tool:KEY`: what the tool's own file says under a key about the file of this name, or about this id.
    Tool(String),
}

impl FieldSource {
    /// Reads a source as a layout writes it.
    pub fn parse(written: &str) -> Result<Self, String> {
        let (kind, rest) = written.split_once(':').map_or((written, None), |(kind, rest)| (kind, Some(rest.trim())));
        match (kind, rest) {
            ("field", Some(key)) if !key.is_empty() => Ok(Self::Key(key.to_owned())),
            ("h1", None) => Ok(Self::H1(None)),
            ("name", None) => Ok(Self::Name),
            ("h1", Some(pattern)) => Ok(Self::H1(Some(pattern_of(pattern)?))),
            ("path", Some(pattern)) => Ok(Self::Path(pattern_of(pattern)?)),
            ("section", Some(name)) if !name.is_empty() => Ok(Self::Section(super::normalise(name))),
            ("tool", Some(key)) if !key.is_empty() => Ok(Self::Tool(key.to_owned())),
            ("label", Some(name)) if !name.is_empty() => Ok(Self::Label { written: name.to_owned(), name: super::normalise(name) }),
            _ => Err(format!(
                "`{written}` is no source: write field:KEY, h1, h1:REGEX, name, path:REGEX, section:NAME, label:NAME or tool:KEY"
            )),
        }
    }
}

/// Compiles a pattern of a source; those ignore case.
fn pattern_of(written: &str) -> Result<Regex, String> {
    compile(written, true)
}

/// Compiles the pattern of what a tool takes for a criterion; `[X]` and `[x]` differ to it.
pub(super) fn criterion_pattern(written: &str) -> Result<Regex, String> {
    compile(written, false)
}

/// Compiles the pattern of a text that gives a layout away.
pub(super) fn content_pattern(written: &str) -> Result<Regex, String> {
    compile(written, true)
}

/// Compiles the pattern of an id; all of it has to match.
pub(super) fn id_shape(written: &str) -> Result<Regex, String> {
    compile(written, true).and_then(|_| compile(&format!("^(?:{written})$"), true))
}

fn compile(written: &str, without_case: bool) -> Result<Regex, String> {
    pattern::compile(written, without_case).map_err(|reason| format!("{} is no pattern: {reason}", words::quote(written)))
}
