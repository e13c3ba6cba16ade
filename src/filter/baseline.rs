//! Findings that the baseline has are not reported; what it has in vain is.

use std::borrow::Cow;

use super::{
    matching::{Item, Subject, matched},
    unread,
};
use crate::{
    backlog::{Backlog, StoryIx},
    baseline::{Baseline, Entry},
    concept::id::IdKey,
    finding::{Finding, Hidden, Level},
    plan::{Plan, Planned},
    source::{RepoPath, Sources, Span},
};

/// The stories that findings are about, and the texts.
type Around<'a> = (&'a Backlog, &'a Sources);

/// The rule that speaks of entries without a finding.
const STALE: &str = "baseline-stale";

/// Hides every finding that `baseline` has; says which of its entries have none, of those about a story that was asked for and a rule that runs.
pub fn hide_known(
    findings: &mut [Finding],
    baseline: &Baseline,
    around: Around<'_>,
    plan: &Plan,
    is_asked: impl Fn(&str) -> bool,
) -> Option<Finding> {
    let (known, mut gone) = known(findings, &baseline.entries, around);
    for at in known {
        findings[at].hidden = Some(Hidden::Baseline);
    }
    let level = plan.level_anywhere(STALE)?;
    gone.retain(|at| is_asked(&baseline.entries[*at].story) && may_be_found(&baseline.entries[*at], around.0, plan));
    let first = gone.first().map(|at| baseline.entries[*at].range)?;
    let count = gone.len();
    let message = match count {
        1 => format!("{} of {} is no longer found", baseline.entries[gone[0]].rule, baseline.entries[gone[0]].story),
        _ => format!("{count} entries are no longer found"),
    };
    let mut finding = Finding::of_file(STALE, level, Span { file: baseline.file, range: first }, message);
    finding.help("`backlint baseline` takes them out");
    Some(finding)
}

/// Whether the rule of an entry would find anything in its story; of a rule that is off nothing is known.
fn may_be_found(entry: &Entry, backlog: &Backlog, plan: &Plan) -> bool {
    let runs = |rules: &[Planned]| rules.iter().find(|planned| planned.rule.name == entry.rule).is_none_or(Planned::runs);
    named(backlog, entry).map_or_else(|| runs(&plan.rules), |ix| runs(&plan.for_story(&backlog[ix], backlog)))
}

/// Which findings `entries` have, and which entries have none.
pub fn known(findings: &[Finding], entries: &[Entry], (backlog, sources): Around<'_>) -> (Vec<usize>, Vec<usize>) {
    let paths: Vec<RepoPath> = entries.iter().map(|entry| RepoPath::from(entry.story.as_str())).collect();
    let subject = |entry: &Entry, path| named(backlog, entry).map_or(Subject::File(path), Subject::Story);
    let keys: Vec<Cow<'_, str>> = entries.iter().map(|entry| unread::entry_key(entry)).collect();
    let old = entries.iter().zip(&paths).zip(&keys).map(|((entry, path), key)| Item {
        rule: &entry.rule,
        subject: subject(entry, path),
        key,
        wording: None,
        level: entry.level,
    });
    let reported: Vec<usize> =
        (0..findings.len()).filter(|at| findings[*at].hidden.is_none() && findings[*at].level != Level::Off).collect();
    let now: Vec<Cow<'_, str>> = reported.iter().map(|at| unread::key(&findings[*at], sources)).collect();
    let new = reported.iter().zip(&now).map(|(at, key)| {
        let finding = &findings[*at];
        let subject = finding.story.map_or(Subject::File(&sources[finding.span.file].path), Subject::Story);
        Item { rule: finding.rule, subject, key, wording: finding.wording, level: finding.level }
    });
    let matched = matched(&old.collect::<Vec<_>>(), &new.collect::<Vec<_>>());
    let known = reported.into_iter().zip(matched.known).filter(|(_, known)| *known).map(|(at, _)| at).collect();
    (known, matched.gone)
}

/// The story an entry names, by id, else by path.
pub fn named(backlog: &Backlog, entry: &Entry) -> Option<StoryIx> {
    let by_id = backlog.with_id(&IdKey::of(&entry.story)).first().copied();
    by_id.or_else(|| {
        let path = |story: &crate::story::Story| story.path.display();
        let found = backlog.shared().binary_search_by(|story| path(story).as_str().cmp(entry.story.as_str())).ok()?;
        u32::try_from(found).ok().map(StoryIx)
    })
}
