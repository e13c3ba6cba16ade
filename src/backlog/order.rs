//! The order of a backlog.

use std::sync::Arc;

use super::{StoryIx, ix};
use crate::{concept::id::IdKey, story::Story};

/// How an id sorts: by prefix, then by numbers as numbers, then as text.
pub(super) type IdOrder = (String, Vec<u64>, String);

/// How the id of a story sorts; its file name where it has none.
pub(super) fn id_order(story: &Story) -> IdOrder {
    let key = IdKey::of(&story.name());
    match key.series() {
        Some((prefix, number)) => {
            (prefix.to_owned(), number.split('.').map(|part| part.parse().unwrap_or(u64::MAX)).collect(), String::new())
        }
        None => (key.as_str().to_owned(), Vec::new(), key.as_str().to_owned()),
    }
}

/// Live stories by rank, RICE score, priority and id; what is missing sorts last.
pub(super) fn in_order(stories: &[Arc<Story>]) -> Vec<StoryIx> {
    let mut keyed: Vec<_> = stories
        .iter()
        .enumerate()
        .filter(|(_, story)| story.live)
        .map(|(at, story)| {
            let rank = story.rank.unwrap_or(f64::INFINITY);
            let score = -story.rice_score.unwrap_or(f64::NEG_INFINITY);
            (rank, score, priority(story), id_order(story), at)
        })
        .collect();
    keyed.sort_by(|a, b| {
        let numbers = a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1));
        numbers.then_with(|| (a.2, &a.3, a.4).cmp(&(b.2, &b.3, b.4)))
    });
    keyed.into_iter().map(|(.., at)| ix(at)).collect()
}

/// 0 is the most urgent.
fn priority(story: &Story) -> u8 {
    let Some(word) = story.priority.value() else { return 9 };
    match word.trim().to_lowercase().as_str() {
        "critical" | "urgent" | "highest" | "p0" | "0" => 0,
        "high" | "p1" | "1" | "must" => 1,
        "medium" | "normal" | "p2" | "2" | "should" => 2,
        "low" | "p3" | "3" | "could" => 3,
        "lowest" | "p4" | "4" => 4,
        _ => 8,
    }
}
