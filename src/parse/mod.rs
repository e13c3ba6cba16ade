//! Bytes to [`ParsedFile`]: pure, and free of path and layout, so that one blob is parsed once wherever it lies.

mod culprit;
mod decode;
mod fault;
mod fence;
pub mod front_matter;
mod links;
mod mend;
mod near_fence;
pub mod node;
pub mod outline;
mod plain;
mod pod;
mod stop;
mod toml;
mod toml_fault;
mod yaml;
mod yaml_fault;

pub use culprit::in_quotes;
pub use decode::decode;
pub use fence::Fences;
pub use front_matter::{FrontMatter, FrontMatterState};
pub use links::{Link, links};
pub use node::{Node, Value};
pub use outline::{Block, BlockKind, Comment, Heading, Outline};

use crate::finding::Fault;

/// What one text says, as places in it.
#[derive(Debug, Clone)]
pub struct ParsedFile {
    /// The block of fields at the top.
    pub front_matter: FrontMatter,
    /// Headings and blocks of the body.
    pub outline: Outline,
    /// What is wrong with the file itself.
    pub faults: Vec<Fault>,
}

impl ParsedFile {
    /// Parses `text`; never fails, what cannot be read is a fault.
    pub fn new(text: &str) -> Self {
        let mut faults = Vec::new();
        let front_matter = front_matter::read(text, &mut faults);
        let outline = outline::read(text, front_matter.body as usize);
        Self { front_matter, outline, faults }
    }
}

/// Reads a YAML document that is no front matter, such as a tool's configuration; the error says where and what in one line.
pub fn yaml_document(text: &str) -> Result<Node, String> {
    let pod = <yaml::YamlFields as gray_matter::engine::Engine>::parse(text).map_err(|error| error.to_string())?;
    pod::unpack(pod, 0).map_err(|fault| {
        let line = text.get(..fault.range.start as usize).map_or(0, |head| head.matches('\n').count()) + 1;
        let words = if fault.words.is_empty() { format!("{:?}", fault.stop).to_lowercase() } else { fault.words };
        format!("line {line}: {words}")
    })
}
