//! What tells a finding from every other, from one run to the next.

use std::collections::HashMap;

use crate::{
    finding::Finding,
    outcome::Judged,
    source::{RepoPath, Sources},
};

/// Rule, story and key; never a line. The same thing said again is counted.
#[derive(Default)]
pub(super) struct Fingerprints(HashMap<String, usize>);

impl Fingerprints {
    pub(super) fn of(&mut self, sources: &Sources, judged: &Judged, finding: &Finding) -> String {
        let path: &RepoPath = &sources[finding.span.file].path;
        let story = finding.story.map(|ix| &judged.backlog[ix]).and_then(|story| story.id.value());
        let text = format!("{}\0{}\0{}", finding.rule, story.cloned().unwrap_or_else(|| path.display()), finding.key);
        let hash = git2::Oid::hash_object(git2::ObjectType::Blob, text.as_bytes()).map(|id| id.to_string()).unwrap_or_default();
        let print: String = hash.chars().take(16).collect();
        let count = self.0.entry(print.clone()).or_default();
        *count += 1;
        if *count == 1 { print } else { format!("{print}-{count}") }
    }
}
