//! The policy of the base as a third plan: errors of a change that the base's policy finds and the change's own policy does not show.
//!
//! No list of keys can say everything that hides an error. So where the policies differ, the files of the change are judged once more, with
//! every file that belongs to the policy as the base has it, and what comes up besides is told at the key that hides it.

use std::collections::{BTreeMap, BTreeSet};

use super::{AllJudged, Request, Trees, judge_all};
use crate::{
    base::Base,
    config::{self, MAX_BYTES},
    discover::{Place, Policy},
    entry::BASELINE,
    error::Error,
    filter,
    finding::{Finding, Hidden, Level},
    layout::Clue,
    outcome::{Judged, Outcome},
    policy,
    rule::Group,
    rules,
    settings::{Setting, Value},
    source::{RepoPath, Source, Span, TextRange},
    tree::{Overlay, Tree, Without},
};

/// Rules about words that only the later policy may know: under the earlier one such a word counts as open, and no more.
const NEW_WORDS: [&str; 6] = ["status-unknown", "kind-unknown", "key-unknown", "sprint-unknown", "priority-unknown", "field-mismatch"];

/// The policies before a change and after it, where they differ.
pub(super) struct Policies {
    heads: Vec<Head>,
    /// Files that decide how stories are judged, in any of the trees.
    files: BTreeSet<RepoPath>,
}

/// The policy of a backlog after the change.
struct Head {
    root: RepoPath,
    /// Whether it is the first configuration of what was judged without one: there is nothing to weaken.
    adopts: bool,
    level: Option<Level>,
    start: Option<Span>,
    changed: Vec<Changed>,
}

/// A key of the later policy that the earlier one has not, or not so.
struct Changed {
    key: String,
    span: Span,
}

impl Policies {
    /// Those of `heads` and of `bases`; nothing where each is what it was.
    pub(super) fn of(heads: &[Place], bases: &[Base<'_>], protect: bool) -> Option<Self> {
        let first = bases.first()?;
        let before: Vec<&Place> = first.places().collect();
        let prints = |places: &[&Place]| -> BTreeSet<(RepoPath, u64)> {
            places.iter().filter(|place| place.files.count() > 0).map(|place| (place.files.root.clone(), place.policy.print)).collect()
        };
        if before.is_empty() || prints(&before) == prints(&heads.iter().collect::<Vec<_>>()) {
            return None;
        }
        let all = bases.iter().flat_map(Base::places).chain(heads);
        let files = all.flat_map(files_of).collect();
        Some(Self { heads: heads.iter().map(|head| Head::of(head, &before, protect)).collect(), files })
    }

    /// The policy that rules a path.
    fn ruling(&self, path: &RepoPath) -> Option<&Head> {
        let around = self.heads.iter().filter(|head| path.below(&head.root).is_some());
        around.max_by_key(|head| head.root.as_bytes().len())
    }
}

/// The files that the policy of a place was read from or detected by.
pub(super) fn files_of(place: &Place) -> Vec<RepoPath> {
    let (root, policy) = (&place.files.root, &place.policy);
    let is_story = |path: &RepoPath| place.files.entries().any(|entry| entry.path == *path);
    let clue = match &policy.detected {
        Clue::Path(path) => Some(root.join(path.as_bytes())).filter(|path| !is_story(path)),
        _ => None,
    };
    let tool = policy.written.1.config_file.as_ref().map(|file| root.join(file.as_bytes()));
    let templates = policy.settings.templates().filter_map(|(_, written, _)| root.resolve(written));
    let own = policy.settings.sources.iter().map(|source| source.path.clone());
    own.chain(templates).chain(clue).chain(tool).collect()
}

impl Head {
    fn of(place: &Place, before: &[&Place], protect: bool) -> Self {
        let root = place.files.root.clone();
        let ruled = before.iter().filter(|place| root.below(&place.files.root).is_some());
        let was = ruled.max_by_key(|place| place.files.root.as_bytes().len()).or(before.first());
        let adopts = place.policy.config.is_some() && !before.iter().any(|place| place.policy.config.is_some());
        let changed = was.map_or_else(Vec::new, |was| changed(&was.policy, &place.policy));
        Self { adopts, level: policy::level(&place.policy.plan, protect), start: place.policy.start(), changed, root }
    }

