//! A fast path for plain markdown: headings with `#`, paragraphs, flat and tight lists, fenced code, comments on lines of their own.
//!
//! It reads a strict subset and gives up on anything else, so that the markdown parser alone decides what is right; a differential test
//! holds both together.

use memchr::{memchr, memchr_iter};

use super::{BlockKind, Outline, draft::Draft};
use crate::{source::TextRange, text::bytes::has};

/// Reads the body that starts at byte `body` of `text`, or `None` if it holds anything beyond the subset.
pub(super) fn read(text: &str, body: usize) -> Option<Outline> {
    let bytes = text.as_bytes();
    // White space that is no blank is some to us and none to markdown, or the other way round.
    if has(&bytes[body..], [b'\t', b'\r', 0x0b, 0x0c]) {
        return None;
    }
    let mut reader = Reader { draft: Draft::new(text, body), bytes, open: Open::Nothing, brackets: 0 };
    let mut at = body;
    while at < bytes.len() {
        let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        reader.line(at, end)?;
        at = end + 1;
    }
    reader.end()?;
    // What may be markup is in comments and code.
    (memchr_iter(b'<', &bytes[body..]).count() == reader.brackets).then_some(reader.draft.outline)
}

/// What the next line may go on with.
#[derive(Clone, Copy)]
enum Open {
    Nothing,
    Paragraph {
        start: usize,
        end: usize,
    },
    Item {
        start: usize,
        end: usize,
        marker: Marker,
    },
    /// A list before a blank line: an item behind that would make it a loose one.
    List,
    /// Code, opened by so many backticks.
    Code {
        start: usize,
        ticks: usize,
    },
}

/// What opens an item.
#[derive(Clone, Copy)]
struct Marker {
    /// `-`, `*` or `+`, or what stands behind a number.
    sign: u8,
    /// Whether it is a number.
    ordered: bool,
    /// Its bytes, the blank behind it included.
    width: usize,
}

impl Marker {
    /// The marker that a line begins with; a number of more than nine digits is none.
    fn of(line: &[u8]) -> Option<Self> {
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (sign, ordered) = match (digits, line.get(digits)?) {
            (0, sign @ (b'-' | b'*' | b'+')) => (*sign, false),
            (1..=9, sign @ (b'.' | b')')) => (*sign, true),
            _ => return None,
        };
        (line.get(digits + 1) == Some(&b' ')).then_some(Self { sign, ordered, width: digits + 2 })
    }
}

struct Reader<'t> {
    draft: Draft<'t>,
    bytes: &'t [u8],
    open: Open,
    /// How many `<` stand in comments and code.
    brackets: usize,
}

