//! `backlint ready`.

use std::path::Path;

use super::{CLEAN, FOUND, NOT_JUDGED, open::Opened};
use crate::{
    backlog::StoryIx,
    cli::Ready,
    error::Error,
    filter::wanted_stories,
    outcome::Outcome,
    readiness::{assess, open_items},
    report::{self, Output, ReadyItem, Style},
};

pub(super) fn ready(options: &Ready, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outputs = Output::parse(&options.output_format)?;
    let opened = Opened::new(here, &options.judging)?;
    let outcome = opened.run()?;
    let items = if options.next { next(&outcome) } else { items(&outcome, &options.ids)? };
    for output in &outputs {
        output.write(style, |format, style, out, remarks| report::write_ready(format, &outcome, &items, style, out, remarks))?;
    }
    let complete = if options.next { !items.is_empty() } else { items.iter().all(|item| item.meets_checks) };
    Ok(match (outcome.errors.is_empty(), complete) {
        (false, _) => NOT_JUDGED,
        (true, true) => CLEAN,
        (true, false) => FOUND,
    })
}

/// The stories named, or all open items, in backlog order.
fn items<'a>(outcome: &'a Outcome, ids: &[String]) -> Result<Vec<ReadyItem<'a>>, Error> {
    let wanted = wanted_stories(outcome, ids)?;
    let mut items = Vec::new();
    for (at, judged) in outcome.backlogs.iter().enumerate() {
        let stories: Vec<StoryIx> = if ids.is_empty() {
            open_items(judged)
        } else {
            wanted.iter().filter(|(backlog, _)| *backlog == at).map(|(_, ix)| *ix).collect()
        };
        items.extend(assess(judged, &stories).into_iter().map(|assessment| ReadyItem::new(judged, assessment)));
    }
    Ok(items)
}

/// The first story that may be started.
fn next(outcome: &Outcome) -> Vec<ReadyItem<'_>> {
    let items = items(outcome, &[]).unwrap_or_default();
    items.into_iter().find(|item| item.may_start).into_iter().collect()
}
