//! `backlint ready`.

use std::path::Path;

use super::{CLEAN, FOUND, NOT_JUDGED, open::Opened, selection::Selection};
use crate::{
    backlog::StoryIx,
    cli,
    error::Error,
    filter::wanted_stories,
    outcome::{Judged, Outcome},
    readiness::{Assessment, assess, has_ready_word, open_items},
    report::{self, Format, Output, Ready, Style},
};

pub(super) fn ready(options: &cli::Ready, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outputs = Output::parse(&options.output_format, &Format::LINES)?;
    let opened = Opened::new(here, &options.judging)?;
    let outcome = opened.run()?;
    let selection = Selection::new(&options.filters, &outcome)?;
    let all = items(&outcome, options, &selection)?;
    let items = match options.next {
        Some(count) => next(&all, count, options.open),
        None => (0..all.len()).collect(),
    };
    let answer = Ready { all, items, is_next: options.next.is_some(), selection: selection.words() };
    for output in &outputs {
        output.write(style, |format, style, out, remarks| report::write_ready(format, &outcome, &answer, style, out, remarks))?;
    }
    let complete = match options.next {
        Some(_) => !answer.items.is_empty(),
        None => answer.all.iter().all(|(_, item)| item.meets_checks),
    };
    Ok(match (outcome.errors.is_empty(), complete) {
        (false, _) => NOT_JUDGED,
        (true, true) => CLEAN,
        (true, false) => FOUND,
    })
}

/// The stories named, as named; or all open items: first what may start, then what lacks something, then what waits, each in backlog order.
fn items<'a>(outcome: &'a Outcome, options: &cli::Ready, selection: &Selection<'_>) -> Result<Vec<(&'a Judged, Assessment<'a>)>, Error> {
    let wanted = wanted_stories(outcome, &options.ids)?;
    let mut items = Vec::new();
    for (at, judged) in outcome.backlogs.iter().enumerate() {
        let mut stories: Vec<StoryIx> = if options.ids.is_empty() {
            open_items(judged)
        } else {
            wanted.iter().filter(|(backlog, _)| *backlog == at).map(|(_, ix)| *ix).collect()
        };
        stories.retain(|ix| selection.holds(judged, *ix));
        let mut assessed = assess(judged, &stories);
        if options.ids.is_empty() {
            assessed.sort_by_key(|one| (!one.may_start, !one.blocked_by.is_empty(), one.meets_checks));
        }
        items.extend(assessed.into_iter().map(|one| (judged, one)));
    }
    Ok(items)
}

/// The places of the first stories that may be started. Where no status means ready, or `open` asks for it, open ones that meet the checks count.
fn next(all: &[(&Judged, Assessment<'_>)], count: usize, open: bool) -> Vec<usize> {
    let may_start = |(judged, one): &(&Judged, Assessment<'_>)| {
        one.may_start || (one.meets_checks && one.blocked_by.is_empty() && (open || !has_ready_word(judged)))
    };
    all.iter().enumerate().filter(|(_, item)| may_start(item)).map(|(at, _)| at).take(count).collect()
}
