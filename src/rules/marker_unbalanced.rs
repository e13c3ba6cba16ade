//! `marker-unbalanced`.

use crate::{
    layout::Section,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "marker-unbalanced",
    group: Group::Readable,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("marker_unbalanced.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let layout = cx.around.layout;
    for (section, (begin, end)) in &layout.markers {
        for (fault, range) in faults(cx, begin, end) {
            let (opens, closes) = (words::quote(begin), words::quote(end));
            let place = if *section == Section::Criteria { "behind the last criterion" } else { "behind the text of the section" };
            let (message, help, key) = match fault {
                Fault::Unclosed => (format!("{opens} without {closes}"), format!("add `<!-- {end} -->` {place}"), begin),
                Fault::Repeated => (format!("a second {opens} before {closes}"), format!("delete one `<!-- {begin} -->`"), begin),
                Fault::Unopened => (
                    format!("{closes} with no {opens} before it"),
                    format!("delete it, or add `<!-- {begin} -->` where the section begins"),
                    end,
                ),
            };
            cx.report(range, message).help(help).key(key.as_str());
        }
    }
}

/// What is wrong with a marker.
enum Fault {
    /// A begin without an end.
    Unclosed,
    /// A begin within a section that is open, where each begin has an end.
    Repeated,
    /// An end without a begin.
    Unopened,
}

/// Every comment `begin` or `end` that has no partner where it stands.
fn faults(cx: &StoryCx<'_>, begin: &str, end: &str) -> Vec<(Fault, TextRange)> {
    let comments = || cx.outline().comments.iter().map(|comment| (cx.slice(comment.text), comment.range));
    let count = |marker: &str| comments().filter(|(text, _)| *text == marker).count();
    let all_end = count(end) >= count(begin);
    let mut found = Vec::new();
    let mut open = None;
    for (text, range) in comments() {
        if text == begin {
            match open.replace(range) {
                Some(_) if all_end => found.push((Fault::Repeated, range)),
                Some(earlier) => found.push((Fault::Unclosed, earlier)),
                None => {}
            }
        } else if text == end && open.take().is_none() {
            found.push((Fault::Unopened, range));
        }
    }
    found.extend(open.map(|range| (Fault::Unclosed, range)));
    found
}
