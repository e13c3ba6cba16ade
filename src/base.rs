//! What a change started from: the backlogs of a base, read under the policy of what is judged.

use std::collections::HashSet;

use crate::{
    backlog::{Backlog, Pairs},
    baseline::{self, Baseline, Entry},
    discover::{Found, Place, Scope, discover},
    error::Error,
    load::{Known, Reading, load},
    source::Sources,
    survey::Survey,
    tree::Tree,
};

/// A tree that a change started from.
pub struct Base<'t> {
    tree: &'t dyn Tree,
    /// Its backlogs; once matched, one for each of those that are judged, if it had one.
    places: Vec<Option<Place>>,
    /// What could not be opened.
    pub errors: Vec<Error>,
}

/// A backlog before the change.
pub struct Old<'t> {
    /// Where it lay in.
    pub tree: &'t dyn Tree,
    /// Where it lay, and by which policy.
    pub place: Place,
    /// How its stories are read: as those that are judged, in its own place.
    pub layout: crate::layout::Layout,
    /// Its stories.
    pub backlog: Backlog,
    /// Which of them is which story now.
    pub pairs: Pairs,
    /// What its baseline lists, if it had one.
    pub baseline: Option<Vec<Entry>>,
}

impl<'t> Base<'t> {
    /// Finds the backlogs in `tree`.
    pub fn find(tree: &'t dyn Tree, scope: &Scope, seen: &Survey) -> Result<Self, Error> {
        let scope = Scope { lenient: true, ..scope.in_base(tree)? };
        let Found { places, mut errors, .. } = discover(tree, &scope, seen, &mut Sources::default())?;
        // Two configurations are a mistake as well.
        errors.retain(|error| !matches!(error, Error::TwoConfigs(..)));
        Ok(Self { tree, places: places.into_iter().map(Some).collect(), errors })
    }

    /// Its backlogs.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().flatten()
    }

    /// Tells which of them `heads` were.
    pub fn matching(&mut self, heads: &[Place]) {
        self.places = matched(std::mem::take(&mut self.places), heads);
    }

    /// Reads what the backlog `head`, number `at`, was.
    pub fn read(
        &mut self,
        at: usize,
        head: (&Place, &Backlog, &dyn Tree),
        max_file_size: u64,
        sources: &mut Sources,
    ) -> Result<Option<Old<'t>>, Error> {
        let (head, backlog, tree) = head;
        let Some(place) = self.places[at].take() else { return Ok(None) };
        let is_same = place.files.root == head.files.root && place.policy.reads_like(&head.policy);
        let layout = if is_same { head.policy.layout.clone() } else { place.policy.layout_under(&head.policy) };
        let reading = Reading { layout: &layout, team: &head.policy.settings.team, max_file_size };
        let known = is_same.then_some(Known { tree, stories: backlog.shared() });
        let loaded = load(self.tree, &place.files, reading, known, sources)?;
        self.errors.extend(loaded.errors);
        let before = Backlog::new(place.files.root.clone(), loaded.stories, &layout);
        let pairs = Pairs::new(&before, backlog, sources);
        // One that cannot be read lists nothing: then everything the later one lists is new.
        let baseline = Baseline::read(self.tree, &baseline::path(&place), sources);
        let baseline = baseline.map_or_else(|_| Some(Vec::new()), |baseline| baseline.map(|baseline| baseline.entries));
        Ok(Some(Old { tree: self.tree, place, layout, backlog: before, pairs, baseline }))
    }
}

/// Which of `places` each of `heads` was: the one in the same folder, else the one that most of its files were in.
fn matched(mut rest: Vec<Option<Place>>, heads: &[Place]) -> Vec<Option<Place>> {
    let mut found: Vec<Option<Place>> = Vec::new();
    for head in heads {
        let same = rest
            .iter_mut()
            .find(|place| place.as_ref().is_some_and(|place| place.files.root == head.files.root && place.files.count() > 0));
        found.push(same.and_then(Option::take));
    }
    for (head, found) in heads.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
        let names: HashSet<String> = head.files.entries().map(|entry| entry.path.file_name()).collect();
        let shared = |place: &Place| place.files.entries().filter(|entry| names.contains(&entry.path.file_name())).count();
        let candidates =
            rest.iter_mut().filter(|place| place.as_ref().is_some_and(|place| shared(place) > 0 || place.files.root == head.files.root));
        *found = candidates.max_by_key(|place| place.as_ref().map(shared)).and_then(Option::take);
    }
    found
}
