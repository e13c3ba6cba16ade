//! `estimate-too-big`.

use super::{evidence, split};
use crate::{
    concept::{Concept, Estimate, Scale, estimate::Verdict},
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "estimate-too-big",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[Concept::Estimate],
    page: include_str!("estimate_too_big.md"),
    options: &[&MAX],
    fixes: &[],
    check: Check::Story(check),
};

static MAX: Opt<Option<Estimate>> = Opt { name: "max", default: (), help: "the largest estimate a story may have", weaker: Weaker::More };

fn check(cx: &mut StoryCx<'_>) {
    let policy = &cx.around.team.estimates;
    if policy.scale == Scale::None {
        return;
    }
    let Some((range, estimate)) = evidence::estimate(cx) else { return };
    let Verdict::TooBig(max) = policy.judge(estimate, cx.option(&MAX)) else { return };
    let help = format!("split it into stories of at most {max}; {}", split::hint(cx));
    cx.report(range, format!("an estimate of {estimate} is over the limit of {max}")).help(help).key(estimate.to_string());
}
