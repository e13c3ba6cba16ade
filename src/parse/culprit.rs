//! Finding in the text what broke front matter; the parser's own place is often a line late.

use crate::{finding::Fault, source::TextRange, text::words};

/// A fault of the rule about what is between the fences.
pub(super) fn invalid(range: TextRange, message: impl Into<String>, help: impl Into<String>, key: &'static str) -> Fault {
    Fault { rule: "front-matter-invalid", range, message: message.into(), help: help.into(), key, mended: Vec::new() }
}

/// A key that stands twice.
pub(super) fn twice(text: &str, key: TextRange, earlier: TextRange) -> Fault {
    let line = text[..earlier.start as usize].matches('\n').count() + 1;
    let message = format!("the key {} stands twice, first on line {line}", words::quote(key.of(text)));
    invalid(key, message, "keep one of the two", "duplicate-key")
}

/// One line of front matter, taken apart.
pub(super) struct Line<'t> {
    text: &'t str,
    /// Where the block begins.
    top: usize,
    /// All of it, without its line end.
    pub(super) range: TextRange,
    /// Its key.
    pub(super) key: Option<TextRange>,
    /// Whether it is an item of a list.
    pub(super) item: bool,
    /// What stands behind key and dash, to the end of the line.
    pub(super) value: TextRange,
}

impl<'t> Line<'t> {
    /// The line that holds byte `at` of a block that begins at `top`; `separator` stands behind a key.
    pub(super) fn at(text: &'t str, top: usize, at: usize, separator: char) -> Self {
        let bytes = text.as_bytes();
        let at = at.clamp(top, text.len());
        let start = memchr::memrchr(b'\n', &bytes[top..at]).map_or(top, |found| top + found + 1);
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(text.len(), |found| start + found);
        let range = TextRange {
            start: TextRange::at(start).start,
            end: TextRange::new(start, end).trimmed(text).end.max(TextRange::at(start).start),
        };
        let mut line = Self { text, top, range, key: None, item: false, value: range.trimmed(text) };
        while let Some(rest) = line.value.of(text).strip_prefix("- ") {
            line.item = true;
            line.value = from(line.value, line.value.len() - rest.len()).trimmed(text);
        }
        line.split_key(separator);
        line
    }

    fn split_key(&mut self, separator: char) {
        let said = self.value.of(self.text);
        if said.starts_with(['"', '\'', '[', '{', '#', '?', '`', '@', '%', '&', '*', '!']) {
            return;
        }
        let found = said.match_indices(separator).map(|(at, _)| at);
        let mut found = found.filter(|at| separator == '=' || said[at + 1..].is_empty() || said[at + 1..].starts_with([' ', '\t']));
        if let Some(at) = found.next() {
            let start = self.value.start as usize;
            self.key = Some(TextRange::new(start, start + at).trimmed(self.text));
            self.value = from(self.value, at + 1).trimmed(self.text);
        }
    }

    /// The nearest line above that says something.
    pub(super) fn above(&self, separator: char) -> Option<Self> {
        let head = self.text.get(self.top..self.range.start as usize)?.trim_end();
        let line = Self::at(self.text, self.top, self.top + head.len(), separator);
        (!head.is_empty()).then_some(line)
    }

