//! `wording-weak`.

use super::spoken::is_english;
use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::Shape,
    text::{english::weak, tokens::tokens, words},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "wording-weak",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("wording_weak.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    let mut found: Vec<TextRange> = Vec::new();
    for criterion in story.criteria.iter().filter(|criterion| criterion.shape != Shape::Scenario) {
        if !criterion.signs.weak() && cx.around.team.text.weak.is_empty() {
            continue;
        }
        let text = cx.slice(criterion.text);
        let weak = weak::find(&tokens(text), &cx.around.team.text);
        if weak.is_empty() || !is_english(cx, text) {
            continue;
        }
        found.extend(weak.into_iter().map(|range| TextRange::new(range.start, range.end).shifted(criterion.text.start as usize)));
    }
    let Some((first, others)) = found.split_first() else { return };
    let said = words::quote(cx.slice(*first));
    let more = match others.len() {
        0 => String::new(),
        count => format!(", here and in {count} more {}", if count == 1 { "place" } else { "places" }),
    };
    let labels: Vec<_> = others.iter().take(LABELS).map(|range| cx.span(*range)).collect();
    let finding = cx.report(*first, format!("{said} leaves open whether it has to be{more}"));
    finding.help("say that it is so (`is`, `shows`, `can`), or move it to a story of its own").key("weak");
    for label in labels {
        finding.label(label, "so does this");
    }
}

/// How many other places are labelled.
const LABELS: usize = 4;
