//! The same content is the same content: on the disk, staged, and committed.

use std::{fs, path::Path, process::Command};

use crate::{
    folder::{Folder, Ran, complete},
    random::{Chance, backlog},
};

/// Runs git in a folder, away from whatever the machine is set to.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]);
    command.args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A repository with everything in the folder committed.
pub fn committed(folder: &Folder) {
    git(folder.path(), &["init", "--quiet"]);
    commit(folder);
}

pub fn commit(folder: &Folder) {
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "--allow-empty", "--message", "x"]);
}

fn json(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.run(&[&["check", "--output-format", "json"], arguments].concat())
}

#[test]
fn working_tree_index_and_commit_give_the_same_bytes() {
    for seed in 0..12 {
        let mut chance = Chance::new(1000 + seed);
        let folder = Folder::new();
        for (path, story) in backlog(&mut chance) {
            let text = story.text();
            let text = if chance.below(3) == 0 { text.replace('\n', "\r\n") } else { text };
            folder.write(&path, text);
        }
        let weird = ["backlog/größer 数.md", "backlog/-x.md", "backlog/a\tb.md", "backlog/quote\".md", "backlog/line\nend.md"];
        for name in weird {
            folder.write(name, complete(&format!("ST-{}", 50 + chance.below(40)), "ready"));
        }
        folder.write("backlog/latin.md", b"---\nid: ST-99\ntitle: caf\xe9\n---\n");
        std::os::unix::fs::symlink("ST-1.md", folder.path().join("backlog/link.md")).unwrap();
        committed(&folder);
        let (disk, staged, commit) = (json(&folder, &[]), json(&folder, &["--staged"]), json(&folder, &["--rev", "HEAD"]));
        assert!(disk.out.contains("file-irregular") && disk.out.contains("file-unreadable"), "{}", disk.out);
        assert_eq!(disk.out, staged.out, "seed {seed}");
        assert_eq!(disk.out, commit.out, "seed {seed}");
        assert_eq!((disk.code, staged.code, commit.code), (1, 1, 1));
    }
}

#[test]
fn line_ends_that_git_converts_make_no_difference() {
    let folder = Folder::with(&[
        (".gitattributes", "*.md text eol=crlf\n"),
        ("backlog/ST-1.md", &complete("ST-1", "ready").replace("estimate: 3\n", "")),
    ]);
    committed(&folder);
    fs::remove_file(folder.path().join("backlog/ST-1.md")).unwrap();
    git(folder.path(), &["checkout", "--", "."]);
    assert!(fs::read_to_string(folder.path().join("backlog/ST-1.md")).unwrap().contains("\r\n"));
    let disk = json(&folder, &[]);
    assert!(disk.out.contains("estimate-missing"));
    assert_eq!(disk.out, json(&folder, &["--staged"]).out);
    assert_eq!(disk.out, json(&folder, &["--rev", "HEAD"]).out);
    assert_eq!(folder.run(&["check", "--since", "HEAD"]).code, 0);
}

#[test]
fn a_name_git_would_not_check_out_is_a_finding() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    let repository = git2::Repository::open(folder.path()).unwrap();
    let blob = repository.blob(complete("ST-2", "ready").as_bytes()).unwrap();
    // Raw trees: libgit2 and git refuse to write such names.
    let raw = |entries: &[(&str, &str, git2::Oid)]| {
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend(format!("{mode} {name}\0").bytes());
            bytes.extend(id.as_bytes());
        }
        repository.odb().unwrap().write(git2::ObjectType::Tree, &bytes).unwrap()
    };
    let inner = raw(&[("100644", "ST-2.md", blob), ("100644", "ST-2.md", blob), ("100644", "a/../../ST-3.md", blob)]);
    let up = raw(&[("40000", "..", inner)]);
    let tree = raw(&[("40000", "backlog", up)]);
    let signature = git2::Signature::now("A", "a@example.org").unwrap();
    let commit = repository.commit(None, &signature, &signature, "x", &repository.find_tree(tree).unwrap(), &[]).unwrap();
    let ran = folder.run(&["--rev", &commit.to_string()]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.matches("a name that git would not check out").count(), 2, "{}", ran.out);
}

#[test]
fn a_tree_that_holds_itself_many_times_over_is_refused() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    let repository = git2::Repository::open(folder.path()).unwrap();
    let mut id = repository.blob(b"x").unwrap();
    let mut mode = 0o100_644;
    for _ in 0..11 {
        let mut builder = repository.treebuilder(None).unwrap();
        for name in 0..10 {
            builder.insert(format!("d{name}.md"), id, mode).unwrap();
        }
        (id, mode) = (builder.write().unwrap(), 0o040_000);
    }
    let signature = git2::Signature::now("A", "a@example.org").unwrap();
    let commit = repository.commit(None, &signature, &signature, "x", &repository.find_tree(id).unwrap(), &[]).unwrap();
    let ran = folder.run(&["--rev", &commit.to_string()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("more than"), "{}", ran.err);
}
