//! Headings and blocks of a body, from one pass of the markdown parser; all ranges are bytes of the whole file.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::source::TextRange;

/// The structure of a body.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Headings that stand at the top level, in order; those in quotes and lists bound nothing.
    pub headings: Vec<Heading>,
    /// Blocks in document order, an item before what it holds.
    pub blocks: Vec<Block>,
    /// HTML comments outside code.
    pub comments: Vec<Comment>,
    /// The whole body.
    pub body: TextRange,
}

/// A heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without `#`s and underline.
    pub title: TextRange,
    /// All of it.
    pub range: TextRange,
    /// Its place among the blocks.
    pub block: usize,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// All of it, without trailing white space.
    pub range: TextRange,
    /// The list item it stands in, as a place among the blocks.
    pub parent: Option<usize>,
}

/// Sorts of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A top-level heading, by its place among the headings.
    Heading(usize),
    /// A paragraph outside tight list items.
    Paragraph,
    /// A list item.
    Item(Item),
    /// A code block.
    Code {
        /// The info string; empty of an indented block.
        info: TextRange,
        /// Opened by a fence.
        fenced: bool,
        /// Its fence is closed.
        closed: bool,
    },
    /// A table row.
    Row {
        /// The first one.
        header: bool,
    },
    /// Raw HTML.
    Html {
        /// Nothing but comments.
        comment: bool,
    },
}

/// A list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Whether its list is numbered.
    pub ordered: bool,
    /// From its marker up to its text: `- [ ] `, `1. `.
    pub marker: TextRange,
    /// What stands between the brackets of a checkbox.
    pub checkbox: Option<char>,
    /// Its own text, without what is nested in it.
    pub text: TextRange,
}

/// An HTML comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// With its delimiters.
    pub range: TextRange,
    /// Between the delimiters, trimmed.
    pub text: TextRange,
}

impl Outline {
    /// The first level-1 heading.
    pub fn h1(&self) -> Option<&Heading> {
        self.headings.iter().find(|heading| heading.level == 1)
    }

    /// The top-level blocks and items whose range lies in `range`, as a range into [`Outline::blocks`].
    pub fn blocks_within(&self, range: TextRange) -> Range<usize> {
        let start = self.blocks.partition_point(|block| block.range.start < range.start);
        let end = self.blocks.partition_point(|block| block.range.start < range.end);
        start..end.max(start)
    }
}

/// An item whose end is not yet seen.
struct OpenItem {
    block: usize,
    text_end: Option<usize>,
}

struct Reader<'t> {
    text: &'t str,
    outline: Outline,
    depth: usize,
    lists: Vec<bool>,
    items: Vec<OpenItem>,
    /// The heading being read and the extent of its inline content.
    heading: Option<(usize, Option<Range<usize>>)>,
}

/// Reads the body that starts at byte `body` of `text`.
pub(super) fn read(text: &str, body: usize) -> Outline {
    let outline = Outline { body: TextRange::new(body, text.len()), ..Outline::default() };
    let mut reader = Reader { text, outline, depth: 0, lists: Vec::new(), items: Vec::new(), heading: None };
    for (event, range) in Parser::new_ext(&text[body..], Options::ENABLE_TABLES).into_offset_iter() {
        let range = range.start + body..range.end + body;
        match event {
            Event::Start(tag) => reader.open(&tag, range),
            Event::End(tag) => reader.close(tag, &range),
            Event::InlineHtml(html) => {
                if html.starts_with("<!--") {
                    reader.comments(&range);
                }
                reader.inline(&range);
            }
            Event::Text(_) | Event::Code(_) => reader.inline(&range),
            _ => {}
        }
    }
    // Stories are kept for the whole run.
    reader.outline.blocks.shrink_to_fit();
    reader.outline.headings.shrink_to_fit();
    reader.outline
}

