//! Runs under a shell: with limits, pipes, and a watch on their time.

use std::process::Command;

use crate::folder::{Folder, Ran};

/// What a script of bash gives that runs in a folder. `$BACKLINT` is the binary; what hangs is killed, which is no exit code.
pub fn shell(folder: &Folder, script: &str) -> Ran {
    let mut command = Command::new("timeout");
    command.args(["--signal=KILL", "60", "bash", "-c", script]).current_dir(folder.path());
    for name in ["GITHUB_ACTIONS", "GITHUB_WORKSPACE", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    let output = command.env("BACKLINT", env!("CARGO_BIN_EXE_backlint")).env("LC_ALL", "C.UTF-8").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}
