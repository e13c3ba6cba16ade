//! Which story of one backlog is which story of another: the same backlog before a change and after it.

use std::{collections::HashMap, sync::Arc};

use rayon::prelude::*;

use super::{Backlog, StoryIx, ix};
use crate::{concept::id::IdKey, story::Story};

/// Stories of two backlogs, paired.
#[derive(Debug, Default)]
pub struct Pairs {
    /// Per story of the later backlog, the earlier one.
    before: Vec<Option<StoryIx>>,
    /// Per story of the earlier backlog, the later one.
    after: Vec<Option<StoryIx>>,
}

impl Pairs {
    /// Pairs stories that have both id and path in common, then those with the same id, then those at the same path. So a rename is followed
    /// by the id, a changed id by the path, and two stories of one id are told apart.
    pub fn new(before: &Backlog, after: &Backlog) -> Self {
        let mut pairs = Self { before: vec![None; after.len()], after: vec![None; before.len()] };
        // Stories come in the order of paths.
        let same_path = |story: &Story| before.shared().binary_search_by(|earlier| earlier.path.cmp(&story.path)).ok().map(ix);
        let same_at_path = |(at, story): (usize, &Arc<Story>)| {
            let at_same_place = before.shared().get(at).filter(|earlier| earlier.path == story.path).map(|_| ix(at));
            let earlier = at_same_place.or_else(|| same_path(story))?;
            let twin = &before.shared()[earlier.0 as usize];
            (Arc::ptr_eq(twin, story) || key(twin) == key(story)).then_some((earlier, ix(at)))
        };
        let same: Vec<_> = after.shared().par_iter().enumerate().filter_map(same_at_path).collect();
        for (earlier, later) in same {
            pairs.join(earlier, later);
        }
        let mut by_id: HashMap<IdKey, Vec<StoryIx>> = HashMap::new();
        for (ix, story) in before.stories().filter(|(ix, _)| pairs.after(*ix).is_none()) {
            by_id.entry(key(story)).or_default().push(ix);
        }
        for candidates in by_id.values_mut() {
            candidates.reverse();
        }
        for (ix, story) in after.stories() {
            if pairs.before(ix).is_none()
                && story.id.value().is_some()
                && let Some(earlier) = by_id.get_mut(&key(story)).and_then(Vec::pop)
            {
                pairs.join(earlier, ix);
            }
        }
        for (ix, story) in after.stories() {
            if pairs.before(ix).is_none()
                && let Some(earlier) = same_path(story).filter(|earlier| pairs.after(*earlier).is_none())
            {
                pairs.join(earlier, ix);
            }
        }
        pairs
    }

    /// What a story was before.
    pub fn before(&self, after: StoryIx) -> Option<StoryIx> {
        self.before.get(after.0 as usize).copied().flatten()
    }

    /// What a story has become.
    pub fn after(&self, before: StoryIx) -> Option<StoryIx> {
        self.after.get(before.0 as usize).copied().flatten()
    }

    fn join(&mut self, before: StoryIx, after: StoryIx) {
        self.before[after.0 as usize] = Some(before);
        self.after[before.0 as usize] = Some(after);
    }
}

/// A story's id, else its file name.
fn key(story: &Story) -> IdKey {
    IdKey::of(&story.name())
}
