//! Running a plan over a backlog: story rules in parallel, then backlog rules, then rules about a change; panics contained, findings sorted.

mod change;
mod marks;

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

pub use change::{Before, check_change};
pub use marks::{acceptances, accepted, stories_of};

use rayon::prelude::*;

use crate::{
    backlog::{Backlog, Pairs, StoryIx},
    error::Error,
    finding::{Fault, Finding, Level, Safety},
    plan::{Assigned, Planned},
    rule::{
        BacklogCx, Check, Gate, Group, Rule, StoryCx,
        context::{Memo, Surroundings, Work},
    },
    story::Story,
};

/// What the rules found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Every finding with a level at the story's stage or at the ready column, sorted by path, start and rule.
    pub findings: Vec<Finding>,
    /// Per story: whether it meets the checks.
    pub meets: Vec<bool>,
    /// Rules that failed.
    pub errors: Vec<Error>,
}

/// What the story rules found, per story of a backlog.
#[derive(Debug, Default)]
pub struct ByStory(Vec<Vec<Finding>>);

/// The rule that speaks of rules that fail.
pub const PANICKED: &str = "rule-panicked";

/// Runs the story rules of `plan`. What they found in a story that another backlog shares is taken from there.
pub fn check_stories(around: Surroundings<'_>, plan: &Assigned<'_>, other: Option<(&Backlog, &Pairs, &ByStory)>) -> ByStory {
    let stories: Vec<(StoryIx, &Arc<Story>)> = around.backlog.shared().iter().enumerate().map(|(at, story)| (ix(at), story)).collect();
    let check = |(ix, story): &(StoryIx, &Arc<Story>)| {
        let shared = other.and_then(|(backlog, pairs, found)| {
            let twin = pairs.after(*ix)?;
            let twin_story = backlog.shared().get(twin.0 as usize)?;
            Arc::ptr_eq(twin_story, story).then(|| &found.0[twin.0 as usize])
        });
        match shared {
            Some(found) => found.iter().map(|finding| Finding { story: Some(*ix), ..finding.clone() }).collect(),
            None => check_story(around, plan, *ix, story),
        }
    };
    ByStory(stories.par_iter().map(check).collect())
}

fn ix(at: usize) -> StoryIx {
    StoryIx(u32::try_from(at).unwrap_or(u32::MAX))
}

/// Runs the backlog rules of `plan` on top of what the story rules found.
pub fn check_backlog(around: Surroundings<'_>, plan: &Assigned<'_>, ByStory(mut per_story): ByStory) -> Checked {
    let backlog = around.backlog;
    let stories: Vec<(StoryIx, &Story)> = backlog.stories().collect();
    let meets = |((_, story), found): (&(StoryIx, &Story), &Vec<Finding>)| story.live && !lacks_anything(found);
    let own_readiness: Vec<bool> = stories.par_iter().zip(&per_story).map(meets).collect();
    let is_backlog = |at: &usize| matches!(plan.plan().rules[*at].rule.check, Check::Backlog(_));
    let rules: Vec<usize> = (0..plan.plan().rules.len()).filter(|at| is_backlog(at) && plan.runs(*at)).collect();
    let found: Vec<Vec<Finding>> = rules.par_iter().map(|at| run_backlog(around, plan, *at, &own_readiness)).collect();
    for mut finding in found.into_iter().flatten() {
        if let Some(ix) = finding.story {
            marks::waive(around, ix, &backlog[ix], &mut finding);
            per_story[ix.0 as usize].push(finding);
        }
    }
    for ((ix, story), found) in stories.iter().zip(&mut per_story).filter(|((_, story), _)| !story.suppressions.is_empty()) {
        marks::judge(around, plan, *ix, story, found);
    }
    let meets = stories.par_iter().zip(&per_story).map(meets).collect();
    let errors = per_story.iter().flatten().filter(|finding| finding.rule == PANICKED).map(|finding| panicked(backlog, finding)).collect();
    per_story.par_iter_mut().for_each(|found| {
        found.retain(|finding| finding.level != Level::Off || finding.level_if_ready != Level::Off);
        found.sort_by_key(|finding| (finding.span.range.start, finding.rule));
    });
    Checked { findings: per_story.into_iter().flatten().collect(), meets, errors }
}

fn lacks_anything(found: &[Finding]) -> bool {
    found.iter().any(|finding| finding.level_if_ready == Level::Error && !finding.is_waived())
}