impl Reader<'_> {
    fn line(&mut self, start: usize, end: usize) -> Option<()> {
        let line = &self.bytes[start..end];
        if let Open::Code { start: opened, ticks } = self.open {
            return self.code_line((opened, ticks), start, end);
        }
        match line {
            [] => self.blank(),
            [b' ', ..] => return self.indented(line, end),
            [b'#', ..] => return self.heading(start, end),
            [b'<', ..] => return self.comment(start, end),
            [b'`', b'`', b'`', ..] => return self.fence(start, end),
            _ => {
                if let Some(marker) = Marker::of(line) {
                    return self.item(marker, start, end);
                }
                match &mut self.open {
                    Open::Paragraph { end: paragraph_end, .. } => *paragraph_end = end,
                    Open::Nothing | Open::List => self.open = Open::Paragraph { start, end },
                    // The text of an item may go on so.
                    Open::Item { .. } | Open::Code { .. } => return None,
                }
                return opens_text(line).then_some(());
            }
        }
        Some(())
    }

    fn blank(&mut self) {
        let in_list = matches!(self.open, Open::Item { .. } | Open::List);
        self.close();
        if in_list {
            self.open = Open::List;
        }
    }

    /// What is open ends here.
    fn close(&mut self) {
        match self.open {
            Open::Paragraph { start, end } => drop(self.draft.push(BlockKind::Paragraph, &(start..end), None)),
            Open::Item { start, end, marker } => {
                let block = self.draft.item(marker.ordered, &(start..end), None);
                self.draft.end_item(block, end);
            }
            Open::Nothing | Open::List | Open::Code { .. } => {}
        }
        self.open = Open::Nothing;
    }

    /// The text ends here; code that does not is beyond the subset.
    fn end(&mut self) -> Option<()> {
        let in_code = matches!(self.open, Open::Code { .. });
        self.close();
        (!in_code).then_some(())
    }

    /// More text of an item, set below its first.
    fn indented(&mut self, line: &[u8], end: usize) -> Option<()> {
        let Open::Item { end: item_end, marker, .. } = &mut self.open else { return None };
        *item_end = end;
        let (blanks, said) = line.split_at_checked(marker.width)?;
        (blanks.iter().all(|byte| *byte == b' ') && Marker::of(said).is_none() && opens_text(said)).then_some(())
    }

    fn item(&mut self, marker: Marker, start: usize, end: usize) -> Option<()> {
        match self.open {
            Open::Item { marker: known, .. } if known.sign != marker.sign => return None,
            // Only a list from one on ends a paragraph.
            Open::Paragraph { .. } if marker.ordered && &self.bytes[start..start + marker.width - 2] != b"1" => return None,
            Open::List | Open::Code { .. } => return None,
            Open::Item { .. } | Open::Nothing | Open::Paragraph { .. } => {}
        }
        self.close();
        self.open = Open::Item { start, end, marker };
        let said = &self.bytes[start + marker.width..end];
        let is_text = match said {
            [b'[', _, b']', b' ', next, ..] => is_letter_or_sign(*next),
            _ => Marker::of(said).is_none() && opens_text(said),
        };
        is_text.then_some(())
    }

    fn heading(&mut self, start: usize, end: usize) -> Option<()> {
        let line = &self.bytes[start..end];
        let level = line.iter().take_while(|byte| **byte == b'#').count();
        let title = TextRange::new(start + level, end).trimmed(self.draft.text);
        let said = title.of(self.draft.text).as_bytes();
        // Marks of emphasis, code, links and the like at the ends of a title are not part of it.
        let is_marked = said.iter().any(|byte| matches!(byte, b'*' | b'_' | b'[' | b']' | b'!' | b'`' | b'\\' | b'&'));
        if level > 6 || line.get(level) != Some(&b' ') || said.is_empty() || said.ends_with(b"#") || is_marked {
            return None;
        }
        self.close();
        let place = self.draft.heading(u8::try_from(level).ok()?, &(start..(end + 1).min(self.bytes.len())));
        self.draft.outline.headings[place].title = title;
        Some(())
    }

    /// A line that is one comment.
    fn comment(&mut self, start: usize, end: usize) -> Option<()> {
        let inner = self.draft.text[start..end].strip_prefix("<!--")?.strip_suffix("-->")?;
        if inner.contains(['<', '>']) || inner.starts_with('-') || inner.ends_with('-') {
            return None;
        }
        self.close();
        self.draft.html(&(start..end), None);
        self.brackets += 1;
        Some(())
    }

    fn fence(&mut self, start: usize, end: usize) -> Option<()> {
        let line = &self.bytes[start..end];
        let ticks = line.iter().take_while(|byte| **byte == b'`').count();
        self.close();
        self.open = Open::Code { start, ticks };
        self.brackets += memchr_iter(b'<', line).count();
        (!line[ticks..].contains(&b'`')).then_some(())
    }

    fn code_line(&mut self, (opened, ticks): (usize, usize), start: usize, end: usize) -> Option<()> {
        let line = self.bytes[start..end].trim_ascii_start();
        self.brackets += memchr_iter(b'<', line).count();
        if line.iter().take_while(|byte| **byte == b'`').count() < ticks {
            return Some(());
        }
        // A fence that is indented may close the code or not.
        let closes = self.bytes[start] == b'`' && line.trim_ascii_end().iter().all(|byte| *byte == b'`');
        self.open = Open::Nothing;
        self.draft.fenced_code(&(opened..end), None);
        closes.then_some(())
    }
}

/// Whether a line that begins so is text wherever it stands: no mark of a block, and no definition of a link.
fn opens_text(line: &[u8]) -> bool {
    match line {
        // A number alone is an item without a text.
        [b'0'..=b'9', ..] => {
            let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
            !matches!(line[digits..].trim_ascii_end(), [b'.' | b')'])
        }
        [b'a'..=b'z' | b'A'..=b'Z' | b'"' | b'\'' | b'(' | b'/' | b'$' | b'%' | b'@' | b'{' | b'&', ..] => true,
        [first @ 0x80..=0xff, ..] => is_letter_or_sign(*first),
        [sign @ (b'*' | b'_'), next, ..] => {
            next.is_ascii_alphanumeric() || (next == sign && line.get(2).is_some_and(u8::is_ascii_alphanumeric))
        }
        [b'`', next, ..] => *next != b'`',
        _ => false,
    }
}

/// Whether a character that begins so is surely no white space.
fn is_letter_or_sign(first: u8) -> bool {
    first.is_ascii_graphic() || (!first.is_ascii() && !matches!(first, 0xc2 | 0xe1 | 0xe2 | 0xe3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_read() {
        for text in [
            "",
            "# Export\n\nAs a clerk, I want\nto export it.\n",
            "## Criteria\n- [ ] one\n  and more\n- [x] two\n\n## Notes\nthree",
            "1. one\n2. two\n",
            "<!-- AC:BEGIN -->\n- one\n<!-- AC:END -->\n",
            "```sh\n<!-- code -->\n# code\n```\ntext\n",
        ] {
            let (own, parsed) = (read(text, 0).unwrap(), super::super::full::read(text, 0));
            assert_eq!(format!("{own:?}"), format!("{parsed:?}"), "{text}");
        }
    }

    #[test]
    fn others_are_left_to_the_parser() {
        for text in [
            "a\n===\n",
            "a\n---\n",
            "| a |\n|---|\n",
            "> a\n",
            "    code\n",
            "- a\n\n- b\n",
            "- a\n  - b\n",
            "- a\nb\n",
            "[a]: b\n",
            "# *a*\n",
            "a <b> c\n",
            "- a\n  <!-- b -->\n",
            "```\ncode\n",
            "a\r\n",
            "- [ ] \x0c\n",
            "- [ ] \u{2003}\n",
        ] {
            assert!(read(text, 0).is_none(), "{text}");
        }
    }
}
