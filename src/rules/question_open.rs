//! `question-open`.

use std::{collections::HashSet, ops::Range};

use crate::{
    concept::Kind,
    layout::Section,
    parse::{Block, BlockKind, outline::Item},
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::{Field, Part, Said},
    text::{placeholder, prose, words},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "question-open",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    // A spike is there to answer its questions.
    kinds: Kinds(|story| story.kind != Kind::Spike),
    needs: &[],
    page: include_str!("question_open.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let mut open: Vec<(TextRange, TextRange)> = Vec::new();
    for part in cx.story.section(Section::Questions) {
        Entries::new(cx, part).read(part, &mut open);
    }
    marked_title(cx, &mut open);
    for section in [Section::Description, Section::Criteria] {
        let said = cx.said(section);
        // Few texts have a letter of `Q:` or a sign of `(?)`.
        if !said.texts.iter().any(|text| memchr::memchr2(b'Q', b'?', cx.slice(*text).as_bytes()).is_some()) {
            continue;
        }
        let lines = lines(cx, said);
        asked_inline(cx, &lines, &mut open);
        marked(cx, &lines, &mut open);
    }
    open.sort_unstable();
    // Parts may lie within parts.
    open.dedup();
    for (place, question) in open {
        let text = cx.slice(question);
        cx.report(place, format!("open question: {}", words::quote(text)))
            .help("answer it where it stands, or tick it off")
            .key_of_text(words::normalise(text));
    }
}

/// The entries of one part of the questions section.
struct Entries<'c> {
    cx: &'c StoryCx<'c>,
    blocks: &'c [Block],
    /// Items with something under them that is no question.
    answered: HashSet<usize>,
    /// Whether the heading says that whatever stands here is open, with a question mark or without.
    says_open: bool,
}

impl<'c> Entries<'c> {
    fn new(cx: &'c StoryCx<'c>, part: &Part) -> Self {
        let blocks = cx.outline().blocks.as_slice();
        let mut entries = Self { cx, blocks, answered: HashSet::new(), says_open: part.name != "questions" };
        for block in part.blocks(cx.outline()) {
            if let Some(parent) = block.parent()
                && entries.answers(block, parent)
            {
                entries.answered.insert(parent);
            }
        }
        entries
    }

    /// Whether a block under an item answers it: text that does not ask, code, a table.
    fn answers(&self, block: &Block, parent: usize) -> bool {
        let own = match self.blocks.get(parent).map(|parent| &parent.kind) {
            Some(BlockKind::Item(item)) => item.text,
            _ => return false,
        };
        let text = match &block.kind {
            BlockKind::Html { comment: true } | BlockKind::Heading(_) => return false,
            BlockKind::Item(item) => item.text,
            _ => block.range,
        };
        let text_of = self.cx.slice(text);
        block.range.start >= own.end && !words::asks(text_of) && !placeholder::is_only(text_of)
    }

