//! `rice-invalid`.

use crate::{
    concept::{Concept, Factor},
    finding::Safety,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "rice-invalid",
    group: Group::Order,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Reach, Concept::RiceScore],
    page: include_str!("rice_invalid.md"),
    options: &[],
    fixes: &[Safety::Safe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let Some(rice) = &cx.story.rice else { return };
    // A score alone was worked out elsewhere.
    let states_factors = rice.factors.iter().any(|factor| *factor != Field::Absent);
    if !states_factors {
        return;
    }
    let mut sound = true;
    for (factor, field) in Factor::ALL.into_iter().zip(&rice.factors) {
        sound &= judge(cx, factor, field);
    }
    if let (true, Field::Value { range, value }) = (sound, &rice.score) {
        score(cx, *range, *value);
    }
}

/// Whether one factor is there and sound; if not, says so.
fn judge(cx: &mut StoryCx<'_>, factor: Factor, field: &Field<f64>) -> bool {
    let name = factor.name();
    let (range, message) = match field {
        Field::Absent => (cx.story.claim, format!("a RICE score without {name}")),
        Field::Missing { range, written } if written.is_empty() => (*range, format!("a RICE score without {name}")),
        Field::Missing { range, written } => (*range, format!("a RICE score without {name}, only {}", words::quote(written))),
        Field::Invalid { range, written } => (*range, format!("{name} is no number: {}", words::quote(written))),
        Field::Value { range, value } => match cx.around.team.rice.objection(factor, *value) {
            None => return true,
            Some(wanted) => (*range, format!("{name} is {}, and has to be {wanted}", words::quote(cx.slice(*range)))),
        },
    };
    let place = if range.is_empty() { cx.story.claim } else { range };
    cx.report(place, message).help("reach x impact x confidence / effort takes four numbers; confidence as 80, 80 % or 0.8").key(name);
    false
}

/// More is not written by people.
const MOST_DECIMALS: usize = 9;

/// Whether the stored score is what the factors come to, as precisely as it is written.
fn score(cx: &mut StoryCx<'_>, range: TextRange, stored: f64) {
    let Some(computed) = cx.story.rice.as_ref().and_then(|rice| rice.computed()) else { return };
    let written = cx.slice(range).trim_matches(['"', '\'']);
    let decimals = written.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(MOST_DECIMALS));
    let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    if (stored - computed).abs() <= step / 2.0 + computed.abs() * 1e-9 {
        return;
    }
    let right = format!("{computed:.decimals$}");
    let edit = (TextRange::new(range.start as usize, range.end as usize), cx.slice(range).replacen(written, &right, 1));
    cx.report(range, format!("the stored RICE score is {}, the factors come to {right}", words::quote(written)))
        .help(format!("write {right}, or leave the score out: it is worked out where it is needed"))
        .key("score")
        .fix(Safety::Safe, format!("write {right}"), [edit]);
}
