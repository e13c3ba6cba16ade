//! Where reports go. Everything backlint prints passes here: a closed pipe is no failure, a full disk is.

use std::{
    fs::File,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use super::{Format, Style, failures, style::is_terminal};
use crate::{error::Error, settings::closest};

/// One report: its format and its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    format: Format,
    /// A file; standard output without one.
    file: Option<PathBuf>,
}

impl Output {
    /// Reads `FORMAT` or `FORMAT=FILE`, for a command that has these formats; without any, frames for a terminal and lines for everything else.
    pub fn parse(written: &[String], formats: &[Format]) -> Result<Vec<Self>, Error> {
        if written.is_empty() {
            return Ok(vec![Self::terminal()]);
        }
        let outputs: Vec<Self> = written.iter().map(|text| Self::one(text, formats)).collect::<Result<_, _>>()?;
        if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
            return Err(Error::usage("two formats cannot share standard output", "give one of them a file: `json=report.json`".to_owned()));
        }
        let files: Vec<&PathBuf> = outputs.iter().filter_map(|output| output.file.as_ref()).collect();
        if let Some(twice) = files.iter().enumerate().find(|(at, file)| files[..*at].contains(file)) {
            return Err(Error::usage(format!("two formats cannot share the file `{}`", twice.1.display()), None));
        }
        Ok(outputs)
    }

    /// What is printed where nobody asked for a format.
    pub fn terminal() -> Self {
        Self { format: if is_terminal() { Format::Full } else { Format::Concise }, file: None }
    }

    /// Whether it goes to a file.
    pub fn is_file(&self) -> bool {
        self.file.is_some()
    }

    fn one(text: &str, formats: &[Format]) -> Result<Self, Error> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(PathBuf::from(file))));
        let format = Format::named(name).filter(|format| formats.contains(format)).ok_or_else(|| {
            let known: Vec<&str> = formats.iter().map(|format| format.name()).collect();
            let help = closest(name, known.iter().copied())
                .map_or_else(|| format!("this command has: {}", known.join(", ")), |meant| format!("did you mean `{meant}`?"));
            Error::usage(format!("unknown format `{name}`"), help)
        })?;
        Ok(Self { format, file })
    }

    /// Writes a report made by `make`, which is given the format, the report and remarks that go to standard error.
    pub fn write(
        &self,
        style: Style,
        make: impl FnOnce(Format, Style, &mut dyn Write, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let (mut report, mut remarks) = (Vec::new(), Vec::new());
        let style = Style { colour: style.colour && self.file.is_none(), ..style };
        make(self.format, style, &mut report, &mut remarks).map_err(|error| self.failed(&error))?;
        match &self.file {
            None => sent(&mut io::stdout().lock(), &report),
            Some(path) => file_at(path).and_then(|mut file| sent(&mut file, &report)),
        }
        .map_err(|error| self.failed(&error))?;
        // Standard error is the last place to complain to.
        let _ = sent(&mut io::stderr().lock(), &remarks);
        Ok(())
    }

    fn failed(&self, error: &io::Error) -> Error {
        let target = self.file.as_ref().map_or_else(|| "to standard output".into(), |file| format!("`{}`", file.display()));
        Error::Output { target, reason: error.to_string() }
    }

    /// Tells what stopped the run.
    pub fn error(error: &Error, style: Style) {
        let mut text = Vec::new();
        let _ = failures::write(std::slice::from_ref(error), style, &mut text);
        let _ = sent(&mut io::stderr().lock(), &text);
    }
}

/// The file of a report, new or emptied. No link is followed below the folder the run is in, where a commit may have put it; what lies
/// elsewhere, such as `/dev/stdout`, is the user's own.
fn file_at(path: &Path) -> io::Result<File> {
    let parts = path.ancestors().filter(|part| !part.as_os_str().is_empty());
    if path.is_relative() && parts.into_iter().any(Path::is_symlink) {
        return Err(io::Error::other("a link lies on the way to it"));
    }
    let is_in_tree = std::env::current_dir().is_ok_and(|here| path.starts_with(here));
    if is_in_tree && path.is_symlink() {
        return Err(io::Error::other("it is a link"));
    }
    File::create(path)
}

/// Sends all of `bytes`; whoever has closed the pipe wants no more.
fn sent(target: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    match target.write_all(bytes).and_then(|()| target.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
