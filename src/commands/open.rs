//! From what the command line says to trees and a request.

use std::{
    ffi::OsString,
    io::Read as _,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{
    overlay, start,
    trees::{self, Content},
};
use crate::{
    backlog::Backlog,
    cli::Judging,
    config::{self, MAX_BYTES},
    discover::{self, Found, Place, Scope},
    error::Error,
    load::{Reading, load},
    outcome::{Notice, Outcome},
    rules::RULES,
    run::{Request, Trees, run, run_under},
    source::{RepoPath, Source, Sources},
    tree::{PathKind, Snapshot, Tree, is_listed, repo_path},
};

/// Trees with the request for them.
pub(super) struct Opened {
    pub(super) head: Box<dyn Tree>,
    pub(super) bases: Vec<Snapshot>,
    /// The branch that the change is to be merged into, and what it has.
    target: Option<(String, Snapshot)>,
    pub(super) request: Request,
    pub(super) notices: Vec<Notice>,
    /// Where the tree's top lies on the disk.
    pub(super) top: PathBuf,
    /// The folder that paths are typed in, where that is not the one the tree was opened from.
    typed_in: Option<PathBuf>,
    /// The folder that the tree was opened from.
    folder: PathBuf,
}

impl Opened {
    /// Opens what lies around `directory`, or around the current folder.
    pub(super) fn new(directory: Option<&Path>, judging: &Judging) -> Result<Self, Error> {
        Self::around(directory, &[], judging)
    }

    /// Opens what lies around the first path among `arguments`; around `directory` where there is none.
    pub(super) fn around(directory: Option<&Path>, arguments: &[OsString], judging: &Judging) -> Result<Self, Error> {
        Self::since(directory, arguments, judging, &Content::of(judging), None)
    }

    /// Opens the same, and what it is compared with.
    pub(super) fn since(
        directory: Option<&Path>,
        arguments: &[OsString],
        judging: &Judging,
        content: &Content,
        since: Option<&str>,
    ) -> Result<Self, Error> {
        let typed = directory.unwrap_or(Path::new("."));
        let elsewhere = start::elsewhere(typed, arguments);
        let typed_in = elsewhere.is_some().then(|| typed.to_path_buf());
        let folder = elsewhere.unwrap_or_else(|| typed.to_path_buf());
        if !folder.is_dir() {
            return Err(Error::usage(format!("`{}` is no folder", folder.display()), None));
        }
        let opened = trees::open(&folder, content, since)?;
        let config = judging.config.as_deref().map(|path| config(typed, path)).transpose()?;
        let request = Request {
            scope: Scope {
                here: opened.here,
                paths: Vec::new(),
                config,
                config_path: None,
                above: overlay::layers(&judging.set, &judging.level),
                rules: RULES.to_vec(),
                lenient: false,
            },
            ids: Vec::new(),
            only: Vec::new(),
            today: judging.today.unwrap_or_else(today),
            max_file_size: judging.max_file_size,
            ignore_unmatched: false,
            allow_empty: judging.allow_empty,
            suppressions: !judging.no_suppressions,
            baseline: true,
            protect_policy: false,
            allow_policy_change: None,
        };
        let mut opened = Self {
            head: opened.head,
            bases: opened.bases,
            target: opened.target,
            request,
            notices: opened.notices,
            top: opened.top,
            folder,
            typed_in,
        };
        let config = judging.config.as_deref().and_then(|path| opened.locate(path));
        opened.request.scope.config_path = config.filter(|path| opened.head.kind(path) == Some(PathKind::File));
        Ok(opened)
    }

    /// Judges what was opened.
    pub(super) fn run(&self) -> Result<Outcome, Error> {
        self.run_with(&*self.head)
    }

    /// Judges `head` in the place of what was opened.
    pub(super) fn run_with(&self, head: &dyn Tree) -> Result<Outcome, Error> {
        let mut outcome = match &self.target {
            Some((name, target)) => run_under(&self.trees(head), &self.request, (name, target))?,
            None => run(&self.trees(head), &self.request)?,
        };
        self.complete(&mut outcome);
        Ok(outcome)
    }

    /// `head` with what it is compared with.
    pub(super) fn trees<'t>(&'t self, head: &'t dyn Tree) -> Trees<'t> {
        Trees { head, bases: self.bases.iter().map(|base| base as &dyn Tree).collect() }
    }

    /// Adds what only the place we stand in can tell.
    pub(super) fn complete(&self, outcome: &mut Outcome) {
        outcome.notices.extend(self.notices.iter().cloned());
        outcome.workspace_prefix = self.workspace_prefix();
    }

    /// Where the top lies below the folder in which GitHub Actions looks for files.
    fn workspace_prefix(&self) -> String {
        let workspace = std::env::var_os("GITHUB_WORKSPACE").and_then(|folder| PathBuf::from(folder).canonicalize().ok());
        let below = workspace
            .and_then(|workspace| Some(repo_path(&workspace, self.top.strip_prefix(&workspace).ok().map(|_| self.top.as_path())?)));
        below.map(|path| path.display()).unwrap_or_default()
    }

    /// Finds the backlogs.
    pub(super) fn discover(&self) -> Result<Found, Error> {
        let scope = &self.request.scope;
        let seen = discover::look_around(&*self.head, scope)?;
        discover::discover(&*self.head, scope, &seen, &mut Sources::default())
    }

    /// The stories of a backlog that was found, unjudged.
    pub(super) fn backlog(&self, place: &Place) -> Result<Backlog, Error> {
        let reading =
            Reading { layout: &place.policy.layout, team: &place.policy.settings.team, max_file_size: self.request.max_file_size };
        let loaded = load(&*self.head, &place.files, reading, None, &mut Sources::default())?;
        Ok(Backlog::new(place.files.root.clone(), loaded.stories, &place.policy.layout))
    }

    /// Narrows the request to paths and ids. A file that only the base has is valid; so is any other that is missing, if `may_miss`.
    pub(super) fn narrow(&mut self, arguments: &[OsString], content: &Content, may_miss: bool) -> Result<(), Error> {
        for path in arguments.iter().map(Path::new) {
            let argument = path.to_string_lossy();
            match self.locate(path) {
                Some(path) if self.head.kind(&path).is_some() => {
                    if self.is_ignored(&path)? {
                        let help = "`git check-ignore -v` says by which line; `git add --force` has it judged all the same";
                        return Err(Error::usage(format!("git ignores `{argument}`"), help.to_owned()));
                    }
                    self.request.scope.paths.push(path);
                }
                Some(path) if self.was_there(&path, content)? || (may_miss && is_file_name(&argument)) => {
                    self.request.ignore_unmatched = true;
                    self.request.scope.paths.push(path);
                }
                None if self.typed_in.as_deref().unwrap_or(&self.folder).join(path).exists() => {
                    let message = format!("`{argument}` lies outside of `{}`", self.top.display());
                    return Err(Error::usage(message, "run backlint there, or with `-C DIR`".to_owned()));
                }
                _ if looks_like_path(&argument) => return Err(Error::usage(format!("there is no file or folder `{argument}`"), None)),
                _ => self.request.ids.push(argument.into_owned()),
            }
        }
        Ok(())
    }

    /// Whether a path is one of a base, or of the commit that something is staged on.
    fn was_there(&self, path: &RepoPath, content: &Content) -> Result<bool, Error> {
        let in_base = self.bases.iter().any(|base| base.kind(path).is_some());
        Ok(in_base || (*content == Content::Staged && trees::is_committed(&self.folder, path)?))
    }

    /// Whether a file that is there is none that the tree lists: then git ignores it.
    fn is_ignored(&self, path: &RepoPath) -> Result<bool, Error> {
        let is_candidate = self.head.kind(path) == Some(PathKind::File) && is_listed(path.as_bytes());
        Ok(is_candidate && self.head.list(path)?.entries.is_empty())
    }

    /// A path as the tree knows it; `None` if it lies outside.
    pub(super) fn locate(&self, path: &Path) -> Option<RepoPath> {
        let below_top = |path: &Path| descend(RepoPath::default(), path.strip_prefix(&self.top).ok()?);
        let typed = match &self.typed_in {
            _ if path.is_absolute() => below_top(path),
            Some(_) => None,
            None => descend(self.request.scope.here.clone(), path),
        };
        let folder = self.typed_in.as_deref().unwrap_or(&self.folder);
        typed.or_else(|| below_top(&start::without_links(&std::path::absolute(folder.join(path)).ok()?)?))
    }
}

/// Follows `path` from `folder`, without a look at the disk.
fn descend(folder: RepoPath, path: &Path) -> Option<RepoPath> {
    path.components().try_fold(folder, |at, component| match component {
        Component::Normal(name) => Some(at.join(name.as_encoded_bytes())),
        Component::CurDir => Some(at),
        Component::ParentDir if !at.is_top() => Some(at.parent()),
        _ => None,
    })
}

/// Ids hold neither slashes nor the ending of a story's file.
fn looks_like_path(argument: &str) -> bool {
    argument.contains(['/', '\\']) || Path::new(argument).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// Whether an argument is written as the name of a file, and not as that of a folder or as an id.
fn is_file_name(argument: &str) -> bool {
    !argument.ends_with(['/', '\\']) && Path::new(argument).extension().is_some()
}

/// A configuration the user named; it may lie outside of the tree.
fn config(folder: &Path, path: &Path) -> Result<Arc<Source>, Error> {
    let shown = RepoPath::new(path.as_os_str().as_encoded_bytes());
    let file = std::fs::File::open(folder.join(path));
    let mut bytes = Vec::new();
    // It may be a pipe, or a link to something that never ends.
    let read = file.and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    let failed = |reason: String| Error::Io { path: shown.clone(), reason };
    match read {
        Ok(count) if count as u64 > MAX_BYTES => Err(failed(format!("it has more than {MAX_BYTES} bytes"))),
        Ok(_) => config::source(shown, bytes),
        Err(error) => Err(failed(error.to_string())),
    }
}

/// `SOURCE_DATE_EPOCH`, else today, in UTC.
fn today() -> jiff::civil::Date {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.trim().parse().ok());
    let instant = set.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).unwrap_or_else(jiff::Timestamp::now);
    jiff::tz::Offset::UTC.to_datetime(instant).date()
}