    /// The key that most likely hides what a rule would find: one that names the rule, its group or its subject, else one about where stories
    /// lie or what their words mean.
    fn place(&self, rule: &str, is_read: bool) -> Option<(String, Span)> {
        let known = rules::named(rule);
        let group = known.map(|rule| format!("group:{}", rule.group.name()));
        let subjects: Vec<&str> = known.iter().flat_map(|rule| rule.needs.iter().map(|concept| concept.name())).collect();
        let subject = rule.split('-').next().unwrap_or(rule);
        let weight = |key: &str| {
            let names = |word: &str| key.split(['.', '"', '[', ']', '-']).any(|part| part == word || part.trim_end_matches('s') == word);
            let places = ["layout.ignore", "layout.known", "layout.stories", "layout.front-matter", "layout.preset"];
            match key {
                _ if !is_read && places.iter().any(|place| key.starts_with(place)) => 4,
                _ if key.contains(rule) || group.as_ref().is_some_and(|group| key.contains(group.as_str())) => 3,
                _ if names(subject) || subjects.iter().any(|subject| names(subject)) => 2,
                _ if ["stage", "kind", "status", "uses"].into_iter().any(names) => 1,
                _ => 0,
            }
        };
        // Of equals the first one written.
        let best = self.changed.iter().rev().max_by_key(|changed| weight(&changed.key));
        best.map(|changed| (changed.key.clone(), changed.span)).or_else(|| self.start.map(|start| ("configuration".into(), start)))
    }
}

/// The settings of `is` that `was` has not, or not so, in the order of the text.
fn changed(was: &Policy, is: &Policy) -> Vec<Changed> {
    let before: BTreeMap<String, &Setting> = was.settings.settings.leaves().into_iter().collect();
    let other = |(path, setting): &(String, &Setting)| before.get(path).is_none_or(|earlier| !is_same(&earlier.value, &setting.value));
    let found = is.settings.settings.leaves().into_iter().filter(other);
    found.filter_map(|(key, setting)| Some(Changed { key, span: is.span(&setting.origin)? })).collect()
}

fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(&one.value, &other.value))
        }
        (Value::Table(one), Value::Table(other)) => {
            one.0.len() == other.0.len()
                && one.0.iter().zip(&other.0).all(|((key, one), (name, other))| key == name && is_same(&one.value, &other.value))
        }
        (one, other) => one == other,
    }
}

/// Adds to `outcome` what the policies of the bases find besides.
pub(super) fn compare(trees: &Trees<'_>, request: &Request, policies: &Policies, outcome: &mut Outcome) -> Result<(), Error> {
    let mut hidden: Option<BTreeMap<Site, usize>> = None;
    for base in &trees.bases {
        let found = hidden_from(trees, *base, request, policies, outcome)?;
        hidden = Some(match hidden {
            None => found,
            Some(earlier) => earlier.into_iter().filter_map(|(at, count)| Some((at.clone(), count.min(*found.get(&at)?)))).collect(),
        });
    }
    tell(hidden.unwrap_or_default(), policies, outcome);
    Ok(())
}

