//! What a change weakens: a change must not buy itself green.

mod owners;
mod settings;
mod waivers;

use std::sync::Arc;

use jiff::civil::Date;

pub use owners::Owners;
use settings::Compare;
use waivers::{Waived, Waivers};

use crate::{
    backlog::Backlog,
    base::Old,
    baseline::{Baseline, Entry},
    discover::Place,
    finding::{Finding, Level},
    outcome::{Notice, Outcome},
    plan::Plan,
    source::{RepoPath, Source, Sources, Span, TextRange},
};

/// The rule that speaks of it.
pub const RULE: &str = "policy-changed";

/// One way in which a change lets more pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weakening {
    span: Span,
    /// The path of the key in the configuration; for suppressions and baselines what they are about.
    key: String,
    message: String,
    /// Entries of the baseline it is about.
    entries: Vec<TextRange>,
}

impl Weakening {
    /// The rules of the entries by which a baseline grows.
    pub fn speaks_of(&self, baseline: &Baseline) -> Vec<(Span, String)> {
        let grown = baseline.entries.iter().filter(|entry| self.entries.contains(&entry.range));
        grown.map(|entry| (self.span, entry.rule.clone())).collect()
    }
}

/// Files of all backlogs that are judged that are not themselves judged.
pub fn unjudged(places: &[Place]) -> Vec<RepoPath> {
    let of_place = |place: &'_ Place| {
        let reference = place.files.reference.iter().map(|entry| &entry.path);
        place.files.elsewhere.iter().chain(reference).cloned().collect::<Vec<_>>()
    };
    places.iter().flat_map(of_place).collect()
}

/// Every way in which `head` lets more pass than each of `olds` did.
pub fn weakened(
    (unjudged, today): (&[RepoPath], Date),
    head: &Place,
    backlog: &Backlog,
    olds: &[Old],
    outcome: &mut Outcome,
) -> Vec<Weakening> {
    let mut found: Option<Vec<Weakening>> = None;
    for old in olds {
        let owners = Owners::new(backlog, olds, &outcome.sources);
        let Waived { mut weaker, short, .. } = Waivers { owners, old, plan: &head.policy.plan, today }.of(&head.policy);
        outcome.notices.extend(short.into_iter().map(|text| Notice { code: "waived", text }));
        match (&old.place.policy.config, &head.policy.config) {
            (None, Some(config)) => outcome.notices.push(Notice {
                code: "policy-new",
                text: format!("`{}` is new: from this change on it says what counts", config.path.display()),
            }),
            (Some(config), None) => {
                let message = format!("`{}` was deleted: what it asked for beyond the defaults no longer counts", config.path.display());
                weaker.push(Weakening {
                    span: at_start(&mut outcome.sources, config),
                    key: "configuration".into(),
                    message,
                    entries: Vec::new(),
                });
            }
            _ => {
                let mut compare =
                    Compare { old, head: &head.policy, root: &head.files.root, backlog, sources: &mut outcome.sources, found: Vec::new() };
                compare.settings(unjudged);
                weaker.append(&mut compare.found);
            }
        }
        match &mut found {
            None => found = Some(weaker),
            Some(found) => found.retain(|one| weaker.iter().any(|other| (&other.key, &other.message) == (&one.key, &one.message))),
        }
    }
    found.unwrap_or_default()
}

/// The findings; errors where the policy is protected, whatever the policy itself says of that.
pub fn findings(weaker: Vec<Weakening>, plan: &Plan, protect: bool) -> Vec<Finding> {
    let Some(level) = level(plan, protect) else { return Vec::new() };
    weaker.into_iter().map(|Weakening { span, key, message, .. }| hiding(level, span, key, message)).collect()
}

/// How much a weakening weighs; nothing where the rule is off.
pub fn level(plan: &Plan, protect: bool) -> Option<Level> {
    let is_planned = plan.named(RULE).is_some();
    if protect { Some(Level::Error).filter(|_| is_planned) } else { plan.level_anywhere(RULE) }
}

/// A finding about a change of the policy.
pub fn hiding(level: Level, span: Span, key: String, message: String) -> Finding {
    let mut finding = Finding::of_file(RULE, level, span, message);
    finding.key(key);
    finding.help("let a reviewer accept it with `--allow-policy-change`, or put the configuration into a change of its own");
    finding
}

/// The entries of the baseline after a change that let more pass than each of `olds`; `unfound` are those, per base, that its stories do not
/// give rise to. A first baseline of what the base has already is an adoption and lets nothing pass.
pub fn grown(baseline: &Baseline, backlog: &Backlog, olds: &[Old], unfound: &[Vec<usize>]) -> Option<Weakening> {
    let grown = |(old, unfound): (&Old, &Vec<usize>)| {
        if let Some(before) = &old.baseline {
            return waivers::grown(baseline, &baseline.entries, before, (backlog, old));
        }
        let new: Vec<Entry> = unfound.iter().map(|at| baseline.entries[*at].clone()).collect();
        waivers::grown(baseline, &new, &[], (backlog, old))
    };
    let mut found: Vec<Option<Weakening>> = olds.iter().zip(unfound).map(grown).collect();
    if found.iter().all(Option::is_some) { found.pop().flatten() } else { None }
}

fn at_start(sources: &mut Sources, config: &Arc<Source>) -> Span {
    let file = sources.add(Source::new(config.path.clone(), Arc::clone(&config.text)));
    Span { file, range: TextRange::at(0) }
}
