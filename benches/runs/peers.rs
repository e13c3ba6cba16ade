//! Other linters on the same files, where they are installed: `pip install rumdl typos`, `npm install -g markdownlint-cli2`.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// A program and what it is told to do with a folder.
const PEERS: [(&str, &[&str]); 3] = [("rumdl", &["check", "--no-cache", "."]), ("typos", &["."]), ("markdownlint-cli2", &["**/*.md"])];

/// The peers that can be started, each with the command that looks at `folder`.
pub fn installed(folder: &Path) -> Vec<(&'static str, Command)> {
    let starts = |name: &str| {
        let version = Command::new(name).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        version.is_ok()
    };
    // What they end with when they find something is their own affair.
    let command = |name: &str, arguments: &[&str]| {
        let mut command = Command::new("sh");
        command.args(["-c", "\"$@\" || true", "sh", name]).args(arguments).current_dir(folder);
        command
    };
    PEERS.iter().filter(|(name, _)| starts(name)).map(|(name, arguments)| (*name, command(name, arguments))).collect()
}
