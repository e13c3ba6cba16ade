//! `backlint rules`.

use std::{fmt::Write as _, path::Path};

use serde_json::{Map, Value, json};

use super::{CLEAN, open::Opened};
use crate::{
    cli::{Judging, Rules, TableFormat},
    concept::Stage,
    discover::Place,
    error::Error,
    finding::Level,
    plan::{Plan, Planned},
    report::{Output, Style, clean},
};

pub(super) fn rules(options: &Rules, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let judging = Judging { config: options.config.clone(), allow_empty: true, ..Judging::default() };
    let opened = Opened::new(here, &judging)?;
    let mut found = opened.discover()?;
    if let Some(error) = found.errors.pop() {
        return Err(error);
    }
    let text = match options.output_format {
        TableFormat::Table => tables(&found.places),
        TableFormat::Json => json(&found.places),
    };
    Output::terminal().write(style, |_, _, out, _| out.write_all(text.as_bytes()))?;
    Ok(CLEAN)
}

fn tables(places: &[Place]) -> String {
    let mut text = String::new();
    for place in places {
        if places.len() > 1 {
            let _ = writeln!(text, "{}\n", clean(&place.files.root.display()));
        }
        text.push_str(&table(&place.policy.plan));
    }
    text
}

/// Every rule of every backlog, as data.
fn json(places: &[Place]) -> String {
    let rule = |planned: &Planned| {
        let rule = planned.rule;
        let levels: Map<String, Value> =
            Stage::ALL.iter().map(|stage| (stage.name().to_owned(), planned.levels.at(*stage).name().into())).collect();
        let options = rule.options.iter().map(|option| {
            json!({"name": option.name(), "help": option.help(), "takes": option.kind(), "default": option.default_text(), "value": option.words(&planned.options)})
        });
        json!({
            "name": rule.name,
            "group": rule.group.name(),
            "status": rule.status.name(),
            "summary": rule.summary(),
            "levels": levels,
            "configured": planned.missing.is_none(),
            "fixes": rule.fixes.iter().map(|safety| safety.name()).collect::<Vec<_>>(),
            "options": options.collect::<Vec<_>>(),
        })
    };
    let backlog =
        |place: &Place| json!({"root": place.files.root.display(), "rules": place.policy.plan.rules.iter().map(rule).collect::<Vec<_>>()});
    let report = json!({"version": 1, "backlogs": places.iter().map(backlog).collect::<Vec<_>>()});
    format!("{report}\n")
}

/// Every rule with its level at each stage, group by group.
fn table(plan: &Plan) -> String {
    let width = plan.rules.iter().map(|planned| planned.rule.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    let mut group = None;
    for planned in &plan.rules {
        if group.replace(planned.rule.group) != Some(planned.rule.group) {
            let heads: String = Stage::ALL.map(|stage| format!("  {:<7}", stage.name())).concat();
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{:<width$}{}", planned.rule.group.name(), heads.trim_end());
        }
        text.push_str(&row(planned, width));
    }
    text
}

fn row(planned: &Planned, width: usize) -> String {
    let levels: String = match planned.missing {
        None => planned.levels.0.map(|level| format!("  {:<7}", if level == Level::Off { "-" } else { level.name() })).concat(),
        Some(missing) => format!("  not configured: {}", missing.words()),
    };
    format!("{:<width$}{}\n", planned.rule.name, levels.trim_end())
}