impl Reader<'_> {
    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.depth += 1;
        match tag {
            Tag::Heading { level, .. } if self.depth == 1 => {
                let place = self.outline.headings.len();
                let block = self.push(BlockKind::Heading(place), &range);
                let (range, title) = (TextRange::new(range.start, range.end), TextRange::at(range.start));
                self.outline.headings.push(Heading { level: *level as u8, title, range, block });
                self.heading = Some((place, None));
            }
            Tag::Paragraph | Tag::Heading { .. } => {
                self.push(BlockKind::Paragraph, &range);
            }
            Tag::List(first) => {
                self.end_item_text(range.start);
                self.lists.push(first.is_some());
            }
            Tag::Item => self.open_item(&range),
            Tag::CodeBlock(kind) => {
                self.end_item_text(range.start);
                let kind = self.code(kind, &range);
                self.push(kind, &range);
            }
            Tag::TableHead => {
                self.push(BlockKind::Row { header: true }, &range);
            }
            Tag::TableRow => {
                self.push(BlockKind::Row { header: false }, &range);
            }
            Tag::HtmlBlock => {
                self.end_item_text(range.start);
                let comment = only_comments(&self.text[range.clone()]);
                self.push(BlockKind::Html { comment }, &range);
                self.comments(&range);
            }
            Tag::BlockQuote(_) | Tag::Table(_) => self.end_item_text(range.start),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd, range: &Range<usize>) {
        self.depth -= 1;
        match tag {
            TagEnd::Heading(_) => {
                if let Some((place, inline)) = self.heading.take()
                    && let Some(inline) = inline
                {
                    self.outline.headings[place].title = TextRange::new(inline.start, inline.end).trimmed(self.text);
                }
            }
            TagEnd::Paragraph => self.end_item_text(range.end),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => {
                if let Some(open) = self.items.pop()
                    && let BlockKind::Item(item) = &mut self.outline.blocks[open.block].kind
                {
                    let end = open.text_end.unwrap_or(range.end).max(item.marker.end as usize);
                    item.text = TextRange::new(item.marker.end as usize, end).trimmed(self.text);
                }
            }
            _ => {}
        }
    }

    fn inline(&mut self, range: &Range<usize>) {
        if let Some((_, inline)) = &mut self.heading {
            let start = inline.as_ref().map_or(range.start, |seen| seen.start);
            *inline = Some(start..range.end);
        }
    }

    fn push(&mut self, kind: BlockKind, range: &Range<usize>) -> usize {
        let end = range.start + self.text[range.clone()].trim_end().len();
        let parent = self.items.last().map(|item| item.block);
        self.outline.blocks.push(Block { kind, range: TextRange::new(range.start, end), parent });
        self.outline.blocks.len() - 1
    }

    /// The own text of the innermost open item ends here, unless it has ended before.
    fn end_item_text(&mut self, at: usize) {
        if let Some(item) = self.items.last_mut() {
            item.text_end.get_or_insert(at);
        }
    }

    fn open_item(&mut self, range: &Range<usize>) {
        let bytes = self.text.as_bytes();
        let ordered = self.lists.last().copied().unwrap_or_default();
        let start = skip_blanks(bytes, range.start, range.end);
        let mut at = start;
        while at < range.end && bytes[at].is_ascii_digit() {
            at += 1;
        }
        at = skip_blanks(bytes, (at + 1).min(range.end), range.end);
        let (checkbox, at) = checkbox(&self.text[at..range.end]).map_or((None, at), |(mark, len)| (Some(mark), at + len));
        let item = Item { ordered, marker: TextRange::new(start, at), checkbox, text: TextRange::at(at) };
        let block = self.push(BlockKind::Item(item), &(start..range.end));
        self.items.push(OpenItem { block, text_end: None });
    }

    fn code(&self, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> BlockKind {
        if !matches!(kind, CodeBlockKind::Fenced(_)) {
            return BlockKind::Code { info: TextRange::at(range.start), fenced: false, closed: true };
        }
        let text = self.text[range.clone()].trim_end();
        let first = text.lines().next().unwrap_or_default();
        let fence = first.trim_start().chars().next().unwrap_or('`');
        let ticks = first.trim_start().chars().take_while(|c| *c == fence).count();
        let info_start = range.start + (first.len() - first.trim_start().len()) + ticks;
        let info = TextRange::new(info_start, range.start + first.len()).trimmed(self.text);
        // A closing fence may stand behind the marks of the quote that holds it.
        let last = text.lines().skip(1).last().map_or("", |line| line.trim_start_matches([' ', '\t', '>']).trim_end());
        let closed = last.len() >= ticks && last.chars().all(|c| c == fence);
        BlockKind::Code { info, fenced: true, closed }
    }

    fn comments(&mut self, range: &Range<usize>) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(Option<char>, &str)> {
        let outline = read(text, 0);
        let item = |block: &Block| match block.kind {
            BlockKind::Item(item) => Some((item.checkbox, item.text.of(text))),
            _ => None,
        };
        outline.blocks.iter().filter_map(item).collect()
    }

    #[test]
    fn checkboxes_take_any_mark() {
        let text = "- [ ] open\n- [x] done\n- [~] half\n- [-] off\n- []none\n- [ ]tight\n1. [X] numbered\n- [ ]\n- [link](x)\n";
        let found = items(text);
        assert_eq!(found[0], (Some(' '), "open"));
        assert_eq!(found[1], (Some('x'), "done"));
        assert_eq!(found[2], (Some('~'), "half"));
        assert_eq!(found[3], (Some('-'), "off"));
        assert_eq!(found[4], (None, "[]none"));
        assert_eq!(found[5], (None, "[ ]tight"));
        assert_eq!(found[6], (Some('X'), "numbered"));
        assert_eq!(found[7], (Some(' '), ""));
        assert_eq!(found[8], (None, "[link](x)"));
    }

    #[test]
    fn an_items_text_is_its_own() {
        let text = "- one\n  wrapped\n  - nested\n- two\n\n  more\n";
        assert_eq!(items(text), [(None, "one\n  wrapped"), (None, "nested"), (None, "two")]);
    }

    #[test]
    fn headings_in_quotes_and_code_bound_nothing() {
        let text = "# a\n\n> ## b\n\n```\n## c\n```\n\nd\n===\n";
        let outline = read(text, 0);
        let titles: Vec<_> = outline.headings.iter().map(|heading| heading.title.of(text)).collect();
        assert_eq!(titles, ["a", "d"]);
    }

    #[test]
    fn an_open_fence_is_seen() {
        let open = |text: &str| read(text, 0).blocks.iter().any(|block| matches!(block.kind, BlockKind::Code { closed: false, .. }));
        assert!(open("```\ncode\n## gone\n"));
        assert!(open("````\n```\n"));
        assert!(!open("```rust\ncode\n```\n"));
        assert!(!open("~~~\n~~~\n"));
        assert!(!open("    indented\n"));
    }

    #[test]
    fn comments_are_found_wherever_they_stand() {
        let text = "<!-- AC:BEGIN -->\n- a <!-- x -->\n\n```\n<!-- code -->\n```\n";
        let outline = read(text, 0);
        let texts: Vec<_> = outline.comments.iter().map(|comment| comment.text.of(text)).collect();
        assert_eq!(texts, ["AC:BEGIN", "x"]);
    }
}
