//! Criteria in a list of the front matter.

use super::{Criterion, Shape, criterion};
use crate::{
    concept::Concept,
    parse::{Node, Value},
    source::TextRange,
    story::{fields::says_nothing, stated::Written, values::Reader},
};

/// The criteria of the first list that there is, and its place.
pub(super) fn read(reader: &Reader<'_>) -> (Vec<Criterion>, Option<TextRange>) {
    let root = &reader.parsed.front_matter.root;
    let mapped = reader.layout.keys(Concept::Criteria).find_map(|key| root.get(reader.text, key)).map(|(key, value)| (key.range, value));
    let stated = || {
        let mut nodes = reader.stated.iter().filter(|stated| stated.concept == Concept::Criteria);
        nodes.find_map(|stated| match stated.value {
            Written::Node(node) => Some((node.range, node)),
            Written::Slice(_) | Written::Section(_) => None,
        })
    };
    let Some((place, value)) = mapped.or_else(stated) else { return (Vec::new(), None) };
    let items = match &value.value {
        Value::List(items) => &**items,
        Value::Empty => &[],
        _ => std::slice::from_ref(value),
    };
    (items.iter().filter_map(|item| of_item(reader.text, item)).collect(), Some(place))
}

/// The text of an item; of a map that under a key for it, or all of a map of steps.
fn of_item(text: &str, item: &Node) -> Option<Criterion> {
    if let Value::Map(pairs) = &item.value {
        let own = TEXTS.iter().find_map(|key| item.get(text, key)).map(|(_, value)| value);
        if let Some(own) = own {
            return of_item(text, own);
        }
        let steps: Vec<&(Node, Node)> =
            pairs.iter().filter(|(key, _)| key.text(text).is_some_and(|key| STEPS.contains(&&*key.to_lowercase()))).collect();
        if let (Some((first, _)), Some((_, last))) = (steps.first(), steps.last()) {
            return Some(criterion(TextRange { start: first.range.start, end: last.range.end }, Shape::Listed));
        }
        // `- AC-1: The total is shown`
        return match &**pairs {
            [(_, value)] => of_item(text, value),
            _ => None,
        };
    }
    let said = item.text(text)?;
    let quotes = usize::from(item.value == Value::Quoted);
    let range = TextRange::new(item.range.start as usize + quotes, item.range.end as usize - quotes);
    (!says_nothing(&said, item.value == Value::Plain)).then_some(criterion(range, Shape::Listed))
}

/// Keys under which the text of a criterion stands.
const TEXTS: [&str; 9] = ["text", "description", "criterion", "criteria", "title", "name", "statement", "summary", "then_text"];
const STEPS: [&str; 4] = ["given", "when", "then", "and"];
