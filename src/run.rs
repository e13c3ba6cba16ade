//! The line, from trees to an outcome: discover, load, parse, index, check, filter.

mod allowed;
mod empty;
mod languages;
mod target;
mod third;

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use empty::{nothing, propose};
use rayon::prelude::*;
pub use target::run_under;

use crate::{
    backlog::{Backlog, StoryIx, Uses},
    base::{Base, Old},
    baseline::{self, Baseline},
    concept::{fold, id::IdKey},
    discover::{self, Found, Place, Scope},
    engine::{self, Before, Checked},
    error::Error,
    filter,
    finding::Finding,
    load::{Reading, load},
    outcome::{Change, Judged, Notice, Outcome, Planning, Summary},
    plan::Plan,
    policy::{self, Owners},
    rule::context::{Files, Shared, Surroundings},
    source::{RepoPath, Sources, Span},
    story::{Acceptance, Story},
    survey::{self, Survey},
    tree::{PathKind, Tree},
};

/// What a run is asked for.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Request {
    /// Where to look.
    pub scope: Scope,
    /// Ids of stories that findings are narrowed to, besides paths.
    pub ids: Vec<String>,
    /// Rules that findings are narrowed to; none means all.
    pub only: Vec<String>,
    /// The day that counts as today.
    pub today: jiff::civil::Date,
    /// The largest file that is read, in bytes.
    pub max_file_size: u64,
    /// Whether a file that was named and is no story is fine, as hook runners name whatever they have.
    pub ignore_unmatched: bool,
    /// Whether finding no story is fine.
    pub allow_empty: bool,
    /// Whether suppressions in stories hold.
    pub suppressions: bool,
    /// Whether the baseline hides what it lists.
    pub baseline: bool,
    /// Whether a weaker policy is an error.
    pub protect_policy: bool,
    /// The rules for which a weaker policy passes all the same; none means all.
    pub allow_policy_change: Option<Vec<String>>,
}

/// The largest file that is read unless a run says otherwise, in bytes.
pub const MAX_FILE_SIZE: u64 = 1024 * 1024;

/// What a run may say at most: places in a text are numbers of 32 bits, and all of it is held in memory.
pub const MOST_FILE_SIZE: u64 = 1 << 30;

/// What is judged, and what its findings are compared with.
pub struct Trees<'t> {
    /// What is judged.
    pub head: &'t dyn Tree,
    /// What the change started from; nothing where everything is to be reported, several during a merge.
    pub bases: Vec<&'t dyn Tree>,
}

impl<'t> Trees<'t> {
    /// Everything is reported.
    pub fn of(head: &'t dyn Tree) -> Self {
        Self { head, bases: Vec::new() }
    }
}

/// Judges every backlog that `request` asks for.
pub fn run(trees: &Trees<'_>, request: &Request) -> Result<Outcome, Error> {
    let AllJudged { mut outcome, only, allowed, policies } = judge_all(trees, request)?;
    if let Some(policies) = policies {
        third::compare(trees, request, &policies, &mut outcome)?;
    }
    allowed::pass(allowed.as_deref(), &mut outcome);
    let paths = &request.scope.paths;
    let may_miss = |path: &&RepoPath| request.ignore_unmatched && trees.head.kind(path) != Some(PathKind::Folder);
    let files: Vec<RepoPath> = paths.iter().filter(may_miss).cloned().collect();
    let are_all_files = !files.is_empty() && files.len() == paths.len();
    if outcome.errors.is_empty() && !are_all_files && outcome.backlogs.iter().all(|judged| judged.backlog.is_empty()) {
        nothing(&mut outcome, request)?;
    }
    filter::narrow(&mut outcome, (paths, &files), &request.ids, &only)?;
    Ok(outcome)
}

/// The verdicts on every backlog.
struct AllJudged {
    outcome: Outcome,
    /// The rules that findings are narrowed to.
    only: Vec<&'static str>,
    /// The rules and keys for which a weaker policy passes.
    allowed: Option<Vec<String>>,
    /// The policies before and after, where they differ.
    policies: Option<third::Policies>,
}

