//! What a configuration says about the team's work.

use super::keys::size;
use crate::{
    concept::{Concept, EstimatePolicy, RicePolicy, Scale, Sprint, Sprints, fold_name},
    settings::{Mistakes, Setting, Table},
    source::TextRange,
    team::Team,
    text::{
        language::Language,
        policy::{Phrase, TextPolicy, phrase},
    },
};

/// The fields that a backlog may do without, and the key that settles it.
const USES: [(&str, Concept); 4] = [
    ("uses.id", Concept::Id),
    ("uses.status", Concept::Status),
    ("uses.estimate", Concept::Estimate),
    ("uses.criteria", Concept::Criteria),
];

/// The team's settings; a value with a mistake is as good as not there.
pub(super) fn read(settings: &Table) -> Team {
    let phrases = |path: &str| -> Vec<Phrase> { settings.texts(path).iter().map(|text| phrase(text)).collect() };
    let mut list: Vec<Sprint> = settings.get("sprints.list").map(Setting::items).unwrap_or_default().iter().filter_map(sprint).collect();
    list.sort_by_key(|sprint| sprint.start);
    Team {
        estimates: EstimatePolicy {
            scale: settings.get("estimate.scale").and_then(scale).unwrap_or_default(),
            max: settings.get("estimate.max").and_then(size),
        },
        uses: USES.into_iter().filter_map(|(key, concept)| Some((concept, settings.flag(key)?))).collect(),
        sprints: Sprints { capacity: settings.get("sprints.capacity").and_then(Setting::number), list },
        invite: settings.named_texts("refinement.invite").map(|(label, whom)| (label.to_lowercase(), whom.to_owned())).collect(),
        rice: settings.get("rice.impact").and_then(impact).map(|impact| RicePolicy { impact }).unwrap_or_default(),
        text: TextPolicy {
            language: settings.text("language").and_then(Language::of_code),
            roles: settings.texts("text.roles"),
            glossary: phrases("text.glossary"),
            allow: phrases("text.allow"),
            vague: phrases("text.words.vague"),
            weak: phrases("text.words.weak"),
        },
    }
}

fn scale(setting: &Setting) -> Option<Scale> {
    match setting.text() {
        Some(text) => Scale::NAMES.into_iter().find(|(name, _)| *name == text).map(|(_, scale)| scale),
        None => setting.items().iter().map(size).collect::<Option<_>>().map(Scale::List),
    }
}

/// The smallest and the largest impact.
pub(super) fn impact(setting: &Setting) -> Option<(f64, f64)> {
    match setting.items().iter().map(Setting::number).collect::<Option<Vec<f64>>>()?.as_slice() {
        [smallest, largest] if smallest < largest => Some((*smallest, *largest)),
        _ => None,
    }
}

fn sprint(item: &Setting) -> Option<Sprint> {
    let table = item.table()?;
    let day = |key: &str| table.get(key)?.day();
    let (name, start, end) = (table.text("name")?.to_owned(), day("start")?, day("end")?);
    (start <= end).then_some(Sprint { name, start, end })
}

/// Notes sprints that lack a day, and those that share a day or a name: a day is in one sprint.
pub(super) fn check_sprints(settings: &Table, mistakes: &mut Mistakes) {
    let mut sprints: Vec<(Sprint, TextRange)> = Vec::new();
    for item in settings.items("sprints.list") {
        let (Some(table), range) = (item.table(), item.origin.value) else { continue };
        let name = table.text("name").unwrap_or_default();
        let has = |key: &str| table.get(key).is_some();
        let day = |key: &str| table.get(key)?.day();
        if !(has("name") && has("start") && has("end")) {
            let help = "write { name = \"S12\", start = 2026-03-02, end = 2026-03-13 }";
            mistakes.add_with_help(range, "a sprint has a name, a start and an end", help);
        } else if day("end") < day("start") && day("end").is_some() {
            mistakes.add(range, format!("the sprint \"{name}\" ends before it starts"));
        }
        sprints.extend(sprint(item).map(|sprint| (sprint, range)));
    }
    sprints.sort_by_key(|(sprint, _)| sprint.start);
    for (at, (sprint, range)) in sprints.iter().enumerate() {
        let (earlier, name) = (&sprints[..at], &sprint.name);
        if let Some((before, _)) = earlier.last().filter(|(before, _)| sprint.start <= before.end) {
            mistakes.add(*range, format!("the sprint \"{name}\" starts before \"{}\" ends", before.name));
        }
        if earlier.iter().any(|(other, _)| fold_name(&other.name) == fold_name(name)) {
            mistakes.add(*range, format!("two sprints are called \"{name}\""));
        }
    }
}
