//! `story-similar`.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{oldest, said};
use crate::{
    backlog::{
        StoryIx,
        similar::{self, Match},
    },
    concept::Kind,
    finding::Finding,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Opt, Rule, Status, Weaker, context::Similar},
    source::FileId,
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
    let (matches, capped) = similar(cx, &stories);
    if matches.is_empty() {
        return;
    }
    let mut order: Vec<StoryIx> = matches.iter().flat_map(|pair| [stories[pair.one].0, stories[pair.other].0]).collect();
    order.sort_unstable();
    order.dedup();
    oldest::put_first(cx, &mut order);
    let turn: HashMap<StoryIx, usize> = order.into_iter().enumerate().map(|(turn, ix)| (ix, turn)).collect();
    // What says word for word the same is told by another rule.
    let is_same = |pair: &Match| pair.jaccard >= 1.0 && said::all(cx, stories[pair.one].1) == said::all(cx, stories[pair.other].1);
    // Each story is told of the earlier one that is most like it.
    let mut closest: HashMap<StoryIx, Closest> = HashMap::new();
    for pair in matches.iter().filter(|pair| !is_same(pair)) {
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
        finding.help(match capped {
            0 => HELP.to_owned(),
            capped => format!("{HELP}; {capped} stories share their words with so many that they were compared only with those closest"),
        });
    }
}

/// Which of `stories` are similar, by their places, and how many were not compared with all they share words with.
fn similar(cx: &BacklogCx<'_>, stories: &[(StoryIx, &Story)]) -> (Vec<Match>, usize) {
    let join = |stories: &[&Story]| {
        let least = f64::from(u32::try_from(cx.option(&PERCENT).clamp(50, 100)).unwrap_or(100)) / 100.0;
        let says = |story: &&Story| Some(said::words_of(cx, story)).filter(|words| words.len() >= MIN).unwrap_or_default();
        similar::join(&stories.par_iter().map(says).collect::<Vec<_>>(), least)
    };
    let Some(shared) = cx.around.shared else {
        let joined = join(&stories.iter().map(|(_, story)| *story).collect::<Vec<_>>());
        return (joined.matches, joined.capped.len());
    };
    // Most stories lie in all trees as they are: all stories of all trees are compared once, and each tree takes what is about its own.
    let all = shared.similar.get_or_init(|| {
        let mut places = HashMap::new();
        let mut all = Vec::new();
        for (_, story) in shared.backlogs.iter().flat_map(|backlog| said::compared_in(cx, backlog)) {
            places.entry(key(story)).or_insert_with(|| {
                all.push(story);
                all.len() - 1
            });
        }
        Similar { joined: join(&all), places }
    });
    let mut own = vec![None; all.places.len()];
    for (at, (_, story)) in stories.iter().enumerate() {
        if let Some(place) = all.places.get(&key(story)) {
            own[*place] = Some(at);
        }
    }
    let matches = all.joined.matches.iter().filter_map(|pair| Some(pair.at(own[pair.one]?, own[pair.other]?)));
    (matches.collect(), all.joined.capped.iter().filter(|place| own[**place].is_some()).count())
}

/// What a story's words depend on.
fn key(story: &Story) -> (FileId, Kind) {
    (story.file, story.kind)
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
