//! `check --fix` and `check --diff`.

use std::path::{Path, PathBuf};

use super::{CLEAN, FOUND, NOT_JUDGED, open::Opened, write};
use crate::{
    cli::Mending,
    error::Error,
    finding::Safety,
    fix::{Changed, Fixed, Waiver, fix, waive},
    outcome::{Notice, Outcome},
    report::{self, Format, Output, Style},
    rules,
    run::run,
    source::RepoPath,
    tree::{Tree, full_path, relative},
};

/// Whether anything is to be changed, or shown as it would be.
pub(super) fn is_wanted(options: &Mending) -> bool {
    options.fix || options.diff || options.add_suppression.is_some() || options.unsafe_fixes
}

/// What is to be put up with, if that is what is asked for.
pub(super) fn waiver(options: &Mending) -> Result<Option<Waiver>, Error> {
    if options.unsafe_fixes && !options.fix && !options.diff {
        return Err(Error::usage("`--unsafe-fixes` goes with `--fix` or `--diff`", None));
    }
    let (Some(rule), Some(reason)) = (&options.add_suppression, &options.reason) else { return Ok(None) };
    let reason = reason.trim();
    if reason.is_empty() || reason.contains(['\n', '\r']) || reason.contains("--") {
        return Err(Error::usage("a reason is one line, not empty and without `--`", "say why nobody needs to mend this".to_owned()));
    }
    Ok(Some(Waiver { rule: rule.clone(), reason: reason.to_owned(), until: options.until }))
}

/// What mending comes to, and the folder that its paths lie below.
pub(super) fn mended(opened: &Opened, head: &dyn Tree, safety: Safety, waiver: Option<&Waiver>) -> Result<(Fixed, PathBuf), Error> {
    let trees = opened.trees(head);
    let found = run(&trees, &opened.request)?;
    let mut fixed = match waiver {
        Some(waiver) => {
            let is_found = found.findings().any(|(_, finding)| finding.rule == waiver.rule);
            if !is_found && rules::named(&waiver.rule).is_none() {
                return Err(Error::usage(format!("there is no rule `{}`", waiver.rule), rules::meant(&waiver.rule, [])));
            }
            let mut fixed = waive(&trees, &opened.request, waiver, &found)?;
            if !is_found {
                let text = format!("there is no finding of `{}` to suppress, so nothing was written", waiver.rule);
                fixed.outcome.notices.push(Notice { code: "nothing-to-suppress", text });
            }
            fixed
        }
        None => fix(&trees, &opened.request, safety, found)?,
    };
    opened.complete(&mut fixed.outcome);
    if let Some((rule, path)) = fixed.refused.first() {
        let more = match fixed.refused.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let text = format!("{rule} in {}{more} is left to you: the fix would bring up something else, or help nothing", path.display());
        fixed.outcome.notices.push(Notice { code: "fix-refused", text });
    }
    for path in &fixed.torn {
        let text = format!("{} is left as it is, for a merge in it is not finished", path.display());
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
            .and_then(|full| put(&full, changed));
        match rewritten {
            Ok(()) => written += 1,
            Err(error) => outcome.errors.push(error),
        }
    }
    if written > 0 {
        outcome.notices.push(Notice { code: "fixed", text: format!("{} in {}", changes(fixed.applied, "made"), files(written)) });
    }
    outcome
}

/// A file that is new, which only a configuration can be, or one that was there.
fn put(path: &Path, changed: &Changed) -> Result<(), Error> {
    if changed.before.is_empty() && write::existing(path)?.is_none() {
        write::replace(path, changed.after.as_bytes(), false)
    } else {
        write::rewrite(path, changed.before.as_bytes(), changed.after.as_bytes())
    }
}

/// Prints what would be mended.
pub(super) fn print((fixed, _): &(Fixed, PathBuf), fails: bool, style: Style) -> Result<u8, Error> {
    let mut text = Vec::new();
    for (path, changed) in &fixed.files {
        text.extend(diff(path, changed)?);
    }
    Output::terminal().write(style, |format, _, out, remarks| {
        // `git apply` reads what goes to a file or a pipe; a terminal obeys what is in it.
        match format {
            Format::Full => String::from_utf8_lossy(&text).lines().try_for_each(|line| writeln!(out, "{}", report::clean(line)))?,
            _ => out.write_all(&text)?,
        }
        report::remarks(&fixed.outcome, style, remarks)?;
        match fixed.files.len() {
            0 => writeln!(remarks, "nothing here can be mended by itself"),
            count => writeln!(remarks, "{} in {}", changes(fixed.applied, "to make"), files(count)),
        }
    })?;
    Ok(match (fixed.outcome.errors.is_empty(), fixed.files.is_empty()) {
        (false, _) => NOT_JUDGED,
        (true, true) if !fails => CLEAN,
        (true, _) => FOUND,
    })
}

/// A patch as git writes them.
fn diff(path: &RepoPath, changed: &Changed) -> Result<Vec<u8>, Error> {
    let failed = |error: &git2::Error| Error::usage(format!("cannot compare `{}`: {}", path.display(), error.message()), None);
    let shown = path.display();
    let name = relative(path).unwrap_or(Path::new(&shown));
    let with_context = |lines: u32| {
        let mut options = git2::DiffOptions::new();
        options.context_lines(lines);
        let (before, after) = (changed.before.as_bytes(), changed.after.as_bytes());
        let patch = git2::Patch::from_buffers(before, Some(name), after, Some(name), Some(&mut options));
        patch.and_then(|mut patch| patch.to_buf().map(|text| text.to_vec())).map_err(|error| failed(&error))
    };
    // Lines that nobody changes are shown only if nothing obeys what is in them. `git apply` wants one.
    for lines in [CONTEXT, 2] {
        let text = with_context(lines)?;
        if String::from_utf8_lossy(&text).lines().all(|line| report::clean(line) == line) {
            return Ok(text);
        }
    }
    with_context(1)
}

/// How many lines around a change are shown.
const CONTEXT: u32 = 3;

fn changes(count: usize, how: &str) -> String {
    if count == 1 { format!("1 change {how}") } else { format!("{count} changes {how}") }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".into() } else { format!("{count} files") }
}
