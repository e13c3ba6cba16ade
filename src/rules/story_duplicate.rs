//! `story-duplicate`.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{oldest, said};
use crate::{
    backlog::StoryIx,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "story-duplicate",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::LEAVES,
    needs: &[],
    page: include_str!("story_duplicate.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    for mut group in groups(cx) {
        oldest::put_first(cx, &mut group);
        if let Some((first, others)) = group.split_first() {
            for other in others {
                report(cx, *first, *other);
            }
        }
    }
}

/// The stories that say word for word the same.
fn groups(cx: &BacklogCx<'_>) -> Vec<Vec<StoryIx>> {
    // Few titles are shared, so that only few stories have to be read.
    let stories: Vec<(StoryIx, &Story)> = said::compared(cx).collect();
    let print = |(ix, story): &(StoryIx, &Story)| (words::fingerprint(story.title.value().map_or("", String::as_str)), *ix);
    let mut prints: Vec<(u64, StoryIx)> = stories.par_iter().map(print).collect();
    prints.par_sort_unstable();
    let alike: Vec<StoryIx> = prints.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1).flatten().map(|(_, ix)| *ix).collect();
    let texts: Vec<(String, StoryIx)> = alike.par_iter().map(|ix| (said::all(cx, &cx.around.backlog[*ix]), *ix)).collect();
    let mut same: BTreeMap<String, Vec<StoryIx>> = BTreeMap::new();
    for (text, ix) in texts {
        same.entry(text).or_default().push(ix);
    }
    let says = |text: &str| words::has(text, MIN);
    let groups = same.into_iter().filter(|(text, group)| group.len() > 1 && says(text));
    groups
        .map(|(_, mut group)| {
            group.sort_unstable();
            group
        })
        .collect()
}

/// Fewer words are a stub that says nothing yet.
const MIN: usize = 4;

fn report(cx: &mut BacklogCx<'_>, first: StoryIx, other: StoryIx) {
    let backlog = cx.backlog();
    let (first, story) = (&backlog[first], &backlog[other]);
    let place = story.title.range().filter(|range| !range.is_empty()).unwrap_or(story.claim);
    let label = first.span(first.title.range().filter(|range| !range.is_empty()).unwrap_or(first.claim));
    cx.report(other, place, format!("says word for word what {} says", words::quote(&first.name())))
        .label(label, "the other story")
        .help("drop one of them, or say what is different")
        .key(first.name());
}
