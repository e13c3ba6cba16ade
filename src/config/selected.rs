//! What a configuration says about some stories only: clauses, overrides and acceptances, and how it selects them.

use super::rules;
use crate::{
    concept::{Kind, Stage},
    layout::Globs,
    rule::{Asks, Clause, Rule, When},
    settings::{Mistakes, Origin, Ranged, Scalar, Setting, Table},
    story::Acceptance,
    text::pattern,
};

/// Levels and options for the stories that a selector names.
#[derive(Debug, Clone)]
pub struct Override {
    /// Which stories.
    pub when: When,
    /// What holds for them.
    pub rules: Vec<rules::RuleSetting>,
}

/// A finding that the team accepts.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// What is accepted.
    pub acceptance: Acceptance,
    /// The whole table.
    pub origin: Origin,
    /// Where its last day is set.
    pub until: Option<Origin>,
}

/// Reads `when = { ... }`.
fn when(table: &Table) -> When {
    let words = |key: &str| table.texts(key);
    let kinds = |word: &String| Kind::ALL.into_iter().find(|kind| kind.name() == word);
    When {
        paths: table.get("paths").and_then(|paths| Globs::new(paths.texts()).ok()),
        kinds: words("kind").iter().filter_map(kinds).collect(),
        stages: words("stage").iter().filter_map(|word| Stage::named(word)).collect(),
        labels: words("label"),
        epics: words("epic"),
    }
}

/// What a clause can ask for, by its key.
pub const ASKS: [&str; 5] = ["section", "field", "link", "criterion", "criteria"];

/// Reads one `[[require]]`.
pub(super) fn clause(item: &Setting, others: &[Ranged<&'static Rule>], mistakes: &mut Mistakes) -> Option<Ranged<&'static Rule>> {
    let (table, range) = (item.table()?, item.origin.value);
    let name = table.get("name");
    match name {
        None => mistakes.add_with_help(range, "a clause without a name", "name it: name = \"design-link\""),
        Some(name) => {
            if let Some(taken) = name.text().filter(|text| rules::named(text, others).is_some()) {
                mistakes.add(name.origin.value, format!("there is a rule `{taken}` already"));
                return None;
            }
        }
    }
    let asks: Vec<&(String, Setting)> = table.0.iter().filter(|(key, _)| ASKS.contains(&key.as_str())).collect();
    let asks = match asks.as_slice() {
        [] => {
            let help = "add one of section, field, link, criterion or criteria";
            mistakes.add_with_help(range, "a clause that asks for nothing", help);
            None
        }
        [(key, setting)] => asked(key, setting),
        [_, (_, second), ..] => {
            mistakes.add_with_help(second.origin.key, "a clause asks for one thing", "write a clause of its own for the second");
            None
        }
    };
    let stages = table.get("stages").map(|stages| rules::stage_levels(stages, mistakes)).unwrap_or_default();
    let clause = Clause {
        stages: stages.into_iter().map(|(stage, level)| (stage, level.value)).collect(),
        name: name?.text()?.to_owned(),
        when: table.get("when").and_then(Setting::table).map(when).unwrap_or_default(),
        asks: asks?,
        message: table.text("message").map(|text| text.trim_end_matches('.').to_owned()),
    };
    Some(Ranged { value: clause.rule(), origin: item.origin.clone() })
}

fn asked(key: &str, setting: &Setting) -> Option<Asks> {
    let text = || setting.text().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    match key {
        "section" => text().map(Asks::Section),
        "field" => text().map(Asks::Field),
        "link" => text().map(Asks::Link),
        "criterion" => pattern::compile(&text()?, false).ok().map(Asks::Criterion),
        _ => least(setting).map(Asks::Criteria),
    }
}

/// `criteria = ">= 2"`, or `2` for the same.
pub(super) fn least(setting: &Setting) -> Option<usize> {
    let least = match setting.scalar()? {
        Scalar::Integer(number) => usize::try_from(*number).ok(),
        Scalar::Text(text) => text.trim().strip_prefix(">=").and_then(|number| number.trim().parse().ok()),
        _ => None,
    };
    least.filter(|least| *least > 0)
}

/// Reads one `[[override]]`.
pub(super) fn override_(item: &Setting, clauses: &[Ranged<&'static Rule>], mistakes: &mut Mistakes) -> Option<Override> {
    let table = item.table()?;
    let rules = table.get("rules").map(|own| rules::read("rules", own, clauses, mistakes)).unwrap_or_default();
    let Some(selector) = table.get("when") else {
        let help = "say which stories: when = { paths = [\"backlog/spikes/**\"] }; what holds for all stands under `[rules]`";
        mistakes.add_with_help(item.origin.value, "an override without `when`", help);
        return None;
    };
    Some(Override { when: selector.table().map(when).unwrap_or_default(), rules })
}

/// Reads one `[[accept]]`.
pub(super) fn acceptance(item: &Setting, clauses: &[Ranged<&'static Rule>], mistakes: &mut Mistakes) -> Option<Accepted> {
    let (table, range) = (item.table()?, item.origin.value);
    let rule = table.get("rule").and_then(|rule| {
        let known = rules::named(rule.text()?, clauses);
        match known {
            None => rules::unknown_rule(rule.text()?, rule.origin.value, clauses, mistakes),
            Some(known) if known.is_about_reading() => {
                rules::unread(rule.origin.value, &format!("`{}` cannot be accepted", known.name), mistakes);
                return None;
            }
            Some(_) => {}
        }
        known.map(|rule| rule.name)
    });
    for (key, help) in [("story", "name the story by its id: story = \"ST-42\""), ("rule", "name the rule: rule = \"estimate-missing\"")] {
        if table.get(key).is_none() {
            mistakes.add_with_help(range, format!("an acceptance without `{key}`"), help);
        }
    }
    let reason = table.text("reason").filter(|reason| !reason.trim().is_empty());
    if reason.is_none() {
        mistakes.add_with_help(range, "an acceptance without a reason", "say why: reason = \"vendor quote arrives on Friday\"");
    }
    let until = table.get("until");
    let last = until.and_then(Setting::day).unwrap_or(jiff::civil::Date::MAX);
    let acceptance = Acceptance { story: table.text("story")?.to_owned(), rule: rule?, reason: reason?.to_owned(), until: last };
    Some(Accepted { acceptance, origin: item.origin.clone(), until: until.map(|until| until.origin.clone()) })
}
