//! The README shows what the binary says.

use std::{fs, path::Path, process::Command};

use crate::{folder::Folder, trees::committed};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// What stands between a fence of this language and its end.
fn block(readme: &str, language: &str) -> String {
    let shown = readme.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap();
    shown.to_owned()
}

/// The sample backlog in a folder of its own.
fn sample() -> Folder {
    let folder = Folder::new();
    let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/backlogs/stories/backlog");
    for entry in fs::read_dir(stories).unwrap().map(Result::unwrap) {
        folder.write(&format!("backlog/{}", entry.file_name().to_str().unwrap()), fs::read(entry.path()).unwrap());
    }
    folder
}

#[test]
fn the_summary_in_the_readme_is_real() {
    let folder = sample();
    folder.write("backlint.toml", "[estimate]\nmax = 8\n");
    committed(&folder);
    folder.write("backlint.toml", "[estimate]\nmax = 13\n");
    let path = "backlog/LIB-104-extend-a-loan.md";
    let text = fs::read_to_string(folder.path().join(path)).unwrap();
    folder.write(path, text.replace("status: ready", "status: in progress"));
    let ran = folder.run(&["check", "--since", "HEAD", "--protect-policy", "--output-format", "summary"]);
    let readme = readme();
    let quoted = readme.lines().filter_map(|line| line.strip_prefix('>'));
    let lines: Vec<&str> = quoted.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let shown = lines.join("\n") + "\n";
    assert_eq!(shown, ran.out);
}

#[test]
fn the_configurations_in_the_readme_are_accepted() {
    let folder = sample();
    folder.write("policy.toml", "[estimate]\nscale = \"fibonacci\"\n");
    let readme = readme();
    let blocks: Vec<&str> = readme.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(blocks.len(), 5);
    for block in blocks {
        folder.write("backlint.toml", block);
        let ran = folder.run(&["--fail-on", "never"]);
        assert_eq!(ran.code, 0, "{block}\n{}", ran.err);
    }
}

#[test]
fn the_suppression_in_the_readme_holds() {
    let folder = sample();
    let path = "backlog/LIB-104-extend-a-loan.md";
    let text = fs::read_to_string(folder.path().join(path)).unwrap();
    folder.write(path, text.replace("\n## Notes", &format!("\n{}\n## Notes", block(&readme(), "md"))));
    let lacks =
        |arguments: &[&str]| folder.run(&[&["check", path, "--today", "2026-12-31"], arguments].concat()).out.contains("estimate-missing");
    assert!(!lacks(&[]) && lacks(&["--no-suppressions"]));
}

#[test]
fn the_report_in_the_readme_is_real() {
    let ran = sample().run(&["report"]);
    let shown = block(&readme(), "console");
    assert!(ran.out.starts_with(&shown), "the README shows\n{shown}\nthe binary prints\n{}", ran.out);
}

#[test]
fn the_output_in_the_readme_is_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = block(&readme(), "text");
    let arguments = ["check", "fixtures/backlogs/stories", "--output-format", "full", "--color", "never"];
    let output = Command::new(env!("CARGO_BIN_EXE_backlint")).args(arguments).current_dir(root).env("LC_ALL", "C.UTF-8").output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    for frame in shown.split("\n\n") {
        assert!(printed.contains(frame.trim_end()), "the README shows\n{frame}\nthe binary prints\n{printed}");
    }
}
