//! `criteria-unticked`.

use crate::{
    concept::{Concept, Stage},
    rule::{ChangeCx, Check, Gate, Group, Kinds, Rule, Status},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-unticked",
    group: Group::Change,
    gate: Gate::warn_at(&[Stage::Done]),
    status: Status::Stable,
    kinds: Kinds::LEAVES,
    needs: &[Concept::Status],
    page: include_str!("criteria_unticked.md"),
    options: &[],
    fixes: &[],
    check: Check::Change(check),
};

fn check(cx: &mut ChangeCx<'_>) {
    let finished: Vec<_> = cx
        .stories()
        .filter(|(_, story, before)| story.stage() == Stage::Done && before.is_some_and(|before| before.stage() != Stage::Done))
        .collect();
    for (ix, story, _) in finished {
        let open: Vec<_> = story.criteria.iter().filter(|criterion| criterion.checked == Some(' ')).collect();
        let Some(first) = open.first() else { continue };
        let message = match open.len() {
            1 => "done with a criterion that is not ticked".to_owned(),
            count => format!("done with {count} criteria that are not ticked"),
        };
        let place = story.span(first.range);
        cx.report(ix, story.claim, message).label(place, "not ticked").help("tick what holds, and take out what was given up");
    }
}
