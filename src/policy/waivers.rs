//! What a change puts up with: suppressions in stories, acceptances, entries of the baseline.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Weakening;
use crate::{
    backlog::Backlog,
    base::Old,
    baseline::{Baseline, Entry},
    config::Accepted,
    discover::Policy,
    finding::Level,
    source::Span,
    story::Acceptance,
};

/// Suppressions that hold and that a story did not have before, or not for as long.
pub(super) fn suppressions(backlog: &Backlog, old: &Old) -> Vec<Weakening> {
    let mut found = Vec::new();
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
                    (had, _) => {
                        let how = if had.is_some_and(|days| !days.is_empty()) { "for longer" } else { "from now on" };
                        let message = format!("`{rule}` of {} is suppressed {how}: {reason}", story.name());
                        found.push(Weakening { span: story.span(*range), key: rule.clone(), message });
                    }
                }
            }
        }
    }
    found
}

/// Entries that a baseline did not have before, or had with less weight.
pub(super) fn grown(baseline: &Baseline, entries: &[Entry], before: &[Entry]) -> Option<Weakening> {
    let mut rest: BTreeMap<(&str, &str, &str, Option<&str>), Vec<Level>> = BTreeMap::new();
    for entry in before {
        rest.entry((&entry.rule, &entry.story, &entry.key, entry.blob.as_deref())).or_default().push(entry.level);
    }
    let mut new: Vec<&Entry> = Vec::new();
    for entry in entries {
        let had = rest.get_mut(&(entry.rule.as_str(), entry.story.as_str(), entry.key.as_str(), entry.blob.as_deref()));
        let at = had.as_ref().and_then(|levels| levels.iter().position(|level| *level >= entry.level));
        match had.zip(at) {
            Some((levels, at)) => drop(levels.remove(at)),
            None => new.push(entry),
        }
    }
    let first = new.first()?;
    let message = match new.len() {
        1 => format!("the baseline grows: {} of {} is put up with", first.rule, first.story),
        count => format!("the baseline grows by {count} entries, {} of {} among them", first.rule, first.story),
    };
    Some(Weakening { span: Span { file: baseline.file, range: first.range }, key: "baseline".into(), message })
}

/// Acceptances that were not there before, or did not hold as long.
pub(super) fn acceptances(head: &Policy, old: &Old) -> Vec<Weakening> {
    let mut before: Vec<&Acceptance> = old.place.policy.settings.acceptances.iter().map(|accepted| &accepted.acceptance).collect();
    let mut found = Vec::new();
    for Accepted { acceptance, origin, until } in &head.settings.acceptances {
        let (story, rule) = (&acceptance.story, acceptance.rule);
        let is_same = |other: &&Acceptance| (&other.story, other.rule) == (story, rule);
        if let Some(at) = before.iter().position(|other| is_same(other) && other.until >= acceptance.until) {
            before.swap_remove(at);
            continue;
        }
        let is_longer = before.iter().any(is_same);
        let how = if is_longer { "for longer" } else { "from now on" };
        let message = format!("`{rule}` of {story} is accepted {how}: {}", acceptance.reason);
        let place = until.as_ref().filter(|_| is_longer).unwrap_or(origin);
        found.extend(head.span(place).map(|span| Weakening { span, key: format!("accept.{story}.{rule}"), message }));
    }
    found
}
