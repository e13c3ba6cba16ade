//! What a change started from, as CI systems tell it.

use std::path::Path;

use crate::{
    folder::{Folder, Ran, complete},
    trees::{commit, committed, git},
};

pub const EMPTY: &str = "0000000000000000000000000000000000000000";

fn thin(id: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", "")
}

/// A repository as GitHub has it: `main` with an old fault and one more commit, a branch that adds ST-2, and the merge of both.
pub struct Origin {
    pub folder: Folder,
    /// Where the branch started.
    pub start: String,
    pub main: String,
    pub branch: String,
}

pub fn origin() -> Origin {
    let folder = Folder::with(&[("backlog/ST-1.md", &thin("ST-1"))]);
    committed(&folder);
    let start = git(folder.path(), &["rev-parse", "HEAD"]);
    git(folder.path(), &["checkout", "--quiet", "-b", "change"]);
    folder.write("backlog/ST-2.md", thin("ST-2"));
    commit(&folder);
    let branch = git(folder.path(), &["rev-parse", "HEAD"]);
    git(folder.path(), &["checkout", "--quiet", "main"]);
    folder.write("backlog/ST-3.md", thin("ST-3"));
    commit(&folder);
    let main = git(folder.path(), &["rev-parse", "HEAD"]);
    git(folder.path(), &["checkout", "--quiet", "-b", "merged"]);
    git(folder.path(), &["merge", "--quiet", "--no-ff", "--message", "m", "change"]);
    git(folder.path(), &["update-ref", "refs/pull/1/merge", "merged"]);
    git(folder.path(), &["checkout", "--quiet", "main"]);
    Origin { folder, start, main, branch }
}

impl Origin {
    /// A clone as actions/checkout makes it: one reference, so deep.
    pub fn checkout(&self, reference: &str, depth: &str) -> Folder {
        let clone = Folder::new();
        git(clone.path(), &["init", "--quiet"]);
        git(clone.path(), &["remote", "add", "origin", &format!("file://{}", self.folder.path().display())]);
        let depth: &[&str] = if depth == "0" { &[] } else { &["--depth", depth] };
        let all: &[&str] = if depth.is_empty() { &["+refs/heads/*:refs/remotes/origin/*"] } else { &[] };
        git(clone.path(), &[&["fetch", "--quiet"], depth, &["origin"], &[&format!("+{reference}:refs/remotes/pull")], all].concat());
        git(clone.path(), &["checkout", "--quiet", "--detach", "refs/remotes/pull"]);
        clone
    }
}

pub fn event(folder: &Folder, name: &str, text: &str, more: &[(&str, &str)]) -> Ran {
    folder.write(".git/event.json", text);
    let path = folder.path().join(".git/event.json");
    let given = [("GITHUB_ACTIONS", "true"), ("GITHUB_EVENT_NAME", name), ("GITHUB_EVENT_PATH", path.to_str().unwrap())];
    folder.run_with(&["check", "--since", "auto"], &[&given, more].concat(), "")
}

pub fn pull_request(head: &str, stale_base: &str) -> String {
    format!("{{\"pull_request\":{{\"head\":{{\"sha\":\"{head}\"}},\"base\":{{\"sha\":\"{stale_base}\"}}}}}}")
}

pub const ONLY_ST_2: &str = "backlog/ST-2.md:4:9: error[estimate-missing] no estimate\n";

#[test]
fn a_branch_that_is_checked_out_itself_is_compared_with_where_it_started() {
    let origin = origin();
    let clone = origin.checkout("refs/heads/change", "0");
    let ran = event(&clone, "pull_request", &pull_request(&origin.branch, &origin.start), &[("GITHUB_BASE_REF", "main")]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ONLY_ST_2), "{}", ran.err);
}

#[test]
fn elsewhere_the_base_is_named_or_the_default_branch() {
    let origin = origin();
    let clone = Folder::new();
    git(clone.path(), &["clone", "--quiet", origin.folder.path().to_str().unwrap(), "here"]);
    let at = clone.path().join("here");
    git(&at, &["checkout", "--quiet", "change"]);
    let run =
        |at: &Path, variables: &[(&str, &str)]| clone.run_with(&["-C", at.to_str().unwrap(), "check", "--since", "auto"], variables, "");
    assert_eq!(run(&at, &[]).out, ONLY_ST_2);
    assert_eq!(run(&at, &[("BACKLINT_BASE", "origin/main")]).out, ONLY_ST_2);
    assert_eq!(run(&at, &[("BACKLINT_BASE", "HEAD")]).code, 0);
    assert_eq!(run(&at, &[("GITLAB_CI", "true"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", &origin.start)]).out, ONLY_ST_2);
    let shallow = run(&at, &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", "1234567890123456789012345678901234567890")]);
    assert!(shallow.code == 2 && shallow.err.contains("`GIT_DEPTH: 0`"), "{}", shallow.err);
    git(&at, &["remote", "set-head", "origin", "--delete"]);
    let unknown = run(&at, &[]);
    assert!(unknown.code == 2 && unknown.err.contains("`git remote set-head origin -a`"), "{}", unknown.err);
}
