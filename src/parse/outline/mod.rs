//! Headings and blocks of a body; all ranges are bytes of the whole file.

mod draft;
mod full;
mod plain;

use std::ops::Range;

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
    /// The list item it stands in.
    parent: Option<u32>,
}

impl Block {
    /// The list item it stands in, as a place among the blocks.
    pub fn parent(&self) -> Option<usize> {
        self.parent.map(|at| at as usize)
    }
}

/// Sorts of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A top-level heading, by its place among the headings.
    Heading(u32),
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

/// Reads the body that starts at byte `body` of `text`.
pub(super) fn read(text: &str, body: usize) -> Outline {
    let mut outline = plain::read(text, body).unwrap_or_else(|| full::read(text, body));
    // Stories are kept for the whole run.
    outline.blocks.shrink_to_fit();
    outline.headings.shrink_to_fit();
    outline
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
