//! `fence-unclosed`.

use crate::{
    layout::normalise,
    parse::{Block, BlockKind},
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "fence-unclosed",
    group: Group::Readable,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("fence_unclosed.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    // The last fence that only its list item ended; the fence that should have closed it then opens code of its own.
    let mut cut: Option<TextRange> = None;
    for block in &cx.outline().blocks {
        let Some(code) = Code::of(cx, block) else { continue };
        let swallowed = swallowed(cx, &code);
        if let Some(first) = swallowed.first() {
            let opened = cut.filter(|cut| follows(cx, code.range, *cut));
            report(cx, &code, *first, swallowed.len(), opened);
        }
        cut = (!code.closed && block.parent().is_some()).then_some(code.range);
    }
}

/// A fenced code block.
struct Code {
    range: TextRange,
    closed: bool,
    /// What stands behind the opening fence.
    info: TextRange,
    fence: char,
    width: usize,
}

impl Code {
    fn of(cx: &StoryCx<'_>, block: &Block) -> Option<Self> {
        let BlockKind::Code { info, fenced: true, closed } = block.kind else { return None };
        let line = cx.slice(block.range).trim_start();
        let fence = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let width = line.chars().take_while(|c| *c == fence).count();
        Some(Self { range: block.range, closed, info, fence, width })
    }

    /// The opening fence with what stands behind it.
    fn line(&self, text: &str) -> TextRange {
        let first = self.range.of(text).lines().next().unwrap_or_default();
        TextRange::new(self.range.start as usize, self.range.start as usize + first.len()).trimmed(text)
    }
}

/// Whether nothing stands between the end of `cut` and `range`.
fn follows(cx: &StoryCx<'_>, range: TextRange, cut: TextRange) -> bool {
    cut.end <= range.start && cx.slice(TextRange { start: cut.end, end: range.start }).trim().is_empty()
}

/// The headings that became code. Of a closed block only those before a line that was meant to open the next code: the
/// fence that closes such a block belongs to that one.
fn swallowed(cx: &StoryCx<'_>, code: &Code) -> Vec<TextRange> {
    let mut headings = Vec::new();
    for line in code.range.lines(cx.text).skip(1).filter(|line| indentation(cx.slice(*line)) <= 3) {
        let range = line.trimmed(cx.text);
        if is_heading(cx, cx.slice(range)) {
            headings.push(range);
        } else if code.closed && !headings.is_empty() && opens_code(code, cx.slice(range)) {
            // A template in markdown may hold fences, wrongly nested as they are.
            let is_markdown = cx.slice(code.info).starts_with("md") || cx.slice(code.info).starts_with("markdown");
            return if is_markdown { Vec::new() } else { headings };
        }
    }
    if code.closed { Vec::new() } else { headings }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A line that reads as a heading. One `#` is a comment in most code, so there only a known section counts.
fn is_heading(cx: &StoryCx<'_>, line: &str) -> bool {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_marked = (1..=6).contains(&level) && text.starts_with([' ', '\t']) && !text.trim().is_empty();
    is_marked && (level > 1 || cx.around.layout.section_of(&normalise(text)).is_some())
}

/// A fence that cannot close `code`, for it names a language.
fn opens_code(code: &Code, line: &str) -> bool {
    let info = line.trim_start_matches(code.fence);
    let width = line.chars().count() - info.chars().count();
    width >= code.width && !info.trim().is_empty() && !info.contains('`')
}

fn report(cx: &mut StoryCx<'_>, code: &Code, first: TextRange, count: usize, cut: Option<TextRange>) {
    let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    let message = format!("a code fence swallows the heading {}{more}", words::quote(cx.slice(first)));
    let marks = if code.fence == '~' { "tildes" } else { "backticks" };
    let help = match cut {
        Some(_) => "indent this fence like the one it should close".to_owned(),
        None => format!("close the code with a line of {} {marks} above the heading", code.width),
    };
    let (heading, opened) = (cx.span(first), cut.map(|cut| cx.span(cut)));
    let finding = cx.report(code.line(cx.text), message).label(heading, "read as code").help(help);
    if let Some(opened) = opened {
        finding.label(opened, "this code ended with its list item");
    }
}
