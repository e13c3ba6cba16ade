//! A change that leaves the policy alone is checked by the policy of the branch it goes into.

use crate::{
    folder::{Folder, Ran, complete},
    trees::{commit, committed, git},
};

fn unready(id: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", "")
}

const LAX: &str = "# The team's policy.\n[rules]\nestimate-missing = \"off\"\n";
const STRICT: &str = "# The team's policy.\n[rules]\nestimate-missing = \"error\"\n";

/// A branch with these files, left before `main` got this policy; nothing means that it is deleted.
fn branch(before: &str, after: Option<&str>, files: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(&[("backlint.toml", before), ("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    git(folder.path(), &["branch", "--quiet", "-M", "main"]);
    match after {
        Some(after) => folder.write("backlint.toml", after),
        None => std::fs::remove_file(folder.path().join("backlint.toml")).unwrap(),
    }
    commit(&folder);
    git(folder.path(), &["checkout", "--quiet", "-b", "topic", "HEAD~1"]);
    for (path, text) in files {
        folder.write(path, text);
    }
    commit(&folder);
    folder
}

fn judged(folder: &Folder) -> Ran {
    folder.run(&["check", "--since", "main", "--protect-policy"])
}

#[test]
fn a_stricter_policy_of_the_target_holds() {
    for (before, after) in [(LAX, Some(STRICT)), (LAX, None)] {
        let folder = branch(before, after, &[("backlog/ST-2.md", &unready("ST-2"))]);
        let ran = judged(&folder);
        assert_eq!((ran.code, ran.out.as_str()), (1, "backlog/ST-2.md:4:9: error[estimate-missing] no estimate\n"), "{}", ran.err);
        let line = if after.is_some() { 3 } else { 1 };
        let said = format!("note: `main` changed the policy since (backlint.toml:{line})");
        assert!(ran.err.contains(&said) && ran.err.contains("merge `main`"), "{}", ran.err);
    }
}

#[test]
fn a_laxer_policy_of_the_target_holds_and_accuses_nobody() {
    let folder = branch(STRICT, Some(LAX), &[("backlog/ST-2.md", &unready("ST-2"))]);
    let ran = judged(&folder);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn old_findings_of_a_stricter_target_are_not_the_change_s() {
    let folder = Folder::with(&[("backlint.toml", LAX), ("backlog/ST-1.md", &unready("ST-1"))]);
    committed(&folder);
    git(folder.path(), &["branch", "--quiet", "-M", "main"]);
    folder.write("backlint.toml", STRICT);
    commit(&folder);
    git(folder.path(), &["checkout", "--quiet", "-b", "topic", "HEAD~1"]);
    folder.write("backlog/ST-2.md", complete("ST-2", "ready"));
    commit(&folder);
    let ran = judged(&folder);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn a_change_of_the_policy_itself_is_held_to_the_base() {
    let folder = branch(STRICT, Some(&format!("{STRICT}title-vague = \"error\"\n")), &[("backlint.toml", LAX)]);
    let ran = judged(&folder);
    assert!(ran.code == 1 && ran.out.contains("error[policy-changed]") && !ran.err.contains("changed the policy since"), "{}", ran.out);
}

#[test]
fn a_mistake_in_the_policy_of_the_target_is_not_the_change_s() {
    let folder = branch(LAX, Some("[ruless]\n"), &[("backlog/ST-2.md", &unready("ST-2"))]);
    let ran = judged(&folder);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn ci_names_the_target_or_it_is_said_that_it_is_not_known() {
    let folder = branch(LAX, Some(STRICT), &[("backlog/ST-2.md", &unready("ST-2"))]);
    let base = git(folder.path(), &["merge-base", "main", "topic"]);
    let tip = git(folder.path(), &["rev-parse", "main"]);
    let ci = |more: &[(&str, &str)]| {
        let variables = [&[("GITLAB_CI", "true"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim())], more].concat();
        folder.run_with(&["check", "--since", "auto"], &variables, "")
    };
    let sha = ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", tip.trim());
    assert_eq!(ci(&[]).code, 1);
    assert_eq!(ci(&[sha, ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")]).code, 1);
    git(folder.path(), &["branch", "--quiet", "-M", "main", "trunk"]);
    assert_eq!(ci(&[sha]).code, 1);
    let ran = ci(&[]);
    assert!(ran.code == 0 && ran.err.contains("the tip of the target branch is not in this clone"), "{}{}", ran.out, ran.err);
}
