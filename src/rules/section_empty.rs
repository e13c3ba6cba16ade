//! `section-empty`.

use crate::{
    layout::Section,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "section-empty",
    group: Group::Ready,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("section_empty.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

/// Description and criteria have rules of their own; notes may wait.
const JUDGED: [Section; 2] = [Section::Questions, Section::Scope];

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    for section in JUDGED {
        // A section in several parts is empty if all of them are.
        if story.section(section).any(|part| !part.is_empty(cx.outline())) {
            continue;
        }
        let Some(part) = story.section(section).find(|part| !part.heading.is_empty()) else { continue };
        let heading = cx.slice(part.heading);
        cx.report(part.heading, format!("nothing under `{heading}`"))
            .help("write `None` if there is none, or delete the heading")
            .key(section.name());
    }
}
