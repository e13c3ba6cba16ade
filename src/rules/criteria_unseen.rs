//! `criteria-unseen`.

use regex::Regex;

use super::mend;
use crate::{
    finding::Safety,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::{Criterion, Shape},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-unseen",
    group: Group::Ready,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("criteria_unseen.md"),
    options: &[],
    fixes: &[Safety::Safe, Safety::Unsafe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let layout = cx.around.layout;
    let Some(seen) = &layout.seen else { return };
    let story = cx.story;
    for criterion in &story.criteria {
        let text = cx.slice(criterion.text).trim();
        let line = line_at(cx.text, criterion.marker.start as usize);
        if !is_listed(criterion) || text.is_empty() || seen.is_match(line) {
            continue;
        }
        let marker = criterion.marker.trimmed(cx.text);
        let range = if marker.is_empty() { criterion.text } else { marker };
        let begin = begin(seen, criterion, text);
        let mended = begin.and_then(|begin| mended(cx, criterion, begin));
        let finding = cx
            .report(range, format!("`{}` does not see the criterion {}", layout.name, words::quote(line)))
            .help(help(seen, begin, line))
            .key_of_text(words::normalise(text));
        if let Some((safety, edit)) = mended {
            finding.fix(safety, "begin the line as the tool wants it", [edit]);
        }
    }
}

fn is_listed(criterion: &Criterion) -> bool {
    matches!(criterion.shape, Shape::Checkbox | Shape::Numbered | Shape::Bullet)
}

/// How the line would have to begin.
fn begin(seen: &Regex, criterion: &Criterion, text: &str) -> Option<&'static str> {
    let ticked = matches!(criterion.checked, Some('x' | 'X'));
    let first = if ticked { "- [x] " } else { "- [ ] " };
    let text = text.lines().next().unwrap_or_default();
    [first, "* [ ] ", "- ", "* ", "1. "].into_iter().find(|begin| seen.is_match(&format!("{begin}{text}")))
}

/// The line's beginning rewritten. A mark that says more than ticked or not is lost, and what hangs below a line stays where it is.
fn mended(cx: &StoryCx<'_>, criterion: &Criterion, begin: &str) -> Option<(Safety, (TextRange, String))> {
    let line = mend::lines(cx.text, criterion.text);
    let head = TextRange { start: line.start, end: criterion.text.start };
    let is_indented = cx.slice(head).starts_with([' ', '\t']);
    let has_more = cx.slice(criterion.range).trim_end().contains('\n') || cx.slice(criterion.text).trim_end().contains('\n');
    let safety = if matches!(criterion.checked, None | Some(' ' | 'x' | 'X')) { Safety::Safe } else { Safety::Unsafe };
    (!(is_indented && has_more)).then(|| (safety, (head, begin.to_owned())))
}

fn help(seen: &Regex, begin: Option<&str>, line: &str) -> String {
    let indented = if line.starts_with([' ', '\t']) { ", without spaces in front" } else { "" };
    match begin {
        Some(begin) => format!("begin the line with `{begin}`{indented}"),
        None => format!("write the line so that it matches `{}`", seen.as_str()),
    }
}

/// The line that holds byte `at`, without its line end.
fn line_at(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |end| end + 1);
    let line = text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
    line.strip_suffix('\r').unwrap_or(line)
}
