//! `backlint agenda`.

use std::path::Path;

use super::{CLEAN, FOUND, NOT_JUDGED, open::Opened, selection::Selection};
use crate::{
    cli::Agenda,
    error::Error,
    readiness,
    report::{self, Format, Output, Planned, Style},
};

pub(super) fn agenda(options: &Agenda, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outputs = Output::parse(&options.output_format, &Format::PAGES)?;
    let outcome = Opened::new(here, &options.judging)?.run()?;
    let selection = Selection::new(&options.filters, &outcome)?;
    let agendas: Vec<_> = outcome
        .backlogs
        .iter()
        .map(|judged| (judged, readiness::agenda(judged, options.limit, |ix| selection.holds(judged, ix))))
        .collect();
    let planned = Planned { agendas, selection: selection.words(), asks_for_criteria: options.check };
    for output in &outputs {
        output.write(style, |format, style, out, remarks| report::write_agenda(format, &outcome, &planned, style, out, remarks))?;
    }
    let is_empty = planned.agendas.iter().all(|(_, agenda)| agenda.unfinished == 0);
    let undrafted = planned.agendas.iter().any(|(_, agenda)| agenda.topics.iter().any(|topic| !topic.has_criteria));
    // A gate that has nothing to judge does not pass: the sprint it asks for is empty, or misnamed.
    let nothing_judged = options.check && is_empty && !planned.selection.is_empty();
    Ok(match (outcome.errors.is_empty() && !nothing_judged, options.check && undrafted) {
        (false, _) => NOT_JUDGED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    })
}
