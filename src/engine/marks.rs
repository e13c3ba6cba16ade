//! The marks a team leaves: what they suppress or accept, and what is wrong with them.

use jiff::civil::Date;

use crate::{
    backlog::{Backlog, StoryIx},
    concept::{Stage, id::IdKey},
    finding::{Finding, Hidden, Level},
    plan::{Assigned, Plan, Planned},
    rule::{Check, Rule, context::Surroundings},
    rules,
    source::{Span, TextRange},
    story::{Acceptance, Story, Suppression, Until},
    text::words,
};

/// Hides a finding that a mark of its story covers today, or that the team accepts.
pub(super) fn waive(around: Surroundings<'_>, ix: StoryIx, story: &Story, finding: &mut Finding) {
    if finding.level == Level::Error && is_about_reading(finding.rule) {
        return;
    }
    let covers = |(at, mark): (usize, &Suppression)| {
        mark.holds(around.today) && mark.covers(story.file, finding) && !around.void.is_some_and(|void| void.contains(&(ix, at)))
    };
    let accepted = around.accepted.get(ix.0 as usize).map_or(&[][..], Vec::as_slice);
    if around.suppressions && story.suppressions.iter().enumerate().any(covers) {
        finding.hidden = Some(Hidden::Suppressed);
    } else if around.suppressions && accepted.iter().any(|acceptance| acceptance.rule == finding.rule) {
        finding.hidden = Some(Hidden::Accepted);
    }
}

/// Whether a rule says that a file was not read.
fn is_about_reading(name: &str) -> bool {
    rules::named(name).is_some_and(Rule::is_about_reading)
}

/// Per story of `backlog` what is accepted of it today; nothing where nothing is.
pub fn accepted<'a>(backlog: &Backlog, acceptances: impl Iterator<Item = &'a Acceptance>, today: Date) -> Vec<Vec<&'a Acceptance>> {
    let mut found = Vec::new();
    for acceptance in acceptances.filter(|acceptance| acceptance.until >= today) {
        for ix in stories_of(backlog, &acceptance.story) {
            found.resize(backlog.len(), Vec::new());
            found[ix.0 as usize].push(acceptance);
        }
    }
    found
}

/// The stories an acceptance names: by id, else by another name, else by path.
pub fn stories_of(backlog: &Backlog, name: &str) -> Vec<StoryIx> {
    let key = IdKey::of(name);
    match backlog.with_id(&key) {
        [] => {
            let path = backlog.root.join(name.as_bytes());
            let by_path = || backlog.stories().find(|(_, story)| story.path == path).map(|(ix, _)| ix);
            backlog.named(&key).or_else(by_path).into_iter().collect()
        }
        stories => stories.to_vec(),
    }
}

/// What is wrong with acceptances: those that ended, and those with nothing to accept.
pub fn acceptances(around: Surroundings<'_>, plan: &Plan, found: &[Finding], acceptances: &[(&Acceptance, Span)]) -> Vec<Finding> {
    let mut wrong = Vec::new();
    let mut report = |rule: &'static str, span: Span, message: String, help: String, key: String| {
        if let Some(level) = plan.level_anywhere(rule) {
            let mut finding = Finding::of_file(rule, level, span, message);
            finding.help(help).key(key);
            wrong.push(finding);
        }
    };
    for (acceptance, span) in acceptances.iter().filter(|_| around.suppressions) {
        let Acceptance { story, rule, until, .. } = acceptance;
        let key = format!("{story} {rule}");
        if *until < around.today {
            let help = "mend what it accepted, or set a later day".into();
            report("suppression-expired", *span, format!("the acceptance of `{rule}` in {story} ended on {until}"), help, key);
            continue;
        }
        let stories = stories_of(around.backlog, story);
        if stories.is_empty() {
            let meant = around.backlog.suggestion(story).map(|meant| format!("did you mean `{meant}`?"));
            let help = meant.unwrap_or_else(|| "take it out".into());
            report("acceptance-unused", *span, format!("there is no story `{story}`"), help, key);
            continue;
        }
        let is_of_change = plan.named(rule).is_none_or(|planned| matches!(planned.rule.check, Check::Change(_) | Check::Engine));
        let is_used = |finding: &Finding| finding.rule == *rule && finding.story.is_some_and(|ix| stories.contains(&ix));
        if !is_of_change && !found.iter().any(is_used) {
            let message = format!("`{rule}` finds nothing in {story}, so there is nothing to accept");
            report("acceptance-unused", *span, message, "take it out".into(), key);
        }
    }
    wrong
}

