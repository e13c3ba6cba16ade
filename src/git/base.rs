//! Finding BASE: what a change started from, as the user or the CI system says it. What cannot be told is an error, never a guess.

use git2::{Oid, Repository};
use serde_json::Value;

use super::{commits, trouble};
use crate::{error::Error, outcome::Notice};

/// What findings are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// Nothing: everything is reported, and why.
    Nothing(Notice),
    /// A repository without a commit.
    Empty,
    /// Commits; several during a merge.
    Commits(Vec<Oid>),
}

/// The environment a CI system sets.
pub type Variables<'v> = &'v dyn Fn(&str) -> Option<String>;

/// The word that leaves it to the CI system.
pub const AUTO: &str = "auto";

/// Whether this runs in CI.
pub fn is_ci(variables: Variables<'_>) -> bool {
    ["GITHUB_ACTIONS", "GITLAB_CI", "CI"].into_iter().any(|name| variables(name).is_some_and(|value| value != "false"))
}

/// What `written` means for a change that ends at `head`; a merge under way has brought in what `merged` names.
pub fn base(repository: &Repository, written: &str, head: Option<Oid>, merged: &[Oid], variables: Variables<'_>) -> Result<Base, Error> {
    let Some(head) = head else {
        let is_own = ["HEAD", "@", AUTO].contains(&written);
        return if is_own { Ok(Base::Empty) } else { commits::named(repository, written).map(|commit| Base::Commits(vec![commit])) };
    };
    let from = if written == AUTO {
        automatic(repository, head, variables)?
    } else {
        From::Named(written.to_owned(), commits::named(repository, written)?)
    };
    let base = match from {
        From::Everything(text) => return Ok(Base::Nothing(Notice { code: "judges-all", text })),
        From::Exact(commit) => commit,
        From::Named(written, commit) => commits::merge_base(repository, &written, commit, head)?,
    };
    Ok(Base::Commits(std::iter::once(base).chain(merged.iter().copied()).collect()))
}

/// A branch that a change is to be merged into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What it is called.
    pub name: String,
    /// Its tip.
    pub tip: Oid,
}

