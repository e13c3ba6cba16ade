//! `check --fix` and `check --diff`.

use std::path::{Path, PathBuf};

use super::{CLEAN, FOUND, NOT_JUDGED, open::Opened, write};
use crate::{
    error::Error,
    finding::Safety,
    fix::{Changed, Fixed, fix},
    outcome::{Notice, Outcome},
    report::{Output, Style},
    run::run,
    source::RepoPath,
    tree::{Tree, full_path, relative},
};

/// What mending comes to, and the folder that its paths lie below.
pub(super) fn fixed(opened: &Opened, head: &dyn Tree, safety: Safety) -> Result<(Fixed, PathBuf), Error> {
    let trees = opened.trees(head);
    let found = run(&trees, &opened.request)?;
    let mut fixed = fix(&trees, &opened.request, safety, found)?;
    opened.complete(&mut fixed.outcome);
    if let Some((rule, path)) = fixed.refused.first() {
        let more = match fixed.refused.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let text = format!("{rule} in {}{more} is left to you: the fix would bring up something else, or help nothing", path.display());
        fixed.outcome.notices.push(Notice { code: "fix-refused", text });
    }
    Ok((fixed, opened.top.clone()))
}

/// Writes what was mended; what could not be written is an error of the run.
pub(super) fn write(fixed: Fixed, top: &Path) -> Outcome {
    let mut outcome = fixed.outcome;
    let mut written = 0;
    for (path, changed) in &fixed.files {
        let rewritten = full_path(top, path)
            .ok_or_else(|| Error::Output { target: path.display(), reason: "this system cannot hold its name".into() })
            .and_then(|full| write::rewrite(&full, changed.before.as_bytes(), changed.after.as_bytes()));
        match rewritten {
            Ok(()) => written += 1,
            Err(error) => outcome.errors.push(error),
        }
    }
    if written > 0 {
        outcome.notices.push(Notice { code: "fixed", text: format!("{} in {}", fixes(fixed.applied, "applied"), files(written)) });
    }
    outcome
}

/// Prints what would be mended.
pub(super) fn print((fixed, _): &(Fixed, PathBuf), style: Style) -> Result<u8, Error> {
    let mut text = Vec::new();
    for (path, changed) in &fixed.files {
        text.extend(diff(path, changed)?);
    }
    Output::terminal().write(style, |_, _, out, remarks| {
        out.write_all(&text)?;
        for error in &fixed.outcome.errors {
            writeln!(remarks, "error: {error}")?;
        }
        for notice in &fixed.outcome.notices {
            writeln!(remarks, "note: {}", notice.text)?;
        }
        match fixed.files.len() {
            0 => writeln!(remarks, "nothing here can be mended by itself"),
            count => writeln!(remarks, "{} in {}", fixes(fixed.applied, "to apply"), files(count)),
        }
    })?;
    Ok(match (fixed.outcome.errors.is_empty(), fixed.files.is_empty()) {
        (false, _) => NOT_JUDGED,
        (true, false) => FOUND,
        (true, true) => CLEAN,
    })
}

/// A patch as git writes them.
fn diff(path: &RepoPath, changed: &Changed) -> Result<Vec<u8>, Error> {
    let failed = |error: &git2::Error| Error::usage(format!("cannot compare `{}`: {}", path.display(), error.message()), None);
    let shown = path.display();
    let name = relative(path).unwrap_or(Path::new(&shown));
    let patch = git2::Patch::from_buffers(changed.before.as_bytes(), Some(name), changed.after.as_bytes(), Some(name), None);
    let text = patch.and_then(|mut patch| patch.to_buf().map(|text| text.to_vec()));
    text.map_err(|error| failed(&error))
}

fn fixes(count: usize, how: &str) -> String {
    if count == 1 { format!("1 fix {how}") } else { format!("{count} fixes {how}") }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".into() } else { format!("{count} files") }
}
