//! `estimate-invalid`.

use super::evidence;
use crate::{
    concept::{Concept, Scale, estimate::Verdict},
    finding::Safety,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "estimate-invalid",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::WITH_CRITERIA,
    needs: &[Concept::Estimate],
    page: include_str!("estimate_invalid.md"),
    options: &[],
    fixes: &[Safety::Safe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let policy = &cx.around.team.estimates;
    if policy.scale == Scale::None {
        return;
    }
    let fact = match &cx.story.estimate {
        Field::Invalid { range, written } => Some((*range, format!("{} is not an estimate", words::quote(written)))),
        Field::Value { .. } => evidence::estimate(cx)
            .filter(|(_, estimate)| policy.judge(*estimate, None) == Verdict::OffScale)
            .map(|(range, estimate)| (range, format!("an estimate of {estimate} is not on the scale"))),
        Field::Absent | Field::Missing { .. } => None,
    };
    let Some((range, message)) = fact else { return };
    let help = format!("set `{}:` to one value ({})", cx.key(Concept::Estimate), policy.choices());
    let mended = mended(cx, range);
    let written = words::normalise(cx.slice(range));
    let finding = cx.report(range, message).help(help).key(written);
    if let Some(edit) = mended {
        finding.fix(Safety::Safe, "keep the value, and the rest as a comment", [edit]);
    }
}

/// `5 (was 8)` as `5 # (was 8)`: the value alone, with what stands behind it as a comment of YAML.
fn mended(cx: &StoryCx<'_>, range: TextRange) -> Option<(TextRange, String)> {
    let front = &cx.story.parsed.front_matter;
    let fences = front.fences.filter(|fences| fences.content.contains(range) && !fences.open.of(cx.text).starts_with('+'))?;
    let is_plain = |line: &&str| line.ends_with(cx.slice(range)) && !line.contains(['[', '{', '"', '\'', '#']);
    fences.content.of(cx.text).lines().map(str::trim_end).find(is_plain)?;
    let written = cx.slice(range);
    let (value, rest) = written.split_once([' ', ',', ';'])?;
    let policy = &cx.around.team.estimates;
    let fits = policy.read(value).is_some_and(|estimate| policy.judge(estimate, None) != Verdict::OffScale);
    // `5 to 8` and `5 - 8` are two values; which one holds is for people to say.
    let is_note = rest.trim_start().starts_with('(') || !rest.contains(|c: char| c.is_ascii_digit());
    (fits && is_note && !written.contains('\n')).then(|| (range, format!("{value} # {}", rest.trim_start())))
}
