//! Bytes to [`ParsedFile`]: pure, and free of path and layout, so that one blob is parsed once wherever it lies.

pub mod front_matter;
mod fence;
pub mod node;
pub mod outline;
mod plain;
mod pod;
mod toml;
mod yaml;
mod yaml_fault;

pub use front_matter::{Fences, FrontMatter, FrontMatterState};
pub use node::{Node, Value};
pub use outline::{Block, BlockKind, Comment, Heading, Outline};

use crate::finding::Fault;

/// What one text says, as places in it.
#[derive(Debug)]
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
