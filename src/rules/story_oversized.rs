//! `story-oversized`.

use super::split;
use crate::{
    concept::{Concept, Scale},
    layout::Section,
    parse::BlockKind,
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    source::TextRange,
    story::description::Within,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "story-oversized",
    group: Group::Ready,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::LEAVES,
    needs: &[],
    page: include_str!("story_oversized.md"),
    options: &[&CRITERIA, &CHECKBOXES, &WORDS],
    fixes: &[],
    check: Check::Story(check),
};

static CRITERIA: Opt<usize> =
    Opt { name: "max-criteria", default: 12, help: "the most acceptance criteria a story may have", weaker: Weaker::More };
static CHECKBOXES: Opt<usize> =
    Opt { name: "max-checkboxes", default: 15, help: "the most checkboxes outside the acceptance criteria", weaker: Weaker::More };
static WORDS: Opt<usize> = Opt { name: "max-words", default: 600, help: "the most words of description", weaker: Weaker::More };

fn check(cx: &mut StoryCx<'_>) {
    if cx.around.layout.maps(Concept::Estimate) && cx.around.team.estimates.scale != Scale::None {
        return;
    }
    let found: Vec<Surplus> = [criteria(cx), checkboxes(cx), description(cx)].into_iter().flatten().collect();
    let Some((first, others)) = found.split_first() else { return };
    let facts: Vec<&str> = found.iter().map(|surplus| surplus.fact.as_str()).collect();
    let message = format!("large for one story: {}", facts.join(", "));
    let help = format!("split it; {}", split::hint(cx));
    let places: Vec<_> = others.iter().map(|other| (cx.span(other.range), other.fact.as_str())).collect();
    let finding = cx.report(first.range, message).help(help);
    for (place, fact) in places {
        finding.label(place, fact);
    }
}

/// What there is too much of, and where it goes over the limit.
struct Surplus {
    range: TextRange,
    fact: String,
}

fn criteria(cx: &StoryCx<'_>) -> Option<Surplus> {
    let criteria = &cx.story.criteria;
    let range = criteria.get(cx.option(&CRITERIA))?.text;
    Some(Surplus { range, fact: format!("{} acceptance criteria", criteria.len()) })
}

fn checkboxes(cx: &StoryCx<'_>) -> Option<Surplus> {
    let sections = cx.story.section(Section::Criteria).map(|part| part.content);
    let mut within = Within::new(sections.chain(cx.story.criteria.iter().map(|criterion| criterion.range)).collect());
    let blocks = &cx.outline().blocks;
    let definition = cx.story.parts.iter().filter(|part| DONE.contains(&part.name.as_str())).map(|part| part.content);
    let mut within_done = Within::new(definition.collect());
    let outside = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Item(item) if item.checkbox.is_some() => {
            let counts = !within.holds(block.range) && !within_done.holds(block.range);
            counts.then_some(if item.text.is_empty() { item.marker } else { item.text })
        }
        _ => None,
    });
    let outside: Vec<TextRange> = outside.collect();
    let range = *outside.get(cx.option(&CHECKBOXES))?;
    Some(Surplus { range, fact: format!("{} checkboxes besides the criteria", outside.len()) })
}

fn description(cx: &StoryCx<'_>) -> Option<Surplus> {
    let max = cx.option(&WORDS);
    let mut count = 0;
    let mut over = None;
    for text in cx.story.description() {
        count += words::count(cx.slice(text));
        if count > max {
            over = over.or(Some(text));
        }
    }
    over.map(|range| Surplus { range, fact: format!("{count} words of description") })
}

/// A checklist that is the same in every story says nothing of the size of one.
const DONE: [&str; 4] = ["definition of done", "dod", "definition of ready", "dor"];
