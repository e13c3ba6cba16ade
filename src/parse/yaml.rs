//! The full YAML reader: every event of the parser, its place kept, within limits. Anchors, aliases, tags and merge keys are refused, so nothing can grow.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};
use gray_matter::{Pod, engine::Engine};

use super::{
    Node, Value, pod,
    stop::{MAX_DEPTH, MAX_NODES, Stop, SyntaxFault},
};
use crate::source::TextRange;

/// The YAML engine.
pub(super) struct YamlFields;

impl Engine for YamlFields {
    fn parse(content: &str) -> gray_matter::Result<Pod> {
        Ok(match read(content) {
            Ok(node) => pod::of_node(&node),
            Err(fault) => pod::of_fault(&fault),
        })
    }
}

/// A list or map whose end is not yet seen.
enum Open {
    List { start: usize, items: Vec<Node> },
    Map { start: usize, pairs: Vec<(Node, Node)>, key: Option<Node> },
}

struct Reader<'t> {
    text: &'t str,
    stack: Vec<Open>,
    root: Option<Node>,
    count: usize,
    documents: usize,
}

/// Reads one YAML document; offsets are relative to `text`.
fn read(text: &str) -> Result<Node, SyntaxFault> {
    let readable = placeholders_as_words(text);
    let text = readable.as_ref();
    let options = granit_parser::options! {
        block_nesting_limit: MAX_DEPTH,
        flow_nesting_limit: MAX_DEPTH,
        emit_comments: false,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        disallow_directives: true,
    };
    let mut reader = Reader { text, stack: Vec::new(), root: None, count: 0, documents: 0 };
    let mut parser = Parser::new_from_str_with_options(text, options);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| of_scan(&error, text))?;
        let range = span.byte_range().unwrap_or(0..0);
        if let Some(tag) = span.tag_span() {
            let range = tag.byte_range().unwrap_or(range);
            return Err(fault(Stop::Tag, TextRange::new(range.start, range.end)));
        }
        reader.take(event, TextRange::new(range.start.min(text.len()), range.end.min(text.len())))?;
    }
    Ok(reader.root.unwrap_or(Node { range: TextRange::at(0), value: Value::Empty }))
}

/// `key: {{points}}`, `key: ?` and `key: -` at the left edge are something else to YAML, and placeholders to people:
/// the parser is given a word of the same length in their place.
fn placeholders_as_words(text: &str) -> Cow<'_, str> {
    let is_placeholder = |value: &str| matches!(value, "?" | "-") || (value.starts_with("{{") && value.ends_with("}}"));
    let value = |line: &str| {
        let (key, value) = line.split_once(": ")?;
        let trimmed = value.trim();
        let start = line.len() - value.trim_start().len();
        (!key.starts_with([' ', '#', '-', '"', '\'']) && is_placeholder(trimmed)).then(|| start..start + trimmed.len())
    };
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        found.extend(value(line).map(|range| at + range.start..at + range.end));
        at += line.len();
    }
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut words = text.to_owned();
    for range in found {
        words.replace_range(range.clone(), &"x".repeat(range.len()));
    }
    Cow::Owned(words)
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: TextRange) -> Result<(), SyntaxFault> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(fault(Stop::SecondDocument, range));
                }
            }
            Event::Anchor(..) | Event::Alias(_) | Event::UnresolvedAlias(_) => return Err(fault(Stop::Alias, range)),
            Event::Scalar(cooked, style, ..) => {
                let node = self.scalar(&cooked, style, range);
                self.place(node)?;
            }
            Event::SequenceStart(..) => self.stack.push(Open::List { start: self.list_start(range), items: Vec::new() }),
            Event::MappingStart(..) => self.stack.push(Open::Map { start: range.start as usize, pairs: Vec::new(), key: None }),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.stack.pop() {
                    self.place(closed(open, range))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn scalar(&self, cooked: &str, style: ScalarStyle, range: TextRange) -> Node {
        let slice = range.of(self.text);
        // An empty value comes as `~` with an empty span.
        if style == ScalarStyle::Plain && range.is_empty() {
            return Node { range, value: Value::Empty };
        }
        let value = match style {
            ScalarStyle::Plain if slice == cooked => Value::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if slice.get(1..slice.len().saturating_sub(1)) == Some(cooked) => {
                Value::Quoted
            }
            _ => Value::Cooked(cooked.into()),
        };
        // A block scalar's span runs to the next token; its text ends before that.
        let range = if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            TextRange::new(range.start as usize, range.start as usize + slice.trim_end().len())
        } else {
            range
        };
        Node { range, value }
    }

    /// A list under a key at the key's own indentation starts, for the parser, at its first item; for people at its dash.
    fn list_start(&self, range: TextRange) -> usize {
        let start = range.start as usize;
        if self.text[start..].starts_with(['-', '[']) {
            return start;
        }
        let before = self.text[..start].trim_end();
        if before.ends_with('-') { before.len() - 1 } else { start }
    }

    fn place(&mut self, node: Node) -> Result<(), SyntaxFault> {
        self.count += 1;
        if self.count > MAX_NODES {
            return Err(fault(Stop::TooMany, node.range));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { pairs, key, .. }) => match key.take() {
                None if matches!(node.value, Value::List(_) | Value::Map(_)) => return Err(fault(Stop::ComplexKey, node.range)),
                None if node.value == Value::Plain && node.range.of(self.text) == "<<" => return Err(fault(Stop::MergeKey, node.range)),
                None => *key = Some(node),
                Some(name) => {
                    let node = if node.value == Value::Empty { Node { range: after_colon(self.text, &name), ..node } } else { node };
                    pairs.push((name, node));
                }
            },
        }
        Ok(())
    }
}

