//! A value in front matter, with its place.

use std::borrow::Cow;

use crate::source::TextRange;

/// One value, or one key, of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it stands; quotes included, an anchor or tag not.
    pub range: TextRange,
    /// What it is.
    pub value: Value,
}

/// The shapes of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar that is its slice of the text, as written.
    Plain,
    /// A quoted scalar without escapes: its slice, less one character on each side.
    Quoted,
    /// A scalar that has to be cooked: escapes, line folding, blocks.
    Cooked(Box<str>),
    /// A key without a value.
    Empty,
    /// A list.
    List(Box<[Node]>),
    /// Keys and values in the order written.
    Map(Box<[(Node, Node)]>),
}

impl Node {
    /// The text of a scalar: raw if plain, cooked if quoted or a block; `None` of a list or map.
    pub fn text<'t>(&'t self, source: &'t str) -> Option<Cow<'t, str>> {
        let slice = self.range.of(source);
        match &self.value {
            Value::Plain => Some(Cow::Borrowed(slice)),
            Value::Quoted => Some(Cow::Borrowed(slice.get(1..slice.len().saturating_sub(1)).unwrap_or_default())),
            Value::Cooked(text) => Some(Cow::Borrowed(text)),
            Value::Empty => Some(Cow::Borrowed("")),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The pairs of a map; none of anything else.
    pub fn pairs(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The pair whose key is `key`, without case and with `-` and `_` alike.
    pub fn get<'n>(&'n self, source: &str, key: &str) -> Option<&'n (Node, Node)> {
        self.pairs().iter().find(|(name, _)| match name.value {
            // Most keys are plain, and most are of another length.
            Value::Plain if name.range.len() != key.len() => false,
            Value::Plain => source.as_bytes().get(name.range.range()).is_some_and(|name| is_same(name, key.as_bytes())),
            _ => name.text(source).is_some_and(|name| same_key(&name, key)),
        })
    }

    /// The value under a dotted path of keys.
    pub fn at_path<'n>(&'n self, source: &str, path: &str) -> Option<&'n Node> {
        let value = |node: &'n Self, key: &str| node.get(source, key).map(|(_, value)| value);
        // Most paths are a key; those are too many to take them apart.
        if path.bytes().any(|byte| byte == b'.') { path.split('.').try_fold(self, value) } else { value(self, path) }
    }
}

/// Whether two keys are the same: without case, `-` and `_` alike.
pub fn same_key(a: &str, b: &str) -> bool {
    a.len() == b.len() && is_same(a.as_bytes(), b.as_bytes())
}

/// The same for keys of one length.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let fold = |byte: u8| if byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
    a.iter().zip(b).all(|(a, b)| a == b || fold(*a) == fold(*b))
}
