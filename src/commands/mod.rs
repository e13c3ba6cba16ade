//! One file per command, and what they share.

mod agenda;
mod baseline;
mod check;
mod config;
mod explain;
mod graph;
mod init;
mod list;
mod mend;
mod new;
mod open;
mod overlay;
mod ready;
mod report;
mod rules;
mod schema;
mod selection;
mod shell;
mod start;
mod trees;
mod write;

use std::{
    ffi::OsString,
    io::ErrorKind,
    process::ExitCode,
    sync::mpsc::{self, RecvTimeoutError},
    time::{Duration, Instant},
};

use crate::{
    cli::{Cli, Command, When},
    error::Error,
    git,
    report::{Output, Style, clean},
};

/// The run is clean.
const CLEAN: u8 = 0;
/// There are findings, or stories that lack something.
const FOUND: u8 = 1;
/// Something could not be judged.
const NOT_JUDGED: u8 = 2;

/// From arguments to exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::read(arguments.iter().cloned()) {
        Ok(cli) => cli,
        Err(error) => {
            // The message repeats what was written, which may be a name out of the repository.
            let neutral = arguments.iter().map(|argument| clean(&argument.to_string_lossy()).into_owned().into());
            let error = Cli::read(neutral).err().unwrap_or(error);
            // Whoever asks for help and closes the pipe has seen enough.
            return match error.print() {
                Err(full) if full.kind() != ErrorKind::BrokenPipe && !error.use_stderr() => {
                    let style = Style::of_environment(None, &|name| std::env::var(name).ok());
                    Output::error(&Error::Output { target: "to standard output".into(), reason: full.to_string() }, style);
                    ExitCode::from(NOT_JUDGED)
                }
                _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(NOT_JUDGED)),
            };
        }
    };
    let colour = match cli.common.color {
        When::Always => Some(true),
        When::Never => Some(false),
        When::Auto => None,
    };
    let style = Style::of_environment(colour, &|name| std::env::var(name).ok());
    let code = in_time(LIMIT, move || run(&cli, style)).unwrap_or_else(|error| {
        Output::error(&error, style);
        NOT_JUDGED
    });
    ExitCode::from(code)
}

/// How long a run may take.
const LIMIT: Duration = Duration::from_secs(120);
/// How long reading one object of the repository may take.
const OBJECT_LIMIT: Duration = Duration::from_secs(10);
/// How often is looked whether one takes longer.
const GLANCE: Duration = Duration::from_secs(1);

/// Runs `command` on a thread of its own, so that neither a hang nor a panic outside of a rule ends in anything but an error.
fn in_time(limit: Duration, command: impl FnOnce() -> Result<u8, Error> + Send + 'static) -> Result<u8, Error> {
    let (done, wait) = mpsc::channel();
    std::thread::spawn(move || done.send(command()));
    let end = Instant::now() + limit;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let message = match wait.recv_timeout(left.min(GLANCE)) {
            Ok(code) => return code,
            Err(RecvTimeoutError::Timeout) => match git::stuck(OBJECT_LIMIT) {
                Some(error) => return Err(error),
                None if left > GLANCE => continue,
                None => format!("stopped after {} seconds; `git fsck` tells whether the repository is damaged", limit.as_secs()),
            },
            Err(RecvTimeoutError::Disconnected) => "backlint failed, which is a bug; please report it with what is printed above".into(),
        };
        return Err(Error::Limit { message });
    }
}

fn run(cli: &Cli, style: Style) -> Result<u8, Error> {
    let here = cli.common.directory.as_deref();
    match &cli.command {
        Command::Check(options) => check::check(options, here, style),
        Command::List(options) => list::list(options, here, style),
        Command::Ready(options) => ready::ready(options, here, style),
        Command::Report(options) => report::report(options, here, style),
        Command::Agenda(options) => agenda::agenda(options, here, style),
        Command::Graph(options) => graph::graph(options, here, style),
        Command::New(options) => new::new(options, here, style),
        Command::Explain(options) => explain::explain(options, here, style),
        Command::Baseline(options) => baseline::baseline(options, here, style),
        Command::Config(options) => config::config(options, here, style),
        Command::Schema { of } => schema::schema(*of, here, style),
        Command::Completions { shell } => shell::completions(*shell, style),
        Command::Man => shell::manual(style),
        Command::Init(options) => init::init(options, here, style),
        Command::Rules(options) => rules::rules(options, here, style),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_hang_nor_a_panic_is_green() {
        let (hold, held) = mpsc::channel::<()>();
        let hang = in_time(Duration::from_millis(1), move || {
            let _ = held.recv();
            Ok(CLEAN)
        });
        assert!(hang.unwrap_err().to_string().starts_with("stopped after"));
        drop(hold);
        let panic = in_time(LIMIT, || panic!("as a bug would"));
        assert!(panic.unwrap_err().to_string().contains("which is a bug"));
        assert_eq!(in_time(LIMIT, || Ok(FOUND)).unwrap(), FOUND);
    }
}
