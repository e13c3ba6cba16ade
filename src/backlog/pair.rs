//! Which story of one backlog is which story of another: the same backlog before a change and after it.

use std::{collections::HashMap, sync::Arc};

use rayon::prelude::*;

use super::{Backlog, StoryIx, ix};
use crate::{concept::id::IdKey, source::Sources, story::Story, text::words};

/// Stories of two backlogs, paired.
#[derive(Debug, Default)]
pub struct Pairs {
    /// Ids of the earlier backlog that its stories have no longer, with those they have now.
    renamed: HashMap<String, String>,
    /// Per story of the later backlog, the earlier one.
    before: Vec<Option<StoryIx>>,
    /// Per story of the earlier backlog, the later one.
    after: Vec<Option<StoryIx>>,
}

impl Pairs {
    /// Pairs stories that have both id and path in common, then those with the same id, then those at the same path, then those with the same
    /// text. So a rename is followed by the id, a changed id by the path, a file that was renumbered by what it says, and two stories of one id
    /// are told apart.
    pub fn new(before: &Backlog, after: &Backlog, sources: &Sources) -> Self {
        let mut pairs = Self { renamed: HashMap::new(), before: vec![None; after.len()], after: vec![None; before.len()] };
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
        pairs.by_text(before, after, sources);
        for (later, earlier) in pairs.before.iter().enumerate().filter_map(|(later, earlier)| Some((later, (*earlier)?))) {
            let (twin, story) = (&before.shared()[earlier.0 as usize], &after.shared()[later]);
            if !Arc::ptr_eq(twin, story) && key(twin) != key(story) {
                pairs.renamed.insert(key(twin).as_str().to_owned(), key(story).as_str().to_owned());
            }
        }
        pairs
    }

    /// Ids that stories had before, with those they have now; both as [`IdKey`] has them.
    pub fn renamed(&self) -> &HashMap<String, String> {
        &self.renamed
    }

    /// What a story was before.
    pub fn before(&self, after: StoryIx) -> Option<StoryIx> {
        self.before.get(after.0 as usize).copied().flatten()
    }

    /// What a story has become.
    pub fn after(&self, before: StoryIx) -> Option<StoryIx> {
        self.after.get(before.0 as usize).copied().flatten()
    }

    /// Pairs what is left over: equal below the front matter, or else of one title and of nearly the same words. A text that several stories
    /// of one side have says nothing.
    fn by_text(&mut self, before: &Backlog, after: &Backlog, sources: &Sources) {
        let text = |story: &Story| Arc::clone(&sources[story.file].text);
        let body = |story: &Story| {
            let start = story.parsed.front_matter.fences.map_or(0, |fences| fences.close.end as usize);
            let text = text(story);
            let body = text.get(start..).unwrap_or_default().trim();
            (!body.is_empty()).then(|| body.to_owned())
        };
        for (earlier, later) in self.only_ones(before, after, body) {
            self.join(earlier, later);
        }
        let title = |story: &Story| story.title.value().map(|title| words::normalise(title)).filter(|title| !title.is_empty());
        for (earlier, later) in self.only_ones(before, after, title) {
            if words::shared(&text(&before[earlier]), &text(&after[later])) >= SAME_STORY {
                self.join(earlier, later);
            }
        }
    }

    /// Stories without a partner that alone on their sides have what `of` gives.
    fn only_ones(&self, before: &Backlog, after: &Backlog, of: impl Fn(&Story) -> Option<String>) -> Vec<(StoryIx, StoryIx)> {
        let mut found: HashMap<String, (Vec<StoryIx>, Vec<StoryIx>)> = HashMap::new();
        for (ix, story) in after.stories().filter(|(ix, _)| self.before(*ix).is_none()) {
            if let Some(key) = of(story) {
                found.entry(key).or_default().1.push(ix);
            }
        }
        if found.is_empty() {
            return Vec::new();
        }
        for (ix, story) in before.stories().filter(|(ix, _)| self.after(*ix).is_none()) {
            if let Some((earlier, _)) = of(story).and_then(|key| found.get_mut(&key)) {
                earlier.push(ix);
            }
        }
        let only = |(earlier, later): (Vec<StoryIx>, Vec<StoryIx>)| match (earlier[..].first(), later[..].first()) {
            (Some(one), Some(other)) if (earlier.len(), later.len()) == (1, 1) => Some((*one, *other)),
            _ => None,
        };
        found.into_values().filter_map(only).collect()
    }

    fn join(&mut self, before: StoryIx, after: StoryIx) {
        self.before[after.0 as usize] = Some(before);
        self.after[before.0 as usize] = Some(after);
    }
}

/// How much of their words two versions of one story share.
const SAME_STORY: f64 = 0.7;

/// A story's id, else its file name.
fn key(story: &Story) -> IdKey {
    story.key()
}