/// A list or map at its end. A flow's end is its bracket; a block's is where the next token starts, so its last child says.
fn closed(open: Open, end: TextRange) -> Node {
    let of = |start: usize, last: Option<u32>| {
        let last = if end.is_empty() { last.map_or(start, |last| last as usize) } else { end.end as usize };
        TextRange::new(start, last.max(start))
    };
    match open {
        Open::List { start, items } => Node { range: of(start, items.last().map(|item| item.range.end)), value: Value::List(items.into()) },
        Open::Map { start, pairs, .. } => {
            Node { range: of(start, pairs.last().map(|(_, value)| value.range.end)), value: Value::Map(pairs.into()) }
        }
    }
}

/// The place of an empty value: just behind its key's colon.
fn after_colon(text: &str, key: &Node) -> TextRange {
    let end = key.range.end as usize;
    let blanks = text[end..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let colon = text[end + blanks..].starts_with(':');
    TextRange::at(if colon { end + blanks + 1 } else { end })
}

fn fault(stop: Stop, range: TextRange) -> SyntaxFault {
    SyntaxFault { stop, range, words: String::new() }
}

fn of_scan(error: &ScanError, text: &str) -> SyntaxFault {
    let mut at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let width = text[at..].chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
    SyntaxFault { stop: stop_of(error.kind()), range: TextRange::new(at, at + width), words: error.info() }
}

fn stop_of(kind: &ErrorKind) -> Stop {
    match kind {
        ErrorKind::UnexpectedCharacter { .. } => Stop::ReservedCharacter,
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabAtBlockScalarStart | ErrorKind::TabInIndentation => {
            Stop::Tab
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => {
            Stop::UnclosedQuote
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => Stop::TextAfterQuote,
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape | ErrorKind::InvalidLowSurrogateHexEscape => {
            Stop::Escape
        }
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::UnclosedFlowCollection { .. } => Stop::UnclosedBracket,
        ErrorKind::RecursionLimitExceeded => Stop::TooDeep,
        ErrorKind::DirectiveDisallowed => Stop::Directive,
        ErrorKind::MultipleDocumentsUnsupported | ErrorKind::ExpectedDocumentStart | ErrorKind::MissingDocumentEndBeforeDirective => {
            Stop::SecondDocument
        }
        ErrorKind::MissingAnchorOrAliasName | ErrorKind::UnknownAnchor => Stop::Alias,
        ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::UndeclaredTagHandle => Stop::Tag,
        ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedNodeContent
        | ErrorKind::InvalidIndentation
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::ExpectedBlockSequenceEntry => Stop::Structure,
        _ => Stop::Syntax,
    }
}
