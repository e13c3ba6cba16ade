//! `bug-unreproducible`.

use super::{
    evidence::{self, BugParts},
    mend, story_empty,
};
use crate::{
    finding::Safety,
    layout::normalise,
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "bug-unreproducible",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::BUGS,
    needs: &[],
    page: include_str!("bug_unreproducible.md"),
    options: &[&PROSE_WORDS],
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

static PROSE_WORDS: Opt<usize> = Opt {
    name: "prose-words",
    default: 40,
    help: "a description of this many words may say all three without naming them",
    weaker: Weaker::Less,
};

fn check(cx: &mut StoryCx<'_>) {
    if story_empty::is_empty(cx) {
        return;
    }
    let BugParts { steps, expected, actual } = evidence::bug_parts(cx);
    if !steps && !expected && !actual && is_told_in_prose(cx) {
        return;
    }
    // Criteria say what is expected.
    let expected = expected || cx.story.criteria.iter().any(|criterion| !criterion.text.is_empty());
    for (present, what, name, key, asks) in [
        (steps, "no steps to reproduce", "Steps to reproduce", "steps", "What did you do, step by step?"),
        (expected, "no expected result", "Expected", "expected", "What should have happened?"),
        (actual, "no actual result", "Actual", "actual", "What happened instead?"),
    ] {
        if !present {
            let is_there = cx.story.parts.iter().any(|part| part.name == normalise(name));
            let edit = (!is_there).then(|| mend::section_at_end(cx, name, asks, None));
            let finding = cx.report_absence(what).help(format!("add a section `## {name}`, or a label `**{name}:**`")).key(key);
            if let Some(edit) = edit {
                finding.fix(Safety::Unsafe, format!("add a section `## {name}` to write it in"), [edit]);
            }
        }
    }
}

/// A long report names nothing and may still say it all.
fn is_told_in_prose(cx: &StoryCx<'_>) -> bool {
    let written: usize = cx.story.description().into_iter().map(|text| words::count(cx.slice(text))).sum();
    written >= cx.option(&PROSE_WORDS)
}
