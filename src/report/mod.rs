//! What a run found, for people and programs.

mod closing;
mod concise;
mod excerpt;
mod failures;
mod frame;
mod full;
mod json;
mod neutral;
mod output;
mod readiness;
mod style;

use std::io::{self, Write};

pub use output::Output;
pub use readiness::{ReadyItem, write_ready};
pub use style::Style;

use crate::outcome::Outcome;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Frames, for people.
    Full,
    /// One line per finding.
    Concise,
    /// The contract for programs.
    Json,
}

impl Format {
    /// Every format with its name.
    pub const ALL: [(Format, &'static str); 3] = [(Format::Full, "full"), (Format::Concise, "concise"), (Format::Json, "json")];

    /// The format of this name.
    pub fn named(name: &str) -> Option<Format> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(format, _)| format)
    }
}

/// Writes the report to `out`, remarks that are no part of it to `remarks`.
pub fn write(format: Format, outcome: &Outcome, style: Style, out: &mut dyn Write, remarks: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => {
            full::write(outcome, style, out)?;
            failures::write(&outcome.errors, style, remarks)
        }
        Format::Concise => {
            concise::write(outcome, style, out)?;
            concise::remarks(outcome, style, remarks)?;
            failures::write(&outcome.errors, style, remarks)
        }
        Format::Json => {
            json::write(outcome, out)?;
            failures::write(&outcome.errors, style, remarks)
        }
    }
}
