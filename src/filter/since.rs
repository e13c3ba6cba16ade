//! Findings that a base has too are not reported.

use std::{borrow::Cow, collections::HashMap};

use super::{
    matching::{Item, Subject, matched},
    unread,
};
use crate::{
    backlog::Pairs,
    finding::{Finding, Hidden, Level},
    source::Sources,
};

/// Hides every finding that one of the bases has as well. During a merge there are several: what either side had is not new.
pub fn hide_unchanged(findings: &mut [Finding], bases: &[(&[Finding], &Pairs)], sources: &Sources) {
    let reported: Vec<usize> =
        (0..findings.len()).filter(|at| findings[*at].hidden.is_none() && findings[*at].level != Level::Off).collect();
    let keys: Vec<Cow<'_, str>> = reported.iter().map(|at| unread::key(&findings[*at], sources)).collect();
    let mut known = vec![false; reported.len()];
    let new: Vec<Item<'_>> = reported.iter().zip(&keys).filter_map(|(at, key)| item(&findings[*at], key, sources, None)).collect();
    for (old, pairs) in bases {
        let names = pairs.renamed();
        let shown = || old.iter().filter(|finding| finding.hidden.is_none() && finding.level != Level::Off);
        let keys: Vec<Cow<'_, str>> = shown().map(|finding| key_now(finding, names, sources)).collect();
        let old: Vec<Item<'_>> = shown().zip(&keys).filter_map(|(finding, key)| item(finding, key, sources, Some(pairs))).collect();
        for (known, now) in known.iter_mut().zip(matched(&old, &new).known) {
            *known |= now;
        }
    }
    for (at, _) in reported.into_iter().zip(known).filter(|(_, known)| *known) {
        findings[at].hidden = Some(Hidden::Unchanged);
    }
}

/// The key of a finding of the base, with the ids that its stories have now.
fn key_now<'a>(finding: &'a Finding, names: &HashMap<String, String>, sources: &Sources) -> Cow<'a, str> {
    if unread::is_about_reading(finding.rule) {
        return unread::key(finding, sources);
    }
    if names.is_empty() || finding.wording.is_some() || !finding.key.split(' ').any(|word| names.contains_key(word)) {
        return Cow::Borrowed(&finding.key);
    }
    let now = finding.key.split(' ').map(|word| names.get(word).map_or(word, String::as_str));
    Cow::Owned(now.collect::<Vec<_>>().join(" "))
}

/// A finding of the base is about what its story has become; about a story that is gone there is nothing to compare.
fn item<'a>(finding: &'a Finding, key: &'a str, sources: &'a Sources, pairs: Option<&Pairs>) -> Option<Item<'a>> {
    let subject = match (finding.story, pairs) {
        (Some(ix), None) => Subject::Story(ix),
        (Some(ix), Some(pairs)) => Subject::Story(pairs.after(ix)?),
        (None, _) => Subject::File(&sources[finding.span.file].path),
    };
    Some(Item { rule: finding.rule, subject, key, wording: finding.wording, level: finding.level })
}
