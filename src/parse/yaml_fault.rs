//! Faults of YAML front matter in words: what is wrong, where, and how the line should read.

use super::{
    culprit::{Line, Wrong, in_quotes, in_single_quotes, invalid, wrong},
    stop::{Stop, SyntaxFault},
};
use crate::{finding::Fault, source::TextRange, text::words};

/// What stopped the reader, in words; `top` is where the block begins.
pub(super) fn explain(text: &str, top: usize, fault: &SyntaxFault) -> Fault {
    let line = Line::at(text, top, fault.range.start as usize, ':');
    let above = line.above(':');
    let lines = || std::iter::once(&line).chain(&above);
    lines()
        .find_map(document)
        .or_else(|| refused(text, &line, fault))
        .or_else(|| opened_above(&line, fault.stop))
        .or_else(|| lines().find_map(|line| wrong(line).map(|wrong| told(line, wrong))))
        .or_else(|| lines().find_map(|line| structure(line, fault.stop)))
        .unwrap_or_else(|| other(&line, fault))
}

/// A line that YAML takes for the border of a document.
fn document(line: &Line<'_>) -> Option<Fault> {
    let whole = line.slice(line.range);
    let mark = TextRange::new(line.range.start as usize, line.range.start as usize + 3.min(whole.len()));
    if whole == "..." {
        return Some(invalid(mark, "`...` does not close the front matter", "write `---` instead", "document-end"));
    }
    let second = whole.starts_with("--- ");
    second.then(|| {
        invalid(mark, "a second document begins in the front matter", "keep one block of fields and delete this line", "second-document")
    })
}

/// What YAML has and front matter is not read with.
fn refused(text: &str, line: &Line<'_>, fault: &SyntaxFault) -> Option<Fault> {
    let start = fault.range.start as usize;
    let word = text.get(start..).unwrap_or_default().split([' ', '\n', '\r', '\t', ',', ']', '}']).next().unwrap_or_default();
    let range = TextRange::new(start, start + word.len());
    let said = line.said();
    let first = TextRange::new(line.value.start as usize, line.value.start as usize + 1);
    let written = |what: &str| format!("{what} {} is not read", words::quote(word));
    let as_text = "write the value out, or put it in quotes if it is text";
    let as_pair = "write it as `key: value`";
    if said.starts_with("? ") {
        return Some(invalid(first, "a key written with `? `", as_pair, "complex-key"));
    }
    match fault.stop {
        Stop::MergeKey => Some(invalid(range, "the merge key `<<` is not read", "write the fields out", "merge-key")),
        Stop::Alias if said.starts_with("<<:") => {
            let merge = TextRange::new(first.start as usize - (line.said().len() - line.slice(line.value).len()), 0);
            Some(invalid(
                TextRange::new(merge.start as usize, merge.start as usize + 2),
                "the merge key `<<` is not read",
                "write the fields out",
                "merge-key",
            ))
        }
        Stop::Tag if word.len() > 1 && !line.slice(line.value).starts_with('[') => {
            Some(invalid(range, written("the tag"), "delete the tag, or put the value in quotes if it is text", "tag"))
        }
        Stop::Alias if word.starts_with('&') && word.len() > 1 => Some(invalid(range, written("the anchor"), as_text, "anchor")),
        Stop::Alias if word.starts_with('*') && word.len() > 1 && line.bare() == word && !word[1..].contains('*') => {
            Some(invalid(range, written("the alias"), as_text, "alias"))
        }
        Stop::ComplexKey => {
            let what = if text.get(start..).is_some_and(|rest| rest.starts_with('{')) { "a map as a key" } else { "a list as a key" };
            Some(invalid(fault.range, what, as_pair, "complex-key"))
        }
        _ => None,
    }
}

/// A list or map that some line above has opened.
fn opened_above(line: &Line<'_>, stop: Stop) -> Option<Fault> {
    if !matches!(stop, Stop::UnclosedBracket | Stop::Structure | Stop::Syntax) {
        return None;
    }
    let mut at = line.above(':');
    for _ in 0..LOOKED_AT {
        let above = at?;
        if let Some(open @ Wrong::Open(..)) = wrong(&above) {
            return Some(told(&above, open));
        }
        at = above.above(':');
    }
    None
}

