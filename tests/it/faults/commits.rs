//! Rows 61 to 67: what is committed is what is judged, whichever index git makes the commit of, and nothing is written.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    faults::shared::{contents, git_reads, lacks_an_estimate, one_story, stops, two_parts, unready},
    folder::{Folder, Ran, complete},
    trees::{commit, committed, git},
};

/// A repository of three stories that lack nothing, with a hook that writes down what it is told of a commit and lets it pass.
struct Recorded {
    folder: Folder,
    record: PathBuf,
}

impl Recorded {
    fn new() -> Self {
        let folder = Folder::new();
        for id in ["ST-1", "ST-2", "ST-3"] {
            folder.write(&format!("main/backlog/{id}.md"), complete(id, "ready"));
        }
        let main = folder.path().join("main");
        git(&main, &["init", "--quiet"]);
        git(&main, &["add", "--all"]);
        git(&main, &["commit", "--quiet", "--message", "x"]);
        let record = folder.path().join("record");
        let hook = format!("#!/bin/sh\n\"{}\" --staged --output-format concise >\"{}\"\nexit 0\n", BINARY, record.display());
        folder.write("main/.git/hooks/pre-commit", hook);
        executable(&main.join(".git/hooks/pre-commit"));
        Self { folder, record }
    }

    fn main(&self) -> PathBuf {
        self.folder.path().join("main")
    }

    /// A commit must hold what the hook was told of: the stories without an estimate are those that git shows.
    #[track_caller]
    fn holds(&self, at: &str, stories: &[&str]) {
        let recorded = fs::read_to_string(&self.record).unwrap();
        fs::remove_file(&self.record).unwrap();
        let top = self.folder.path().join(at);
        let names = git(&top, &["ls-tree", "-r", "--full-tree", "--name-only", "HEAD"]);
        let lacking: Vec<&str> =
            names.lines().filter(|name| !git(&top, &["show", &format!("HEAD:{name}")]).contains("estimate:")).collect();
        assert_eq!(lacking, stories.iter().map(|id| format!("backlog/{id}.md")).collect::<Vec<_>>());
        let line = |name: &&str| format!("{name}:4:9: error[estimate-missing] no estimate\n");
        assert_eq!(recorded, lacking.iter().map(line).collect::<String>());
        assert_eq!(recorded, self.folder.run(&["-C", at, "--rev", "HEAD"]).out);
    }
}

const BINARY: &str = env!("CARGO_BIN_EXE_backlint");