    /// Text of a place.
    pub(super) fn slice(&self, range: TextRange) -> &'t str {
        range.of(self.text)
    }

    /// What it says, without indentation.
    pub(super) fn said(&self) -> &'t str {
        self.slice(self.range).trim()
    }

    /// `the value of KEY`, `an item of KEY`, `a value`.
    pub(super) fn subject(&self) -> String {
        match (self.key, self.item.then(|| self.list_key()).flatten()) {
            (Some(key), _) => format!("the value of {}", words::quote(self.slice(key))),
            (None, Some(list)) => format!("an item of {}", words::quote(list)),
            (None, None) => "a value".into(),
        }
    }

    /// ` in KEY`, of the key or of the list's.
    pub(super) fn within(&self) -> String {
        let key = self.key.map(|key| self.slice(key)).or_else(|| self.list_key());
        key.map(|key| format!(" in {}", words::quote(key))).unwrap_or_default()
    }

    /// The key at the left edge above whose list this line stands in.
    fn list_key(&self) -> Option<&'t str> {
        let head = self.text.get(self.top..self.range.start as usize)?;
        let named =
            |line: &'t str| line.trim_end().strip_suffix(':').filter(|key| !key.is_empty() && !key.starts_with([' ', '\t', '-', '#']));
        head.lines().rev().find_map(named)
    }

    /// The value as people mean it: `# a remark` behind it is a comment, and `#12` belongs to it.
    pub(super) fn bare(&self) -> &'t str {
        let said = self.slice(self.value);
        let is_comment = |at: &usize| said[at + " #".len()..].chars().next().is_none_or(char::is_whitespace);
        let end = said.match_indices(" #").map(|(at, _)| at).find(is_comment);
        end.map_or(said, |at| &said[..at]).trim_end()
    }

    /// The line as it reads with its value in quotes, if that is short enough to show.
    pub(super) fn quoted(&self) -> Option<String> {
        self.with_value(&in_quotes(self.bare())).filter(|_| !self.bare().contains('`'))
    }

    /// The line as it reads with another value, if that is short enough to show.
    pub(super) fn with_value(&self, value: &str) -> Option<String> {
        let dash = if self.item { "- " } else { "" };
        let key = self.key.map(|key| format!("{}: ", self.slice(key))).unwrap_or_default();
        let line = format!("{dash}{key}{value}");
        (line.chars().count() <= SHOWN && !line.contains('`')).then_some(line)
    }
}

/// How long a line may be to be shown in a help, in characters.
const SHOWN: usize = 60;

fn from(range: TextRange, by: usize) -> TextRange {
    TextRange::new((range.start as usize + by).min(range.end as usize), range.end as usize)
}

/// In single quotes; in double ones if that spares doubling.
pub fn in_quotes(value: &str) -> String {
    if value.contains('\'') && !value.contains(['"', '\\']) { format!("\"{value}\"") } else { in_single_quotes(value) }
}