fn judge_all(trees: &Trees<'_>, request: &Request) -> Result<AllJudged, Error> {
    let mut sources = Sources::default();
    let seen = look_around(trees, &request.scope)?;
    let (found, bases) = rayon::join(
        || discover::discover(trees.head, &request.scope, &seen, &mut sources),
        || trees.bases.iter().map(|tree| Base::find(*tree, &request.scope, &seen)).collect::<Result<Vec<_>, Error>>(),
    );
    let Found { places, errors, proposals } = found?;
    let plans: Vec<&Plan> = places.iter().map(|place| &place.policy.plan).collect();
    let only = filter::only(&request.only, &plans);
    let allowed = request.allow_policy_change.as_ref().map(|written| allowed::named(written, &plans)).transpose();
    // A clause of a configuration with mistakes cannot be known; those are what there is to tell.
    let only = if errors.is_empty() { only? } else { only.unwrap_or_default() };
    let allowed = if errors.is_empty() { allowed? } else { allowed.unwrap_or_default() };
    let mut bases = bases?;
    let policies = third::Policies::of(&places, &bases, request.protect_policy);
    for base in &mut bases {
        base.matching(&places);
    }
    let mut outcome = Outcome { sources, proposals, errors, ..Outcome::default() };
    let unjudged = if bases.is_empty() { Vec::new() } else { policy::unjudged(&places) };
    for (at, place) in places.into_iter().enumerate() {
        let judged = judge((trees.head, &unjudged), (at, place), &mut bases, request, &mut outcome)?;
        outcome.backlogs.push(judged);
    }
    outcome.errors.extend(bases.into_iter().flat_map(|base| base.errors));
    propose(&mut outcome);
    outcome.notices.sort();
    outcome.notices.dedup();
    Ok(AllJudged { outcome, only, allowed, policies })
}

/// What looks like a backlog in any of the trees; each of them is read by the same answer.
fn look_around(trees: &Trees<'_>, scope: &Scope) -> Result<Survey, Error> {
    let all: Vec<&dyn Tree> = [trees.head].into_iter().chain(trees.bases.iter().copied()).collect();
    let surveys = all.into_par_iter().map(|tree| discover::look_around(tree, scope)).collect::<Result<Vec<_>, Error>>()?;
    Ok(survey::joined(surveys))
}