/// The branch that a change of `head` since `base` is to be merged into, where that is known and has moved on; a remark where it
/// is not known.
pub fn target(repository: &Repository, written: &str, head: Oid, base: Oid, variables: Variables<'_>) -> Result<Option<Target>, Notice> {
    let resolve = |name: &str| repository.find_reference(name).and_then(|found| found.peel_to_commit()).ok().map(|commit| commit.id());
    let branch = |name: &str| Some(Target { name: name.to_owned(), tip: resolve(&format!("refs/remotes/origin/{name}"))? });
    let default = || Some(Target { name: "origin/HEAD".into(), tip: resolve("refs/remotes/origin/HEAD")? });
    let local = |name: &&str| Some(Target { name: (*name).into(), tip: resolve(&format!("refs/heads/{name}"))? });
    let named = |written: &str| Some(Target { name: written.to_owned(), tip: commits::named(repository, written).ok()? });
    let found = match written {
        AUTO if variables("GITHUB_EVENT_NAME").is_some() => variables("GITHUB_BASE_REF").and_then(|name| branch(&name)),
        AUTO if variables("CI_MERGE_REQUEST_DIFF_BASE_SHA").is_some() => {
            let name = variables("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
            let tip = variables("CI_MERGE_REQUEST_TARGET_BRANCH_SHA").and_then(|sha| Oid::from_str(sha.trim()).ok());
            let tip = tip.filter(|tip| repository.find_commit(*tip).is_ok());
            let told = tip.map(|tip| Target { name: name.clone().unwrap_or_else(|| "the target branch".into()), tip });
            told.or_else(|| branch(&name?)).or_else(default).or_else(|| ["main", "master"].iter().find_map(local))
        }
        AUTO => variables("BACKLINT_BASE").and_then(|written| named(&written)).or_else(default),
        written => named(written),
    };
    if found.is_none() && written == AUTO && variables("CI_MERGE_REQUEST_DIFF_BASE_SHA").is_some() {
        let text = "the tip of the target branch is not in this clone: the policy is the one that the change started from".into();
        return Err(Notice { code: "policy-of-base", text });
    }
    Ok(found.filter(|target| target.tip != base && repository.merge_base(target.tip, head).is_ok_and(|parted| parted == base)))
}

/// What a change started from.
enum From {
    /// There is no such commit; why.
    Everything(String),
    /// This very commit.
    Exact(Oid),
    /// Where the history of this one parted from ours.
    Named(String, Oid),
}

fn automatic(repository: &Repository, head: Oid, variables: Variables<'_>) -> Result<From, Error> {
    if let Some(event) = variables("GITHUB_EVENT_NAME") {
        return github(repository, head, &event, variables);
    }
    if let Some(written) = variables("CI_MERGE_REQUEST_DIFF_BASE_SHA") {
        let commit = existing(repository, &written, "set `GIT_DEPTH: 0` for the job")?;
        return Ok(From::Exact(commit));
    }
    if let Some(written) = variables("BACKLINT_BASE") {
        return Ok(From::Named(written.clone(), commits::named(repository, &written)?));
    }
    let default = repository.find_reference("refs/remotes/origin/HEAD").and_then(|reference| reference.peel_to_commit());
    if let Ok(commit) = default {
        return Ok(From::Named("origin/HEAD".into(), commit.id()));
    }
    let help = "`git remote set-head origin -a` says it; or set `BACKLINT_BASE`, or name the base: `--since main`";
    Err(Error::repository("cannot tell what this change started from: there is no `origin/HEAD`", Some(help.into())))
}

fn github(repository: &Repository, head: Oid, event: &str, variables: Variables<'_>) -> Result<From, Error> {
    let told = event_file(variables)?;
    match event {
        "pull_request" => pull_request(repository, head, &told, variables),
        "pull_request_target" => {
            let message = "`pull_request_target` checks out the base, not the change, and runs with secrets";
            Err(Error::repository(message, Some("use the event `pull_request`; it works for forks too".into())))
        }
        "merge_group" => {
            let written = text(&told, &["merge_group", "base_sha"]).unwrap_or_default();
            existing(repository, written, "set `fetch-depth: 0` on actions/checkout").map(From::Exact)
        }
        "push" if !variables("GITHUB_REF").is_some_and(|name| name.starts_with("refs/tags/")) => push(repository, head, &told),
        other => Ok(From::Everything(format!("the event `{other}` has no base, so everything is reported"))),
    }
}

/// The merge commit GitHub made of the pull request has the base as its first parent. The `base.sha` of the event is where the branch once
/// started, which may be long past.
fn pull_request(repository: &Repository, head: Oid, event: &Value, variables: Variables<'_>) -> Result<From, Error> {
    let commit = repository.find_commit(head).map_err(|error| trouble::object(&error, head))?;
    let tip = text(event, &["pull_request", "head", "sha"]).and_then(|sha| Oid::from_str(sha).ok());
    if commit.parent_count() == 2
        && tip == commit.parent_id(1).ok()
        && let Ok(base) = commit.parent(0)
    {
        return Ok(From::Exact(base.id()));
    }
    let branch = variables("GITHUB_BASE_REF").unwrap_or_default();
    let reference = repository.find_reference(&format!("refs/remotes/origin/{branch}")).and_then(|reference| reference.peel_to_commit());
    match reference {
        Ok(base) if !repository.is_shallow() || repository.merge_base(base.id(), head).is_ok() => {
            Ok(From::Named(format!("origin/{branch}"), base.id()))
        }
        _ => {
            let message = "the clone is too shallow to tell what the pull request changes";
            Err(Error::repository(message, Some("set `fetch-depth: 2` on actions/checkout".into())))
        }
    }
}

fn push(repository: &Repository, head: Oid, event: &Value) -> Result<From, Error> {
    let before = text(event, &["before"]).and_then(|sha| Oid::from_str(sha).ok()).filter(|id| !id.is_zero());
    let Some(before) = before else {
        return Ok(From::Everything("the push has nothing before it, so everything is reported".into()));
    };
    if repository.find_commit(before).is_err() {
        if repository.is_shallow() {
            let message = "the clone is too shallow to tell what was pushed";
            return Err(Error::repository(message, Some("set `fetch-depth: 0` on actions/checkout".into())));
        }
        return Ok(From::Everything("what was there before the push is gone, so everything is reported".into()));
    }
    match repository.merge_base(before, head) {
        Ok(base) if base == before => Ok(From::Exact(before)),
        _ => Ok(From::Everything("the push does not build on what was there before it, so everything is reported".into())),
    }
}

/// The commit that a CI system names by its id; whatever else it may say is not looked up.
fn existing(repository: &Repository, written: &str, cure: &str) -> Result<Oid, Error> {
    let found = Oid::from_str(written.trim()).ok().filter(|id| repository.find_commit(*id).is_ok());
    found.ok_or_else(|| Error::repository(format!("the base `{written}` is not in this clone"), Some(cure.into())))
}

/// How large the description of an event may be, in bytes.
const MAX_EVENT: u64 = 32 * 1024 * 1024;

fn event_file(variables: Variables<'_>) -> Result<Value, Error> {
    use std::io::Read as _;
    let path = variables("GITHUB_EVENT_PATH").unwrap_or_default();
    let help = || Some("the runner sets `GITHUB_EVENT_PATH`; name the base yourself: `--since origin/main`".to_owned());
    let opened = std::fs::File::open(&path);
    let mut content = Vec::new();
    opened
        .and_then(|file| file.take(MAX_EVENT).read_to_end(&mut content))
        .map_err(|error| Error::repository(format!("cannot read the event file `{path}`: {error}"), help()))?;
    serde_json::from_slice(&content).map_err(|error| Error::repository(format!("the event file `{path}` is no JSON: {error}"), help()))
}

fn text<'v>(event: &'v Value, path: &[&str]) -> Option<&'v str> {
    path.iter().try_fold(event, |value, key| value.get(key))?.as_str()
}