/// In single quotes, where an apostrophe is written twice.
pub(super) fn in_single_quotes(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// What is wrong with a value, found by looking at it.
#[derive(Clone, Copy)]
pub(super) enum Wrong {
    /// It starts with a character that YAML keeps for itself.
    Reserved(char, TextRange),
    /// It holds `: `.
    Colon(TextRange),
    /// It ends in `:`.
    LastColon(TextRange),
    /// A quote that does not close on its line.
    Unclosed(char, TextRange),
    /// A quote that ends it, between two letters.
    Apostrophe(TextRange),
    /// Text behind its closing quote.
    Behind(TextRange),
    /// A backslash that begins no escape.
    Escape(TextRange),
    /// An item of a list in brackets that starts with a character that YAML keeps for itself.
    Item(char, TextRange),
    /// A list or map that does not close on its line; where a comment hides the end, the comment.
    Open(char, TextRange, Option<TextRange>),
}

/// Looks at a value of YAML.
pub(super) fn wrong(line: &Line<'_>) -> Option<Wrong> {
    let value = line.slice(line.value);
    let start = line.value.start as usize;
    let first = value.chars().next()?;
    let one = |at: usize, len: usize| TextRange::new(start + at, start + at + len);
    let reserved = || Some(Wrong::Reserved(first, one(0, first.len_utf8())));
    match first {
        '"' | '\'' => quoted(value, first, one),
        '[' | '{' => {
            let close = if first == '[' { ']' } else { '}' };
            match balanced(value) {
                Some(end) if is_comment(&value[end..]) => {
                    item(&value[..end]).map(|(at, len)| Wrong::Item(value[at..].chars().next().unwrap_or('@'), one(at, len)))
                }
                Some(_) => reserved(),
                None if value[1..].contains(" #") && value.ends_with(close) => {
                    let at = value.find(" #").unwrap_or_default() + 1;
                    Some(Wrong::Open(first, one(0, 1), Some(one(at, 1))))
                }
                None => Some(Wrong::Open(first, one(0, 1), None)),
            }
        }
        '%' if line.key.is_none() && !line.item => None,
        '@' | '`' | '%' | ']' | '}' | ',' => reserved(),
        '|' | '>'
            if !value[1..].trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']).is_empty()
                && !is_comment(value[1..].trim_start_matches(['+', '-'])) =>
        {
            reserved()
        }
        '*' | '&' | '!' if value.len() == 1 || value[1..].starts_with([' ', '*']) => reserved(),
        '*' if value.contains(' ') && !value.contains(" #") => reserved(),
        '-' if line.key.is_some() && value.starts_with("- ") => reserved(),
        _ => plain(line.bare(), one),
    }
}

fn is_comment(rest: &str) -> bool {
    rest.trim().is_empty() || rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#')
}

/// Place and length of the first item of a list in brackets that has to be in quotes; lists in it are not looked at.
fn item(list: &str) -> Option<(usize, usize)> {
    let inner = list.strip_prefix('[')?.strip_suffix(']')?;
    if inner.contains(['[', '{']) {
        return None;
    }
    let mut at = 1;
    for part in inner.split(',') {
        let said = part.trim();
        // A comma within quotes divides nothing.
        if said.starts_with(['"', '\'']) && (said.len() < 2 || !said.ends_with(&said[..1])) {
            return None;
        }
        let is_kept = said.starts_with(['@', '`', '%', '*', '&', '!']) && said.len() > 1;
        if is_kept {
            return Some((at + (part.len() - part.trim_start().len()), said.len()));
        }
        at += part.len() + 1;
    }
    None
}

fn plain(value: &str, one: impl Fn(usize, usize) -> TextRange) -> Option<Wrong> {
    if let Some(at) = value.find(": ") {
        return Some(Wrong::Colon(one(at, 1)));
    }
    value.ends_with(':').then(|| Wrong::LastColon(one(value.len() - 1, 1)))
}

fn quoted(value: &str, quote: char, one: impl Fn(usize, usize) -> TextRange) -> Option<Wrong> {
    let bytes = value.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == '"' => {
                let escaped = value[at + 1..].chars().next().unwrap_or(' ');
                if !ESCAPES.contains(escaped) {
                    return Some(Wrong::Escape(one(at, 1 + if escaped == ' ' { 0 } else { escaped.len_utf8() })));
                }
                at += 1 + escaped.len_utf8();
            }
            b'\'' if quote == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if char::from(byte) == quote => return behind(value, quote, at, one),
            _ => at += 1,
        }
    }
    Some(Wrong::Unclosed(quote, one(0, 1)))
}

const ESCAPES: &str = "0abt\tnvfre \"/\\N_LPxuU";

/// What stands behind the closing quote at byte `at`.
fn behind(value: &str, quote: char, at: usize, one: impl Fn(usize, usize) -> TextRange) -> Option<Wrong> {
    let rest = &value[at + 1..];
    if is_comment(rest) {
        return None;
    }
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if quote == '\'' && word(value[..at].chars().next_back()) && word(rest.chars().next()) {
        return Some(Wrong::Apostrophe(one(at, 1)));
    }
    let blanks = rest.len() - rest.trim_start().len();
    Some(Wrong::Behind(one(at + 1 + blanks, rest.trim().len())))
}

/// Where the bracket that opens `value` is closed, if it is on this line; a comment ends the line.
fn balanced(value: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',' | ':') => quote = Some(c),
            (None, '[' | '{') => open.push(c),
            (None, ']' | '}') => {
                open.pop();
                if open.is_empty() {
                    return Some(at + 1);
                }
            }
            (None, '#') if before == ' ' => return None,
            _ => {}
        }
        before = c;
    }
    None
}
