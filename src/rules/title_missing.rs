//! `title-missing`.

use super::story_empty;
use crate::{
    concept::Concept,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "title-missing",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Title],
    page: include_str!("title_missing.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let Some(written) = cx.story.title.missing().filter(|_| !story_empty::is_blank(cx)) else { return };
    let message = match written.trim() {
        "" => "no title".to_owned(),
        written => format!("no title, only {}", words::quote(written)),
    };
    let help = match cx.around.layout.keys(Concept::Title).next() {
        Some(key) => format!("say in one line, in `{key}:`, what it is about"),
        None => "open the text with a heading that says in one line what it is about".to_owned(),
    };
    let place = cx.story.title.range().filter(|range| *range != cx.story.claim).map(|range| cx.span(range));
    let finding = cx.report_absence(message).help(help);
    if let Some(place) = place {
        finding.label(place, "says nothing");
    }
}
