//! `scenario-incomplete`.

use std::ops::Range;

use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::Shape,
    text::{
        scenario::{self, Incomplete},
        words,
    },
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "scenario-incomplete",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("scenario_incomplete.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    for criterion in &cx.story.criteria {
        let text = cx.slice(criterion.text);
        let told = criterion.shape == Shape::Scenario;
        // What is nested under a line may be its Then.
        let one_line = || (criterion.range.end <= criterion.text.end && !text.contains('\n')).then(|| scenario::lacks_then(text)).flatten();
        let incomplete = if told { scenario::incomplete(text) } else { one_line().map(Incomplete::NoThen) };
        let Some(incomplete) = incomplete else { continue };
        let at = |range: Range<usize>| TextRange::new(range.start, range.end).shifted(criterion.text.start as usize);
        let (place, other, message, help) = match incomplete {
            Incomplete::NoThen(last) => (at(last), None, "the scenario has no Then", "add what is to be seen after this step: `Then ...`"),
            Incomplete::ThenFirst(then, when) => (
                at(when),
                Some((at(then), "the Then")),
                "a When after the Then",
                "a scenario goes from how things stand over what happens to what is to be seen",
            ),
            Incomplete::SecondWhen(first, second) => (
                at(second),
                Some((at(first), "the first When")),
                "a second When in one scenario",
                "make it a scenario of its own, so that each checks one thing",
            ),
        };
        let key = words::normalise(cx.slice(place));
        let label = other.map(|(range, what)| (cx.span(range), what));
        let finding = cx.report(place, message).help(help).key_of_text(key);
        if let Some((span, what)) = label {
            finding.label(span, what);
        }
    }
}
