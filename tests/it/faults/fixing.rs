//! Rows 36 to 41: mending touches what it is meant to, whole or not at all, and keeps away from anything doubtful.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink},
    path::Path,
    process::{Command, Stdio},
};

use proptest::prelude::*;

use super::shell::shell;
use crate::{
    folder::{Folder, complete},
    random::{Chance, backlog},
    trees::{commit, committed, git},
};

/// A story with this title and criteria of its own.
fn titled(id: &str, title: &str) -> String {
    let story =
        complete(id, "ready").replace("the same totals", &format!("the totals of {id}")).replace("a phone", &format!("the phone {id}"));
    story.replace(&format!("Let the clerk export the invoice of {id}"), title)
}

/// A story whose title is not quoted as it should be.
fn unquoted(id: &str) -> String {
    titled(id, &format!("Now: let the clerk export the invoice of {id}"))
}

/// The same when it is mended.
fn quoted(id: &str) -> String {
    titled(id, &format!("'Now: let the clerk export the invoice of {id}'"))
}

fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

/// Every file of a backlog.
fn files(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder.path().join("backlog")).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn row_36_what_is_not_to_be_written_is_left_alone() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unquoted("ST-1")), ("elsewhere.txt", &unquoted("ST-2"))]);
    let at = |path: &str| folder.path().join(path);
    symlink("../elsewhere.txt", at("backlog/ST-2.md")).unwrap();
    fs::hard_link(at("backlog/ST-1.md"), at("twin.txt")).unwrap();
    let ran = folder.run(&["--fix"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("several names (hard links)"), "{}", ran.err);
    assert_eq!(read(&folder, "twin.txt"), unquoted("ST-1"));
    fs::remove_file(at("twin.txt")).unwrap();
    fs::set_permissions(at("backlog/ST-1.md"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(at("backlog"), fs::Permissions::from_mode(0o777)).unwrap();
    let ran = folder.run_as_nobody(&["--fix"]);
    assert!(ran.code == 2 && ran.err.contains("it is read-only"), "{}", ran.err);
    assert_eq!(read(&folder, "backlog/ST-1.md"), unquoted("ST-1"));
    assert_eq!(read(&folder, "elsewhere.txt"), unquoted("ST-2"), "a link is not followed");
    assert!(at("backlog/ST-2.md").symlink_metadata().unwrap().is_symlink());
    assert_eq!(files(&folder).len(), 2, "no file is left over");
}

#[test]
fn row_36_a_file_keeps_its_mode_and_its_owner() {
    for mode in [0o664, 0o755, 0o600] {
        let folder = Folder::with(&[("backlog/ST-1.md", &unquoted("ST-1"))]);
        let path = folder.path().join("backlog/ST-1.md");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let before = path.metadata().unwrap();
        assert_eq!(folder.run(&["--fix"]).code, 0);
        let after = path.metadata().unwrap();
        assert_eq!(read(&folder, "backlog/ST-1.md"), quoted("ST-1"));
        assert_eq!((after.mode(), after.uid(), after.gid(), after.nlink()), (before.mode(), before.uid(), before.gid(), 1));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Line ends of every kind in one file, a byte order mark, no line end at the end: all of it stays.
    #[test]
    fn row_37_nothing_changes_but_the_place_that_is_mended(crlf in prop::collection::vec(any::<bool>(), 14), bom: bool, ends: bool) {
        let story = unquoted("ST-1");
        let mut text = if bom { "\u{feff}".to_owned() } else { String::new() };
        for (at, line) in story.lines().enumerate() {
            text += line;
            text += if crlf[at % crlf.len()] { "\r\n" } else { "\n" };
        }
        let text = if ends { text.as_str() } else { text.trim_end() };
        let folder = Folder::with(&[("backlog/ST-1.md", text)]);
        let ran = folder.run(&["--fix"]);
        prop_assert_eq!((ran.code, ran.out.as_str()), (0, ""));
        let title = "Now: let the clerk export the invoice of ST-1";
        prop_assert_eq!(read(&folder, "backlog/ST-1.md"), text.replace(title, &format!("'{title}'")));
    }
}

#[test]
fn row_37_a_line_that_is_added_ends_as_the_others_do() {
    let story = complete("ST-1", "ready").replace("estimate: 3\n", "").replace('\n', "\r\n");
    let folder = Folder::with(&[("backlog/ST-1.md", &story)]);
    folder.run(&["check", "--add-suppression", "estimate-missing", "--reason", "the vendor calls back"]);
    let text = read(&folder, "backlog/ST-1.md");
    assert_ne!(text, story);
    assert!(!text.replace("\r\n", "").contains('\n'), "{text:?}");
}

/// A fix that is killed when its first new file is there; what the folder holds then.
fn killed(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backlint"));
    command.arg("--fix").current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let is_begun = || {
        let names = fs::read_dir(folder.path().join("backlog")).unwrap().map(|entry| entry.unwrap().path());
        names.into_iter().any(|path| is_new(&path))
    };
    while !is_begun() && child.try_wait().unwrap().is_none() {}
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
    files(folder)
}

fn is_new(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "tmp")
}

#[test]
fn row_39_a_fix_that_is_killed_leaves_every_file_whole() {
    for _ in 0..4 {
        let folder = Folder::new();
        let ids: Vec<String> = (0..60).map(|id| format!("ST-{id}")).collect();
        for id in &ids {
            folder.write(&format!("backlog/{id}.md"), unquoted(id));
        }
        let left = killed(&folder);
        for id in &ids {
            let text = String::from_utf8_lossy(&left[&format!("{id}.md")]).into_owned();
            assert!(text == unquoted(id) || text == quoted(id), "{id}: {text}");
        }
        assert!(left.len() <= ids.len() + 1, "one new file at most is left over");
        // Whatever is left is in nobody's way.
        let ran = folder.run(&["--fix"]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        assert!(ids.iter().all(|id| read(&folder, &format!("backlog/{id}.md")) == quoted(id)));
    }
}

#[test]
fn row_39_a_file_that_cannot_be_written_to_its_end_stays_as_it_was() {
    let long = unquoted("ST-1").replace("Customers", &format!("{}\nCustomers", "The clerk waits for it.\n".repeat(400)));
    let folder = Folder::with(&[("backlog/ST-1.md", &long), ("backlog/ST-2.md", &unquoted("ST-2"))]);
    // No file may grow beyond 4 KiB; the signal that says so is ignored, so that writing fails.
    let ran = shell(&folder, "trap '' XFSZ; ulimit -f 4; \"$BACKLINT\" --fix");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("ST-1.md`: File too large"), "{}", ran.err);
    assert_eq!(read(&folder, "backlog/ST-1.md"), long);
    assert_eq!(read(&folder, "backlog/ST-2.md"), quoted("ST-2"), "the other is mended");
    assert_eq!(files(&folder).len(), 2, "no file is left over");
}

/// A fix of everything, twice: the second changes nothing and finds the same.
#[track_caller]
fn fixed_twice(folder: &Folder) {
    let fix = || folder.run(&["check", "--fix", "--unsafe-fixes", "--hints", "--all", "--output-format", "json"]);
    let said = |out: &str| serde_json::from_str::<serde_json::Value>(out).unwrap()["findings"].clone();
    let (first, once) = (fix(), files(folder));
    let (second, twice) = (fix(), files(folder));
    assert!(first.code < 2 && second.code == first.code, "{}{}", first.err, second.err);
    assert!(once == twice, "the second fix changes something");
    assert_eq!(said(&first.out), said(&second.out));
    assert!(!second.err.contains("made in") && !second.out.contains("made in"), "{}", second.err);
}

#[test]
fn row_40_mending_twice_is_mending_once() {
    let mut applied = 0;
    for seed in 0..12 {
        let folder = Folder::new();
        for (path, story) in backlog(&mut Chance::new(seed)) {
            let text = story
                .text()
                .replace("title: Export", "titel: Export:")
                .replace("status: ready", "status: redy")
                .replace("- [ ] TBD", "* [X] TBD");
            folder.write(&path, text);
        }
        let before = files(&folder);
        fixed_twice(&folder);
        applied += usize::from(files(&folder) != before);
    }
    assert!(applied > 0, "some of it can be mended");
    fixed_twice(&Folder::with(&[("backlog/ST-1.md", &unquoted("ST-1")), ("backlog/ST-2.md", &complete("ST-2", "redy"))]));
}

#[test]
fn row_41_a_file_with_a_conflict_in_it_is_left_to_people() {
    let torn = unquoted("ST-1").replace("Customers", "<<<<<<< HEAD\nCustomers\n=======\nClerks\n>>>>>>> other\nCustomers");
    let folder = Folder::with(&[("backlog/ST-1.md", &torn), ("backlog/ST-2.md", &unquoted("ST-2"))]);
    for arguments in [&["--diff"][..], &["--fix"], &["--fix", "--only", "front-matter-invalid"]] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("note: backlog/ST-1.md is left as it is, for a merge in it is not finished\n"), "{}", ran.err);
        assert!(!ran.out.contains("+++ b/backlog/ST-1.md"), "{}", ran.out);
        assert_eq!(read(&folder, "backlog/ST-1.md"), torn);
    }
    assert_eq!(read(&folder, "backlog/ST-2.md"), quoted("ST-2"), "the other is mended");
    // One that is only shown, in a code block, is none.
    let shown = unquoted("ST-1") + "\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n```\n";
    folder.write("backlog/ST-1.md", shown);
    assert!(folder.run(&["--fix"]).err.contains("1 change made in 1 file"));
}

