//! The markdown parser's reading of a body, in one pass.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{BlockKind, Outline, draft::Draft};
use crate::source::TextRange;

/// An item whose end is not yet seen.
struct OpenItem {
    block: usize,
    text_end: Option<usize>,
}

struct Reader<'t> {
    draft: Draft<'t>,
    depth: usize,
    lists: Vec<bool>,
    items: Vec<OpenItem>,
    /// The heading being read and the extent of its inline content.
    heading: Option<(usize, Option<Range<usize>>)>,
}

/// Reads the body that starts at byte `body` of `text`.
pub(super) fn read(text: &str, body: usize) -> Outline {
    let mut reader = Reader { draft: Draft::new(text, body), depth: 0, lists: Vec::new(), items: Vec::new(), heading: None };
    for (event, range) in Parser::new_ext(&text[body..], Options::ENABLE_TABLES).into_offset_iter() {
        let range = range.start + body..range.end + body;
        match event {
            Event::Start(tag) => reader.open(&tag, range),
            Event::End(tag) => reader.close(tag, &range),
            Event::InlineHtml(html) => {
                if html.starts_with("<!--") {
                    reader.draft.comments(&range);
                }
                reader.inline(&range);
            }
            Event::Text(_) | Event::Code(_) => reader.inline(&range),
            _ => {}
        }
    }
    reader.draft.outline
}

impl Reader<'_> {
    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.depth += 1;
        match tag {
            Tag::Heading { level, .. } if self.depth == 1 => {
                self.heading = Some((self.draft.heading(*level as u8, &range), None));
            }
            Tag::Paragraph | Tag::Heading { .. } => {
                self.push(BlockKind::Paragraph, &range);
            }
            Tag::List(first) => {
                self.end_item_text(range.start);
                self.lists.push(first.is_some());
            }
            Tag::Item => {
                let ordered = self.lists.last().copied().unwrap_or_default();
                let block = self.draft.item(ordered, &range, self.parent());
                self.items.push(OpenItem { block, text_end: None });
            }
            Tag::CodeBlock(kind) => {
                self.end_item_text(range.start);
                match kind {
                    CodeBlockKind::Fenced(_) => self.draft.fenced_code(&range, self.parent()),
                    CodeBlockKind::Indented => {
                        self.push(BlockKind::Code { info: TextRange::at(range.start), fenced: false, closed: true }, &range);
                    }
                }
            }
            Tag::TableHead => {
                self.push(BlockKind::Row { header: true }, &range);
            }
            Tag::TableRow => {
                self.push(BlockKind::Row { header: false }, &range);
            }
            Tag::HtmlBlock => {
                self.end_item_text(range.start);
                self.draft.html(&range, self.parent());
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
                    let title = TextRange::new(inline.start, inline.end).trimmed(self.draft.text);
                    self.draft.outline.headings[place].title = title;
                    if is_text_above_a_rule(&self.draft.text[range.clone()], title.of(self.draft.text)) {
                        self.draft.unhead(place);
                    }
                }
            }
            TagEnd::Paragraph => self.end_item_text(range.end),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => {
                if let Some(open) = self.items.pop() {
                    self.draft.end_item(open.block, open.text_end.unwrap_or(range.end));
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
        self.draft.push(kind, range, self.parent())
    }

    fn parent(&self) -> Option<usize> {
        self.items.last().map(|item| item.block)
    }

    /// The own text of the innermost open item ends here, unless it has ended before.
    fn end_item_text(&mut self, at: usize) {
        if let Some(item) = self.items.last_mut() {
            item.text_end.get_or_insert(at);
        }
    }
}

/// Whether a heading underlined with `-` is text that stands right above a rule: of several lines, a whole sentence, a label, or long.
fn is_text_above_a_rule(whole: &str, title: &str) -> bool {
    let is_underlined = !whole.trim_start().starts_with('#') && whole.trim_end().ends_with('-');
    let is_sentence = title.trim_end_matches(['*', '_']).ends_with(['.', '!', '?', '。', '！', '？', ':', ';', ',']);
    is_underlined && (is_sentence || title.contains('\n') || title.contains("**") || title.len() > LONGEST_TITLE)
}

/// A heading is shorter, in bytes.
const LONGEST_TITLE: usize = 100;
