//! `value-truncated`.

use crate::{
    concept::{Concept, id::is_id_shaped},
    finding::Safety,
    parse::{Node, Value, in_quotes, node::same_key},
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "value-truncated",
    group: Group::Readable,
    gate: Gate::ALWAYS,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("value_truncated.md"),
    options: &[],
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let (story, text) = (cx.story, cx.text);
    let front_matter = &story.parsed.front_matter;
    let Some(fences) = front_matter.fences else { return };
    // In TOML text is always quoted, and `#` always a comment.
    if fences.open.of(text).starts_with('+') || !fences.content.of(text).contains('#') {
        return;
    }
    let mut cuts = Vec::new();
    for (key, value) in front_matter.root.pairs() {
        let Some(name) = key.text(text) else { continue };
        Walk { text, sort: sort(cx, &name), cuts: &mut cuts }.value(&name, key, value, false);
    }
    for cut in cuts {
        report(cx, &cut);
    }
}

/// What a value of a key is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// One of a few words, a number or a date: whatever is there is all of it.
    Closed,
    /// An id or several.
    Id,
    /// Anything.
    Free,
}

fn sort(cx: &StoryCx<'_>, key: &str) -> Sort {
    let layout = cx.around.layout;
    let is_of = |concept: &Concept| layout.keys(*concept).any(|known| same_key(known, key));
    let closed =
        [Concept::Status, Concept::Kind, Concept::Estimate, Concept::Priority, Concept::Rank, Concept::RiceScore, Concept::Created];
    if closed.iter().any(is_of) {
        Sort::Closed
    } else if [Concept::Id, Concept::Parent, Concept::DependsOn].iter().any(is_of) {
        Sort::Id
    } else {
        Sort::Free
    }
}

/// A value that ends where a comment begins that was not meant as one.
struct Cut {
    key: String,
    item: bool,
    kept: TextRange,
    lost: TextRange,
}

struct Walk<'c> {
    text: &'c str,
    sort: Sort,
    cuts: &'c mut Vec<Cut>,
}

impl Walk<'_> {
    fn value(&mut self, name: &str, key: &Node, value: &Node, item: bool) {
        match &value.value {
            Value::Plain => self.plain(name, value.range, item),
            Value::Empty if !item => self.empty(name, key.range.end as usize, ":", false),
            Value::List(items) => {
                for inner in items {
                    self.value(name, key, inner, true);
                }
                if !item && items.iter().any(|inner| inner.value == Value::Empty) {
                    self.empty_items(name, key.range.end as usize);
                }
            }
            Value::Map(pairs) => {
                for (key, value) in pairs {
                    if let Some(name) = key.text(self.text) {
                        self.value(&name, key, value, false);
                    }
                }
            }
            _ => {}
        }
    }

    fn plain(&mut self, name: &str, kept: TextRange, item: bool) {
        let written = kept.of(self.text);
        let whole = match self.sort {
            Sort::Closed => true,
            Sort::Id => is_id_shaped(written),
            Sort::Free => false,
        };
        if whole || is_literal(written) {
            return;
        }
        if let Some(lost) = comment_at(self.text, kept.end as usize) {
            self.cuts.push(Cut { key: name.to_owned(), item, kept, lost });
        }
    }

    /// `parent: #12` states nothing. Other words behind the `#` are a hint of a template.
    fn empty(&mut self, name: &str, at: usize, mark: &str, item: bool) {
        let rest = self.text.get(at..).unwrap_or_default();
        let Some(behind) = rest.trim_start_matches([' ', '\t']).strip_prefix(mark) else { return };
        let at = at + (rest.len() - behind.len());
        let Some(lost) = comment_at(self.text, at).filter(|_| self.sort != Sort::Closed) else { return };
        let word = lost.of(self.text).split_whitespace().next().unwrap_or_default();
        if word.contains(|c: char| c.is_ascii_digit()) {
            self.cuts.push(Cut { key: name.to_owned(), item, kept: TextRange::at(at), lost });
        }
    }

    /// The parser gives an empty item no place of its own, so the lines of the list below the key are read.
    fn empty_items(&mut self, name: &str, key_end: usize) {
        let mut at = key_end;
        for (ordinal, line) in self.text.get(key_end..).unwrap_or_default().split_inclusive('\n').enumerate() {
            let inner = line.trim_start();
            if ordinal > 0 && inner.starts_with('-') && !inner.starts_with("--") {
                self.empty(name, at, "-", true);
            } else if ordinal > 0 && !inner.is_empty() && !inner.starts_with('#') {
                break;
            }
            at += line.len();
        }
    }
}

/// A number, a date, or a word YAML knows: nobody goes on with those behind a `#`.
fn is_literal(text: &str) -> bool {
    let is_number = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ':' | '.' | ',' | '/' | '%' | ' ' | 'T' | 'Z'));
    let words = ["true", "false", "yes", "no", "on", "off", "null", "~"];
    is_number || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The comment that follows byte `at` on its line, if its `#` stands right before a letter or digit.
fn comment_at(text: &str, at: usize) -> Option<TextRange> {
    let rest = text.get(at..)?.lines().next()?;
    let comment = rest.trim_start_matches([' ', '\t']);
    let blanks = rest.len() - comment.len();
    let word = comment.strip_prefix('#')?;
    let meant = blanks > 0 && word.starts_with(char::is_alphanumeric);
    meant.then(|| TextRange::new(at + blanks, at + blanks + comment.trim_end().len()))
}

fn report(cx: &mut StoryCx<'_>, cut: &Cut) {
    let key = words::quote(&cut.key);
    let what = if cut.item { format!("an item of {key}") } else { key };
    let fault = if cut.kept.is_empty() { "empty" } else { "cut" };
    let message = format!("{what} is {fault}: {} is read as a comment", words::quote(cx.slice(cut.lost)));
    let help = help(cx, cut);
    let whole = TextRange { start: if cut.kept.is_empty() { cut.lost.start } else { cut.kept.start }, end: cut.lost.end };
    let quoted = in_quotes(cx.slice(whole));
    let (name, value) = (cut.key.to_lowercase().replace('-', "_"), words::normalise(cx.slice(whole)));
    cx.report(cut.lost, message).help(help).fix(Safety::Unsafe, "put the value in quotes", [(whole, quoted)]).key_in_text(&name, &value);
}

fn help(cx: &StoryCx<'_>, cut: &Cut) -> String {
    let start = if cut.kept.is_empty() { cut.lost.start } else { cut.kept.start };
    let value = cx.slice(TextRange { start, end: cut.lost.end });
    let quoted = in_quotes(value);
    let line = if cut.item { format!("- {quoted}") } else { format!("{}: {quoted}", cut.key) };
    let meant = "or write a space behind the `#` if it is a comment";
    if line.chars().count() > SHOWN || line.contains('`') {
        return format!("put the value in quotes, {meant}");
    }
    format!("put the value in quotes: `{line}`, {meant}")
}

/// A mended line up to this many characters is shown whole; a part of it would mislead.
const SHOWN: usize = 60;
