//! `backlint graph`.

use std::path::Path;

use super::{CLEAN, NOT_JUDGED, open::Opened};
use crate::{
    cli::{Graph, GraphFormat},
    error::Error,
    filter::wanted_stories,
    report::{self, Notation, Output, Selection, Style},
};

pub(super) fn graph(options: &Graph, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outcome = Opened::new(here, &options.judging)?.run()?;
    let focus = options.focus.clone().map(|id| wanted_stories(&outcome, &[id])).transpose()?;
    let selection = Selection { focus: focus.and_then(|found| found.first().copied()), all: options.all };
    let notation = match options.output_format {
        GraphFormat::Mermaid => Notation::Mermaid,
        GraphFormat::Dot => Notation::Dot,
    };
    let text = report::graph(&outcome, &selection, notation);
    Output::terminal().write(style, |_, style, out, remarks| {
        out.write_all(text.as_bytes())?;
        report::remarks(&outcome, style, remarks)
    })?;
    Ok(if outcome.errors.is_empty() { CLEAN } else { NOT_JUDGED })
}
