//! The same content is the same content: on the disk, staged, and committed.

use std::{path::Path, process::Command};

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
