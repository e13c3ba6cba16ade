//! The marks a team leaves in stories: what they suppress, and what is wrong with them.

use crate::{
    backlog::StoryIx,
    finding::{Finding, Hidden, Level},
    plan::Plan,
    rule::{
        Check,
        context::{Surroundings, Work},
    },
    rules,
    settings::closest,
    source::TextRange,
    story::{Story, Suppression, Until},
};

/// Hides a finding that a mark of its story covers today.
pub(super) fn suppress(around: Surroundings<'_>, story: &Story, finding: &mut Finding) {
    let covers = |mark: &Suppression| mark.holds(around.today) && mark.covers(story.file, finding);
    if around.suppressions && story.suppressions.iter().any(covers) {
        finding.hidden = Some(Hidden::Suppressed);
    }
}

/// Adds what is wrong with the marks of a story to what was found in it.
pub(super) fn judge(around: Surroundings<'_>, plan: &Plan, ix: StoryIx, story: &Story, found: &mut Vec<Finding>) {
    if !around.suppressions {
        return;
    }
    let mut judge = Judge { plan, ix, story, found: Vec::new() };
    for mark in &story.suppressions {
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
    plan: &'a Plan,
    ix: StoryIx,
    story: &'a Story,
    found: Vec<Finding>,
}

impl Judge<'_> {
    fn report(&mut self, rule: &str, range: TextRange, message: String, help: &str, key: &str) {
        let Some(planned) = self.plan.0.iter().find(|planned| planned.rule.name == rule) else { return };
        let mut work = Work { rule: planned.rule, levels: planned.levels, options: &planned.options, found: &mut self.found };
        work.report(self.ix, self.story, range, message).help(help).key(key);
    }

    fn named_rules(&mut self, mark: &Suppression) {
        if mark.rules.is_empty() {
            let help = "name the rule: `backlint-ignore RULE: reason`";
            self.report("suppression-unknown", mark.range, "a suppression that names no rule hides nothing".into(), help, "");
        }
        for (rule, place) in mark.rules.iter().filter(|(rule, _)| rules::named(rule).is_none()) {
            let meant = closest(rule, rules::RULES.iter().map(|rule| rule.name));
            let help = meant.map_or_else(|| "`backlint rules` lists every rule".into(), |meant| format!("did you mean `{meant}`?"));
            self.report("suppression-unknown", *place, format!("there is no rule `{rule}`"), &help, rule);
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
        for (name, place) in &mark.rules {
            let is_planned = self.plan.0.iter().any(|planned| planned.rule.name == name && !matches!(planned.rule.check, Check::Change(_)));
            let counts = |finding: &Finding| finding.level != Level::Off || finding.level_if_ready != Level::Off;
            let is_used = found.iter().any(|finding| finding.rule == name && counts(finding) && mark.covers(self.story.file, finding));
            if is_planned && !is_used {
                let message = format!("nothing here for `{name}` to find, so there is nothing to suppress");
                self.report("suppression-unused", *place, message, "take it out", name);
            }
        }
    }
}