/// Lines above the parser's place that are searched for an open bracket.
const LOOKED_AT: usize = 20;

/// What is wrong with a value, in words.
fn told(line: &Line<'_>, wrong: Wrong) -> Fault {
    let subject = line.subject();
    let thing = if line.item && line.key.is_none() { "item" } else { "value" };
    let quote = || line.quoted().map_or_else(|| format!("put the {thing} in single quotes"), |line| format!("put it in quotes: `{line}`"));
    let fault = match wrong {
        Wrong::Reserved('`', at) => invalid(at, format!("{subject} starts with an unquoted backtick"), quote(), "reserved-character"),
        Wrong::Reserved(c, at) => invalid(at, format!("{subject} starts with an unquoted `{c}`"), quote(), "reserved-character"),
        Wrong::Colon(at) => invalid(at, format!("{subject} holds an unquoted `: `"), quote(), "colon"),
        Wrong::LastColon(at) => invalid(at, format!("{subject} ends in an unquoted `:`"), quote(), "colon"),
        Wrong::Unclosed(mark, at) => invalid(
            at,
            format!("{subject} opens a quote that never closes"),
            format!("add the closing `{mark}` at the end of the value"),
            "unclosed-quote",
        ),
        Wrong::Apostrophe(at) => {
            let help = doubled(line).map_or_else(|| "write it twice: `''`".into(), |line| format!("write it twice: `{line}`"));
            invalid(at, format!("an apostrophe ends {subject}"), help, "apostrophe")
        }
        Wrong::Behind(at) => {
            let all = line.with_value(&in_single_quotes(line.slice(line.value)));
            let help = all.map_or_else(|| "put all of it in quotes".into(), |line| format!("put all of it in quotes: `{line}`"));
            invalid(at, format!("text behind the closing quote of {subject}"), help, "text-after-quote")
        }
        Wrong::Escape(at) => {
            let message = format!("{} in double quotes is no escape", words::quote(line.slice(at)));
            invalid(at, message, "use single quotes, or write the backslash twice: `\\\\`", "escape")
        }
        Wrong::Item(c, at) => {
            let mut value = line.slice(line.value).to_owned();
            let start = (at.start - line.value.start) as usize;
            value.replace_range(start..start + at.len(), &in_quotes(line.slice(at)));
            let help = line.with_value(&value).map_or_else(|| "put it in quotes".into(), |line| format!("put it in quotes: `{line}`"));
            let shown = if c == '`' { "backtick".into() } else { format!("`{c}`") };
            invalid(at, format!("an item of the list{} starts with an unquoted {shown}", line.within()), help, "reserved-character")
        }
        Wrong::Open(bracket, at, comment) => open(line, bracket, at, comment),
    };
    Fault { mended: mended(line, wrong).into_iter().collect(), ..fault }
}

/// The value as it was meant, where quotes are all that is wrong.
fn mended(line: &Line<'_>, wrong: Wrong) -> Option<(TextRange, String)> {
    let start = line.value.start as usize;
    let bare = TextRange::new(start, start + line.bare().len());
    match wrong {
        Wrong::Reserved(..) | Wrong::Colon(_) | Wrong::LastColon(_) => Some((bare, in_quotes(line.bare()))),
        Wrong::Apostrophe(_) => {
            let inner = line.slice(line.value).strip_prefix('\'')?.strip_suffix('\'')?;
            Some((line.value, in_single_quotes(inner)))
        }
        Wrong::Behind(_) => Some((line.value, in_single_quotes(line.slice(line.value)))),
        Wrong::Item(_, at) => Some((at, in_quotes(line.slice(at)))),
        Wrong::Unclosed(..) | Wrong::Escape(_) | Wrong::Open(..) => None,
    }
}

/// The value with every apostrophe between letters doubled.
fn doubled(line: &Line<'_>) -> Option<String> {
    let value = line.slice(line.value);
    let inner = value.strip_prefix('\'')?.strip_suffix('\'')?;
    line.with_value(&in_single_quotes(inner))
}

