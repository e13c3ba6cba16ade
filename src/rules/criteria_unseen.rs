//! `criteria-unseen`.

use regex::Regex;

use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
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
        cx.report(range, format!("`{}` does not see the criterion {}", layout.name, words::quote(line)))
            .help(help(seen, criterion, line, text))
            .key(words::normalise(text));
    }
}

fn is_listed(criterion: &Criterion) -> bool {
    matches!(criterion.shape, Shape::Checkbox | Shape::Numbered | Shape::Bullet)
}

/// How the line would have to begin.
fn help(seen: &Regex, criterion: &Criterion, line: &str, text: &str) -> String {
    let ticked = matches!(criterion.checked, Some('x' | 'X'));
    let first = if ticked { "- [x] " } else { "- [ ] " };
    let text = text.lines().next().unwrap_or_default();
    let begins = [first, "* [ ] ", "- ", "* ", "1. "].into_iter().find(|begin| seen.is_match(&format!("{begin}{text}")));
    let indented = if line.starts_with([' ', '\t']) { ", without spaces in front" } else { "" };
    match begins {
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
