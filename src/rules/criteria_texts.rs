//! What a change does to the texts of criteria: marks, order and case do not count.

use std::collections::BTreeMap;

use crate::{rule::ChangeCx, story::Story, text::words};

/// How many texts a change adds and removes; one that is reworded counts as both.
pub(super) struct Difference {
    pub(super) added: usize,
    pub(super) removed: usize,
}

/// The difference between a story's criteria before and after a change, if there is one.
pub(super) fn difference(cx: &ChangeCx<'_>, before: &Story, after: &Story) -> Option<Difference> {
    if before.file == after.file {
        return None;
    }
    let mut counts: BTreeMap<String, isize> = BTreeMap::new();
    for (story, step) in [(before, -1), (after, 1)] {
        let text = &cx.around.sources[story.file].text;
        for criterion in &story.criteria {
            *counts.entry(words::normalise(criterion.text.of(text))).or_default() += step;
        }
    }
    let sum = |wanted: fn(isize) -> bool| counts.values().filter(|count| wanted(**count)).map(|count| count.unsigned_abs()).sum();
    let (added, removed) = (sum(|count| count > 0), sum(|count| count < 0));
    (added + removed > 0).then_some(Difference { added, removed })
}

/// `1 criterion added, 2 reworded`.
pub(super) fn words(added: usize, removed: usize) -> String {
    let reworded = added.min(removed);
    let counts = [(added - reworded, "added"), (removed - reworded, "removed"), (reworded, "reworded")];
    let mut parts = Vec::new();
    for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
        let noun = match (parts.is_empty(), count) {
            (true, 1) => " criterion",
            (true, _) => " criteria",
            (false, _) => "",
        };
        parts.push(format!("{count}{noun} {what}"));
    }
    parts.join(", ")
}
