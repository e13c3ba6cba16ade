//! Front matter: the block of fields at the top of a file, with the place of every key and value.

use gray_matter::engine::Engine;

use super::{
    Node, Value, fault,
    fence::{self, Fences, Format, Top},
    plain, pod,
    stop::{MAX_BYTES, Stop, SyntaxFault},
    toml::TomlFields,
    yaml::YamlFields,
};
use crate::{finding::Fault, source::TextRange};

/// What reading it gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontMatterState {
    /// There is none.
    Absent,
    /// There is some, and it cannot be read; a fault says why.
    Broken,
    /// [`FrontMatter::root`] holds its fields.
    Fields,
}

/// The block of fields at the top of a file.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    /// Whether it can be used.
    pub state: FrontMatterState,
    /// Where it stands; `None` if there is none or it never closes.
    pub fences: Option<Fences>,
    /// A map of all fields; empty unless they can be read.
    pub root: Node,
    /// The first byte of the body.
    pub body: u32,
}

/// Reads the front matter of `text`; what is wrong with it goes to `faults`. Where conflict markers stand in it or above it, a rule tells of those alone.
pub(super) fn read(text: &str, faults: &mut Vec<Fault>) -> FrontMatter {
    let mut found = Vec::new();
    let front = block(text, &mut found);
    let end = if front.fences.is_some() { front.body as usize } else { text.len() };
    if !found.is_empty() && !has_conflict(&text[..end]) {
        faults.append(&mut found);
    }
    front
}

fn block(text: &str, faults: &mut Vec<Fault>) -> FrontMatter {
    let top = if text.starts_with(crate::source::BOM) { crate::source::BOM.len_utf8() } else { 0 };
    let without = |state, body: usize| FrontMatter { state, fences: None, root: no_fields(body), body: TextRange::at(body).start };
    match fence::find(text) {
        Top::Nothing => without(FrontMatterState::Absent, top),
        Top::Unclosed { open } => {
            faults.push(fault::unclosed(text, open));
            without(FrontMatterState::Broken, open.end as usize)
        }
        Top::Hidden { open } => {
            faults.push(fault::hidden(open));
            without(FrontMatterState::Broken, top)
        }
        Top::Near { open, cause } => {
            faults.push(fault::near(text, open, cause));
            without(FrontMatterState::Broken, top)
        }
        Top::Block { fences, format, body } => {
            let read = fields(text, fences, format);
            let state = if read.is_ok() { FrontMatterState::Fields } else { FrontMatterState::Broken };
            let root = read.unwrap_or_else(|fault| {
                faults.extend(fault);
                no_fields(fences.content.start as usize)
            });
            FrontMatter { state, fences: Some(fences), root, body: TextRange::at(body).start }
        }
    }
}

fn no_fields(at: usize) -> Node {
    Node { range: TextRange::at(at), value: Value::Map(Box::default()) }
}

/// The fields between the fences, or why there are none.
fn fields(text: &str, fences: Fences, format: Format) -> Result<Node, Option<Fault>> {
    let content = fences.content.of(text);
    let base = fences.content.start as usize;
    if format == Format::Json {
        return Err(Some(fault::unsupported(fences.open)));
    }
    if content.len() > MAX_BYTES {
        return Err(Some(fault::too_large(fences.open, content.len())));
    }
    let root = match format {
        Format::Toml => of_engine::<TomlFields>(content, base),
        _ => yaml(text, fences),
    };
    let root = root.map_err(|fault| Some(fault::explain(text, fences, format, &fault)))?;
    match root.value {
        Value::Map(_) => {}
        Value::Empty => return Ok(no_fields(base)),
        _ => return Err(Some(fault::not_a_map(text, &root))),
    }
    match fault::duplicate_key(text, &root).or_else(|| fault::respelled_key(text, &root)) {
        Some(fault) => Err(Some(fault)),
        None => Ok(root),
    }
}

/// The fields of a block of YAML, most of which is plain.
pub(super) fn yaml(text: &str, fences: Fences) -> Result<Node, SyntaxFault> {
    let engine = || of_engine::<YamlFields>(fences.content.of(text), fences.content.start as usize);
    plain::read(text, fences.content).map_or_else(engine, Ok)
}

fn of_engine<E: Engine>(content: &str, base: usize) -> Result<Node, SyntaxFault> {
    let none = || SyntaxFault { stop: Stop::Syntax, range: TextRange::at(base), words: String::new() };
    pod::unpack(E::parse(content).map_err(|_| none())?, base)
}

fn has_conflict(content: &str) -> bool {
    content.lines().any(|line| line.starts_with("<<<<<<< ")) && content.lines().any(|line| line.starts_with(">>>>>>> "))
}