    fn read(&self, part: &Part, open: &mut Vec<(TextRange, TextRange)>) {
        let (mut under_question, mut after_question) = (false, false);
        let mut answer_column = None;
        for at in part.blocks.clone() {
            let Some(block) = self.blocks.get(at) else { return };
            match &block.kind {
                BlockKind::Heading(place) => {
                    let title = self.cx.outline().headings.get(*place as usize).map_or(block.range, |heading| heading.title);
                    under_question = words::asks(self.cx.slice(title));
                    after_question = false;
                    if under_question && !self.is_followed(at, &part.blocks) {
                        open.push((title, title));
                    }
                }
                _ if under_question => {}
                BlockKind::Paragraph if block.parent().is_none() => {
                    let asks = ends_asking(self.cx.slice(block.range));
                    after_question |= asks;
                    if asks && !self.is_followed(at, &part.blocks) {
                        open.push((block.range, block.range));
                    }
                }
                BlockKind::Item(item) if !after_question && self.is_entry(block) && self.is_open(at, *item) => {
                    open.push((item.text, item.text));
                }
                BlockKind::Row { header: true } => answer_column = self.answer_column(block.range),
                BlockKind::Row { header: false } => {
                    if let Some(question) = answer_column.and_then(|column| self.unanswered(block.range, column)) {
                        open.push((question, question));
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether something that may be an answer stands behind a question.
    fn is_followed(&self, at: usize, within: &Range<usize>) -> bool {
        let mut rest = self.blocks.get(at + 1..within.end.max(at + 1)).unwrap_or_default().iter();
        match rest.find(|block| !matches!(block.kind, BlockKind::Html { comment: true })) {
            None => false,
            Some(next) => match &next.kind {
                BlockKind::Heading(_) => false,
                BlockKind::Paragraph => !ends_asking(self.cx.slice(next.range)),
                _ => true,
            },
        }
    }

    /// Whether an item is an entry: at the top, or under a bullet that only names a group.
    fn is_entry(&self, block: &Block) -> bool {
        let Some(parent) = block.parent() else { return true };
        match self.blocks.get(parent).map(|parent| &parent.kind) {
            Some(BlockKind::Item(item)) => item.checkbox.is_none() && names_group(self.cx.slice(item.text)),
            _ => false,
        }
    }

    fn is_open(&self, at: usize, item: Item) -> bool {
        let text = self.cx.slice(item.text);
        let spoken = item.text.is_empty() || is_none(text) || is_settled(text) || self.answered.contains(&at);
        match item.checkbox {
            _ if spoken => false,
            Some(mark) => mark == ' ',
            None if words::asks(text) => ends_asking(text),
            None => self.says_open && !names_group(text),
        }
    }

    /// Which column of a table holds the answers.
    fn answer_column(&self, row: TextRange) -> Option<usize> {
        const NAMES: [&str; 10] =
            ["answer", "answers", "decision", "resolution", "outcome", "antwort", "antwoord", "réponse", "respuesta", "risposta"];
        cells(self.cx.slice(row)).position(|(_, cell)| NAMES.contains(&words::normalise(cell).as_str()))
    }

    /// The question of a row whose answer is empty.
    fn unanswered(&self, row: TextRange, answer: usize) -> Option<TextRange> {
        let text = self.cx.slice(row);
        let is_empty = cells(text).nth(answer).is_none_or(|(_, cell)| placeholder::is_only(cell));
        let others = cells(text).enumerate().filter(|(column, _)| *column != answer).map(|(_, cell)| cell);
        let (start, question) = others.max_by_key(|(_, cell)| cell.len()).filter(|(_, cell)| !cell.is_empty())?;
        is_empty.then(|| TextRange::new(start, start + question.len()).shifted(row.start as usize))
    }
}

/// The cells of a table row, trimmed, each with its place in the row.
fn cells(row: &str) -> impl Iterator<Item = (usize, &str)> {
    let last = row.trim_end().strip_suffix('|').unwrap_or(row);
    let inner = last.trim_start().strip_prefix('|').unwrap_or(last);
    let mut at = last.len() - inner.len();
    let mut escaped = false;
    let split = inner.split(move |c: char| {
        let bar = c == '|' && !escaped;
        escaped = c == '\\';
        bar
    });
    split.map(move |cell| {
        let start = at + (cell.len() - cell.trim_start().len());
        at += cell.len() + 1;
        (start, cell.trim())
    })
}

/// Whether nothing is said behind the last question mark.
fn ends_asking(text: &str) -> bool {
    let after = text.rfind(['?', '？', '؟']).and_then(|at| text.get(at..)).unwrap_or("x");
    words::asks(text) && !after.contains(char::is_alphanumeric)
}

/// Whether a bullet only names what stands under it.
fn names_group(text: &str) -> bool {
    text.trim_end_matches(['*', '_', ' ']).ends_with([':', '：'])
}

/// Whether an entry says that there is no question.
fn is_none(text: &str) -> bool {
    const NONE: [&str; 16] = [
        "none",
        "n/a",
        "no",
        "nothing",
        "no questions",
        "no open questions",
        "keine",
        "keine offenen fragen",
        "geen",
        "aucune",
        "aucun",
        "ninguna",
        "nessuna",
        "nenhuma",
        "なし",
        "无",
    ];
    let said = words::normalise(text);
    placeholder::is_only(text) || NONE.contains(&said.as_str()) || said.starts_with("none ")
}

/// Whether an entry says that it is answered: struck through, checked off, or with a label.
fn is_settled(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["answer", "answered", "resolved", "decided", "decision", "resolution", "closed", "antwort", "réponse", "respuesta"];
    if text.starts_with("~~") || ["✅", "✔", "☑", "→", "⇒", "=>", "->"].iter().any(|sign| text.contains(sign)) {
        return true;
    }
    text.split_whitespace().any(|token| {
        let word = words::normalise(token);
        let labels = token.trim_end_matches(['*', '_']).ends_with(':');
        let bracketed = token.starts_with(['(', '[', '*', '_']) || token.ends_with([')', ']']);
        (labels && word == "a") || ((labels || bracketed) && WORDS.contains(&word.as_str()))
    })
}

/// A line of a text.
struct Line {
    range: TextRange,
    /// What of it can be read as prose.
    shown: String,
}

fn lines(cx: &StoryCx<'_>, said: &Said) -> Vec<Line> {
    let mut lines = Vec::new();
    for text in &said.texts {
        let shown = prose::hide(cx.slice(*text));
        for line in TextRange::new(0, shown.len()).lines(&shown) {
            let line = line.trimmed_end(&shown);
            lines.push(Line { range: line.shifted(text.start as usize), shown: line.of(&shown).to_owned() });
        }
    }
    lines
}

/// Lines `Q: ...` without an answer, there or on the next line.
fn asked_inline(cx: &StoryCx<'_>, lines: &[Line], open: &mut Vec<(TextRange, TextRange)>) {
    for (at, line) in lines.iter().enumerate() {
        let Some(question) = labelled(&line.shown, 'Q') else { continue };
        let answer_below = lines.get(at + 1).is_some_and(|next| labelled(&next.shown, 'A').is_some());
        let start = line.range.end as usize - question.len();
        let range = TextRange::new(start, line.range.end as usize).trimmed(cx.text);
        let asked = question.contains(char::is_alphanumeric) && (!words::asks(question) || ends_asking(question));
        if asked && !answer_below && !is_settled(question) {
            open.push((range, range));
        }
    }
}

/// What follows `Q:` or `Q1:` at the start of a line.
fn labelled(line: &str, label: char) -> Option<&str> {
    let bare = line.trim_start_matches(['>', '|', '*', '_', '-', '+', ' ', '\t']);
    let rest = bare.strip_prefix(label)?.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix(':').map(|rest| rest.trim_start_matches(['*', '_']))
}

/// Every `(?)` that doubts what stands before it.
fn marked(cx: &StoryCx<'_>, lines: &[Line], open: &mut Vec<(TextRange, TextRange)>) {
    for line in lines {
        if let Some(at) = doubt(&line.shown) {
            let place = TextRange::new(at, at + DOUBT.len()).shifted(line.range.start as usize);
            open.push((place, line.range.trimmed(cx.text)));
        }
    }
}

fn marked_title(cx: &StoryCx<'_>, open: &mut Vec<(TextRange, TextRange)>) {
    let Field::Value { range, .. } = &cx.story.title else { return };
    let slice = cx.slice(*range);
    let inner = slice.trim_matches(['"', '\'']);
    let before = slice.len() - slice.trim_start_matches(['"', '\'']).len();
    if let Some(at) = doubt(&prose::hide(inner)) {
        let place = TextRange::new(at, at + DOUBT.len()).shifted(range.start as usize + before);
        open.push((place, TextRange::new(before, before + inner.len()).shifted(range.start as usize)));
    }
}

const DOUBT: &str = "(?)";

/// The first `(?)` at the end of a clause; one in the middle, or behind the name of a control, is a button.
fn doubt(shown: &str) -> Option<usize> {
    const CONTROLS: [&str; 8] = ["help", "info", "icon", "tooltip", "button", "key", "hint", "press"];
    shown.match_indices(DOUBT).map(|(at, _)| at).find(|at| {
        let before = shown.get(..*at).unwrap_or_default().trim_end();
        let after = shown.get(at + DOUBT.len()..).unwrap_or_default().trim_start_matches(['*', '_', ' ']);
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        let ends = after.chars().next().is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | ')' | '|'));
        ends && before.contains(char::is_alphanumeric) && !CONTROLS.contains(&word.as_str())
    })
}
