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
fn an_index_that_cannot_be_read_is_told_with_its_cure_and_commits_are_still_judged() {
    let folder = two_parts();
    if can(folder.path(), &["sparse-checkout", "set", "--cone", "--sparse-index", "backlog/near"]) {
        stops(&folder.run(&[]), "the index is sparse", "git sparse-checkout reapply --no-sparse-index");
        stops(&folder.run(&["--staged"]), "the index is sparse", "git sparse-checkout reapply --no-sparse-index");
        lacks_an_estimate(&folder.run(&["--rev", "HEAD"]), "backlog/far/ST-1.md");
        assert!(can(folder.path(), &["sparse-checkout", "reapply", "--no-sparse-index"]));
        assert_eq!(folder.run(&[]).code, 1);
    }
    let folder = two_parts();
    assert!(can(folder.path(), &["update-index", "--split-index"]));
    stops(&folder.run(&[]), "the index is split", "git update-index --no-split-index");
    lacks_an_estimate(&folder.run(&["--rev", "HEAD"]), "backlog/far/ST-1.md");
    assert!(can(folder.path(), &["update-index", "--no-split-index"]));
    assert_eq!(folder.run(&[]).code, 1);
    for damage in ["", "DIRC", "garbage that is no index at all, but long enough to look at"] {
        folder.write(".git/index", damage);
        stops(&folder.run(&[]), "cannot read the index", "git reset");
    }
    fs::remove_file(folder.path().join(".git/index")).unwrap();
    stops(&folder.run(&[]), "commits but no index", "git reset");
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
fn a_configuration_that_is_broken_is_told_with_its_place() {
    let folder = two_parts();
    git_config(&folder, "[core\n");
    stops(&folder.run(&[]), "cannot read git's configuration", "--show-origin");
    let folder = two_parts();
    folder.write(".git/HEAD", "garbage\n");
    assert_eq!(folder.run(&["--rev", "HEAD"]).code, 2);
    assert_eq!(folder.run(&[]).code, 2);
    let home = Folder::with(&[(".gitconfig", "[user\nname = A\n")]);
    let folder = two_parts();
    let ran = folder.run_with(&[], &[("HOME", home.path().to_str().unwrap())], "");
    stops(&ran, ".gitconfig", "--show-origin");
}

#[test]
fn an_object_that_is_damaged_is_named() {
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 3] = [
        ("is not in the repository", |object| fs::remove_file(object).unwrap()),
        ("cannot read the object", |object| fs::write(object, "").unwrap()),
        ("cannot read the object", |object| fs::write(object, "garbage").unwrap()),
    ];
    for what in ["HEAD:backlog/far/ST-1.md", "HEAD:backlog/far", "HEAD"] {
        for (says, damage) in damages {
            let folder = two_parts();
            let commit = git(folder.path(), &["rev-parse", "HEAD"]);
            let id = git(folder.path(), &["rev-parse", what]);
            let object = folder.path().join(".git/objects").join(&id[..2]).join(&id[2..]);
            fs::set_permissions(&object, fs::Permissions::from_mode(0o644)).unwrap();
            damage(&object);
            let ran = folder.run(&["--rev", &commit]);
            assert_eq!(ran.code, 2, "{what}: {ran:?}");
            let told = ran.out + &ran.err;
            assert!(told.contains(says) && told.contains(&id) || what == "HEAD", "{what}: {told}");
        }
    }
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