/// A file and a rule.
type Site = (RepoPath, &'static str);

/// Per file and rule how many new errors the policy of `base` finds that are not shown.
fn hidden_from(
    trees: &Trees<'_>,
    base: &dyn Tree,
    request: &Request,
    policies: &Policies,
    outcome: &mut Outcome,
) -> Result<BTreeMap<Site, usize>, Error> {
    let listed = |tree: &dyn Tree| -> Result<Vec<RepoPath>, Error> {
        let is_policy = |path: &RepoPath| config::folder_of(path).is_some() || path.file_name() == BASELINE;
        Ok(tree.list(&RepoPath::default())?.entries.into_iter().map(|entry| entry.path).filter(is_policy).collect())
    };
    let mut files = policies.files.clone();
    files.extend(listed(trees.head)?);
    files.extend(listed(base)?);
    let mut reader = base.reader()?;
    let (mut kept, mut gone) = (BTreeMap::new(), BTreeSet::new());
    for path in files {
        match reader.read(&path, MAX_BYTES * 64) {
            Ok(bytes) => drop(kept.insert(path, bytes)),
            Err(_) => drop(gone.insert(path)),
        }
    }
    let without = Without { base: trees.head, gone };
    let head = Overlay { base: &without, files: kept };
    let mut scope = request.scope.in_base(base)?;
    scope.lenient = true;
    let request = Request {
        scope,
        ids: Vec::new(),
        only: Vec::new(),
        allow_empty: true,
        protect_policy: false,
        allow_policy_change: None,
        ..request.clone()
    };
    let AllJudged { outcome: mut other, .. } = judge_all(&Trees { head: &head, bases: vec![base] }, &request)?;
    filter::narrow(&mut other, (&[], &[]), &[], &[])?;
    let mut found: BTreeMap<Site, usize> = BTreeMap::new();
    for (_, finding) in other.findings().filter(|(_, finding)| finding.level == Level::Error && counts(finding.rule)) {
        let path = &other.sources[finding.span.file].path;
        if policies.ruling(path).is_some_and(|head| !head.adopts) {
            *found.entry((path.clone(), finding.rule)).or_default() += 1;
        }
    }
    let Outcome { sources, backlogs, .. } = outcome;
    let mut own = |may_count: fn(&mut Finding) -> bool| {
        for finding in backlogs.iter_mut().flat_map(|judged| &mut judged.findings).filter(|finding| finding.level == Level::Error) {
            let site = (sources[finding.span.file].path.clone(), finding.rule);
            if let Some(count) = found.get_mut(&site).filter(|count| **count > 0)
                && may_count(finding)
            {
                *count -= 1;
            }
        }
    };
    // What a mark, an acceptance or the baseline hides is told there.
    own(|finding| finding.hidden != Some(Hidden::Unchanged));
    // What was there before under the later policy alone is new.
    own(|finding| finding.hidden == Some(Hidden::Unchanged) && finding.hidden.take().is_some());
    found.retain(|_, count| *count > 0);
    Ok(found)
}

fn counts(rule: &str) -> bool {
    let is_of_marks = rules::named(rule).is_some_and(|rule| rule.group == Group::Marks || rule.name == policy::RULE);
    !NEW_WORDS.contains(&rule) && !is_of_marks
}

/// The key at a place, the place, how much it weighs, and what it hides.
type Told = (String, Span, Level, Vec<(Site, usize)>);

/// One finding a place, with the count and the first files; a weakening that is told there already says how much it hides.
fn tell(hidden: BTreeMap<Site, usize>, policies: &Policies, outcome: &mut Outcome) {
    let mut places: BTreeMap<(RepoPath, u32), Told> = BTreeMap::new();
    for ((path, rule), count) in hidden {
        let Some(head) = policies.ruling(&path).or(policies.heads.first()) else { continue };
        let Some(level) = head.level else { continue };
        let is_read = outcome.backlogs.iter().any(|judged| judged.backlog.stories().any(|(_, story)| story.path == path && story.live));
        let (key, span) = head.place(rule, is_read).unwrap_or_else(|| {
            let file = outcome.sources.add(Source::new(path.clone(), "".into()));
            ("configuration".into(), Span { file, range: TextRange::at(0) })
        });
        let at = (outcome.sources[span.file].path.clone(), span.range.start);
        places.entry(at).or_insert_with(|| (key, span, level, Vec::new())).3.push(((path, rule), count));
    }
    for (_, (key, span, level, sites)) in places {
        outcome.policy_rules.extend(sites.iter().map(|((_, rule), _)| (span, (*rule).to_owned())));
        let count: usize = sites.iter().map(|(_, count)| count).sum();
        let shown: Vec<String> = sites.iter().take(3).map(|((path, rule), _)| format!("{rule} in `{}`", path.display())).collect();
        let errors = if count == 1 { "1 error".into() } else { format!("{count} errors") };
        let and_more = if sites.len() > 3 { format!(" and {} more", sites.len() - 3) } else { String::new() };
        let hides = format!("hides {errors} now: {}{and_more}", shown.join(", "));
        let path = outcome.sources[span.file].path.clone();
        let own = outcome.backlogs.iter().position(|judged| path.below(&judged.backlog.root).is_some()).unwrap_or_default();
        let Some(Judged { findings, .. }) = outcome.backlogs.get_mut(own) else { continue };
        let is_whole = key == "configuration";
        let is_there =
            |finding: &&mut Finding| finding.rule == policy::RULE && (finding.span == span || (is_whole && finding.span.file == span.file));
        if let Some(told) = findings.iter_mut().find(is_there) {
            told.message = format!("{}; it {hides}", told.message);
            continue;
        }
        let finding = policy::hiding(level, span, key, format!("this change of the policy {hides}"));
        findings.push(finding);
        let sources = &outcome.sources;
        let place = |finding: &Finding| (sources[finding.span.file].path.clone(), finding.span.range.start, finding.rule);
        findings.sort_by_cached_key(place);
    }
}
