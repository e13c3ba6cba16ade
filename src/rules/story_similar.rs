//! `story-similar`.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{oldest, said};
use crate::{
    backlog::{
        StoryIx,
        similar::{Match, Word, join},
    },
    finding::Finding,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Opt, Rule, Status, Weaker},
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "story-similar",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("story_similar.md"),
    options: &[&PERCENT],
    fixes: &[],
    check: Check::Backlog(check),
};

static PERCENT: Opt<usize> = Opt {
    name: "percent",
    default: 80,
    help: "how much of their words two stories may share, in percent, 50 to 100",
    weaker: Weaker::More,
};

/// Stories of fewer words have too many in common by chance.
const MIN: usize = 6;

fn check(cx: &mut BacklogCx<'_>) {
    let stories: Vec<(StoryIx, &Story)> = said::compared(cx).collect();
    let least = f64::from(u32::try_from(cx.option(&PERCENT).clamp(50, 100)).unwrap_or(100)) / 100.0;
    let found = join(&words(cx, &stories), least);
    if found.matches.is_empty() {
        return;
    }
    let mut order: Vec<StoryIx> = found.matches.iter().flat_map(|pair| [stories[pair.one].0, stories[pair.other].0]).collect();
    order.sort_unstable();
    order.dedup();
    oldest::put_first(cx, &mut order);
    let turn: HashMap<StoryIx, usize> = order.into_iter().enumerate().map(|(turn, ix)| (ix, turn)).collect();
    // What says word for word the same is told by another rule.
    let is_same = |pair: &Match| pair.jaccard >= 1.0 && said::all(cx, stories[pair.one].1) == said::all(cx, stories[pair.other].1);
    // Each story is told of the earlier one that is most like it.
    let mut closest: HashMap<StoryIx, Closest> = HashMap::new();
    for pair in found.matches.iter().filter(|pair| !is_same(pair)) {
        let (one, other) = (stories[pair.one].0, stories[pair.other].0);
        let is_one_first = turn[&one] < turn[&other];
        let (first, later) = if is_one_first { (one, other) } else { (other, one) };
        let (only_here, only_there) = if is_one_first { (pair.alone.1, pair.alone.0) } else { pair.alone };
        let own = Closest { first, jaccard: pair.jaccard, only_here, only_there };
        let best = closest.entry(later).or_insert(own);
        if (own.jaccard, std::cmp::Reverse(turn[&first])) > (best.jaccard, std::cmp::Reverse(turn[&best.first])) {
            *best = own;
        }
    }
    let mut closest: Vec<_> = closest.into_iter().collect();
    closest.sort_by_key(|(later, _)| *later);
    for (later, closest) in closest {
        let finding = report(cx, later, closest);
        finding.help(match found.capped {
            0 => HELP.to_owned(),
            capped => format!("{HELP}; {capped} stories share their words with so many that they were compared only with those closest"),
        });
    }
}

/// Per story its words; none of one that has so few that they say nothing.
fn words(cx: &BacklogCx<'_>, stories: &[(StoryIx, &Story)]) -> Vec<Vec<Word>> {
    let known = cx.around.shared.and_then(|shared| shared.words.get());
    let read = |(_, story): &(StoryIx, &Story)| {
        known.and_then(|known| known.get(&(story.file, story.kind)).cloned()).unwrap_or_else(|| said::words_of(cx, story))
    };
    let mut sets: Vec<Vec<Word>> = stories.par_iter().map(read).collect();
    if let (Some(shared), None) = (cx.around.shared, known) {
        shared.words.get_or_init(|| stories.iter().zip(&sets).map(|((_, story), set)| ((story.file, story.kind), set.clone())).collect());
    }
    sets.iter_mut().filter(|set| set.len() < MIN).for_each(Vec::clear);
    sets
}

const HELP: &str = "merge them, drop one, or say in title and criteria what is different";

/// The earlier story that a story is most like.
#[derive(Clone, Copy)]
struct Closest {
    first: StoryIx,
    jaccard: f64,
    /// Words that only the later one has, and only the earlier.
    only_here: usize,
    only_there: usize,
}

fn report<'c>(cx: &'c mut BacklogCx<'_>, later: StoryIx, closest: Closest) -> &'c mut Finding {
    let backlog = cx.backlog();
    let (first, story) = (&backlog[closest.first], &backlog[later]);
    let place = story.title.range().filter(|range| !range.is_empty()).unwrap_or(story.claim);
    let label = first.span(first.title.range().filter(|range| !range.is_empty()).unwrap_or(first.claim));
    let differ = match (closest.only_here, closest.only_there) {
        (0, 0) => "the same words in another order".to_owned(),
        (own, others) => format!("{own} {} only here, {others} only there", if own == 1 { "word is" } else { "words are" }),
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 100")]
    let percent = (closest.jaccard * 100.0).floor() as u32;
    cx.report(later, place, format!("shares {percent} % of its words with {}: {differ}", words::quote(&first.name())))
        .label(label, "the other story")
        .key(first.name())
}
