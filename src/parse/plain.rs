//! A fast path for plain YAML: `key: value`, `key: [a, b]`, `key:` with a `- item` list below, simple quotes, comments on their own lines.
//!
//! It reads a strict subset and gives up on anything else, so that the full reader alone decides what is right; a differential test holds both together.

use memchr::memchr;

use super::{Node, Value, stop::MAX_NODES};
use crate::source::TextRange;

/// Reads `content` of `text`, or `None` if it holds anything beyond the subset.
pub(super) fn read(text: &str, content: TextRange) -> Option<Node> {
    let end = content.end as usize;
    let mut reader = Reader { bytes: &text.as_bytes()[..end], pairs: Vec::with_capacity(16), list_indent: None, items: Vec::new() };
    let mut at = content.start as usize;
    while at < end {
        let line_end = memchr(b'\n', &reader.bytes[at..]).map_or(end, |found| at + found);
        reader.line(at, trimmed_end(reader.bytes, at, line_end))?;
        at = line_end + 1;
    }
    reader.end_list();
    let values: usize = reader.pairs.iter().map(|(_, value)| 2 + value.items().len()).sum();
    if values + 1 > MAX_NODES {
        return None;
    }
    let (first, last) = (reader.pairs.first()?, reader.pairs.last()?);
    let range = TextRange { start: first.0.range.start, end: last.1.range.end };
    Some(Node { range, value: Value::Map(reader.pairs.into()) })
}

struct Reader<'t> {
    bytes: &'t [u8],
    pairs: Vec<(Node, Node)>,
    /// The indentation of the list under the last key, once it has an item.
    list_indent: Option<usize>,
    /// Its items.
    items: Vec<Node>,
}

impl Reader<'_> {
    fn line(&mut self, start: usize, end: usize) -> Option<()> {
        match self.bytes[start..end].first() {
            None => Some(()),
            Some(b'#') => self.bytes[start..end].iter().all(|byte| (0x20..0x7f).contains(byte)).then_some(()),
            Some(b' ' | b'-') => self.item(start, end),
            Some(_) => self.pair(start, end),
        }
    }

    /// `- value` under a key without a value of its own.
    fn item(&mut self, start: usize, end: usize) -> Option<()> {
        let line = &self.bytes[start..end];
        let indent = line.iter().position(|byte| *byte != b' ')?;
        if line[indent] != b'-' || line.get(indent + 1) != Some(&b' ') || line.get(indent + 2) == Some(&b' ') {
            return None;
        }
        let item = scalar(self.bytes, start + indent + 2, end, false)?;
        let (_, list) = self.pairs.last_mut()?;
        match self.list_indent {
            Some(known) if known != indent => return None,
            Some(_) => {}
            None => {
                if list.value != Value::Empty {
                    return None;
                }
                *list = Node { range: TextRange::at(start + indent), value: Value::List(Box::default()) };
                self.list_indent = Some(indent);
            }
        }
        list.range.end = item.range.end;
        self.items.push(item);
        Some(())
    }

    /// The list under the last key, if there is one, is whole.
    fn end_list(&mut self) {
        if self.list_indent.take().is_some()
            && let Some((_, list)) = self.pairs.last_mut()
        {
            list.value = Value::List(self.items.drain(..).collect());
        }
    }

    fn pair(&mut self, start: usize, end: usize) -> Option<()> {
        let line = &self.bytes[start..end];
        let colon = memchr(b':', line)?;
        if !is_plain_key(&line[..colon]) {
            return None;
        }
        self.end_list();
        let key = Node { range: TextRange::new(start, start + colon), value: Value::Plain };
        let mut at = start + colon + 1;
        let value = if at == end {
            Node { range: TextRange::at(at), value: Value::Empty }
        } else {
            if self.bytes[at] != b' ' {
                return None;
            }
            while self.bytes[at] == b' ' {
                at += 1;
            }
            if self.bytes[at] == b'[' { flow_list(self.bytes, at, end)? } else { scalar(self.bytes, at, end, false)? }
        };
        self.pairs.push((key, value));
        Some(())
    }
}

fn trimmed_end(bytes: &[u8], start: usize, mut end: usize) -> usize {
    if end > start && bytes[end - 1] == b'\r' {
        end -= 1;
    }
    while end > start && bytes[end - 1] == b' ' {
        end -= 1;
    }
    end
}

