//! What many of these tests start from and end with.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    folder::{Folder, Ran, complete},
    trees::committed,
};

/// A story that is ready but for an estimate.
pub fn unready(id: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", "")
}

/// A repository with one story that lacks an estimate.
pub fn one_story() -> Folder {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1"))]);
    committed(&folder);
    folder
}

/// Two folders of stories, one of them with a story that waits for the other's.
pub fn two_parts() -> Folder {
    let waits = complete("ST-2", "open").replace("estimate: 3\n", "estimate: 3\ndepends_on: [ST-1]\n");
    let folder = Folder::with(&[("backlog/near/ST-2.md", &waits), ("backlog/far/ST-1.md", &unready("ST-1"))]);
    committed(&folder);
    folder
}

/// Git at hand may be too old for what a test needs.
pub fn can(folder: &Path, arguments: &[&str]) -> bool {
    let ran = Command::new("git").args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
    ran.status.success()
}

/// What git makes of what it is told on its input.
pub fn git_reads(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Adds lines to a repository's configuration, which git itself might refuse to write.
pub fn configure(folder: &Folder, more: &str) {
    let path = folder.path().join(".git/config");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, text + more).unwrap();
}

/// Everything below a folder: each path with its bytes, if it is a file, and when it was last written.
pub fn contents(folder: &Path) -> Vec<(PathBuf, Option<Vec<u8>>, std::time::SystemTime)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let about = path.symlink_metadata().unwrap();
            if about.is_dir() {
                folders.push(path.clone());
            }
            found.push((path.clone(), fs::read(&path).ok(), about.modified().unwrap()));
        }
    }
    found.sort();
    found
}

#[track_caller]
pub fn stops(ran: &Ran, says: &str, cure: &str) {
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains(says) && ran.err.contains(cure), "{}", ran.err);
    assert_eq!(ran.out, "", "judged as well");
}

#[track_caller]
pub fn lacks_an_estimate(ran: &Ran, path: &str) {
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains(&format!("{path}:4:9: error[estimate-missing]")), "{}", ran.out);
}
