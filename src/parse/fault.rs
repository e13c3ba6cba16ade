//! Faults of front matter as a whole, in words; those of a line are told by the reader of its format.

use std::{borrow::Cow, collections::HashMap};

use super::{
    Node, Value,
    culprit::{invalid, twice},
    fence::{Fences, Format},
    mend,
    near_fence::Cause,
    node::same_key,
    stop::{MAX_BYTES, MAX_DEPTH, MAX_NODES, Stop, SyntaxFault},
    toml_fault, yaml_fault,
};
use crate::{finding::Fault, source::TextRange, text::words};

/// Front matter that opens and never closes.
pub(super) fn unclosed(text: &str, open: TextRange) -> Fault {
    let help = format!("add a line `{}` below the last field, without spaces in front", open.of(text));
    Fault {
        rule: "front-matter-unclosed",
        range: open,
        message: "the front matter never closes".into(),
        help,
        key: "unclosed",
        mended: Vec::new(),
    }
}

/// Front matter below other text.
pub(super) fn hidden(open: TextRange) -> Fault {
    let message = "the front matter does not start on the first line".into();
    let help = "move the text and empty lines above it below the closing `---`".into();
    Fault { rule: "front-matter-missing", range: open, message, help, key: "hidden", mended: Vec::new() }
}

/// Fields under a line that is meant to open front matter and does not.
pub(super) fn near(text: &str, open: TextRange, cause: Cause) -> Fault {
    let (message, help) = match cause {
        Cause::Json => return unsupported(open),
        Cause::NoFence => ("the line that opens the front matter is missing", "add a line `---` above the first field".to_owned()),
        Cause::Before => ("something stands before the `---` that opens the front matter", instead(text, open)),
        Cause::After => ("something follows the `---` that opens the front matter", instead(text, open)),
        Cause::Count => ("the line that opens the front matter has not three dashes", instead(text, open)),
        Cause::Dashes => ("the line that opens the front matter is not made of `-`", instead(text, open)),
        Cause::Code => ("the front matter is in a code block", "put the fields between two lines `---` at the top of the file".to_owned()),
    };
    Fault { rule: "front-matter-missing", range: open, message: message.into(), help, key: "near", mended: Vec::new() }
}

/// The line as it is, with what cannot be seen in it written out, and the line as it has to be.
fn instead(text: &str, open: TextRange) -> String {
    format!("write the line as `---`, without anything else; it is `{}`", open.of(text).escape_debug())
}

/// JSON.
pub(super) fn unsupported(open: TextRange) -> Fault {
    invalid(open, "front matter in JSON is not read", "write it as YAML between two `---` lines", "json")
}

/// More than is read.
pub(super) fn too_large(open: TextRange, bytes: usize) -> Fault {
    let message = format!("front matter of {} KiB, the limit is {} KiB", bytes.div_ceil(1024), MAX_BYTES / 1024);
    invalid(open, message, "move long text below the front matter", "size")
}

/// A list or text where fields are wanted.
pub(super) fn not_a_map(text: &str, root: &Node) -> Fault {
    let what = if root.items().is_empty() { "text" } else { "a list" };
    let line = root.range.of(text).lines().next().unwrap_or_default();
    let start = root.range.start as usize;
    let range = TextRange::new(start, start + line.len()).trimmed(text);
    invalid(range, format!("the front matter is {what}, not fields"), "write one `key: value` per line", "not-fields")
}

