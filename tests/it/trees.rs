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