fn executable(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn row_61_of_a_commit_of_all_what_git_tracks_is_judged() {
    let recorded = Recorded::new();
    recorded.folder.write("main/backlog/ST-1.md", unready("ST-1"));
    recorded.folder.write("main/backlog/ST-4.md", unready("ST-4"));
    git(&recorded.main(), &["commit", "--quiet", "--all", "--message", "x"]);
    recorded.holds("main", &["ST-1"]);
}

#[test]
fn row_61_of_a_commit_of_one_file_that_one_is_judged() {
    let recorded = Recorded::new();
    recorded.folder.write("main/backlog/ST-1.md", unready("ST-1"));
    git(&recorded.main(), &["add", "--all"]);
    recorded.folder.write("main/backlog/ST-2.md", unready("ST-2"));
    recorded.folder.write("main/backlog/ST-3.md", unready("ST-3"));
    git(&recorded.main(), &["commit", "--quiet", "--message", "x", "backlog/ST-2.md"]);
    recorded.holds("main", &["ST-2"]);
    git(&recorded.main(), &["commit", "--quiet", "--message", "what was staged before"]);
    recorded.holds("main", &["ST-1", "ST-2"]);
}

#[test]
fn row_61_of_a_commit_in_parts_the_chosen_ones_are_judged() {
    let recorded = Recorded::new();
    let write = |id: &str, text: String, device: &str| {
        // Far enough from the front matter to be a part of its own.
        let text = text.replace("\n\n## ", "\n\nIt is stapled.\n\n## ").replace("phone", device);
        recorded.folder.write(&format!("main/backlog/{id}.md"), text);
    };
    for id in ["ST-1", "ST-2"] {
        write(id, complete(id, "ready"), "phone");
    }
    git(&recorded.main(), &["commit", "--quiet", "--all", "--no-verify", "--message", "x"]);
    for id in ["ST-1", "ST-2"] {
        write(id, unready(id), "tablet");
    }
    let author = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    // Of the first story what comes second, of the second what comes first.
    git_reads(&recorded.main(), &[&author[..], &["commit", "--quiet", "--message", "x", "--patch"]].concat(), b"n\ny\ny\nn\n");
    assert!(git(&recorded.main(), &["show", "HEAD:backlog/ST-1.md"]).ends_with("on a tablet"));
    assert!(git(&recorded.main(), &["show", "HEAD:backlog/ST-2.md"]).ends_with("on a phone"));
    recorded.holds("main", &["ST-2"]);
}

#[test]
fn row_61_an_amended_commit_is_judged_as_it_will_be() {
    let recorded = Recorded::new();
    recorded.folder.write("main/backlog/ST-1.md", unready("ST-1"));
    git(&recorded.main(), &["add", "--all"]);
    recorded.folder.write("main/backlog/ST-1.md", complete("ST-1", "ready"));
    recorded.folder.write("main/backlog/ST-2.md", unready("ST-2"));
    git(&recorded.main(), &["commit", "--quiet", "--amend", "--message", "x"]);
    recorded.holds("main", &["ST-1"]);
    git(&recorded.main(), &["commit", "--quiet", "--amend", "--all", "--message", "x"]);
    recorded.holds("main", &["ST-2"]);
}

#[test]
fn row_61_a_commit_from_a_folder_below_is_judged_from_the_top() {
    let recorded = Recorded::new();
    recorded.folder.write("main/docs/notes.txt", "x");
    recorded.folder.write("main/backlog/ST-1.md", unready("ST-1"));
    git(&recorded.main().join("docs"), &["commit", "--quiet", "--all", "--message", "x"]);
    recorded.holds("main", &["ST-1"]);
    recorded.folder.write("main/backlog/ST-2.md", unready("ST-2"));
    recorded.folder.write("main/backlog/ST-3.md", unready("ST-3"));
    git(&recorded.main().join("backlog"), &["commit", "--quiet", "--message", "x", "ST-3.md"]);
    recorded.holds("main", &["ST-1", "ST-3"]);
}

#[test]
fn row_61_a_commit_in_a_linked_working_tree_is_judged_there() {
    let recorded = Recorded::new();
    git(&recorded.main(), &["worktree", "add", "--quiet", "../linked", "-b", "linked"]);
    let linked = recorded.folder.path().join("linked");
    recorded.folder.write("main/backlog/ST-1.md", unready("ST-1"));
    recorded.folder.write("linked/backlog/ST-2.md", unready("ST-2"));
    git(&linked, &["commit", "--quiet", "--all", "--message", "x"]);
    recorded.holds("linked", &["ST-2"]);
    recorded.folder.write("linked/backlog/ST-1.md", unready("ST-1"));
    recorded.folder.write("linked/backlog/ST-3.md", unready("ST-3"));
    git(&linked.join("backlog"), &["commit", "--quiet", "--message", "x", "ST-3.md"]);
    recorded.holds("linked", &["ST-2", "ST-3"]);
}

/// A repository whose index holds a story without an estimate, and beside it the index as it was before, which holds a whole one.
fn two_indexes() -> Folder {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    fs::copy(folder.path().join(".git/index"), folder.path().join(".git/index-of-a-hook")).unwrap();
    folder.write("backlog/ST-1.md", unready("ST-1"));
    git(folder.path(), &["add", "--all"]);
    folder
}

fn staged(folder: &Folder, index: &str, more: &[&str]) -> Ran {
    folder.run_with(&[&["--staged"], more].concat(), &[("GIT_INDEX_FILE", index)], "")
}

#[test]
fn row_62_the_index_git_names_counts_wherever_one_stands() {
    let folder = two_indexes();
    let named = folder.path().join(".git/index-of-a-hook");
    for more in [&[][..], &["-C", folder.path().join("backlog").to_str().unwrap()]] {
        lacks_an_estimate(&staged(&folder, ".git/index", more), "backlog/ST-1.md");
        assert_eq!(staged(&folder, ".git/index-of-a-hook", more).code, 0);
        assert_eq!(staged(&folder, named.to_str().unwrap(), more).code, 0);
    }
    lacks_an_estimate(&staged(&folder, "", &[]), "backlog/ST-1.md");
}

#[test]
fn row_62_an_index_that_is_not_there_stops_the_run() {
    let missing = staged(&two_indexes(), ".git/nothing", &[]);
    stops(&missing, "`GIT_INDEX_FILE` names", "run backlint from within the hook, or unset the variable");
}

#[test]
fn row_62_the_index_of_another_repository_is_not_ours() {
    let (folder, other) = (two_indexes(), two_indexes());
    for index in [".git/index", ".git/index-of-a-hook"] {
        let theirs = staged(&folder, other.path().join(index).to_str().unwrap(), &[]);
        lacks_an_estimate(&theirs, "backlog/ST-1.md");
    }
    // Relative, it is that of the repository we stand in, not of the one that is judged.
    lacks_an_estimate(&staged(&other, ".git/index-of-a-hook", &["-C", folder.path().to_str().unwrap()]), "backlog/ST-1.md");
}

#[test]
fn row_63_the_environment_does_not_point_elsewhere() {
    let (folder, other) = (one_story(), Folder::with(&[("backlog/ST-9.md", &unready("ST-9"))]));
    committed(&other);
    let git = other.path().join(".git");
    let elsewhere = [("GIT_DIR", git.to_str().unwrap()), ("GIT_WORK_TREE", other.path().to_str().unwrap())];
    for arguments in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        for variables in [&elsewhere[..], &elsewhere[..1], &elsewhere[1..]] {
            let ran = folder.run_with(arguments, variables, "");
            assert_eq!(ran.out, "backlog/ST-1.md:4:9: error[estimate-missing] no estimate\n", "{arguments:?}");
        }
    }
    let theirs = folder.run_with(&["-C", other.path().to_str().unwrap()], &[("GIT_DIR", ".git")], "");
    assert_eq!(theirs.out, "backlog/ST-9.md:4:9: error[estimate-missing] no estimate\n");
}

