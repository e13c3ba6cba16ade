//! The README shows what the binary says.

use std::{fs, path::Path, process::Command};

#[test]
fn the_output_in_the_readme_is_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let arguments = ["check", "fixtures/backlogs/stories", "--output-format", "full", "--color", "never"];
    let output = Command::new(env!("CARGO_BIN_EXE_backlint")).args(arguments).current_dir(root).env("LC_ALL", "C.UTF-8").output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    for frame in shown.split("\n\n") {
        assert!(printed.contains(frame.trim_end()), "the README shows\n{frame}\nthe binary prints\n{printed}");
    }
}
