//! Bad input ends in a finding with its place, and the rest of the backlog is judged.

mod commits;
mod damage;
mod events;
mod machine;
mod names;
mod policy;
mod repositories;
mod shared;

use std::fmt::Write as _;

use backlint::{
    rules::RULES,
    run::{Trees, run},
    source::RepoPath,
    tree::{EntryKind, MemoryTree},
};

use crate::{
    folder::{Folder, complete},
    page::{findings, request},
};

/// What is found in a backlog that holds `content` besides a good story.
fn found(content: impl Into<Vec<u8>>) -> String {
    let mut tree = MemoryTree::default();
    tree.add(RepoPath::from("backlog/ST-1.md"), EntryKind::File, content);
    tree.add(RepoPath::from("backlog/ST-2.md"), EntryKind::File, complete("ST-2", "ready"));
    let outcome = run(&Trees::of(&tree), &request(RULES.to_vec())).unwrap();
    assert!(outcome.errors.is_empty());
    assert_eq!(outcome.summary().stories, 2);
    findings(&outcome)
}

#[test]
fn hostile_front_matter_is_a_finding() {
    let mut bomb = String::from("---\na: &a [x, x]\n");
    let letters: Vec<char> = ('a'..='m').collect();
    for pair in letters.windows(2) {
        let _ = writeln!(bomb, "{}: &{} [*{}, *{}]", pair[1], pair[1], pair[0], pair[0]);
    }
    let maps: String = (0..5_000).fold(String::from("---\n"), |text, depth| text + &" ".repeat(depth.min(60)) + "a:\n");
    for (content, said) in [
        (format!("---\n{}x\n---\n", "- ".repeat(10_000)), "nested more than 64 levels deep"),
        (format!("---\na: {}\n---\n", "[".repeat(30_000)), "nested more than 64 levels deep"),
        (bomb + "---\n", "the anchor `&a` is not read"),
        (maps + "---\n", "error[front-matter-invalid]"),
        (format!("---\nid: ST-1\nnotes: {}\n---\n", "x ".repeat(40_000)), "front matter of 79 KiB, the limit is 64 KiB"),
        ((0..6_000).fold("---\nid: ST-1\nlist:\n".to_owned(), |text, at| text + &format!("- {at}\n")) + "---\n", ""),
    ] {
        let found = found(content);
        assert!(found.contains(said), "{said}: {}", found.chars().take(500).collect::<String>());
        assert!(found.lines().filter(|line| line.contains("ST-1.md")).count() <= 5 && !found.contains("ST-2.md"), "{found}");
    }
}

#[test]
fn a_long_line_is_a_warning() {
    let story = complete("ST-1", "ready") + &format!("\n![]({})\n", "A".repeat(200_000));
    assert_eq!(found(story), "backlog/ST-1.md:13:1: warning[line-too-long] a line of 196 KiB, the limit for searching it is 64 KiB");
}

#[test]
fn an_open_fence_is_a_warning() {
    let story = complete("ST-1", "ready").replace("Customers", "```\nCustomers");
    let found = found(story);
    assert!(found.contains("warning[fence-unclosed]"), "{found}");
}

#[test]
fn a_list_of_hostile_bodies_is_read_in_time() {
    for unit in ["[", "![", "*a ", "_a__b", "<!--", "`", "> ", "- ", "&a", "a](", "<a ", "[a](<", "| a |\n", "\\", "***", "~~~\n", "1. "] {
        let story = complete("ST-1", "draft") + "\n" + &unit.repeat(50_000 / unit.len());
        assert!(!found(story).contains("rule-panicked"), "{unit}");
    }
}

#[test]
fn nothing_from_a_story_steers_a_terminal() {
    let folder = Folder::with(&[(
        "backlog/ST-1.md",
        "---\nid: ST-1\ntitle: \"a \u{202e}b ##[error]x\"\nstatus: \"\\e[31mready\\n::error::x\"\ndepends_on: [\"\\u009b1m\"]\n---\n\u{1b}]0;x\u{7} TODO\n",
    )]);
    for format in ["full", "concise", "json"] {
        let ran = folder.run(&["--all", "--hints", "--output-format", format]);
        let text = ran.out + &ran.err;
        assert!(text.contains("ST-1"), "{text}");
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{text:?}");
        assert!(format == "json" || !text.contains("##["), "{text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
    }
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_never_opened() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready")), ("outside.txt", "secret")]);
    std::os::unix::fs::symlink(folder.path().join("outside.txt"), folder.path().join("backlog/ST-2.md")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("backlog/ST-3.md")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("backlog"), folder.path().join("backlog/loop")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("backlog/ST-4.md")).status().unwrap();
    assert!(made.success());
    let ran = folder.run(&[]);
    assert_eq!(
        ran.out,
        "backlog/ST-2.md:1:1: error[file-irregular] a symbolic link, not a file\n\
         backlog/ST-3.md:1:1: error[file-irregular] a symbolic link, not a file\n\
         backlog/ST-4.md:1:1: error[file-irregular] a named pipe, not a file\n"
    );
    assert_eq!(ran.code, 1);
}