fn is_plain_key(key: &[u8]) -> bool {
    let starts = key.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    starts && key.len() < 128 && key.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// `[a, b]` on one line.
fn flow_list(bytes: &[u8], start: usize, end: usize) -> Option<Node> {
    if bytes[end - 1] != b']' || end - start < 2 {
        return None;
    }
    let (mut at, stop) = (start + 1, end - 1);
    let mut items = Vec::with_capacity(1 + memchr::memchr_iter(b',', &bytes[at..stop]).count());
    if !bytes[at..stop].iter().all(|byte| *byte == b' ') {
        loop {
            let comma = memchr(b',', &bytes[at..stop]).map_or(stop, |found| at + found);
            let blanks = bytes[at..comma].iter().take_while(|byte| **byte == b' ').count();
            let mut item_end = comma;
            while item_end > at + blanks && bytes[item_end - 1] == b' ' {
                item_end -= 1;
            }
            items.push(scalar(bytes, at + blanks, item_end, true)?);
            if comma == stop {
                break;
            }
            at = comma + 1;
        }
    }
    Some(Node { range: TextRange::new(start, end), value: Value::List(items.into()) })
}

/// A scalar that is all of `start..end`: plain, or in quotes without escapes.
fn scalar(bytes: &[u8], start: usize, end: usize, in_flow: bool) -> Option<Node> {
    let text = &bytes[start..end];
    let quote = *text.first()?;
    let range = TextRange::new(start, end);
    if matches!(quote, b'\'' | b'"') {
        let inner = text.get(1..text.len() - 1).filter(|_| text.len() >= 2 && text[text.len() - 1] == quote)?;
        let simple = is_plain_text(inner) && !inner.contains(&quote) && !inner.contains(&b'\\');
        // A comma inside quotes would have cut a flow list at the wrong place; then the quotes do not match up here.
        return simple.then_some(Node { range, value: Value::Quoted });
    }
    is_plain_scalar(text, in_flow).then_some(Node { range, value: Value::Plain })
}

/// A plain scalar that needs no YAML rule to read.
fn is_plain_scalar(text: &[u8], in_flow: bool) -> bool {
    let first = text[0];
    let opens = first.is_ascii_alphanumeric()
        || matches!(first, b'_' | b'/' | b'.' | b'(' | b'+' | b'$' | b'^' | b'<' | b'=' | b'~')
        || first >= 0x80;
    if !opens || text.ends_with(b":") || text.starts_with(b"...") {
        return false;
    }
    text.iter().enumerate().all(|(at, byte)| match MEANING[usize::from(*byte)] {
        Meaning::Itself => true,
        Meaning::Mark => match byte {
            b':' => !in_flow && text.get(at + 1) != Some(&b' '),
            b'#' => at == 0 || text[at - 1] != b' ',
            _ => !in_flow,
        },
        Meaning::Encoding => is_plain_character(text, at),
        Meaning::Control => false,
    })
}

/// Printable characters that mean themselves in YAML between quotes.
fn is_plain_text(text: &[u8]) -> bool {
    text.iter().enumerate().all(|(at, byte)| match MEANING[usize::from(*byte)] {
        Meaning::Itself | Meaning::Mark => true,
        Meaning::Encoding => is_plain_character(text, at),
        Meaning::Control => false,
    })
}

/// Whether the character that begins at `at` means itself; not so C1 controls and NEL, line and paragraph separators, byte order marks
/// and non-characters.
fn is_plain_character(text: &[u8], at: usize) -> bool {
    match text[at] {
        0xc2 => text.get(at + 1).is_some_and(|next| *next >= 0xa0),
        0xe2 => !(text.get(at + 1) == Some(&0x80) && matches!(text.get(at + 2), Some(0xa8 | 0xa9))),
        _ => false,
    }
}

/// What a byte of a scalar may mean.
#[derive(Clone, Copy)]
enum Meaning {
    Itself,
    /// Something in some places.
    Mark,
    /// The first byte of characters of which some are not printable.
    Encoding,
    Control,
}

const MEANING: [Meaning; 256] = {
    let mut table = [Meaning::Control; 256];
    let mut byte = 0x20;
    while byte < 256 {
        table[byte] = match byte {
            0x3a | 0x23 | 0x5b | 0x5d | 0x7b | 0x7d | 0x2c => Meaning::Mark,
            0x7f => Meaning::Control,
            0xc2 | 0xe2 | 0xef => Meaning::Encoding,
            _ => Meaning::Itself,
        };
        byte += 1;
    }
    table
};
