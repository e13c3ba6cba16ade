//! What a configuration says about planning: sprints, refinement sessions, RICE.

use std::collections::BTreeMap;

use crate::{
    concept::{RicePolicy, Sprint, Sprints, fold_name},
    settings::{Mistakes, Scalar, Setting},
    source::TextRange,
};

/// What a team says about its refinement sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refinement {
    /// Per label, in lower case, whom to invite when a story has it.
    pub invite: BTreeMap<String, String>,
}

/// Reads `[sprints]`.
pub(super) fn sprints(into: &mut Sprints, value: Setting<'_>, mistakes: &mut Mistakes) {
    for entry in mistakes.entries("sprints", value).unwrap_or_default() {
        match entry.key {
            "capacity" => into.capacity = above_zero(entry.key, entry.value, mistakes),
            "list" => {
                let items = mistakes.items(entry.key, entry.value).unwrap_or_default();
                into.list = in_turn(items.into_iter().filter_map(|item| sprint(item, mistakes)).collect(), mistakes);
            }
            _ => mistakes.unknown(entry.key_range, "key", entry.key, ["capacity", "list"]),
        }
    }
}

fn sprint(value: Setting<'_>, mistakes: &mut Mistakes) -> Option<(Sprint, TextRange)> {
    let (mut name, mut start, mut end) = (None, None, None);
    let before = mistakes.0.len();
    for entry in mistakes.entries("list", value)? {
        match entry.key {
            "name" => name = mistakes.text(entry.key, entry.value),
            "start" => start = mistakes.day(entry.key, entry.value),
            "end" => end = mistakes.day(entry.key, entry.value),
            _ => mistakes.unknown(entry.key_range, "key", entry.key, ["name", "start", "end"]),
        }
    }
    let (Some(name), Some(start), Some(end)) = (name, start, end) else {
        if mistakes.0.len() == before {
            let help = "write { name = \"S12\", start = 2026-03-02, end = 2026-03-13 }";
            mistakes.add_with_help(value.range(), "a sprint has a name, a start and an end", help);
        }
        return None;
    };
    if end < start {
        mistakes.add(value.range(), format!("the sprint \"{name}\" ends before it starts"));
        return None;
    }
    Some((Sprint { name, start, end }, value.range()))
}

/// Sprints by their first days; two that share a day or a name are a mistake, for one day is in one sprint.
fn in_turn(mut sprints: Vec<(Sprint, TextRange)>, mistakes: &mut Mistakes) -> Vec<Sprint> {
    sprints.sort_by_key(|(sprint, _)| sprint.start);
    for pair in sprints.windows(2) {
        let [(one, _), (other, range)] = pair else { continue };
        if other.start <= one.end {
            mistakes.add(*range, format!("the sprint \"{}\" starts before \"{}\" ends", other.name, one.name));
        }
    }
    for (at, (sprint, range)) in sprints.iter().enumerate() {
        if sprints[..at].iter().any(|(other, _)| fold_name(&other.name) == fold_name(&sprint.name)) {
            mistakes.add(*range, format!("two sprints are called \"{}\"", sprint.name));
        }
    }
    sprints.into_iter().map(|(sprint, _)| sprint).collect()
}

/// Reads `[refinement]`.
pub(super) fn refinement(into: &mut Refinement, value: Setting<'_>, mistakes: &mut Mistakes) {
    for entry in mistakes.entries("refinement", value).unwrap_or_default() {
        match entry.key {
            "invite" => {
                for label in mistakes.entries(entry.key, entry.value).unwrap_or_default() {
                    into.invite.extend(mistakes.text(label.key, label.value).map(|whom| (label.key.to_lowercase(), whom)));
                }
            }
            _ => mistakes.unknown(entry.key_range, "key", entry.key, ["invite"]),
        }
    }
}

/// Reads `[rice]`.
pub(super) fn rice(into: &mut RicePolicy, value: Setting<'_>, mistakes: &mut Mistakes) {
    for entry in mistakes.entries("rice", value).unwrap_or_default() {
        match entry.key {
            "impact" => {
                let items = mistakes.items(entry.key, entry.value).unwrap_or_default();
                match items.iter().map(|item| number(*item)).collect::<Option<Vec<f64>>>().as_deref() {
                    Some([smallest, largest]) if smallest < largest => into.impact = (*smallest, *largest),
                    _ => mistakes.add(entry.value.range(), "`impact` takes the smallest and the largest, such as [0.25, 3]"),
                }
            }
            _ => mistakes.unknown(entry.key_range, "key", entry.key, ["impact"]),
        }
    }
}

fn above_zero(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<f64> {
    let found = number(value).filter(|number| *number > 0.0);
    if found.is_none() {
        mistakes.add(value.range(), format!("`{key}` takes a number above 0"));
    }
    found
}

fn number(value: Setting<'_>) -> Option<f64> {
    match value.scalar()? {
        #[expect(clippy::cast_precision_loss, reason = "nobody plans that much")]
        Scalar::Integer(number) => Some(number as f64),
        Scalar::Float(number) => Some(number).filter(|number| number.is_finite()),
        _ => None,
    }
}
