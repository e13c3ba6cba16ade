//! `parent-finished`.

use crate::{
    backlog::StoryIx,
    concept::{Concept, Kind, Stage},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "parent-finished",
    group: Group::Order,
    gate: Gate::warn_at(&[Stage::Done]),
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Parent],
    page: include_str!("parent_finished.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

/// How many unfinished parts are named and labelled.
const SHOWN: usize = 5;

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    for (ix, story) in cx.stories().filter(|(_, story)| story.stage() == Stage::Done) {
        let unfinished: Vec<&Story> = backlog
            .children(ix)
            .iter()
            .filter(|child| **child != ix)
            .map(|child| &backlog[*child])
            .filter(|child| is_unfinished(child))
            .collect();
        if !unfinished.is_empty() {
            report(cx, ix, story, &unfinished);
        }
    }
}

/// Whether a part says itself that work is left; a file that cannot be read, lies in a known folder or states no status does not.
fn is_unfinished(child: &Story) -> bool {
    let stage = child.stated_stage.filter(|_| child.live && !child.broken);
    matches!(stage, Some(Stage::Draft | Stage::Open | Stage::Ready | Stage::Active))
}

fn report(cx: &mut BacklogCx<'_>, ix: StoryIx, story: &Story, unfinished: &[&Story]) {
    let (one, many) = if story.kind == Kind::Epic { ("story", "stories") } else { ("subtask", "subtasks") };
    let mut names: Vec<String> = unfinished.iter().take(SHOWN).map(|child| words::quote(&child.name())).collect();
    if unfinished.len() > SHOWN {
        names.push("…".into());
    }
    let counted = if unfinished.len() == 1 { format!("1 {one} is") } else { format!("{} {many} are", unfinished.len()) };
    let finding = cx.report(ix, story.claim, format!("{counted} not finished: {}", names.join(", ")));
    finding.help(format!("finish or drop the {many}, move them elsewhere, or set this one back"));
    for child in unfinished.iter().take(SHOWN) {
        finding.label(child.span(child.claim), format!("still {}", child.stage().name()));
    }
}
