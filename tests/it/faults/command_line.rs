//! Rows 42 to 44: outputs that are shut or full, and arguments that name nothing.

use std::fs;

use super::shell::shell;
use crate::folder::{Folder, complete};

fn unready() -> Folder {
    Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready").replace("estimate: 3\n", ""))])
}

#[test]
fn row_42_whoever_closes_the_pipe_has_seen_enough() {
    let folder = unready();
    for (command, code) in [
        ("check | true", 1),
        ("check | head -1", 1),
        ("check --output-format json | head -c 1", 1),
        ("check 2>&1 | true", 1),
        ("check >&-", 1),
        ("check >&- 2>&-", 1),
        ("explain --all | head -1", 0),
        ("--help | true", 0),
        ("completions bash | head -1", 0),
    ] {
        let ran = shell(&folder, &format!("\"$BACKLINT\" {command}; exit ${{PIPESTATUS[0]}}"));
        assert_eq!(ran.code, code, "{command}: {ran:?}");
        assert!(!ran.err.contains("panicked") && !ran.err.contains("Broken pipe"), "{command}: {ran:?}");
    }
}

#[test]
fn row_42_a_full_disk_is_told() {
    let folder = unready();
    for command in [
        "check",
        "check --output-format json",
        "ready",
        "report",
        "agenda",
        "graph",
        "rules",
        "config",
        "explain title-vague",
        "schema config",
        "completions bash",
        "man",
        "--help",
        "--version",
    ] {
        let ran = shell(&folder, &format!("\"$BACKLINT\" {command} > /dev/full"));
        assert_eq!(ran.code, 2, "{command}: {ran:?}");
        assert!(ran.err.starts_with("error: cannot write to standard output: No space left on device"), "{command}: {ran:?}");
    }
    let ran = folder.run(&["--output-format", "concise", "--output-format", "json=/dev/full"]);
    assert!(ran.code == 2 && ran.err.contains("cannot write `/dev/full`"), "{}", ran.err);
    let ran = shell(&folder, "\"$BACKLINT\" 2> /dev/full");
    assert_eq!((ran.code, ran.out.as_str()), (1, "backlog/ST-1.md:4:9: error[estimate-missing] no estimate\n"));
}

#[test]
fn row_43_to_find_no_story_is_not_to_be_green() {
    let empty = Folder::new();
    let notes = Folder::with(&[("notes/a.md", "# A note\n"), ("README.md", "# Read me\n")]);
    let other =
        Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready")), ("backlint.toml", "[layout]\nstories = [\"items/*.md\"]\n")]);
    for (folder, what) in [(&empty, "empty"), (&notes, "notes"), (&other, "elsewhere")] {
        let ran = folder.run(&[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{what}: {}", ran.err);
        assert!(ran.err.contains("error: nothing to lint: ") && ran.err.contains("\nhelp: "), "{what}: {}", ran.err);
        assert_eq!(folder.run(&["--allow-empty"]).code, 0, "{what}");
        let json: serde_json::Value = serde_json::from_str(&folder.run(&["--output-format", "json"]).out).unwrap();
        assert_eq!(json["error"]["kind"], "no-stories", "{what}");
        for format in ["github", "sarif", "summary"] {
            assert_eq!(folder.run(&["--output-format", format]).code, 2, "{what} as {format}");
        }
    }
}

#[test]
fn row_44_an_argument_that_names_nothing_is_told_apart() {
    let folder = unready();
    folder.write("notes/todo.md", "nothing\n");
    folder.write("backlog/minutes.md", "nothing\n");
    let outside = Folder::new();
    for (argument, said) in [
        ("ST-11", "`ST-11` is neither a path nor the id of a story"),
        ("gone.md", "there is no file or folder `gone.md`"),
        ("backlog/gone/", "there is no file or folder `backlog/gone/`"),
        ("notes/todo.md", "`notes/todo.md` is no story of the layout `stories`"),
        ("backlog/minutes.md", "neither front matter nor an id in its file name"),
        ("../..", "`../..` lies outside of"),
        (outside.path().to_str().unwrap(), "lies outside of"),
        ("/etc/passwd", "`/etc/passwd` lies outside of"),
    ] {
        let ran = folder.run(&["check", argument]);
        assert!(ran.code == 2 && ran.err.contains(said), "{argument}: {}", ran.err);
        // One that is right beside it does not hide it.
        assert_eq!(folder.run(&["check", "ST-1", argument]).code, 2, "{argument}");
    }
    assert!(folder.run(&["check", "SST-1"]).err.contains("did you mean `ST-1`?"));
}

#[test]
fn row_44_a_file_that_git_ignores_is_told_until_git_tracks_it() {
    let folder = unready();
    fs::rename(folder.path().join("backlog/ST-1.md"), folder.path().join("backlog/mine.md")).unwrap();
    folder.write(".gitignore", "mine.md\n");
    folder.write("backlog/ST-2.md", complete("ST-2", "ready"));
    let repository = git2::Repository::init(folder.path()).unwrap();
    let ran = folder.run(&["check", "backlog/mine.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: git ignores `backlog/mine.md`\nhelp: `git check-ignore -v` says by which line"), "{}", ran.err);
    repository.index().unwrap().add_path("backlog/mine.md".as_ref()).unwrap();
    let mut index = repository.index().unwrap();
    index.add_path("backlog/mine.md".as_ref()).unwrap();
    index.write().unwrap();
    assert_eq!(folder.run(&["check", "backlog/mine.md"]).code, 1);
}
