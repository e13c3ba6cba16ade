//! An outline while it is read: what a block looks like, whoever found where it stands.

use std::ops::Range;

use super::{Block, BlockKind, Comment, Heading, Item, Outline};
use crate::source::TextRange;

pub(super) struct Draft<'t> {
    pub(super) text: &'t str,
    pub(super) outline: Outline,
}

impl<'t> Draft<'t> {
    pub(super) fn new(text: &'t str, body: usize) -> Self {
        Self { text, outline: Outline { body: TextRange::new(body, text.len()), ..Outline::default() } }
    }

    /// Adds a block; where it stands among the others.
    pub(super) fn push(&mut self, kind: BlockKind, range: &Range<usize>, parent: Option<usize>) -> usize {
        let end = range.start + self.text[range.clone()].trim_end().len();
        let parent = parent.and_then(|parent| u32::try_from(parent).ok());
        self.outline.blocks.push(Block { kind, range: TextRange::new(range.start, end), parent });
        self.outline.blocks.len() - 1
    }

    /// Adds a heading of the top level, whose title is not known yet; where it stands among the headings.
    pub(super) fn heading(&mut self, level: u8, range: &Range<usize>) -> usize {
        let place = self.outline.headings.len();
        let block = self.push(BlockKind::Heading(u32::try_from(place).unwrap_or(u32::MAX)), range, None);
        let (title, range) = (TextRange::at(range.start), TextRange::new(range.start, range.end));
        self.outline.headings.push(Heading { level, title, range, block });
        place
    }

    /// Makes the last heading a paragraph of its text.
    pub(super) fn unhead(&mut self, place: usize) {
        if let Some(heading) = self.outline.headings.get(place).copied().filter(|_| place + 1 == self.outline.headings.len()) {
            self.outline.headings.pop();
            let block = &mut self.outline.blocks[heading.block];
            block.kind = BlockKind::Paragraph;
            block.range = heading.title;
        }
    }

    /// Adds an item whose text is not known yet.
    pub(super) fn item(&mut self, ordered: bool, range: &Range<usize>, parent: Option<usize>) -> usize {
        let bytes = self.text.as_bytes();
        let start = skip_blanks(bytes, range.start, range.end);
        let mut at = start;
        while at < range.end && bytes[at].is_ascii_digit() {
            at += 1;
        }
        at = skip_blanks(bytes, (at + 1).min(range.end), range.end);
        let (checkbox, at) = checkbox(&self.text[at..range.end]).map_or((None, at), |(mark, len)| (Some(mark), at + len));
        let item = Item { ordered, marker: TextRange::new(start, at), checkbox, text: TextRange::at(at) };
        self.push(BlockKind::Item(item), &(start..range.end), parent)
    }

    /// The own text of an item ends here.
    pub(super) fn end_item(&mut self, block: usize, end: usize) {
        if let BlockKind::Item(item) = &mut self.outline.blocks[block].kind {
            item.text = TextRange::new(item.marker.end as usize, end).trimmed(self.text);
        }
    }

    /// Adds a block of code that a fence opens.
    pub(super) fn fenced_code(&mut self, range: &Range<usize>, parent: Option<usize>) {
        let text = self.text[range.clone()].trim_end();
        let first = text.lines().next().unwrap_or_default();
        let fence = first.trim_start().chars().next().unwrap_or('`');
        let ticks = first.trim_start().chars().take_while(|c| *c == fence).count();
        let info_start = range.start + (first.len() - first.trim_start().len()) + ticks;
        let info = TextRange::new(info_start, range.start + first.len()).trimmed(self.text);
        // A closing fence may stand behind the marks of the quote that holds it.
        let last = text.lines().skip(1).last().map_or("", |line| line.trim_start_matches([' ', '\t', '>']).trim_end());
        let closed = last.len() >= ticks && last.chars().all(|c| c == fence);
        self.push(BlockKind::Code { info, fenced: true, closed }, range, parent);
    }

    /// Adds raw HTML and the comments in it.
    pub(super) fn html(&mut self, range: &Range<usize>, parent: Option<usize>) {
        let comment = only_comments(&self.text[range.clone()]);
        self.push(BlockKind::Html { comment }, range, parent);
        self.comments(range);
    }

    /// Adds the comments in a range that is no code.
    pub(super) fn comments(&mut self, range: &Range<usize>) {
        let mut at = range.start;
        while let Some(open) = self.text[at..range.end].find("<!--").map(|found| at + found) {
            let inner = open + 4;
            let close = self.text[inner..range.end].find("-->").map(|found| inner + found);
            let end = close.map_or(range.end, |close| close + 3);
            let text = TextRange::new(inner, close.unwrap_or(range.end)).trimmed(self.text);
            self.outline.comments.push(Comment { range: TextRange::new(open, end), text });
            at = end;
        }
    }
}

fn skip_blanks(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end && matches!(bytes[at], b' ' | b'\t') {
        at += 1;
    }
    at
}

/// A checkbox at the start of `text`, with any one mark: the mark, and the bytes up to the text behind it.
fn checkbox(text: &str) -> Option<(char, usize)> {
    let mut chars = text.strip_prefix('[')?.chars();
    let mark = chars.next().filter(|mark| !matches!(mark, '\n' | '\r' | '[' | ']'))?;
    let rest = chars.as_str().strip_prefix(']')?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let ends = rest.is_empty() || rest.starts_with(['\n', '\r']);
    (ends || blanks > 0).then(|| (mark, text.len() - rest.len() + blanks))
}

/// Whether `html` holds nothing but comments.
fn only_comments(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inner) = rest.strip_prefix("<!--") {
        let Some((_, after)) = inner.split_once("-->") else { return true };
        rest = after.trim_start();
    }
    rest.is_empty()
}
