//! Which story a mark belongs to. Nothing is stored for that: with two trees at hand, a mark that the base has holds for the story it excused
//! there, however that was edited, moved or renumbered, and not for another one that took its place.

use std::{collections::HashSet, sync::Arc};

use crate::{
    backlog::{Backlog, StoryIx},
    base::Old,
    baseline::{Baseline, Entry},
    config::Accepted,
    discover::Policy,
    engine,
    filter::named,
    source::Sources,
    story::{Acceptance, Story},
    text::words,
};

/// The stories of a backlog and what they were.
#[derive(Clone, Copy)]
pub struct Owners<'a> {
    pub(super) backlog: &'a Backlog,
    pub(super) olds: &'a [Old<'a>],
    pub(super) sources: &'a Sources,
}

/// How much of their words two versions of one story share at least.
const SAME_STORY: f64 = 0.3;

impl<'a> Owners<'a> {
    /// Those of `backlog` and of `olds`, what it was.
    pub fn new(backlog: &'a Backlog, olds: &'a [Old<'a>], sources: &'a Sources) -> Self {
        Self { backlog, olds, sources }
    }

    /// Whether a story is, in `old`, that one.
    fn was(&self, ix: StoryIx, old: &Old<'_>, before: StoryIx) -> bool {
        old.pairs.before(ix) == Some(before) && self.is_same(ix, old)
    }

    /// Whether `old` has a story, and it says the same.
    pub(super) fn is_same(&self, ix: StoryIx, old: &Old<'_>) -> bool {
        let Some(before) = old.pairs.before(ix) else { return false };
        let (before, after) = (&old.backlog.shared()[before.0 as usize], &self.backlog.shared()[ix.0 as usize]);
        if Arc::ptr_eq(before, after) || before.broken || after.broken {
            return true;
        }
        let title = |story: &Story| story.title.value().map(|title| words::normalise(title)).filter(|title| !title.is_empty());
        let is_one_title = title(before).is_some_and(|own| title(after).is_some_and(|other| own == other));
        is_one_title || words::shared(&self.says(before), &self.says(after)) >= SAME_STORY
    }

    /// What a story says: neither its fields, which are alike in all stories, nor headings, nor marks.
    fn says(&self, story: &Story) -> String {
        let text = &self.sources[story.file].text;
        let body = text.get(story.parsed.front_matter.body as usize..).unwrap_or_default();
        let lines = body.lines().filter(|line| !line.starts_with('#') && !line.trim_start().starts_with("<!--"));
        let title = story.title.value().map(String::as_str);
        title.into_iter().chain(lines).collect::<Vec<_>>().join("\n")
    }

    /// Suppressions that a base has for a story that was replaced by another one, by their places in it.
    pub fn void_marks(&self) -> HashSet<(StoryIx, usize)> {
        let mut void = HashSet::new();
        let marked = self.backlog.stories().filter(|(_, story)| !story.suppressions.is_empty());
        for (ix, story) in marked.filter(|(ix, _)| self.is_replaced(*ix)) {
            let earlier = self.olds.iter().filter_map(|old| Some(&old.backlog[old.pairs.before(ix)?].suppressions));
            let had: HashSet<&str> = earlier.flatten().flat_map(|mark| &mark.rules).map(|(rule, _)| rule.as_str()).collect();
            let is_old = |rules: &[(String, _)]| rules.iter().any(|(rule, _)| had.contains(rule.as_str()));
            void.extend(story.suppressions.iter().enumerate().filter(|(_, mark)| is_old(&mark.rules)).map(|(at, _)| (ix, at)));
        }
        void
    }

    /// Whether a base has a file of this id or path, and it is another story in each that does.
    fn is_replaced(&self, ix: StoryIx) -> bool {
        let mut paired = self.olds.iter().filter(|old| old.pairs.before(ix).is_some()).peekable();
        paired.peek().is_some() && paired.all(|old| !self.is_same(ix, old))
    }

    /// Per story what is accepted of it today; nothing where nothing is.
    pub fn accepted(&self, policy: &'a Policy, today: jiff::civil::Date) -> Vec<Vec<&'a Acceptance>> {
        let all = policy.settings.acceptances.iter().map(|Accepted { acceptance, .. }| acceptance);
        if self.olds.is_empty() {
            return engine::accepted(self.backlog, all, today);
        }
        let mut found = Vec::new();
        for acceptance in all.filter(|acceptance| acceptance.until >= today) {
            for ix in self.excused(acceptance) {
                found.resize(self.backlog.len(), Vec::new());
                found[ix.0 as usize].push(acceptance);
            }
        }
        found
    }

    /// The stories an acceptance is about.
    fn excused(&self, acceptance: &Acceptance) -> Vec<StoryIx> {
        let has = |old: &&Old<'_>| {
            let before = old.place.policy.settings.acceptances.iter().map(|accepted| &accepted.acceptance);
            before.into_iter().any(|other| (&other.story, other.rule) == (&acceptance.story, acceptance.rule))
        };
        let mut found = Vec::new();
        let mut is_new = true;
        for old in self.olds.iter().filter(has) {
            is_new = false;
            for before in engine::stories_of(&old.backlog, &acceptance.story) {
                found.extend(old.pairs.after(before).filter(|ix| self.was(*ix, old, before) && !found.contains(ix)));
            }
        }
        if is_new { engine::stories_of(self.backlog, &acceptance.story) } else { found }
    }

    /// Entries of the baseline that the base has for a story that another one has replaced, each with that one.
    pub fn void_entries(&self, baseline: &Baseline) -> Vec<(usize, StoryIx)> {
        let had: HashSet<(&str, &str)> =
            self.olds.iter().filter_map(|old| old.baseline.as_deref()).flatten().map(|entry| (&*entry.rule, &*entry.story)).collect();
        let is_owned = |entry: &Entry, ix: StoryIx| {
            self.olds.iter().any(|old| named(&old.backlog, entry).is_some_and(|before| self.was(ix, old, before)))
        };
        let entries = baseline.entries.iter().enumerate().filter(|(_, entry)| had.contains(&(&*entry.rule, &*entry.story)));
        entries.filter_map(|(at, entry)| Some((at, named(self.backlog, entry).filter(|ix| !is_owned(entry, *ix))?))).collect()
    }
}
