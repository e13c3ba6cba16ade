//! `backlint baseline`.

use std::path::Path;

use super::{CLEAN, open::Opened, write};
use crate::{
    baseline::{self, Baseline, Entry},
    cli::{self, Judging},
    error::Error,
    filter::known,
    finding::{Finding, Level},
    outcome::{Judged, Outcome},
    report::{Output, Style},
    source::Sources,
};

pub(super) fn baseline(options: &cli::Baseline, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let judging = Judging { config: options.config.clone(), today: options.today, ..Judging::default() };
    let mut opened = Opened::new(here, &judging)?;
    opened.request.baseline = false;
    let outcome = opened.run()?;
    if let Some(error) = outcome.errors.first() {
        return Err(error.clone());
    }
    let mut told = String::new();
    for judged in &outcome.backlogs {
        told.push_str(&record(&opened, &outcome, judged, options.add)?);
    }
    Output::terminal().write(style, |_, _, out, _| out.write_all(told.as_bytes()))?;
    Ok(CLEAN)
}

/// Writes the baseline of one backlog; says what it holds now.
fn record(opened: &Opened, outcome: &Outcome, judged: &Judged, add: bool) -> Result<String, Error> {
    let mut sources = Sources::default();
    let old = Baseline::read(&*opened.head, &judged.baseline, &mut sources)?;
    let recorded: Vec<Finding> =
        judged.findings.iter().filter(|finding| finding.hidden.is_none() && finding.level >= Level::Warning).cloned().collect();
    let entries: Vec<Entry> = match &old {
        Some(old) if !add => {
            let (still, _) = known(&recorded, &old.entries, (&judged.backlog, &outcome.sources));
            still.into_iter().filter_map(|at| Entry::of(&recorded[at], &judged.backlog, &outcome.sources)).collect()
        }
        _ => recorded.iter().filter_map(|finding| Entry::of(finding, &judged.backlog, &outcome.sources)).collect(),
    };
    let path = judged.baseline.display();
    if old.is_none() && entries.is_empty() {
        return Ok(format!("{path}: nothing to record\n"));
    }
    let before = old.map_or(0, |old| old.entries.len());
    write::replace(&opened.top.join(&path), baseline::text(&entries).as_bytes(), false)?;
    let left_out = recorded.len() - entries.len();
    let hint = match left_out {
        0 => String::new(),
        1 => "; 1 new finding is not recorded, `--add` does that".into(),
        _ => format!("; {left_out} new findings are not recorded, `--add` does that"),
    };
    Ok(format!("{path}: {before} -> {} entries{hint}\n", entries.len()))
}