/// The first key that stands twice in one map, compared as written.
pub(super) fn duplicate_key(text: &str, root: &Node) -> Option<Fault> {
    let pairs = root.pairs();
    let mut first: HashMap<Cow<'_, str>, TextRange> = HashMap::new();
    for (at, (key, value)) in pairs.iter().enumerate() {
        let earlier = if pairs.len() <= FEW {
            pairs[..at].iter().map(|(earlier, _)| earlier).find(|earlier| is_same_key(text, earlier, key)).map(|earlier| earlier.range)
        } else {
            key.text(text).and_then(|name| first.insert(name, key.range))
        };
        if let Some(earlier) = earlier {
            return Some(twice(text, key.range, earlier));
        }
        if matches!(value.value, Value::List(_) | Value::Map(_))
            && let Some(fault) = duplicate_key(text, value)
        {
            return Some(fault);
        }
    }
    root.items().iter().find_map(|item| duplicate_key(text, item))
}

/// The first key at the left edge that is another but for case, `-` and `_`, with another value: tools go by one or the other.
pub(super) fn respelled_key(text: &str, root: &Node) -> Option<Fault> {
    let pairs = root.pairs();
    let is_again = |(at, (key, value)): &(usize, &(Node, Node))| {
        let before = pairs[..*at].iter().find(|(earlier, _)| same_key(earlier.range.of(text), key.range.of(text)))?;
        let differs = before.1.text(text) != value.text(text) || matches!(value.value, Value::List(_) | Value::Map(_));
        differs.then_some((key.range, before.0.range))
    };
    let (key, earlier) = pairs.iter().enumerate().take(MOST_KEYS).find_map(|pair| is_again(&pair))?;
    let (name, first) = (words::quote(key.of(text)), words::quote(earlier.of(text)));
    Some(invalid(
        key,
        format!("{name} and {first} are one key in two spellings, with different values"),
        "keep one of the two",
        "respelled-key",
    ))
}

/// More keys are not compared with each other.
const MOST_KEYS: usize = 200;

fn is_same_key(text: &str, one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Plain, Value::Plain) => one.range.len() == other.range.len() && one.range.of(text) == other.range.of(text),
        _ => one.text(text).is_some_and(|name| other.text(text) == Some(name)),
    }
}

/// So many keys are compared with each other sooner than they are put into a table.
const FEW: usize = 24;

/// What stopped the reader, in words.
pub(super) fn explain(text: &str, fences: Fences, format: Format, fault: &SyntaxFault) -> Fault {
    if format == Format::Toml {
        return of_block(text, fences, fault).unwrap_or_else(|| toml_fault::explain(text, fences.content.start as usize, fault));
    }
    let found = explain_yaml(text, fences, fault);
    Fault { mended: mend::all(text, fences, &found), ..found }
}

/// What stopped the reader of YAML, with what puts this one fault right.
pub(super) fn explain_yaml(text: &str, fences: Fences, fault: &SyntaxFault) -> Fault {
    of_block(text, fences, fault).unwrap_or_else(|| yaml_fault::explain(text, fences.content.start as usize, fault))
}

fn of_block(text: &str, fences: Fences, fault: &SyntaxFault) -> Option<Fault> {
    control_character(text, fences.content).or_else(|| limit(fault))
}

fn control_character(text: &str, content: TextRange) -> Option<Fault> {
    let is_control = |c: &(usize, char)| c.1.is_control() && !matches!(c.1, '\n' | '\r' | '\t' | '\u{85}');
    let (at, c) = content.of(text).char_indices().find(is_control)?;
    let start = content.start as usize + at;
    let message = format!("the control character U+{:04X}", u32::from(c));
    Some(invalid(TextRange::new(start, start + c.len_utf8()), message, "delete it", "control-character"))
}

/// More than is read, in depth or number.
fn limit(fault: &SyntaxFault) -> Option<Fault> {
    let at = fault.range;
    match fault.stop {
        Stop::TooDeep => {
            Some(invalid(at, format!("nested more than {MAX_DEPTH} levels deep"), "write fields as single values and short lists", "depth"))
        }
        Stop::TooMany => {
            let message = format!("more than {},{:03} values", MAX_NODES / 1000, MAX_NODES % 1000);
            Some(invalid(at, message, "move long lists below the front matter", "values"))
        }
        _ => None,
    }
}
