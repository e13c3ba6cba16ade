//! What a change puts up with: suppressions in stories, acceptances, entries of the baseline.

use std::collections::{BTreeMap, HashSet};

use jiff::{ToSpan, civil::Date};

use super::{Owners, Weakening};
use crate::{
    backlog::{Backlog, StoryIx},
    base::Old,
    baseline::{Baseline, Entry},
    config::Accepted,
    discover::Policy,
    engine,
    filter::named,
    finding::Level,
    plan::Plan,
    rule::{Check, Gate},
    source::Span,
    story::Acceptance,
};

/// How long a waiver may last, in days, that needs no reviewer.
const SHORT: i64 = 90;

/// What a change waives.
#[derive(Default)]
pub(super) struct Waived {
    /// What needs a reviewer.
    pub(super) weaker: Vec<Weakening>,
    /// What does not, in words.
    pub(super) short: Vec<String>,
    /// Stories and rules of the latter.
    granted: HashSet<(StoryIx, String)>,
}

/// Waivers of a change, held against what one base has.
pub(super) struct Waivers<'a> {
    pub(super) owners: Owners<'a>,
    pub(super) old: &'a Old<'a>,
    pub(super) plan: &'a Plan,
    pub(super) today: Date,
}

impl Waivers<'_> {
    /// What the change suppresses and accepts that was not, or not for as long.
    pub(super) fn of(&self, head: &Policy) -> Waived {
        let mut waived = Waived::default();
        self.suppressions(&mut waived);
        self.acceptances(head, &mut waived);
        waived
    }

    /// Suppressions that hold and that a story did not have before, or not for as long.
    fn suppressions(&self, waived: &mut Waived) {
        let (backlog, old) = (self.owners.backlog, self.old);
        for (ix, story) in backlog.stories().filter(|(_, story)| story.live && !story.suppressions.is_empty()) {
            let mut before: BTreeMap<&str, Vec<Date>> = BTreeMap::new();
            let earlier = old.pairs.before(ix).map(|earlier| &old.backlog[earlier].suppressions);
            for mark in earlier.into_iter().flatten().filter(|mark| mark.reason.is_some()) {
                for (rule, _) in &mark.rules {
                    before.entry(rule).or_default().push(mark.last_day());
                }
            }
            for mark in &story.suppressions {
                let Some(reason) = mark.reason.as_ref().filter(|_| mark.last_day() > Date::MIN) else { continue };
                for (rule, range) in &mark.rules {
                    let had = before.get_mut(rule.as_str());
                    let as_long = had.as_ref().and_then(|days| days.iter().position(|day| *day >= mark.last_day()));
                    match (had, as_long) {
                        (Some(days), Some(at)) => drop(days.remove(at)),
                        (None, _) if self.is_short(&[ix], rule, mark.last_day(), waived) => {
                            waived.short.push(format!("`{rule}` of {} is suppressed until {}: {reason}", story.name(), mark.last_day()));
                        }
                        (had, _) => {
                            let how = if had.is_some_and(|days| !days.is_empty()) { "for longer" } else { "from now on" };
                            let message = format!("`{rule}` of {} is suppressed {how}: {reason}", story.name());
                            waived.weaker.push(Weakening { span: story.span(*range), key: rule.clone(), message, entries: Vec::new() });
                        }
                    }
                }
            }
        }
    }

    /// Acceptances that were not there before, or did not hold as long.
    fn acceptances(&self, head: &Policy, waived: &mut Waived) {
        let mut before: Vec<&Acceptance> = self.old.place.policy.settings.acceptances.iter().map(|accepted| &accepted.acceptance).collect();
        for Accepted { acceptance, origin, until } in &head.settings.acceptances {
            let (story, rule) = (&acceptance.story, acceptance.rule);
            let stories = engine::stories_of(self.owners.backlog, story);
            // The story may have another name now.
            let was = |other: &Acceptance| {
                let earlier = engine::stories_of(&self.old.backlog, &other.story);
                earlier.iter().any(|before| self.old.pairs.after(*before).is_some_and(|ix| stories.contains(&ix)))
            };
            let is_same = |other: &&Acceptance| other.rule == rule && (other.story == *story || was(other));
            if let Some(at) = before.iter().position(|other| is_same(other) && other.until >= acceptance.until) {
                before.swap_remove(at);
                continue;
            }
            let is_longer = before.iter().any(is_same);
            if !is_longer && self.is_short(&stories, rule, acceptance.until, waived) {
                waived.short.push(format!("`{rule}` of {story} is accepted until {}: {}", acceptance.until, acceptance.reason));
                continue;
            }
            let how = if is_longer { "for longer" } else { "from now on" };
            let message = format!("`{rule}` of {story} is accepted {how}: {}", acceptance.reason);
            let place = until.as_ref().filter(|_| is_longer).unwrap_or(origin);
            let key = format!("accept.{story}.{rule}");
            waived.weaker.extend(head.span(place).map(|span| Weakening { span, key, message, entries: Vec::new() }));
        }
    }

    /// Whether a waiver needs no reviewer: it ends soon, is about readiness, about a story that the base has, and is the first for story and
    /// rule.
    fn is_short(&self, stories: &[StoryIx], rule: &str, until: Date, waived: &mut Waived) -> bool {
        let ends_soon = self.today.checked_add(SHORT.days()).is_ok_and(|last| until <= last);
        let is_about_readiness = self.plan.named(rule).is_some_and(|planned| {
            matches!(planned.rule.check, Check::Clause(_)) || [Gate::READY, Gate::WARN].contains(&planned.rule.gate)
        });
        let is_first = |ix: &StoryIx| {
            let Some(earlier) = self.old.pairs.before(*ix).filter(|_| self.owners.is_same(*ix, self.old)) else { return false };
            let was_marked = self.old.backlog[earlier].suppressions.iter().any(|mark| mark.rules.iter().any(|(own, _)| own == rule));
            let mut accepted = self.old.place.policy.settings.acceptances.iter().map(|accepted| &accepted.acceptance);
            let was_accepted =
                accepted.any(|other| other.rule == rule && engine::stories_of(&self.old.backlog, &other.story).contains(&earlier));
            !was_marked && !was_accepted && !waived.granted.contains(&(*ix, rule.to_owned()))
        };
        let is_short = ends_soon && is_about_readiness && !stories.is_empty() && stories.iter().all(is_first);
        if is_short {
            waived.granted.extend(stories.iter().map(|ix| (*ix, rule.to_owned())));
        }
        is_short
    }
}

