//! Findings about files that were not read: they are the same only as long as the bytes are the same.

use std::borrow::Cow;

use crate::{
    baseline::Entry,
    finding::Finding,
    rule::Rule,
    rules,
    source::{FileId, Sources},
};

/// Whether a rule says that a file was not read.
pub(super) fn is_about_reading(rule: &str) -> bool {
    rules::named(rule).is_some_and(Rule::is_about_reading)
}

/// The key of a finding, for a file that was not read with the id of its bytes.
pub(super) fn key<'a>(finding: &'a Finding, sources: &Sources) -> Cow<'a, str> {
    if is_about_reading(finding.rule) { of_bytes(&finding.key, finding.span.file, sources) } else { Cow::Borrowed(&finding.key) }
}

fn of_bytes<'a>(key: &str, file: FileId, sources: &Sources) -> Cow<'a, str> {
    let blob = sources[file].blob().map(|id| id.to_string()).unwrap_or_default();
    Cow::Owned(format!("{key} {blob}"))
}

/// The same of an entry of a baseline; one without an id stands for no such finding.
pub(super) fn entry_key(entry: &Entry) -> Cow<'_, str> {
    if !is_about_reading(&entry.rule) {
        return Cow::Borrowed(&entry.key);
    }
    Cow::Owned(format!("{} {}", entry.key, entry.blob.as_deref().unwrap_or("unknown")))
}
