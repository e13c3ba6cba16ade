//! `fence-unclosed`.

use super::fences::{Code, let_out, swallowed};
use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "fence-unclosed",
    group: Group::Readable,
    gate: Gate::READY,
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
        let Some(code) = Code::of(cx.text, block) else { continue };
        let swallowed = swallowed(cx.text, cx.around.layout, &code);
        if let Some(first) = swallowed.first() {
            let opened = cut.filter(|cut| follows(cx, code.range, *cut));
            report(cx, &code, *first, swallowed.len(), opened);
        }
        cut = (!code.closed && block.parent().is_some()).then_some(code.range);
    }
}

/// Whether nothing stands between the end of `cut` and `range`.
fn follows(cx: &StoryCx<'_>, range: TextRange, cut: TextRange) -> bool {
    cut.end <= range.start && cx.slice(TextRange { start: cut.end, end: range.start }).trim().is_empty()
}

fn report(cx: &mut StoryCx<'_>, code: &Code, first: TextRange, count: usize, cut: Option<TextRange>) {
    let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    let message = format!("a code fence swallows the heading {}{more}", words::quote(cx.slice(first)));
    let marks = if code.fence == '~' { "tildes" } else { "backticks" };
    let help = match cut {
        Some(_) => "indent this fence like the one it should close".to_owned(),
        None if let_out(cx.text, cx.outline()).is_some_and(|between| between.end == code.range.start) => {
            format!("the code above holds a fence, which closed it: open and close it with {} {marks}", code.width + 1)
        }
        None => format!("close the code with a line of {} {marks} above the heading", code.width),
    };
    let (heading, opened) = (cx.span(first), cut.map(|cut| cx.span(cut)));
    let finding = cx.report(code.line(cx.text), message).label(heading, "read as code").help(help);
    if let Some(opened) = opened {
        finding.label(opened, "this code ended with its list item");
    }
}
