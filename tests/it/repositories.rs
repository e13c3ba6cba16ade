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
fn what_a_sparse_checkout_leaves_out_is_judged_and_not_missed() {
    let folder = two_parts();
    if !can(folder.path(), &["sparse-checkout", "set", "--cone", "--no-sparse-index", "backlog/near"]) {
        return;
    }
    assert!(!folder.path().join("backlog/far").exists());
    let ran = folder.run(&[]);
    lacks_an_estimate(&ran, "backlog/far/ST-1.md");
    assert!(!ran.out.contains("depends-dangling"), "{}", ran.out);
    for arguments in [&["check", "--since", "HEAD"][..], &["check", "--staged", "--since", "HEAD"]] {
        assert_eq!(folder.run(arguments).code, 0, "{arguments:?}");
    }
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
fn a_repository_format_that_is_not_known_is_named() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1"))]);
    if can(folder.path(), &["init", "--quiet", "--ref-format=reftable"]) {
        stops(&folder.run(&[]), "reftable", "git refs migrate --ref-format=files");
    }
    let folder = two_parts();
    git(folder.path(), &["config", "core.repositoryformatversion", "1"]);
    git(folder.path(), &["config", "extensions.novelty", "true"]);
    stops(&folder.run(&[]), "the extension `novelty`", "--unset extensions.novelty");
}

#[test]
fn a_repository_with_long_ids_is_read() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1"))]);
    if !can(folder.path(), &["init", "--quiet", "--object-format=sha256"]) {
        return;
    }
    commit(&folder);
    for arguments in [&["check"][..], &["--staged"], &["--rev", "HEAD"]] {
        lacks_an_estimate(&folder.run(arguments), "backlog/ST-1.md");
    }
    assert_eq!(folder.run(&["check", "--since", "HEAD"]).code, 0);
}

