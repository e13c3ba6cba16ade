//! `backlint init --hook`.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use super::super::write;
use crate::{
    error::Error,
    git::{self, Need},
};

/// What git runs before it makes a commit, and before it makes a merge.
const HOOKS: [&str; 2] = ["pre-commit", "pre-merge-commit"];

/// By this a hook is known to be ours.
const MARK: &str = "# Written by `backlint init --hook`";

const LINE: &str = "backlint check --staged --since HEAD --output-format full";

/// Writes the hooks; says what was done. One that is not ours is left alone.
pub(super) fn install(here: Option<&Path>, dry: bool) -> Result<String, Error> {
    let folder = hooks_folder(here.unwrap_or(Path::new(".")))?;
    let hooks = HOOKS.map(|name| folder.join(name));
    for hook in &hooks {
        if write::existing(hook)?.is_some_and(|content| !String::from_utf8_lossy(&content).contains(MARK)) {
            let message = format!("`{}` is a hook of yours, which is left as it is", hook.display());
            return Err(Error::usage(message, format!("add this line to it: {LINE}")));
        }
    }
    if !dry {
        write::folder(&folder)?;
    }
    let script = format!("#!/bin/sh\n{MARK}; it can be deleted, or written anew.\nexec {LINE}\n");
    let mut told = String::new();
    for hook in &hooks {
        if !dry {
            write::replace(hook, script.as_bytes(), true)?;
        }
        let _ = writeln!(told, "{}: judges what is staged before every commit", hook.display());
    }
    Ok(told)
}

/// Where git looks for hooks: `core.hooksPath`, relative to the top of the working tree, else its own folder, which all working trees share.
fn hooks_folder(here: &Path) -> Result<PathBuf, Error> {
    let start = here.canonicalize().map(git::without_prefix);
    let start = start.map_err(|error| Error::usage(format!("cannot open `{}`: {error}", here.display()), None))?;
    let found = git::locate(&start, Need::WorkTree)?;
    let found =
        found.ok_or_else(|| Error::usage(format!("`--hook` needs a git repository, and `{}` is in none", start.display()), None))?;
    let set = found.repository.config().and_then(|config| config.get_path("core.hooksPath"));
    Ok(set.map_or_else(|_| found.repository.commondir().join("hooks"), |set| found.top.join(set)))
}