#[test]
fn row_41_what_is_staged_is_not_mended_and_a_file_that_is_only_announced_is_as_any_new_one() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    folder.write("backlog/ST-2.md", unquoted("ST-2"));
    git(folder.path(), &["add", "--intent-to-add", "backlog/ST-2.md"]);
    let staged = folder.run(&["--fix", "--staged"]);
    assert!(staged.code == 2 && staged.err.contains("cannot be used with"), "{}", staged.err);
    assert_eq!(read(&folder, "backlog/ST-2.md"), unquoted("ST-2"));
    let before = git(folder.path(), &["ls-files", "--stage"]);
    assert_eq!(folder.run(&["--fix"]).code, 0);
    assert_eq!(read(&folder, "backlog/ST-2.md"), quoted("ST-2"));
    assert_eq!(git(folder.path(), &["ls-files", "--stage"]), before, "what git knows of it stays");
}

#[test]
fn row_41_a_file_whose_merge_is_not_finished_is_left_to_people() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unquoted("ST-1"))]);
    committed(&folder);
    git(folder.path(), &["checkout", "--quiet", "-b", "other"]);
    folder.write("backlog/ST-1.md", unquoted("ST-1") + "theirs\n");
    commit(&folder);
    git(folder.path(), &["checkout", "--quiet", "main"]);
    folder.write("backlog/ST-1.md", unquoted("ST-1") + "ours\n");
    commit(&folder);
    let merge =
        Command::new("git").args(["-c", "user.name=A", "-c", "user.email=a@b", "merge", "other"]).current_dir(folder.path()).output();
    assert!(!merge.unwrap().status.success());
    // The conflict is resolved on the disk and not yet said to be.
    folder.write("backlog/ST-1.md", unquoted("ST-1"));
    let ran = folder.run(&["--fix"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "backlog/ST-1.md:1:1: error[file-irregular] a merge of this file is not finished\n"));
    assert_eq!(read(&folder, "backlog/ST-1.md"), unquoted("ST-1"));
}
