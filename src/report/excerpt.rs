//! The few lines of files that a finding is drawn on, made safe: miette sees this and never a file.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::neutral::{is_unsafe, joins_emoji, opens_command, shown_path, visible};
use crate::source::{Source, TextRange};

/// How many characters of a line are shown.
const WIDTH: usize = 120;
/// Lines without a label that are shown between two labels.
const GAP: usize = 3;

/// A place to be marked, and what to say there.
pub struct Mark<'a> {
    /// The file.
    pub source: &'a Source,
    /// The place.
    pub range: TextRange,
    /// What is there; may be empty.
    pub text: String,
}

/// Lines around marks, with the marks mapped onto them.
#[derive(Debug)]
pub struct Excerpt {
    text: String,
    groups: Vec<Group>,
    /// Where each mark lies in `text`, in the order given.
    pub marks: Vec<Range<usize>>,
}

/// Neighbouring lines of one file.
#[derive(Debug)]
struct Group {
    name: String,
    /// In the excerpt's text.
    range: Range<usize>,
    /// The first line, from 0.
    line: usize,
    /// Marks in it: place in the excerpt, line and column in the file, from 0.
    positions: Vec<(usize, usize, usize)>,
}

impl Excerpt {
    /// The lines of `marks`, and the line above the first of each group.
    pub fn new(marks: &[Mark<'_>]) -> Self {
        let mut order: Vec<(usize, usize)> = marks.iter().map(|mark| line_of(mark.source, mark.range)).enumerate().collect();
        order.sort_by(|a, b| (path(&marks[a.0]), a.1).cmp(&(path(&marks[b.0]), b.1)));
        let mut excerpt = Self { text: String::new(), groups: Vec::new(), marks: vec![0..0; marks.len()] };
        for group in order.chunk_by(|a, b| path(&marks[a.0]) == path(&marks[b.0]) && b.1 - a.1 <= GAP) {
            excerpt.add(marks, group);
        }
        excerpt
    }

    fn add(&mut self, marks: &[Mark<'_>], group: &[(usize, usize)]) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
        let source = marks[first.0].source;
        let top = first.1.saturating_sub(1);
        let start = self.text.len();
        let mut positions = Vec::new();
        for line in top..=last.1 {
            let content = source.lines().line(&source.text, line);
            let here: Vec<(usize, TextRange)> =
                group.iter().filter(|(_, of)| *of == line).map(|(mark, _)| (*mark, within(marks[*mark].range, content))).collect();
            for (mark, shown) in self.add_line(&source.text, content, &here) {
                let position = source.lines().position(&source.text, marks[mark].range.start as usize);
                positions.push((shown.start, position.line - 1, position.column - 1));
                self.marks[mark] = shown;
            }
        }
        self.groups.push(Group { name: shown_path(&source.path), range: start..self.text.len(), line: top, positions });
    }

    /// Adds one line, clipped around its marks; gives back where those lie now.
    fn add_line(&mut self, text: &str, content: TextRange, marks: &[(usize, TextRange)]) -> Vec<(usize, Range<usize>)> {
        let window = window(text, content, marks.first().map(|(_, range)| *range));
        if window.start > content.start as usize {
            self.text.push('…');
        }
        let mut shown: Vec<(usize, Range<usize>)> = marks.iter().map(|(mark, _)| (*mark, usize::MAX..usize::MAX)).collect();
        let mut note = |at: usize, to: usize| {
            for ((_, shown), (_, range)) in shown.iter_mut().zip(marks) {
                if shown.start == usize::MAX && at >= range.start as usize {
                    shown.start = to;
                }
                if shown.end == usize::MAX && at >= range.end as usize {
                    shown.end = to;
                }
            }
        };
        let mut before = None;
        let mut rest = text[window.clone()].char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            note(window.start + at, self.text.len());
            if is_unsafe(c) && !joins_emoji(c, before, rest.peek().map(|(_, next)| *next)) {
                self.text.push_str(&visible(c));
            } else {
                if c == '#' && before == Some('#') && opens_command(&text[window.start + at + 1..window.end]) {
                    self.text.push(' ');
                }
                self.text.push(c);
            }
            before = Some(c);
        }
        note(usize::MAX, self.text.len());
        if window.end < content.end as usize {
            self.text.push('…');
        }
        // A mark behind the last character needs something to stand on.
        self.text.push_str(" \n");
        for (_, range) in &mut shown {
            range.end = range.end.max(range.start + 1);
            while !self.text.is_char_boundary(range.end) {
                range.end += 1;
            }
        }
        shown
    }
}

fn path<'a>(mark: &Mark<'a>) -> &'a [u8] {
    mark.source.path.as_bytes()
}

/// The line, from 0, that a place begins on.
fn line_of(source: &Source, range: TextRange) -> usize {
    source.lines().line_of((range.start as usize).min(source.text.len()))
}

/// What of a place lies on the line it begins on.
fn within(range: TextRange, line: TextRange) -> TextRange {
    let start = range.start.clamp(line.start, line.end);
    TextRange { start, end: range.end.clamp(start, line.end) }
}

/// The bytes of a line that are shown.
fn window(text: &str, line: TextRange, mark: Option<TextRange>) -> Range<usize> {
    let slice = line.of(text);
    let all = line.range();
    if slice.len() <= WIDTH || slice.chars().nth(WIDTH).is_none() {
        return all;
    }
    let mark = mark.map_or(0, |mark| mark.start as usize - all.start);
    let lead = slice[..mark].char_indices().rev().take(WIDTH / 3).last().map_or(mark, |(at, _)| at);
    let start = if slice[..mark].chars().take(WIDTH / 2).count() < WIDTH / 2 { 0 } else { lead };
    let len = slice[start..].char_indices().nth(WIDTH).map_or(slice.len() - start, |(at, _)| at);
    all.start + start..all.start + start + len
}

impl SourceCode for Excerpt {
    /// All of the group that holds `span`; without context, the place of the mark there, which is what a header shows.
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let holds = |group: &&Group| group.range.start <= span.offset() && end <= group.range.end;
        let group = self.groups.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let position = group.positions.iter().find(|(at, ..)| before == 0 && after == 0 && *at == span.offset());
        let (line, column) = position.map_or((group.line, 0), |(_, line, column)| (*line, *column));
        let data = &self.text[group.range.clone()];
        let range = SourceSpan::from((group.range.start, group.range.len()));
        let lines = data.bytes().filter(|byte| *byte == b'\n').count();
        Ok(Box::new(MietteSpanContents::new_named(group.name.clone(), data.as_bytes(), range, line, column, lines)))
    }
}
