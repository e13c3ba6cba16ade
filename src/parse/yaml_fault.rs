//! stub
use super::{Node, fence::Format, front_matter::Fences, yaml::SyntaxFault};
use crate::{finding::Fault, source::TextRange};
fn f(range: TextRange) -> Fault { Fault { rule: "front-matter-invalid", range, message: String::new(), help: String::new(), key: "x" } }
pub(super) fn unclosed(r: TextRange) -> Fault { f(r) }
pub(super) fn hidden(r: TextRange) -> Fault { f(r) }
pub(super) fn unsupported(r: TextRange) -> Fault { f(r) }
pub(super) fn too_large(r: TextRange, _n: usize) -> Fault { f(r) }
pub(super) fn explain(_t: &str, _f: Fences, _o: Format, s: &SyntaxFault) -> Fault { f(s.range) }
pub(super) fn not_a_map(_t: &str, r: TextRange) -> Fault { f(r) }
pub(super) fn duplicate_key(_t: &str, _r: &Node) -> Option<Fault> { None }