fn open(line: &Line<'_>, bracket: char, at: TextRange, comment: Option<TextRange>) -> Fault {
    let (what, close, key) = if bracket == '[' { ("list", ']', "unclosed-list") } else { ("map", '}', "unclosed-map") };
    if let Some(at) = comment {
        let hidden = line.slice(TextRange { start: at.start, end: line.value.end });
        let item = hidden.split([',', close]).next().unwrap_or_default().trim();
        let help = format!("put it in quotes: `'{item}'`");
        return invalid(at, format!("` #`{} hides the closing `{close}`", line.within()), help, key);
    }
    invalid(at, format!("a {what} that is never closed{}", line.within()), format!("add the closing `{close}`"), key)
}

/// What is wrong with a line as such.
fn structure(line: &Line<'_>, stop: Stop) -> Option<Fault> {
    let whole = line.slice(line.range);
    let start = line.range.start as usize;
    let indent = whole.len() - whole.trim_start().len();
    if let Some(tab) = whole[..indent].find('\t') {
        return Some(invalid(TextRange::new(start + tab, start + tab + 1), "a tab in the indentation", "indent with spaces", "tab"));
    }
    let said = line.said();
    if indent == 0 && said.starts_with('%') {
        return Some(invalid(
            TextRange::new(start, start + 1),
            "a line starts with `%`",
            "write it as `key: value` or delete it",
            "directive",
        ));
    }
    if line.key.is_some() || line.item || said.is_empty() || said.starts_with('#') {
        return None;
    }
    if indent == 0
        && let Some((key, value)) = said.split_once(':')
        && !value.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    {
        let colon = TextRange::new(start + key.len(), start + key.len() + 1);
        let fixed = format!("{key}: {}", value.trim());
        return Some(invalid(
            colon,
            format!("no space behind the colon of {}", words::quote(key)),
            format!("write {}", words::quote(&fixed)),
            "colon-space",
        ));
    }
    let flow = said.starts_with(['[', '{']) && said.contains([']', '}']);
    if flow {
        let what = if said.starts_with('[') { "a list as a key" } else { "a map as a key" };
        return Some(invalid(line.value, what, "write it as `key: value`", "complex-key"));
    }
    let lone = indent == 0 && matches!(stop, Stop::Structure | Stop::Syntax | Stop::SecondDocument);
    lone.then(|| {
        let help = "write it as `key: value`, indent it if it goes on with the value above, or delete it";
        invalid(line.value, format!("a line without a key: {}", words::quote(said)), help, "no-key")
    })
}

fn other(line: &Line<'_>, fault: &SyntaxFault) -> Fault {
    let whole = line.slice(line.range);
    let indent = whole.len() - whole.trim_start().len();
    if fault.stop == Stop::Structure
        && (indent > 0 || line.above(':').is_some_and(|above| above.said().len() < above.range.len()))
        && !line.said().is_empty()
    {
        let start = line.range.start as usize + indent;
        let first = whole.trim_start().chars().next().map_or(0, char::len_utf8);
        let help = "start every field at the left edge, and indent lists below their key";
        return invalid(TextRange::new(start, start + first), "a line is indented unlike those above it", help, "indentation");
    }
    if fault.stop == Stop::UnclosedBracket {
        let help = "put commas between the items, and quotes around items that hold `[`, `]`, `{`, `}`, `,` or `: `";
        return invalid(fault.range, format!("a list that is not separated by commas{}", line.within()), help, "list-separator");
    }
    if let Some(at) = line.above(':').and_then(|above| hash(&above)).or_else(|| hash(line)) {
        let help = "put the whole value in quotes, or delete the comment";
        return invalid(at, "a comment in the middle of a value that goes on in the next line", help, "comment-in-value");
    }
    let help = "check the quotes, colons and indentation of this line and the one above";
    invalid(fault.range, "a line that YAML cannot read", help, "syntax")
}

/// The `#` that begins a comment behind an unquoted value.
fn hash(line: &Line<'_>) -> Option<TextRange> {
    let value = line.slice(line.value);
    let at = value.find(" #").filter(|at| *at > 0 && !value.starts_with(['"', '\'', '[', '{']))? + 1;
    let start = line.value.start as usize + at;
    Some(TextRange::new(start, start + 1))
}
