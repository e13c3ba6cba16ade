//! What could not be judged, in words; mistakes of a configuration on its own lines.

use std::io::{self, Write};

use super::{Style, excerpt::Mark, frame, neutral::clean};
use crate::{error::Error, finding::Level};

pub(super) fn write(errors: &[Error], style: Style, out: &mut dyn Write) -> io::Result<()> {
    errors.iter().try_for_each(|error| one(error, style, out))
}

fn one(error: &Error, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if let Error::Config { file, mistakes } = error {
        for mistake in mistakes {
            writeln!(out, "  {} {}", style.level(Level::Error, style.mark(Level::Error)), clean(&mistake.message))?;
            let mark = Mark { source: file, range: mistake.range, text: String::new() };
            out.write_all(frame::draw(&[mark], style).as_bytes())?;
            if let Some(help) = &mistake.help {
                writeln!(out, "  {} {}", style.quiet("help:"), clean(help))?;
            }
            writeln!(out)?;
        }
    }
    writeln!(out, "{} {}", style.level(Level::Error, "error:"), clean(&error.to_string()))?;
    match error.help() {
        Some(help) => writeln!(out, "{} {}", style.quiet("help:"), clean(help)),
        None => Ok(()),
    }
}
