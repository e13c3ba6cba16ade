//! Fences of code that take more of a story for code than was meant.

use crate::{
    layout::{Layout, Section, normalise},
    parse::{Block, BlockKind, Outline},
    rule::StoryCx,
    source::TextRange,
};

/// Whether a fence that nobody closed has made code of a section of this kind.
pub(super) fn swallow(cx: &StoryCx<'_>, section: Section) -> bool {
    let layout = &cx.around.layout;
    let codes = cx.outline().blocks.iter().filter_map(|block| Code::of(cx.text, block));
    codes
        .flat_map(|code| swallowed(cx.text, layout, &code))
        .any(|heading| layout.section(cx.slice(heading).trim_start_matches('#')) == Some(section))
}

/// What lies outside of code only because a fence inside a sample closed it: from that fence to the one that then opens code to the end.
pub(super) fn let_out(text: &str, outline: &Outline) -> Option<TextRange> {
    let codes: Vec<Code> = outline.blocks.iter().filter_map(|block| Code::of(text, block)).collect();
    let last = codes.last().filter(|last| !last.closed)?;
    let outer = codes.iter().find(|code| code.closed && holds_a_fence(text, code))?;
    Some(TextRange { start: outer.range.end, end: last.range.start })
}

/// Whether a line inside of `code` was meant to open code of its own.
fn holds_a_fence(text: &str, code: &Code) -> bool {
    code.range.lines(text).skip(1).any(|line| indentation(line.of(text)) <= 3 && opens_code(code, line.trimmed(text).of(text)))
}

/// A fenced code block.
pub(super) struct Code {
    pub(super) range: TextRange,
    pub(super) closed: bool,
    /// What stands behind the opening fence.
    info: TextRange,
    pub(super) fence: char,
    pub(super) width: usize,
}

impl Code {
    pub(super) fn of(text: &str, block: &Block) -> Option<Self> {
        let BlockKind::Code { info, fenced: true, closed } = block.kind else { return None };
        let line = block.range.of(text).trim_start();
        let fence = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let width = line.chars().take_while(|c| *c == fence).count();
        Some(Self { range: block.range, closed, info, fence, width })
    }

    /// The opening fence with what stands behind it.
    pub(super) fn line(&self, text: &str) -> TextRange {
        let first = self.range.of(text).lines().next().unwrap_or_default();
        TextRange::new(self.range.start as usize, self.range.start as usize + first.len()).trimmed(text)
    }
}

/// The headings that became code. Of a closed block only those before a line that was meant to open the next code: the
/// fence that closes such a block belongs to that one.
pub(super) fn swallowed(text: &str, layout: &Layout, code: &Code) -> Vec<TextRange> {
    let mut headings = Vec::new();
    for line in code.range.lines(text).skip(1).filter(|line| indentation(line.of(text)) <= 3) {
        let range = line.trimmed(text);
        if is_heading(layout, range.of(text)) {
            headings.push(range);
        } else if code.closed && !headings.is_empty() && opens_code(code, range.of(text)) {
            // A template in markdown may hold fences, wrongly nested as they are.
            let is_markdown = code.info.of(text).starts_with("md") || code.info.of(text).starts_with("markdown");
            return if is_markdown { Vec::new() } else { headings };
        }
    }
    if code.closed { Vec::new() } else { headings }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A line that reads as a heading. One `#` is a comment in most code, so there only a known section counts.
fn is_heading(layout: &Layout, line: &str) -> bool {
    let said = line.trim_start_matches('#');
    let level = line.len() - said.len();
    let is_marked = (1..=6).contains(&level) && said.starts_with([' ', '\t']) && !said.trim().is_empty();
    is_marked && (level > 1 || layout.section_of(&normalise(said)).is_some())
}

/// A fence that cannot close `code`, for it names a language.
fn opens_code(code: &Code, line: &str) -> bool {
    let info = line.trim_start_matches(code.fence);
    let width = line.chars().count() - info.chars().count();
    width >= code.width && !info.trim().is_empty() && !info.contains('`')
}