fn panicked(backlog: &Backlog, finding: &Finding) -> Error {
    let path = finding.story.map(|ix| backlog[ix].path.clone()).unwrap_or_default();
    let rule = crate::rules::named(&finding.key).map_or(PANICKED, |rule| rule.name);
    Error::Panic { rule, path }
}

fn check_story(around: Surroundings<'_>, plan: &Assigned<'_>, ix: StoryIx, story: &Story) -> Vec<Finding> {
    let mut found = Vec::new();
    let rules = plan.of(ix);
    for fault in &story.parsed.faults {
        if let Some(planned) = rules.iter().find(|planned| planned.rule.name == fault.rule) {
            report_fault(planned, ix, story, fault, &mut found);
        }
    }
    let text = &around.sources[story.file].text;
    let memo = Memo::default();
    for planned in plan.of_stories(ix).filter(|planned| may_speak(planned.rule, story)) {
        let failed = contained(|| {
            let mut cx = StoryCx { story, ix, text, around, memo: &memo, work: work(planned, &mut found) };
            match planned.rule.check {
                Check::Story(check) => check(&mut cx),
                Check::Clause(clause) => clause.check(&mut cx),
                Check::Backlog(_) | Check::Change(_) | Check::Engine => {}
            }
        });
        if failed {
            report_panic(plan, planned.rule, ix, story, &mut found);
        }
    }
    for finding in &mut found {
        marks::waive(around, ix, story, finding);
    }
    // Most stories have none or one, and all are kept.
    found.shrink_to_fit();
    found
}

/// Whether a story rule has anything to say about a story of this stage and kind.
fn may_speak(rule: &Rule, story: &Story) -> bool {
    let readable = rule.group == Group::Readable;
    let in_scope = if story.broken { readable } else { story.live || rule.is_about_reading() };
    in_scope && (rule.kinds.0)(story)
}

fn report_fault(planned: &Planned, ix: StoryIx, story: &Story, fault: &Fault, found: &mut Vec<Finding>) {
    let mut work = work(planned, found);
    let finding = work.report(ix, story, fault.range, fault.message.clone()).help(&fault.help).key(fault.key);
    if !fault.mended.is_empty() {
        let title = if fault.mended.len() == 1 { "put the value in quotes" } else { "put the values in quotes" };
        finding.fix(Safety::Safe, title, fault.mended.iter().cloned());
    }
}

/// A rule at work where one story is looked at.
fn work<'a>(planned: &'a Planned, found: &'a mut Vec<Finding>) -> Work<'a> {
    Work { rule: planned.rule, levels: planned.levels, own: &[], options: &planned.options, found }
}

fn run_backlog(around: Surroundings<'_>, plan: &Assigned<'_>, at: usize, own_readiness: &[bool]) -> Vec<Finding> {
    let mut found = Vec::new();
    let planned = &plan.plan().rules[at];
    let Check::Backlog(check) = planned.rule.check else { return found };
    let own = plan.levels(at);
    let failed = contained(|| {
        let work = Work { own: &own, ..work(planned, &mut found) };
        check(&mut BacklogCx { around, own_readiness, work });
    });
    if failed && let Some((ix, story)) = around.backlog.stories().next() {
        report_panic(plan, planned.rule, ix, story, &mut found);
    }
    found
}

fn report_panic(plan: &Assigned<'_>, rule: &'static Rule, ix: StoryIx, story: &Story, found: &mut Vec<Finding>) {
    let Some(planned) = plan.plan().named(PANICKED) else { return };
    let mut work = Work { levels: Gate([Level::Error; 6]), ..work(planned, found) };
    let message = format!("the rule `{}` failed on this file, which is a bug in backlint", rule.name);
    let help = if rule.is_about_reading() {
        "report it with the file".to_owned()
    } else {
        format!("report it with the file, and switch the rule off until it is mended: `{} = \"off\"` under `[rules]`", rule.name)
    };
    work.report(ix, story, story.claim, message).help(help).key(rule.name);
}

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may fail on a story without failing on the others; whether it panicked.
pub fn contained(work: impl FnOnce()) -> bool {
    CONTAINED.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(false);
    outcome.is_err()
}

/// Keeps panics that become findings from printing; any other still prints.
pub fn quiet_contained_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !CONTAINED.get() {
            print(info);
        }
    }));
}
