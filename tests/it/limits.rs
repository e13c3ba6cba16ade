//! What a repository may not do to a run: hide stories by its rules, take all memory, or take away what a file has.

use std::fs;

use crate::folder::{Folder, complete};

/// An untracked story without an estimate beside a committed one.
fn untracked() -> Folder {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    git2::Repository::init(folder.path()).unwrap();
    folder.write("backlog/ST-2.md", complete("ST-2", "ready").replace("estimate: 3\n", ""));
    folder
}

#[test]
fn a_rule_file_that_takes_for_ever_hides_nothing() {
    let folder = untracked();
    folder.write(".gitignore", "ST-2.md\n");
    assert_eq!(folder.run(&[]).code, 0, "an honest one hides what it names");
    folder.write(".gitignore", format!("ST-2.md\n{}b\n", "*a".repeat(60)));
    assert_eq!(folder.run(&[]).code, 1);
    // So does one folder further up, for what lies below it.
    fs::remove_file(folder.path().join(".gitignore")).unwrap();
    folder.write("backlog/.gitignore", "ST-2.md\n");
    assert_eq!(folder.run(&[]).code, 0);
    folder.write(".gitignore", "*a".repeat(40));
    assert_eq!(folder.run(&[]).code, 1);
}

#[cfg(unix)]
#[test]
fn a_rule_file_that_is_a_link_or_a_pipe_hides_nothing() {
    let (folder, outside) = (untracked(), Folder::with(&[("rules", "ST-2.md\n")]));
    let rules = folder.path().join(".gitignore");
    std::os::unix::fs::symlink(outside.path().join("rules"), &rules).unwrap();
    assert_eq!(folder.run(&[]).code, 1);
    fs::remove_file(&rules).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&rules).status().unwrap().success());
    assert_eq!(folder.run(&[]).code, 1);
}

#[cfg(unix)]
#[test]
fn a_configuration_that_is_a_link_ends_the_run_and_one_in_the_past_does_not() {
    let folder = untracked();
    folder.write("policy.toml", "layout = \"stories\"\n");
    let config = folder.path().join("backlint.toml");
    std::os::unix::fs::symlink("policy.toml", &config).unwrap();
    let ran = folder.run(&[]);
    assert!(ran.code == 2 && ran.err.contains("cannot read backlint.toml: it is a link"), "{}", ran.err);
    // From the folder of the stories the same one rules.
    assert_eq!(folder.run(&["-C", "backlog"]).code, 2);
    // A change that puts a file in its place can be judged.
    let repository = git2::Repository::open(folder.path()).unwrap();
    let mut index = repository.index().unwrap();
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let who = git2::Signature::new("A", "a@example.org", &git2::Time::new(1_772_000_000, 0)).unwrap();
    repository.commit(Some("HEAD"), &who, &who, "change", &tree, &[]).unwrap();
    fs::remove_file(&config).unwrap();
    folder.write("backlint.toml", "layout = \"stories\"\n");
    let ran = folder.run(&["--since", "HEAD"]);
    assert!(ran.code < 2, "{}{}", ran.out, ran.err);
}

#[test]
fn the_patterns_of_a_configuration_have_a_budget() {
    let clause = |at: usize, pattern: &str| format!("[[require]]\nname = \"clause-{at}\"\ncriterion = '{pattern}'\n");
    let with = |count: usize, pattern: &str| {
        let folder = untracked();
        folder.write("backlint.toml", (0..count).map(|at| clause(at, pattern)).collect::<String>());
        folder.run(&["--fail-on", "never"])
    };
    assert_eq!(with(200, "shows? the total").code, 0, "many small ones are fine");
    let ran = with(40, r"\w{20}");
    assert!(ran.code == 2 && ran.err.contains("the patterns of this file are too large together"), "{}", ran.err);
}

#[test]
fn the_texts_of_a_backlog_have_a_budget() {
    let folder = untracked();
    for at in 0..5 {
        let path = folder.path().join(format!("backlog/large-{at}.md"));
        // It takes no room on the disk, and may be read as the option says.
        fs::File::create(path).unwrap().set_len(200 << 20).unwrap();
    }
    let ran = folder.run(&["--max-file-size", "300000000"]);
    assert!(ran.code == 2 && ran.err.contains("the stories hold 1001 MiB, the limit is 512 MiB"), "{}", ran.err);
    // Files that are too large one by one are not read, so they count for nothing.
    assert_eq!(folder.run(&[]).code, 1);
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_leaves_nothing_behind() {
    let folder = Folder::with(&[("backlog/ST-1.md", "---\nid: ST-1\ntitle: Kiosk: return books\nstatus: open\n---\nText\n")]);
    let binary = env!("CARGO_BIN_EXE_backlint");
    for arguments in ["check --fix", "check --output-format json=report.json"] {
        let script = format!("ulimit -f 0; exec '{binary}' {arguments}");
        let status = std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap().status;
        assert_eq!(status.code(), Some(2), "{arguments}");
    }
    let left: Vec<_> = fs::read_dir(folder.path().join("backlog")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["ST-1.md"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_fix_keeps_the_attributes_that_someone_set() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready").replace("title: ", "title: Kiosk: "))]);
    let path = folder.path().join("backlog/ST-1.md");
    if xattr::set(&path, "user.note", b"mine").is_err() {
        // This file system has none.
        return;
    }
    assert_eq!(folder.run(&["check", "--fix"]).code, 0);
    assert!(fs::read_to_string(&path).unwrap().contains("title: 'Kiosk: "));
    assert_eq!(xattr::get(&path, "user.note").unwrap().as_deref(), Some(&b"mine"[..]));
}
