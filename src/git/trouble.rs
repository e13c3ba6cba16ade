//! What libgit2 could not read, in one line, with the cure.

use std::{io::ErrorKind, path::Path};

use git2::{ErrorClass, ErrorCode};

use crate::error::Error;

/// A repository that cannot be opened.
pub(super) fn opening(error: &git2::Error, folder: &Path) -> Error {
    let message = error.message();
    let top = folder.parent().unwrap_or(folder);
    if error.code() == ErrorCode::Owner {
        return owner(top);
    }
    if let Some(extension) = message.strip_prefix("unsupported extension name extensions.") {
        return unknown_extension(extension, folder);
    }
    if error.class() == ErrorClass::Config {
        return Error::repository(
            format!("cannot read git's configuration: {message}"),
            Some("mend it; where it stands is told here or by `git config --list --show-origin`".into()),
        );
    }
    if message.ends_with("is malformed") {
        return Error::repository(format!("`{}` is malformed", folder.display()), Some("it must read `gitdir: PATH`; or remove it".into()));
    }
    if folder.is_file() && error.code() == ErrorCode::NotFound {
        let help = "`git worktree repair` or `git submodule update --init` mends it";
        return Error::repository(format!("`{}` names a repository that is not there", folder.display()), Some(help.into()));
    }
    if folder.join("HEAD").symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::PermissionDenied) {
        return Error::repository(format!("cannot open `{}`: permission denied", folder.display()), None);
    }
    if error.code() == ErrorCode::NotFound {
        let help = format!("`git init {}` completes it; or remove it", quoted(top));
        return Error::repository(format!("`{}` is not a whole repository", folder.display()), Some(help));
    }
    Error::repository(format!("cannot open the repository at `{}`: {message}", folder.display()), None)
}

fn owner(top: &Path) -> Error {
    let help = format!("if you trust it: `git config --global --add safe.directory {}`", quoted(top));
    Error::repository(format!("`{}` belongs to another user", top.display()), Some(help))
}

fn unknown_extension(extension: &str, folder: &Path) -> Error {
    if extension == "refstorage" {
        let help = "`git refs migrate --ref-format=files` (git 2.48 or later) converts them";
        return Error::repository("the repository keeps its references as a reftable, which backlint cannot read", Some(help.into()));
    }
    let config = quoted(&folder.join("config"));
    let help = format!("if nothing needs it: `git config --file {config} --unset extensions.{extension}`");
    Error::repository(format!("the repository uses the extension `{extension}`, which backlint cannot read"), Some(help))
}

/// An index that cannot be read.
pub(super) fn index(error: &git2::Error, index: &Path) -> Error {
    match error.message().strip_prefix("unsupported mandatory extension: ").map(|name| name.trim_matches('\'')) {
        Some("sdir") => {
            let help = "`git sparse-checkout reapply --no-sparse-index` writes it in full";
            Error::repository("the index is sparse, which backlint cannot read", Some(help.into()))
        }
        Some("link") => {
            let help = "`git update-index --no-split-index` joins it";
            Error::repository("the index is split, which backlint cannot read", Some(help.into()))
        }
        Some(other) => Error::repository(format!("the index has the extension `{other}`, which backlint cannot read"), None),
        None => {
            // libgit2 says of an index shorter than its checksum that it does not exist.
            let reason = if error.message().ends_with("no longer exists") { "it is cut short" } else { error.message() };
            let help = format!("`rm {}` and `git reset` build it anew; files stay as they are, what was staged is lost", quoted(index));
            Error::repository(format!("cannot read the index `{}`: {reason}", index.display()), Some(help))
        }
    }
}

/// An index that git names for a hook and that is not there.
pub(super) fn named_index(index: &Path) -> Error {
    let help = "run backlint from within the hook, or unset the variable";
    Error::repository(format!("`GIT_INDEX_FILE` names `{}`, which is not there", index.display()), Some(help.into()))
}

/// A revision that names nothing.
pub(super) fn revision(error: &git2::Error, written: &str, is_shallow: bool) -> Error {
    match error.code() {
        ErrorCode::NotFound if is_shallow => Error::repository(format!("`{written}` is not in this shallow clone"), Some(DEEPER.into())),
        ErrorCode::NotFound => Error::repository(format!("`{written}` names no commit"), Some("`git log` shows what there is".into())),
        _ => Error::repository(format!("`{written}` names no commit: {}", error.message()), None),
    }
}

/// What brings more history.
pub(super) const DEEPER: &str =
    "fetch more: `git fetch --unshallow`; in GitHub Actions set `fetch-depth: 0` on actions/checkout, in GitLab `GIT_DEPTH: 0`";

/// Two histories without a commit in common.
pub(super) fn no_merge_base(written: &str, is_shallow: bool) -> Error {
    let message = format!("`{written}` and what is judged have no commit in common");
    Error::repository(message, Some(if is_shallow { DEEPER } else { "name a base that this history grew from" }.into()))
}

/// A commit or a folder that cannot be had.
pub(super) fn object(error: &git2::Error, id: git2::Oid) -> Error {
    if error.code() == ErrorCode::NotFound {
        let help = "in a partial clone `git fetch --refetch --no-filter` gets it; else `git fsck` lists what is lost";
        return Error::repository(format!("the object {id} is not in the repository"), Some(help.into()));
    }
    Error::repository(format!("git cannot read the object {id}: {}", error.message()), Some("`git fsck` lists what is damaged".into()))
}

/// No index, though there are commits: nothing would be known to be tracked.
pub(super) fn no_index(folder: &Path) -> Error {
    let help = "`git reset` builds it from the last commit; files stay as they are";
    Error::repository(format!("the repository has commits but no index `{}`", folder.join("index").display()), Some(help.into()))
}

/// A HEAD that cannot be read.
pub(super) fn head(error: &git2::Error, folder: &Path) -> Error {
    let head = folder.join("HEAD");
    let help = format!("`echo 'ref: refs/heads/BRANCH' > {}` mends it, with the name of your branch", quoted(&head));
    Error::repository(format!("cannot read `{}`: {}", head.display(), error.message()), Some(help))
}

/// A repository without a working tree.
pub(super) fn bare(folder: &Path) -> Error {
    let help = "`--rev REV` judges a commit of it, such as `--rev HEAD`";
    Error::repository(format!("a bare repository has no working tree to judge: `{}`", folder.display()), Some(help.into()))
}

/// A place inside git's own folder.
pub(super) fn inside(folder: &Path, top: &Path) -> Error {
    let message = format!("`{}` holds git's own files, nothing to judge", folder.display());
    Error::repository(message, Some(format!("run backlint in `{}`", top.display())))
}

/// A working tree that `core.worktree` puts somewhere else.
pub(super) fn elsewhere(folder: &Path, top: &Path) -> Error {
    let message = format!("the working tree of `{}` is `{}`, which does not hold this folder", folder.display(), top.display());
    let was_moved = folder.is_file();
    let help = if was_moved {
        "`git worktree repair`, run here, says where it is now"
    } else {
        "run backlint there, or `git config --unset core.worktree`"
    };
    Error::repository(message, Some(help.into()))
}

/// For a shell, as git's own messages do.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+@:,=%".contains(c);
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_for_a_shell() {
        assert_eq!(quoted(Path::new("/a/b-c.d")), "/a/b-c.d");
        assert_eq!(quoted(Path::new("/a b")), "'/a b'");
        assert_eq!(quoted(Path::new("/it's")), r"'/it'\''s'");
    }
}