/// What an entry is about: a story as it is now, else a name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Subject<'a> {
    Story(StoryIx),
    Name(&'a str),
}

/// An entry without its level.
type Key<'a> = (&'a str, Subject<'a>, &'a str, Option<&'a str>);

/// Entries that a baseline did not have before, or had with less weight.
pub(super) fn grown(baseline: &Baseline, entries: &[Entry], before: &[Entry], (backlog, old): (&Backlog, &Old<'_>)) -> Option<Weakening> {
    let later = |entry: &Entry| old.pairs.after(named(&old.backlog, entry)?);
    let mut rest: BTreeMap<Key<'_>, Vec<Level>> = BTreeMap::new();
    for entry in before {
        rest.entry(key(entry, later(entry))).or_default().push(entry.level);
    }
    let mut new: Vec<&Entry> = Vec::new();
    for entry in entries {
        let had = rest.get_mut(&key(entry, named(backlog, entry).or_else(|| later(entry))));
        let at = had.as_ref().and_then(|levels| levels.iter().position(|level| *level >= entry.level));
        match had.zip(at) {
            Some((levels, at)) => drop(levels.remove(at)),
            None => new.push(entry),
        }
    }
    let first = new.first()?;
    let entries = new.iter().map(|entry| entry.range).collect();
    let message = match new.len() {
        1 => format!("the baseline grows: {} of {} is put up with", first.rule, first.story),
        count => format!("the baseline grows by {count} entries, {} of {} among them", first.rule, first.story),
    };
    Some(Weakening { span: Span { file: baseline.file, range: first.range }, key: "baseline".into(), message, entries })
}

fn key(entry: &Entry, ix: Option<StoryIx>) -> Key<'_> {
    (&entry.rule, ix.map_or(Subject::Name(&entry.story), Subject::Story), &entry.key, entry.blob.as_deref())
}