#[test]
fn row_64_a_server_judges_a_push_before_it_lets_it_in() {
    let folder = two_parts();
    let server = Folder::new();
    git(server.path(), &["clone", "--quiet", "--bare", folder.path().to_str().unwrap(), "."]);
    let hook = format!("#!/bin/sh\nwhile read old new name; do \"{BINARY}\" check --rev \"$new\" --since \"$old\" || exit 1; done\n");
    server.write("hooks/pre-receive", hook);
    executable(&server.path().join("hooks/pre-receive"));
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
fn row_65_what_is_only_announced_is_not_staged() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    folder.write("backlog/ST-2.md", unready("ST-2"));
    git(folder.path(), &["add", "--intent-to-add", "backlog/ST-2.md"]);
    assert_eq!(folder.run(&["--staged"]).code, 0);
    lacks_an_estimate(&folder.run(&[]), "backlog/ST-2.md");
}

#[test]
fn row_65_a_merge_that_is_not_finished_is_a_finding() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    git(folder.path(), &["checkout", "--quiet", "-b", "other"]);
    folder.write("backlog/ST-1.md", complete("ST-1", "open"));
    commit(&folder);
    git(folder.path(), &["checkout", "--quiet", "main"]);
    folder.write("backlog/ST-1.md", complete("ST-1", "done"));
    commit(&folder);
    let merge = ["-c", "user.name=A", "-c", "user.email=a@b", "merge", "other"];
    let merge = Command::new("git").args(merge).current_dir(folder.path()).output().unwrap();
    assert!(!merge.status.success());
    for arguments in [&[][..], &["--staged"], &["--staged", "--since", "HEAD"], &["check", "--since", "HEAD"]] {
        let ran = folder.run(arguments);
        assert_eq!(ran.out, "backlog/ST-1.md:1:1: error[file-irregular] a merge of this file is not finished\n", "{arguments:?}");
        assert_eq!(ran.code, 1);
    }
}

