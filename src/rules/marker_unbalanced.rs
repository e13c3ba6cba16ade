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
        for range in unclosed(cx, begin, end) {
            let place = if *section == Section::Criteria { "behind the last criterion" } else { "behind the text of the section" };
            cx.report(range, format!("{} without {}", words::quote(begin), words::quote(end)))
                .help(format!("add `<!-- {end} -->` {place}"))
                .key(begin.as_str());
        }
    }
}

/// Every comment `begin` that no comment `end` follows before the next `begin`.
fn unclosed(cx: &StoryCx<'_>, begin: &str, end: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut open = None;
    for comment in &cx.outline().comments {
        let text = cx.slice(comment.text);
        if text == begin {
            found.extend(open.replace(comment.range));
        } else if text == end {
            open = None;
        }
    }
    found.extend(open);
    found
}
