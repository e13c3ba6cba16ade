//! `backlint report`.

use std::path::Path;

use super::{CLEAN, NOT_JUDGED, open::Opened};
use crate::{
    cli::{Judging, Report},
    error::Error,
    outcome::{Judged, Outcome},
    readiness::{Overview, overview},
    report::{self, Compared, Format, Output, Style},
};

pub(super) fn report(options: &Report, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outputs = Output::parse(&options.output_format, &Format::PAGES)?;
    let (before, now) = revisions(&options.judging);
    let before = before.map(|judging| judged(&judging, here)).transpose()?;
    let outcome = judged(&now, here)?;
    let was: Vec<Overview> = before.iter().flat_map(|outcome| &outcome.backlogs).map(overview).collect();
    let compared = |judged: &Judged| {
        let now = overview(judged);
        let before = was.iter().find(|was| was.root == now.root).cloned();
        Compared { now, before }
    };
    let backlogs: Vec<Compared> = outcome.backlogs.iter().map(compared).collect();
    for output in &outputs {
        output.write(style, |format, style, out, remarks| report::write_overview(format, &outcome, &backlogs, style, out, remarks))?;
    }
    let errors = outcome.errors.len() + before.map_or(0, |before| before.errors.len());
    Ok(if errors == 0 { CLEAN } else { NOT_JUDGED })
}

fn judged(judging: &Judging, here: Option<&Path>) -> Result<Outcome, Error> {
    Opened::new(here, judging)?.run()
}

/// `--rev A..B` as how to judge both, each by its own configuration; `B` is HEAD where it is left out. There need not have been a backlog before.
fn revisions(judging: &Judging) -> (Option<Judging>, Judging) {
    let at = |rev: &str| Judging { rev: Some(if rev.is_empty() { "HEAD".into() } else { rev.to_owned() }), ..judging.clone() };
    match judging.rev.as_deref().and_then(|rev| rev.split_once("..")) {
        Some((before, now)) => (Some(Judging { allow_empty: true, ..at(before) }), at(now)),
        None => (None, judging.clone()),
    }
}
