//! The order of a backlog.

use std::sync::Arc;

use super::{StoryIx, ix};
use crate::{
    concept::{Stage, Turn, fold, id::IdKey},
    layout::RankWithin,
    story::Story,
};

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

/// Which stories a story's rank can be compared with: those of the same group. Where ranks hold within a status, what may be started first
/// comes first; where they hold within a folder, folders come by name.
pub(super) fn rank_group(story: &Story, within: RankWithin) -> (u8, String) {
    match within {
        RankWithin::Backlog => (0, String::new()),
        RankWithin::Status => {
            let stages = [Stage::Ready, Stage::Open, Stage::Active, Stage::Draft, Stage::Done, Stage::Dropped];
            let stage = stages.iter().zip(0..).find(|(stage, _)| **stage == story.stage()).map_or(u8::MAX, |(_, at)| at);
            (stage, story.status.value().map(|word| fold(word)).unwrap_or_default())
        }
        RankWithin::Folder => (0, story.path.parent().display()),
    }
}

/// Live stories by sprint, rank, RICE score, priority and id; what is missing sorts last.
pub(super) fn in_order(stories: &[Arc<Story>], within: RankWithin, turn: impl Fn(&Story) -> Turn) -> Vec<StoryIx> {
    let mut keyed: Vec<_> = stories
        .iter()
        .enumerate()
        .filter(|(_, story)| story.live)
        .map(|(at, story)| {
            let rank = story.rank.value().copied().unwrap_or(f64::INFINITY);
            let score = -story.rice.as_ref().and_then(|rice| rice.value()).unwrap_or(f64::NEG_INFINITY);
            ((turn(story), rank_group(story, within)), (rank, score), (urgency(story), id_order(story), at))
        })
        .collect();
    keyed.sort_by(|a, b| {
        let numbers = |(rank, score): (f64, f64), (other, other_score)| rank.total_cmp(&other).then(score.total_cmp(&other_score));
        a.0.cmp(&b.0).then_with(|| numbers(a.1, b.1)).then_with(|| a.2.cmp(&b.2))
    });
    keyed.into_iter().map(|(.., (_, _, at))| ix(at)).collect()
}

/// 0 is the most urgent; an unknown word comes before none.
fn urgency(story: &Story) -> u8 {
    story.urgency().unwrap_or(if story.priority.value().is_some() { 8 } else { 9 })
}
