//! `backlint check`.

use std::{io::Read, path::Path};

use super::{CLEAN, FOUND, NOT_JUDGED, open::Opened};
use crate::{
    cli::{Check, FailOn},
    error::Error,
    finding::Level,
    outcome::Outcome,
    report::{self, Output, Style},
    run::run,
    tree::Overlay,
};

pub(super) fn check(options: &Check, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outputs = Output::parse(&options.reporting.output_format)?;
    let style = Style { hints: options.reporting.hints, all: options.reporting.all, ..style };
    let outcome = judge(options, here).unwrap_or_else(|error| Outcome { errors: vec![error], ..Outcome::default() });
    for output in &outputs {
        output.write(style, |format, style, out, remarks| report::write(format, &outcome, style, out, remarks))?;
    }
    Ok(code(&outcome, options.reporting.fail_on))
}

fn judge(options: &Check, here: Option<&Path>) -> Result<Outcome, Error> {
    let mut opened = Opened::new(here, &options.judging)?;
    let reads_input = options.arguments.iter().any(|argument| argument == "-");
    let mut outcome = match (reads_input, &options.stdin_filename) {
        (true, Some(path)) if options.arguments.len() == 1 => {
            let outside = || Error::usage(format!("`{}` lies outside of the repository", path.display()), None);
            let path = opened.locate(path).ok_or_else(outside)?;
            opened.request.scope.paths.push(path.clone());
            run(&Overlay { base: &opened.tree, path, content: standard_input()? }, &opened.request)
        }
        (true, Some(_)) => Err(Error::usage("`-` stands alone: it takes the place of one file", None)),
        (true, None) => Err(Error::usage("`-` needs `--stdin-filename PATH`: the path it takes the place of", None)),
        (false, Some(_)) => Err(Error::usage("`--stdin-filename` needs `-`: `backlint check - --stdin-filename PATH`", None)),
        (false, None) => {
            opened.narrow(&options.arguments)?;
            run(&opened.tree, &opened.request)
        }
    }?;
    outcome.notices.extend(opened.notices);
    Ok(outcome)
}

fn standard_input() -> Result<Vec<u8>, Error> {
    let mut content = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut content);
    read.map_err(|error| Error::usage(format!("cannot read standard input: {error}"), None))?;
    Ok(content)
}

/// What could not be judged weighs more than what was found.
fn code(outcome: &Outcome, fail_on: FailOn) -> u8 {
    let least = match fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Hint => Level::Hint,
        FailOn::Never => Level::Off,
    };
    if !outcome.errors.is_empty() {
        NOT_JUDGED
    } else if least != Level::Off && outcome.findings().any(|(_, finding)| finding.level >= least) {
        FOUND
    } else {
        CLEAN
    }
}
