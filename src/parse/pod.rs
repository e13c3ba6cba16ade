//! How a value with its place travels through `gray_matter`'s `Pod`, which knows neither places nor the order of keys:
//! as `[shape, start, end, cooked text, children]`, a map's children being keys and values in turn.

use gray_matter::Pod;

use super::{
    Node, Value,
    stop::{Stop, SyntaxFault},
};
use crate::source::TextRange;

const PLAIN: i64 = 0;
const QUOTED: i64 = 1;
const COOKED: i64 = 2;
const EMPTY: i64 = 3;
const LIST: i64 = 4;
const MAP: i64 = 5;
const FAULT: i64 = 6;

/// A value as a `Pod`.
pub(super) fn of_node(node: &Node) -> Pod {
    let (shape, cooked, children) = match &node.value {
        Value::Plain => (PLAIN, Pod::Null, Vec::new()),
        Value::Quoted => (QUOTED, Pod::Null, Vec::new()),
        Value::Cooked(text) => (COOKED, Pod::String(text.to_string()), Vec::new()),
        Value::Empty => (EMPTY, Pod::Null, Vec::new()),
        Value::List(items) => (LIST, Pod::Null, items.iter().map(of_node).collect()),
        Value::Map(pairs) => (MAP, Pod::Null, pairs.iter().flat_map(|(key, value)| [of_node(key), of_node(value)]).collect()),
    };
    packed(shape, node.range, cooked, children)
}

/// A fault as a `Pod`; `gray_matter`'s own errors carry no places.
pub(super) fn of_fault(fault: &SyntaxFault) -> Pod {
    packed(FAULT, fault.range, Pod::String(fault.words.clone()), vec![Pod::Integer(fault.stop.code())])
}

fn packed(shape: i64, range: TextRange, cooked: Pod, children: Vec<Pod>) -> Pod {
    let offset = |at: u32| Pod::Integer(i64::from(at));
    Pod::Array(vec![Pod::Integer(shape), offset(range.start), offset(range.end), cooked, Pod::Array(children)])
}

/// Back again; offsets move right by `base`.
pub(super) fn unpack(pod: Pod, base: usize) -> Result<Node, SyntaxFault> {
    let broken = || SyntaxFault { stop: Stop::Syntax, range: TextRange::at(base), words: "not in the form of an engine".into() };
    let Pod::Array(parts) = pod else { return Err(broken()) };
    let Ok([Pod::Integer(shape), Pod::Integer(start), Pod::Integer(end), cooked, Pod::Array(children)]) = <[Pod; 5]>::try_from(parts)
    else {
        return Err(broken());
    };
    let offset = |at: i64| usize::try_from(at).unwrap_or_default();
    let range = TextRange::new(offset(start), offset(end)).shifted(base);
    let cooked = match cooked {
        Pod::String(text) => text,
        _ => String::new(),
    };
    let value = match shape {
        PLAIN => Value::Plain,
        QUOTED => Value::Quoted,
        COOKED => Value::Cooked(cooked.into_boxed_str()),
        LIST => Value::List(children.into_iter().map(|child| unpack(child, base)).collect::<Result<_, _>>()?),
        MAP => Value::Map(pairs(children, base)?.into()),
        FAULT => {
            let stop = children.first().and_then(|code| code.as_i64().ok()).map_or(Stop::Syntax, Stop::from_code);
            return Err(SyntaxFault { stop, range, words: cooked });
        }
        _ => Value::Empty,
    };
    Ok(Node { range, value })
}

fn pairs(children: Vec<Pod>, base: usize) -> Result<Vec<(Node, Node)>, SyntaxFault> {
    let mut pairs = Vec::with_capacity(children.len() / 2);
    let mut children = children.into_iter();
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        pairs.push((unpack(key, base)?, unpack(value, base)?));
    }
    Ok(pairs)
}
