//! `description-thin`.

use super::description_missing::{is_missing, is_reproduced};
use crate::{
    layout::Section,
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "description-thin",
    group: Group::Ready,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("description_thin.md"),
    options: &[&MIN_WORDS],
    fixes: &[],
    check: Check::Story(check),
};

static MIN_WORDS: Opt<usize> = Opt { name: "min-words", default: 8, help: "the fewest words a description may have", weaker: Weaker::Less };

fn check(cx: &mut StoryCx<'_>) {
    let said = cx.said(Section::Description);
    let Some(first) = said.texts.first().copied() else { return };
    // Code, a picture or the steps of a bug say what words need not.
    let pictured = || said.texts.iter().any(|text| memchr::memmem::find(cx.slice(*text).as_bytes(), b"![").is_some());
    let min = cx.option(&MIN_WORDS);
    if said.shows || words::has(cx.slice(first), min) || pictured() || is_reproduced(cx) || is_missing(cx, said) {
        return;
    }
    let written = said.texts.iter().map(|text| words::count(cx.slice(*text))).sum::<usize>();
    if written >= min {
        return;
    }
    let plural = if written == 1 { "word" } else { "words" };
    cx.report(first, format!("the description has only {written} {plural}"))
        .help("say who needs it, what should be different and why, so that nobody has to ask");
}
