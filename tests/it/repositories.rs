//! Repositories in the states git leaves them in: partial, sparse, shallow, damaged, locked, of other formats and other owners.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, chown},
    path::Path,
    process::Command,
};

use crate::{
    folder::{Folder, Ran, complete},
    trees::{commit, committed, git},
};

fn unready(id: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", "")
}

/// Two folders of stories, one of them with a story that waits for the other's.
fn two_parts() -> Folder {
    let waits = complete("ST-2", "open").replace("estimate: 3\n", "estimate: 3\ndepends_on: [ST-1]\n");
    let folder = Folder::with(&[("backlog/near/ST-2.md", &waits), ("backlog/far/ST-1.md", &unready("ST-1"))]);
    committed(&folder);
    folder
}

/// Git at hand may be too old for what a test needs.
fn can(folder: &Path, arguments: &[&str]) -> bool {
    let ran = Command::new("git").args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
    ran.status.success()
}

#[track_caller]
fn stops(ran: &Ran, says: &str, cure: &str) {
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains(says) && ran.err.contains(cure), "{}", ran.err);
    assert_eq!(ran.out, "", "judged as well");
}

#[track_caller]
fn lacks_an_estimate(ran: &Ran, path: &str) {
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains(&format!("{path}:4:9: error[estimate-missing]")), "{}", ran.out);
}

#[test]
fn a_repository_of_somebody_else_is_opened_when_it_is_trusted() {
    let folder = two_parts();
    let top = folder.path();
    // Only root can give files away.
    if chown(top, Some(1234), None).is_err() || chown(top.join(".git"), Some(1234), None).is_err() {
        return;
    }
    let home = Folder::new();
    let run = |config: &str| {
        home.write(".gitconfig", config);
        folder.run_with(&[], &[("HOME", home.path().to_str().unwrap())], "")
    };
    let command = format!("git config --global --add safe.directory {}", top.display());
    stops(&run(""), "belongs to another user", &command);
    for trusted in ["*", top.to_str().unwrap()] {
        assert_eq!(run(&format!("[safe]\n\tdirectory = {trusted}\n")).code, 1, "{trusted}");
    }
    // What the repository says of itself does not count.
    git_config(&folder, "[safe]\n\tdirectory = *\n");
    assert_eq!(run("").code, 2);
}

fn git_config(folder: &Folder, more: &str) {
    let path = folder.path().join(".git/config");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, text + more).unwrap();
}

#[test]
fn a_link_to_what_is_no_story_holds_in_every_tree() {
    let linked = "---\nid: ST-1\nstatus: open\n---\n![s](../design/s.png) [d](../design) [v](../vendor/x.c) [g](gone.png)\n";
    let folder = Folder::with(&[("backlog/ST-1.md", linked), ("design/s.png", "x")]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("design", folder.path().join("vendor")).unwrap();
    #[cfg(not(unix))]
    folder.write("vendor/x.c", "x");
    committed(&folder);
    let only = ["--only", "link-broken", "--output-format", "concise"];
    for tree in [vec![], vec!["--staged"], vec!["--rev", "HEAD"]] {
        let ran = folder.run(&[["check"].as_slice(), &only, &tree].concat());
        let lines: Vec<&str> = ran.out.lines().filter(|line| line.contains(".md:")).collect();
        assert_eq!(lines, ["backlog/ST-1.md:5:61: warning[link-broken] no file at `gone.png`, where the link leads"], "{tree:?}");
    }
    // A change that deletes the target is charged with the link, wherever it is looked at.
    std::fs::remove_file(folder.path().join("design/s.png")).unwrap();
    let ran = folder.run(&[["check", "--since", "HEAD"].as_slice(), &only].concat());
    assert!(ran.out.contains("no file at `../design/s.png`") && !ran.out.contains("gone.png"), "{}{}", ran.out, ran.err);
}