#[test]
fn row_65_a_file_that_git_was_told_not_to_look_at_is_read_from_the_disk() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    git(folder.path(), &["update-index", "--assume-unchanged", "backlog/ST-1.md"]);
    folder.write("backlog/ST-1.md", unready("ST-1"));
    lacks_an_estimate(&folder.run(&[]), "backlog/ST-1.md");
    assert_eq!(folder.run(&["--staged"]).code, 0);
}

#[test]
fn row_65_a_file_that_is_not_checked_out_is_read_from_the_index() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready")), ("backlog/ST-2.md", &unready("ST-2"))]);
    committed(&folder);
    git(folder.path(), &["update-index", "--skip-worktree", "backlog/ST-1.md", "backlog/ST-2.md"]);
    folder.write("backlog/ST-1.md", unready("ST-1"));
    fs::remove_file(folder.path().join("backlog/ST-2.md")).unwrap();
    assert_eq!(folder.run(&[]).out, "backlog/ST-2.md:4:9: error[estimate-missing] no estimate\n");
}

#[test]
fn row_66_only_what_is_staged_is_judged() {
    let good = complete("ST-1", "ready");
    let folder = Folder::with(&[("backlog/ST-1.md", &good)]);
    committed(&folder);
    folder.write("backlog/ST-1.md", unready("ST-1"));
    assert_eq!(folder.run(&["--staged"]).code, 0);
    git(folder.path(), &["add", "--all"]);
    folder.write("backlog/ST-1.md", &good);
    let staged = folder.run(&["--staged", "--since", "HEAD"]);
    assert_eq!((staged.code, staged.out.as_str()), (1, "backlog/ST-1.md:4:9: error[estimate-missing] no estimate\n"));
    assert_eq!(folder.run(&[]).code, 0);
    // A configuration counts as it is staged, too.
    folder.write("backlint.toml", "[rules]\nestimate-missing = \"off\"\n");
    assert_eq!(folder.run(&["--staged"]).code, 1);
    git(folder.path(), &["add", "backlint.toml"]);
    fs::remove_file(folder.path().join("backlint.toml")).unwrap();
    assert_eq!(folder.run(&["--staged"]).code, 0);
}

/// Every way to look at a repository.
const LOOKS: [&[&str]; 11] = [
    &["check"],
    &["--staged"],
    &["--staged", "--since", "HEAD"],
    &["--rev", "HEAD"],
    &["check", "--since", "HEAD"],
    &["check", "--diff"],
    &["check", "--fix"],
    &["ready"],
    &["report"],
    &["agenda"],
    &["graph"],
];

#[test]
fn row_67_the_data_of_a_repository_stay_as_they_are() {
    let folder = two_parts();
    // A file that is newer than the index is one that git itself would write into the index anew.
    folder.write("backlog/far/ST-1.md", unready("ST-1"));
    let git = folder.path().join(".git");
    let before = contents(&git);
    for arguments in LOOKS {
        assert_ne!(folder.run(arguments).code, 2, "{arguments:?}");
        assert_eq!(contents(&git), before, "{arguments:?}");
    }
}

#[test]
fn row_67_a_repository_that_is_locked_or_not_to_be_written_is_judged() {
    let folder = two_parts();
    folder.write(".git/index.lock", "");
    let git = folder.path().join(".git");
    fs::set_permissions(&git, fs::Permissions::from_mode(0o555)).unwrap();
    let before = contents(&git);
    let codes: Vec<i32> = LOOKS[..5].iter().map(|arguments| folder.run(arguments).code).collect();
    let after = contents(&git);
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((codes, after), (vec![1, 1, 0, 1, 0], before));
}