#[test]
fn what_a_partial_clone_did_not_fetch_is_told_and_not_fetched() {
    let origin = two_parts();
    git(origin.path(), &["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", origin.path().display());
    let clone = Folder::new();
    git(clone.path(), &["clone", "--quiet", "--no-checkout", "--filter=blob:none", &url, "."]);
    let ran = clone.run(&["--rev", "HEAD"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("was promised, not fetched") || ran.out.contains("was promised, not fetched"), "{ran:?}");
    let treeless = Folder::new();
    git(treeless.path(), &["clone", "--quiet", "--no-checkout", "--filter=tree:0", &url, "."]);
    stops(&treeless.run(&["--rev", "HEAD"]), "is not in the repository", "git fetch --refetch --no-filter");
}

#[test]
fn a_submodule_is_not_entered_and_is_judged_where_one_stands_in_it() {
    let part = Folder::with(&[("backlog/ST-8.md", &unready("ST-8"))]);
    committed(&part);
    let folder = two_parts();
    let url = part.path().to_str().unwrap();
    git(folder.path(), &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url, "backlog/part"]);
    commit(&folder);
    for arguments in [&["check"][..], &["--staged"], &["--rev", "HEAD"]] {
        let ran = folder.run(arguments);
        lacks_an_estimate(&ran, "backlog/far/ST-1.md");
        assert!(!ran.out.contains("ST-8"), "{}", ran.out);
    }
    for arguments in [&["-C", "backlog/part"][..], &["-C", "backlog/part", "--staged"], &["-C", "backlog/part/backlog", "--rev", "HEAD"]] {
        let ran = folder.run(arguments);
        lacks_an_estimate(&ran, "backlog/ST-8.md");
        assert!(!ran.out.contains("ST-1"), "{}", ran.out);
    }
}

#[test]
fn a_repository_committed_inside_another_leads_nobody_astray() {
    let folder = two_parts();
    let elsewhere = Folder::with(&[("backlog/ST-9.md", &unready("ST-9"))]);
    let config = format!("[core]\n\tbare = false\n\tworktree = {}\n", elsewhere.path().display());
    for (path, text) in [("HEAD", "ref: refs/heads/main\n"), ("objects/x", ""), ("refs/x", ""), ("config", &config)] {
        folder.write(&format!("docs/{path}"), text);
    }
    commit(&folder);
    let ran = folder.run(&["-C", "docs"]);
    lacks_an_estimate(&ran, "backlog/far/ST-1.md");
    assert!(!ran.out.contains("ST-9"), "{}", ran.out);
}

#[test]
fn a_working_tree_elsewhere_is_not_judged_from_here() {
    let (folder, elsewhere) = (two_parts(), Folder::new());
    git(folder.path(), &["config", "core.worktree", elsewhere.path().to_str().unwrap()]);
    stops(&folder.run(&[]), "which does not hold this folder", "git config --unset core.worktree");
    stops(&folder.run(&["-C", ".git"]), "holds git's own files", "run backlint in");
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
fn flags_on_files_say_where_their_bytes_are() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready")), ("backlog/ST-2.md", &complete("ST-2", "ready"))]);
    committed(&folder);
    git(folder.path(), &["update-index", "--assume-unchanged", "backlog/ST-1.md"]);
    git(folder.path(), &["update-index", "--skip-worktree", "backlog/ST-2.md"]);
    folder.write("backlog/ST-1.md", unready("ST-1"));
    folder.write("backlog/ST-2.md", unready("ST-2"));
    let ran = folder.run(&[]);
    lacks_an_estimate(&ran, "backlog/ST-1.md");
    assert!(!ran.out.contains("ST-2"), "{}", ran.out);
}

#[test]
fn a_repository_nobody_may_write_to_is_judged() {
    let folder = two_parts();
    folder.write(".git/index.lock", "");
    let files = || git(folder.path(), &["--no-optional-locks", "ls-files", "--stage", "--debug"]);
    let before = files();
    fs::set_permissions(folder.path().join(".git"), fs::Permissions::from_mode(0o555)).unwrap();
    let codes: Vec<i32> = [&["check"][..], &["--staged"], &["check", "--since", "HEAD"]].map(|arguments| folder.run(arguments).code).into();
    fs::set_permissions(folder.path().join(".git"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((codes, files()), (vec![1, 1, 0], before));
}

#[test]
fn histories_that_cross_are_compared_with_one_of_their_bases() {
    let folder = two_parts();
    let at = folder.path();
    let story = |id: &str| folder.write(&format!("backlog/{id}.md"), unready(id));
    git(at, &["checkout", "--quiet", "-b", "left"]);
    story("ST-3");
    commit(&folder);
    git(at, &["checkout", "--quiet", "-b", "right", "main"]);
    story("ST-4");
    commit(&folder);
    git(at, &["branch", "right-before"]);
    git(at, &["merge", "--quiet", "--message", "x", "left"]);
    git(at, &["checkout", "--quiet", "left"]);
    git(at, &["merge", "--quiet", "--message", "x", "right-before"]);
    story("ST-5");
    commit(&folder);
    let base = git(at, &["merge-base", "right", "HEAD"]);
    let [since, exact] = ["right", &base].map(|base| folder.run(&["check", "--output-format", "json", "--since", base]));
    assert_eq!(since.out, exact.out);
    assert!(since.out.contains("ST-5"), "{}", since.out);
    // Of a commit with many parents the first is what `HEAD^` names.
    git(at, &["checkout", "--quiet", "-b", "many", "main"]);
    for name in ["a", "b"] {
        git(at, &["checkout", "--quiet", "-b", name, "main"]);
        story(if name == "a" { "ST-6" } else { "ST-7" });
        commit(&folder);
    }
    git(at, &["checkout", "--quiet", "many"]);
    git(at, &["merge", "--quiet", "--no-ff", "--message", "x", "a", "b"]);
    let ran = folder.run(&["check", "--since", "HEAD^"]);
    assert_eq!(ran.out.matches("estimate-missing").count(), 2, "{}", ran.out);
}

#[test]
fn a_server_judges_a_push_before_it_lets_it_in() {
    let folder = two_parts();
    let server = Folder::new();
    git(server.path(), &["clone", "--quiet", "--bare", folder.path().to_str().unwrap(), "."]);
    let binary = env!("CARGO_BIN_EXE_backlint");
    let hook = format!("#!/bin/sh\nwhile read old new name; do \"{binary}\" check --rev \"$new\" --since \"$old\" || exit 1; done\n");
    server.write("hooks/pre-receive", hook);
    fs::set_permissions(server.path().join("hooks/pre-receive"), fs::Permissions::from_mode(0o755)).unwrap();
    let push = || {
        let mut command = Command::new("git");
        command.args(["push", "--quiet", server.path().to_str().unwrap(), "HEAD:main"]).current_dir(folder.path());
        let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    folder.write("backlog/near/ST-3.md", complete("ST-3", "ready"));
    commit(&folder);
    let (is_taken, told) = push();
    assert!(is_taken, "{told}");
    folder.write("backlog/near/ST-4.md", unready("ST-4"));
    commit(&folder);
    let (is_taken, told) = push();
    assert!(!is_taken && told.contains("ST-4.md:4:9: error[estimate-missing]") && !told.contains("ST-1.md"), "{told}");
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