/// Judges one backlog, and hides what is not to be reported.
fn judge(
    (tree, unjudged): (&dyn Tree, &[RepoPath]),
    (at, place): (usize, Place),
    bases: &mut [Base<'_>],
    request: &Request,
    outcome: &mut Outcome,
) -> Result<Judged, Error> {
    let reading = Reading { layout: &place.policy.layout, team: &place.policy.settings.team, max_file_size: request.max_file_size };
    let loaded = load(tree, &place.files, reading, None, &mut outcome.sources)?;
    outcome.errors.extend(loaded.errors);
    outcome.notices.extend(loaded.notices);
    let mut skipped = [place.files.skipped.clone(), loaded.skipped].concat();
    skipped.sort_by(|a, b| a.path.cmp(&b.path));
    let backlog = Backlog::new(place.files.root.clone(), loaded.stories, &place.policy.layout);
    let mut olds = Vec::new();
    for base in bases.iter_mut() {
        olds.extend(base.read(at, (&place, &backlog, tree), request.max_file_size, &mut outcome.sources)?);
    }
    let baseline = if request.baseline { Baseline::read(tree, &baseline::path(&place), &mut outcome.sources)? } else { None };
    let acceptances: Vec<(&Acceptance, Span)> = place.policy.acceptances();
    let mut weaker =
        if olds.is_empty() { Vec::new() } else { policy::weakened((unjudged, request.today), &place, &backlog, &olds, outcome) };

    let added = added(&backlog, &olds);
    let owners = Owners::new(&backlog, &olds, &outcome.sources);
    let accepted = owners.accepted(&place.policy, request.today);
    let void = owners.void_marks();
    let void_entries = baseline.as_ref().map(|baseline| owners.void_entries(baseline)).unwrap_or_default();
    let backlogs = || olds.iter().map(|old| &old.backlog).chain([&backlog]).collect();
    let shared = (!olds.is_empty()).then(|| Shared { backlogs: backlogs(), similar: OnceLock::new() });
    let uses = Uses::of(olds.iter().map(|old| &old.backlog).chain([&backlog]), &place.policy.settings.team.uses);
    let around = Surroundings {
        uses: &uses,
        backlog: &backlog,
        sources: &outcome.sources,
        layout: &place.policy.layout,
        templates: &place.policy.templates,
        team: &place.policy.settings.team,
        files: Files(tree),
        today: request.today,
        suppressions: request.suppressions,
        accepted: &accepted,
        added: &added,
        void: Some(&void),
        shared: shared.as_ref(),
    };
    let (mut checked, mut before) = check(around, &place, &olds);
    let is_asked = |name: &str| is_asked(name, &backlog, request);
    let asked: Vec<(&Acceptance, Span)> = acceptances.iter().copied().filter(|(acceptance, _)| is_asked(&acceptance.story)).collect();
    checked.findings.extend(engine::acceptances(around, &place.policy.plan, &checked.findings, &asked));
    if let Some(baseline) = baseline.as_ref().filter(|_| !olds.is_empty()) {
        let unfound = before.iter().zip(&olds).map(|(found, old)| {
            let (_, gone) = filter::known(&found.findings, &baseline.entries, (&old.backlog, &outcome.sources));
            gone
        });
        let grown = policy::grown(baseline, &backlog, &olds, &unfound.collect::<Vec<_>>());
        if grown.is_none() && olds.iter().all(|old| old.baseline.is_none()) {
            let findings =
                if baseline.entries.len() == 1 { "1 finding is".into() } else { format!("{} findings are", baseline.entries.len()) };
            outcome
                .notices
                .push(Notice { code: "policy-new", text: format!("backlint starts to check this backlog: {findings} recorded") });
        }
        outcome.policy_rules.extend(grown.iter().flat_map(|grown| grown.speaks_of(baseline)));
        weaker.extend(grown);
    }
    if let Some(mut baseline) = baseline {
        take_out_void(&mut baseline, &void_entries, &mut before, &olds);
        let stale = filter::hide_known(&mut checked.findings, &baseline, (&backlog, &outcome.sources), &place.policy.plan, is_asked);
        checked.findings.extend(stale);
    }
    // A base that had no such backlog is the empty one: everything is new.
    let compared: Vec<_> = before.iter().zip(&olds).map(|(found, old)| (found.findings.as_slice(), &old.pairs)).collect();
    filter::hide_unchanged(&mut checked.findings, &compared, &outcome.sources);
    checked.findings.extend(policy::findings(weaker, &place.policy.plan, request.protect_policy));
    let path = |finding: &Finding| &outcome.sources[finding.span.file].path;
    checked.findings.sort_by(|a, b| (path(a), a.span.range.start, a.rule).cmp(&(path(b), b.span.range.start, b.rule)));

    outcome.errors.extend(checked.errors);
    outcome.notices.extend(notices(&place, &backlog));
    outcome.notices.extend(languages::languages(&place, &backlog, &outcome.sources));
    let summary = summary(&backlog, &checked.meets);
    let planning = Planning { today: request.today, team: Arc::clone(&place.policy.settings.team) };
    let baseline = baseline::path(&place);
    let configs = place.policy.settings.sources.iter().map(|source| source.path.clone()).collect();
    let config = place.policy.config.map(|config| config.path.clone());
    let change = (!bases.is_empty()).then(|| change(&backlog, &olds, &outcome.sources));
    Ok(Judged {
        backlog,
        layout: place.policy.layout,
        clue: place.policy.detected,
        config,
        configs,
        files: place.files.count(),
        markdown: place.files.markdown(),
        ignored: place.files.ignored,
        skipped,
        planning,
        meets: checked.meets,
        summary,
        findings: checked.findings,
        change,
        baseline,
    })
}

/// Takes out the entries of a baseline that were written for another story, and what the base put up with for them: that is no reason to put up
/// with it in the story that has the id now.
fn take_out_void(baseline: &mut Baseline, void: &[(usize, StoryIx)], before: &mut [Checked], olds: &[Old]) {
    if void.is_empty() {
        return;
    }
    for (before, old) in before.iter_mut().zip(olds) {
        let is_void = |finding: &Finding| {
            let ix = finding.story.and_then(|ix| old.pairs.after(ix));
            void.iter().any(|(at, replaced)| Some(*replaced) == ix && baseline.entries[*at].rule == finding.rule)
        };
        before.findings.retain(|finding| !is_void(finding));
    }
    let mut at = 0;
    baseline.entries.retain(|_| {
        at += 1;
        !void.iter().any(|(void, _)| *void == at - 1)
    });
}

/// Whether the run is about the story of this id or path.
fn is_asked(name: &str, backlog: &Backlog, request: &Request) -> bool {
    let (paths, key) = (&request.scope.paths, IdKey::of(name));
    let path = backlog.named(&key).map_or_else(|| RepoPath::from(name), |ix| backlog[ix].path.clone());
    let is_named = paths.iter().any(|wanted| path.below(wanted).is_some()) || request.ids.iter().any(|id| IdKey::of(id) == key);
    is_named || (paths.is_empty() && request.ids.is_empty())
}

/// What the rules find now, with what the change itself gives rise to, and what they find before the change.
fn check(around: Surroundings<'_>, place: &Place, olds: &[Old]) -> (Checked, Vec<Checked>) {
    let plan = &place.policy.plan.assign(around.backlog);
    let own = engine::check_stories(around, plan, None);
    let mut before = Vec::new();
    for old in olds {
        let accepted =
            engine::accepted(&old.backlog, place.policy.settings.acceptances.iter().map(|accepted| &accepted.acceptance), around.today);
        let earlier = Surroundings {
            backlog: &old.backlog,
            layout: &old.layout,
            files: Files(old.tree),
            added: &[],
            void: None,
            accepted: &accepted,
            ..around
        };
        let plan = &place.policy.plan.assign(&old.backlog);
        let shared = engine::check_stories(earlier, plan, Some((around.backlog, &old.pairs, &own)));
        before.push(engine::check_backlog(earlier, plan, shared));
    }
    let mut checked = engine::check_backlog(around, plan, own);
    let changes = olds.iter().map(|old| engine::check_change(around, plan, &checked, Before { backlog: &old.backlog, pairs: &old.pairs }));
    // In a merge only what neither side did is the merge's own doing.
    let same = |a: &Finding, b: &Finding| (a.rule, a.story, &a.key) == (b.rule, b.story, &b.key);
    let common = changes.reduce(|mut found, other| {
        found.retain(|finding| other.iter().any(|twin| same(finding, twin)));
        found
    });
    checked.findings.extend(common.unwrap_or_default());
    (checked, before)
}

/// Which stories are not as any of the bases has them.
fn change(backlog: &Backlog, olds: &[Old], sources: &Sources) -> Change {
    let is_same = |ix: StoryIx, story: &Story, old: &Old| {
        let before = old.pairs.before(ix).map(|before| &old.backlog[before]);
        before.is_some_and(|before| {
            before.path == story.path && (before.file == story.file || sources[before.file].text == sources[story.file].text)
        })
    };
    let live = backlog.stories().filter(|(_, story)| story.live);
    let changed = live.filter(|(ix, story)| !olds.iter().any(|old| is_same(*ix, story, old))).map(|(ix, _)| ix).collect();
    let gone = |old: &Old| {
        let stories = old.backlog.stories().filter(|(ix, story)| story.live && old.pairs.after(*ix).is_none());
        stories.map(|(_, story)| story.name()).collect::<Vec<_>>()
    };
    Change { changed, deleted: olds.first().map(gone).unwrap_or_default() }
}

/// Per story: whether none of the bases has it; nothing where there is no base.
fn added(backlog: &Backlog, olds: &[Old]) -> Vec<bool> {
    if olds.is_empty() {
        return Vec::new();
    }
    backlog.stories().map(|(ix, _)| olds.iter().all(|old| old.pairs.before(ix).is_none())).collect()
}

fn summary(backlog: &Backlog, meets: &[bool]) -> Summary {
    let mut summary = Summary::default();
    for ((_, story), meets) in backlog.stories().zip(meets).filter(|((_, story), _)| story.live) {
        summary.stories += 1;
        summary.unread += usize::from(story.broken);
        if story.is_open_item() {
            summary.open_items += 1;
            summary.meets_checks += usize::from(*meets);
        }
    }
    summary
}

/// What the rules cannot say: what they do not look at here, and words whose meaning nobody told.
fn notices(place: &Place, backlog: &Backlog) -> Vec<Notice> {
    let mut notices = place.notices.clone();
    let rules: Vec<&str> = place.policy.plan.not_configured().map(|planned| planned.rule.name).collect();
    if !rules.is_empty() && !backlog.is_empty() {
        let text = format!("not configured in the layout `{}`: {}", place.policy.layout.name, rules.join(", "));
        notices.push(Notice { code: "not-configured", text });
    }
    let live = backlog.stories().map(|(_, story)| story).filter(|story| story.live && story.stated_stage.is_none());
    let words: BTreeSet<&str> = live.filter_map(|story| story.status.value()).map(String::as_str).collect();
    let mut told = BTreeSet::new();
    for word in words.into_iter().filter(|word| place.policy.layout.allows_status(word) && told.insert(fold(word))) {
        let text = format!("the status `{word}` has no stage and counts as open; say which under `[stages]`");
        notices.push(Notice { code: "status-unmapped", text });
    }
    notices
}
