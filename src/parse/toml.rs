//! The TOML reader for `+++` front matter, with the place of every key and value.

use std::ops::Range;

use ::toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use gray_matter::{Pod, engine::Engine};

use super::{
    Node, Value, pod,
    stop::{MAX_DEPTH, MAX_NODES, Stop, SyntaxFault},
};
use crate::source::TextRange;

/// The TOML engine.
pub(super) struct TomlFields;

impl Engine for TomlFields {
    fn parse(content: &str) -> gray_matter::Result<Pod> {
        let table = match DeTable::parse(content) {
            Ok(table) => table,
            Err(error) => {
                let range = error.span().unwrap_or(0..0);
                let fault = SyntaxFault { stop: Stop::Syntax, range: within(&range, content), words: error.message().to_owned() };
                return Ok(pod::of_fault(&fault));
            }
        };
        let mut count = 0;
        let whole = TextRange::new(0, content.trim_end().len());
        Ok(match map(table.get_ref(), content, 1, &mut count) {
            Ok(pairs) => pod::of_node(&Node { range: whole, value: Value::Map(pairs.into()) }),
            Err(fault) => pod::of_fault(&fault),
        })
    }
}

fn within(range: &Range<usize>, content: &str) -> TextRange {
    TextRange::new(range.start.min(content.len()), range.end.min(content.len()))
}

fn map(table: &DeTable<'_>, content: &str, depth: usize, count: &mut usize) -> Result<Vec<(Node, Node)>, SyntaxFault> {
    let mut pairs = Vec::with_capacity(table.len());
    for (key, value) in table {
        let range = within(&key.span(), content);
        let key = Node { range, value: text_value(key.get_ref(), range, content) };
        pairs.push((key, node(value, content, depth, count)?));
    }
    pairs.sort_by_key(|(key, _)| key.range);
    Ok(pairs)
}

fn node(value: &Spanned<DeValue<'_>>, content: &str, depth: usize, count: &mut usize) -> Result<Node, SyntaxFault> {
    let range = within(&value.span(), content);
    *count += 1;
    let stop = if depth > MAX_DEPTH {
        Some(Stop::TooDeep)
    } else if *count > MAX_NODES {
        Some(Stop::TooMany)
    } else {
        None
    };
    if let Some(stop) = stop {
        return Err(SyntaxFault { stop, range, words: String::new() });
    }
    let value = match value.get_ref() {
        DeValue::String(text) => text_value(text, range, content),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(item, content, depth + 1, count)).collect::<Result<_, _>>()?),
        DeValue::Table(table) => Value::Map(map(table, content, depth + 1, count)?.into()),
        _ => Value::Plain,
    };
    Ok(Node { range, value })
}

fn text_value(text: &str, range: TextRange, content: &str) -> Value {
    let slice = range.of(content);
    if slice == text {
        Value::Plain
    } else if slice.get(1..slice.len().saturating_sub(1)) == Some(text) {
        Value::Quoted
    } else {
        Value::Cooked(text.into())
    }
}
