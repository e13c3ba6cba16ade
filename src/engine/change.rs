//! Rules about a change: they see a backlog before it and after it.

use super::{Checked, contained, report_panic};
use crate::{
    backlog::{Backlog, Pairs},
    finding::{Finding, Level},
    plan::Assigned,
    rule::{
        ChangeCx, Check,
        context::{Surroundings, Work},
    },
};

/// A backlog before a change.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// Its stories.
    pub backlog: &'a Backlog,
    /// Which of them is which story after the change.
    pub pairs: &'a Pairs,
}

/// Runs the change rules of `plan` over a backlog that was judged after a change.
pub fn check_change(around: Surroundings<'_>, plan: &Assigned<'_>, checked: &Checked, before: Before<'_>) -> Vec<Finding> {
    let mut lacks: Vec<Vec<&Finding>> = vec![Vec::new(); around.backlog.len()];
    let is_lack = |finding: &&Finding| finding.level_if_ready == Level::Error && !finding.is_waived();
    for finding in checked.findings.iter().filter(is_lack) {
        if let Some(ix) = finding.story {
            lacks[ix.0 as usize].push(finding);
        }
    }
    let mut found = Vec::new();
    for (at, planned) in plan.plan().rules.iter().enumerate().filter(|(at, _)| plan.runs(*at)) {
        let Check::Change(check) = planned.rule.check else { continue };
        let own = plan.levels(at);
        let failed = contained(|| {
            let work = Work { own: &own, ..super::work(planned, &mut found) };
            check(&mut ChangeCx { around, before: before.backlog, pairs: before.pairs, lacks: &lacks, work });
        });
        if failed && let Some((ix, story)) = around.backlog.stories().next() {
            report_panic(plan, planned.rule, ix, story, &mut found);
        }
    }
    for finding in &mut found {
        if let Some(ix) = finding.story {
            super::marks::waive(around, ix, &around.backlog[ix], finding);
        }
    }
    found.retain(|finding| finding.level != Level::Off);
    found
}
