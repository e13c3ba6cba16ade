//! What a run found, for people and programs.

mod agenda;
mod closing;
mod concise;
mod excerpt;
mod failures;
mod fingerprint;
mod frame;
mod full;
mod github;
mod gitlab;
mod graph;
mod item;
mod json;
mod list;
mod markdown;
mod neutral;
mod output;
mod overview;
mod rdjson;
mod readiness;
mod sarif;
mod shape;
mod stats;
mod style;
mod summary;

use std::io::{self, Write};

pub use agenda::{Planned, write_agenda};
pub use graph::{Notation, Selection, graph};
pub use list::{Listed, write_list};
pub use neutral::clean;
pub use output::Output;
pub use overview::{Compared, write_overview};
pub use readiness::{Ready, write_ready};
pub use stats::by_rule;
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
    /// Annotations on a pull request.
    Github,
    /// A page of markdown.
    Summary,
    /// GitLab's code quality.
    Gitlab,
    /// Code scanning.
    Sarif,
    /// reviewdog.
    Rdjson,
}

impl Format {
    /// Every format with its name.
    pub const ALL: [(Format, &'static str); 8] = [
        (Format::Full, "full"),
        (Format::Concise, "concise"),
        (Format::Json, "json"),
        (Format::Github, "github"),
        (Format::Summary, "summary"),
        (Format::Gitlab, "gitlab"),
        (Format::Sarif, "sarif"),
        (Format::Rdjson, "rdjson"),
    ];

    /// Those of `list` and `ready`.
    pub const LINES: [Format; 3] = [Format::Full, Format::Concise, Format::Json];
    /// Those of `agenda` and `report`.
    pub const PAGES: [Format; 4] = [Format::Full, Format::Concise, Format::Summary, Format::Json];
    /// Those of `check`.
    pub const REPORTS: [Format; 8] =
        [Format::Full, Format::Concise, Format::Json, Format::Github, Format::Summary, Format::Gitlab, Format::Sarif, Format::Rdjson];

    /// As written on the command line.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(format, _)| *format == self).map_or("", |(_, name)| name)
    }

    /// The format of this name; a page of markdown may be called `markdown` too.
    pub fn named(name: &str) -> Option<Format> {
        let name = if name == "markdown" { "summary" } else { name };
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(format, _)| format)
    }
}

/// Writes the report to `out`, remarks that are no part of it to `remarks`.
pub fn write(format: Format, outcome: &Outcome, style: Style, out: &mut dyn Write, remarks: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => full::write(outcome, style, out)?,
        Format::Concise => {
            concise::write(outcome, style, out)?;
            concise::remarks(outcome, style, remarks)?;
        }
        Format::Json => json::write(outcome, out)?,
        Format::Github => {
            github::write(outcome, style, out)?;
            concise::remarks(outcome, style, remarks)?;
        }
        Format::Summary => summary::write(outcome, out)?,
        Format::Gitlab => gitlab::write(outcome, out)?,
        Format::Sarif => sarif::write(outcome, out)?,
        Format::Rdjson => rdjson::write(outcome, out)?,
    }
    failures::write(&outcome.errors, style, remarks)
}

/// Writes what is no part of a report: remarks, and what could not be judged.
pub fn remarks(outcome: &Outcome, style: Style, out: &mut dyn Write) -> io::Result<()> {
    concise::remarks(outcome, style, out)?;
    failures::write(&outcome.errors, style, out)
}