/// Adds what is wrong with the marks of a story to what was found in it.
pub(super) fn judge(around: Surroundings<'_>, plan: &Assigned<'_>, ix: StoryIx, story: &Story, found: &mut Vec<Finding>) {
    if !around.suppressions {
        return;
    }
    let mut judge = Judge { rules: plan.of(ix), ix, story, found: Vec::new() };
    for mark in &story.suppressions {
        if mark.misspelt {
            let help = "did you mean `backlint-ignore RULE: reason`?";
            let written = words::quote(mark.range.of(&around.sources[story.file].text));
            judge.report("suppression-unknown", mark.range, format!("{written} suppresses nothing"), help, "misspelt");
            continue;
        }
        if story.broken {
            judge.unread(mark);
            continue;
        }
        judge.named_rules(mark);
        if mark.reason.is_none() {
            let help = "say why behind a colon: `backlint-ignore RULE: reason`";
            judge.report("suppression-unreasoned", mark.range, "a suppression without a reason hides nothing".into(), help, "");
        }
        judge.last_day(mark, around);
        if mark.holds(around.today) {
            judge.unused(mark, found);
        }
    }
    found.append(&mut judge.found);
}

struct Judge<'a> {
    rules: &'a [Planned],
    ix: StoryIx,
    story: &'a Story,
    found: Vec<Finding>,
}

impl Judge<'_> {
    fn report(&mut self, rule: &str, range: TextRange, message: String, help: &str, key: &str) {
        let Some(planned) = self.rules.iter().find(|planned| planned.rule.name == rule) else { return };
        let mut work = super::work(planned, &mut self.found);
        work.report(self.ix, self.story, range, message).help(help).key(key);
    }

    fn named_rules(&mut self, mark: &Suppression) {
        if mark.rules.is_empty() {
            let help = "name the rule: `backlint-ignore RULE: reason`";
            self.report("suppression-unknown", mark.range, "a suppression that names no rule hides nothing".into(), help, "");
        }
        let known = || rules::RULES.iter().copied().chain(self.rules.iter().map(|planned| planned.rule)).map(|rule| rule.name);
        for (rule, place) in mark.rules.iter().filter(|(rule, _)| !known().any(|name| name == rule)) {
            let help = rules::meant(rule, known());
            self.report("suppression-unknown", *place, format!("there is no rule `{rule}`"), &help, rule);
        }
        self.unread(mark);
    }

    /// That a file of work that is not over was not read cannot be hidden.
    fn unread(&mut self, mark: &Suppression) {
        let is_over = self.story.is_over_by_place() || !self.story.broken && matches!(self.story.stage(), Stage::Done | Stage::Dropped);
        if is_over {
            return;
        }
        for (rule, place) in mark.rules.iter().filter(|(rule, _)| is_about_reading(rule)) {
            let help = "take it out and fix the file; `backlint baseline` can record it as long as its bytes are the same";
            self.report("suppression-unknown", *place, format!("`{rule}` cannot be suppressed"), help, rule);
        }
    }

    fn last_day(&mut self, mark: &Suppression, around: Surroundings<'_>) {
        let names = mark.rules.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>().join(" ");
        match &mark.until {
            Until::Day(day) if *day < around.today => {
                let help = "mend what it hid, or set a later day";
                self.report("suppression-expired", mark.range, format!("this suppression ended on {day}"), help, &names);
            }
            Until::Unread(written) => {
                let message = format!("`{written}` is no day, so the suppression hides nothing");
                self.report("suppression-expired", mark.range, message, "write it as `until 2026-12-31`", &names);
            }
            _ => {}
        }
    }

    /// A mark is of use if it covers anything at the story's own stage or at the ready column. What a change brings up cannot be told here.
    fn unused(&mut self, mark: &Suppression, found: &[Finding]) {
        for (name, place) in mark.rules.iter().filter(|(name, _)| !is_about_reading(name)) {
            let is_planned = self.rules.iter().any(|planned| planned.rule.name == name && !matches!(planned.rule.check, Check::Change(_)));
            let counts = |finding: &Finding| finding.level != Level::Off || finding.level_if_ready != Level::Off;
            let is_used = found.iter().any(|finding| finding.rule == name && counts(finding) && mark.covers(self.story.file, finding));
            if is_planned && !is_used {
                let message = format!("nothing here for `{name}` to find, so there is nothing to suppress");
                self.report("suppression-unused", *place, message, "take it out", name);
            }
        }
    }
}
