//! Mending: only what is meant to change changes, nothing new comes up, and what is mended stays mended.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use backlint::{
    source::RepoPath,
    tree::{EntryKind, MemoryTree, WorkTree},
};
use proptest::prelude::*;

use crate::{
    folder::{Folder, complete},
    fuzz::property::mended::mended,
};

#[test]
fn corpora_are_mended_without_harm() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(corpora) = fs::read_dir(folder) else { return };
    for corpus in corpora.map(|corpus| corpus.unwrap().path()).filter(|corpus| corpus.is_dir()) {
        mended(&WorkTree::of_folder(&corpus.canonicalize().unwrap()));
    }
}

/// Front matter, lines and criteria out of which stories are made, right and wrong.
const FIELDS: [&str; 20] = [
    "id: ST-1",
    "id: \"ST-01\"",
    "id: TBD",
    "id:",
    "title: Export the monthly invoice",
    "title: Export: the invoice",
    "title: @clerk exports größere invoices",
    "title: 'The clerk's invoice'",
    "title: PR #61 for the invoice",
    "tilte: Export the invoice",
    "status: ready",
    "status: redy",
    "status: 'in progres'",
    "stauts: ready",
    "kind: bug",
    "estimate: 5 (was 8)",
    "estimate: 13",
    "estimte: 5",
    "depends_on: [ST-1, ST-2 (soon), st-3]",
    "labels: [a, b #c]",
];
const LINES: [&str; 14] = [
    "# ST-2: Export the invoice",
    "Customers forward the invoice to their accountant, who needs it as a PDF.",
    "## Acceptance criteria",
    "- [ ] The totals are the same",
    "* [X] The totals are the same",
    "- [~] größer als je zuvor",
    "  - [ ] nested",
    "1. It opens on a phone",
    "## Description",
    "## Steps to reproduce",
    "",
    "```",
    "<!-- AC:BEGIN -->",
    "<!-- AC:END -->",
];

fn story() -> impl Strategy<Value = String> {
    let fields = prop::collection::vec(prop::sample::select(&FIELDS), 0..6);
    let lines = prop::collection::vec(prop::sample::select(&LINES), 0..9);
    (fields, lines, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(fields, lines, crlf, mark, ends)| {
        let front = if fields.is_empty() { String::new() } else { format!("---\n{}\n---\n", fields.join("\n")) };
        let text = format!("{}{front}{}{}", if mark { "\u{feff}" } else { "" }, lines.join("\n"), if ends { "\n" } else { "" });
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn made_up_stories_are_mended_without_harm(stories in prop::collection::vec(story(), 1..5), is_backlog_md in any::<bool>()) {
        let mut tree = MemoryTree::default();
        for (at, text) in stories.iter().enumerate() {
            let path = if is_backlog_md { format!("backlog/tasks/st-{at} - story.md") } else { format!("backlog/ST-{at}.md") };
            tree.add(RepoPath::from(path.as_str()), EntryKind::File, text.clone());
        }
        if is_backlog_md {
            tree.add("backlog/config.yml".into(), EntryKind::File, "task_prefix: st\nstatuses: [To Do, Ready, Done]\n");
        }
        mended(&tree);
    }
}

/// A story whose title is not quoted as it should be.
const UNQUOTED: &str = "---\nid: ST-1\ntitle: Export: the monthly invoice\nstatus: ready\nestimate: 3\n---\n\
    Customers forward the invoice to their accountant, who needs it as a PDF.\n\n\
    ## Acceptance criteria\n- [ ] The PDF shows the same totals as the page\n";

#[test]
fn a_safe_fix_is_written_and_the_rest_is_told() {
    let folder = Folder::with(&[("backlog/ST-1.md", UNQUOTED), ("backlog/ST-2.md", &complete("ST-2", "redy"))]);
    let path = folder.path().join("backlog/ST-1.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
    let ran = folder.run(&["--output-format", "full"]);
    assert!(ran.out.contains("1 can be fixed with `--fix`, 1 more with `--unsafe-fixes`."), "{}", ran.out);
    let ran = folder.run(&["--fix"]);
    assert_eq!(ran.code, 1, "the unknown status is left");
    assert!(ran.err.contains("note: 1 change made in 1 file") && ran.out.contains("`redy`"), "{}{}", ran.out, ran.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), UNQUOTED.replace("Export: the monthly invoice", "'Export: the monthly invoice'"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o664);
    assert_eq!(folder.run(&["--fix", "--unsafe-fixes"]).code, 0);
    assert_eq!(fs::read_to_string(folder.path().join("backlog/ST-2.md")).unwrap(), complete("ST-2", "ready"));
    let left = fs::read_dir(folder.path().join("backlog")).unwrap().count();
    assert_eq!(left, 2, "no file is left over");
}

#[test]
fn a_diff_changes_nothing_and_can_be_applied() {
    let folder = Folder::with(&[
        ("backlog/ST-1 größer.md", &UNQUOTED.replace('\n', "\r\n")),
        ("backlog/ST-2.md", UNQUOTED.replace("ST-1", "ST-2").trim_end()),
    ]);
    let repository = git2::Repository::init(folder.path()).unwrap();
    let ran = folder.run(&["--diff"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("2 changes to make in 2 files"), "{}", ran.err);
    assert!(fs::read_to_string(folder.path().join("backlog/ST-2.md")).unwrap().contains("title: Export:"));
    let diff = git2::Diff::from_buffer(ran.out.as_bytes()).unwrap();
    repository.apply(&diff, git2::ApplyLocation::WorkDir, None).unwrap();
    let ran = folder.run(&["--diff"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(folder.run(&[]).code, 0);
}

#[test]
fn only_files_on_the_disk_are_mended() {
    let folder = Folder::with(&[("backlog/ST-1.md", UNQUOTED)]);
    git2::Repository::init(folder.path()).unwrap();
    for arguments in
        [&["--fix", "--staged"][..], &["--diff", "--rev", "HEAD"], &["check", "-", "--stdin-filename", "backlog/ST-1.md", "--fix"]]
    {
        let ran = folder.run(arguments);
        assert!(ran.code == 2 && ran.err.contains("cannot be used with"), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(folder.run(&["--unsafe-fixes"]).code, 2);
}

#[test]
fn a_fix_that_would_bring_up_something_else_is_left_to_people() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready").replace("estimate: 3", "estimte: 21"))]);
    let ran = folder.run(&["--fix", "--unsafe-fixes"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("key-unknown in backlog/ST-1.md is left to you"), "{}", ran.err);
    assert!(fs::read_to_string(folder.path().join("backlog/ST-1.md")).unwrap().contains("estimte: 21"));
}

#[test]
fn what_a_mended_story_has_in_common_with_others_is_nothing_new() {
    let folder = Folder::new();
    for number in 1..=5 {
        folder.write(&format!("backlog/ST-{number}.md"), complete(&format!("ST-{number}"), "ready"));
    }
    let broken = complete("ST-5", "ready").replace("title: Let", "title: Invoices: let");
    folder.write("backlog/ST-5.md", &broken);
    let ran = folder.run(&["--fix"]);
    assert!(ran.code == 0 && !ran.err.contains("left to you"), "{}{}", ran.out, ran.err);
    assert!(folder.run(&["--hints"]).out.contains("5 stories have this criterion"));
}

#[test]
fn an_editor_can_apply_what_json_says() {
    let folder = Folder::with(&[("backlog/ST-1.md", UNQUOTED)]);
    let ran = folder.run(&["--output-format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let fix = &json["findings"][0]["fix"];
    assert_eq!((fix["safety"].as_str(), fix["title"].as_str()), (Some("safe"), Some("put the value in quotes")));
    assert_eq!(
        fix["edits"][0],
        serde_json::json!({"path": "backlog/ST-1.md", "start": {"line": 3, "column": 8}, "end": {"line": 3, "column": 35}, "text": "'Export: the monthly invoice'"})
    );
}

#[test]
fn a_suppression_is_written_where_it_counts() {
    let bare = complete("ST-1", "ready").replace("estimate: 3\n", "");
    let vague = complete("ST-2", "ready").replace("- [ ] It can", "- [ ] TODO ask the clerk\n- [ ] It can");
    let folder = Folder::with(&[("backlog/ST-1.md", &bare), ("backlog/ST-2.md", &vague)]);
    let add = |rule| folder.run(&["check", "--add-suppression", rule, "--reason", "the clerk is away", "--until", "2099-01-31"]);
    assert_eq!(add("estimate-missing").code, 1, "the other finding stays");
    assert_eq!(add("placeholder-left").code, 0);
    let text = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert!(
        text("backlog/ST-1.md").contains("status: ready\n# backlint-ignore estimate-missing until 2099-01-31: the clerk is away\n---\n")
    );
    assert!(
        text("backlog/ST-2.md").contains(
            "## Acceptance criteria\n<!-- backlint-ignore placeholder-left until 2099-01-31: the clerk is away -->\n- [ ] The PDF"
        ),
        "{}",
        text("backlog/ST-2.md")
    );
    let ran = folder.run(&["--fail-on", "hint"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    for (rule, reason) in [("estimate-mising", "x"), ("title-vague", " "), ("title-vague", "a --> b")] {
        assert_eq!(folder.run(&["check", "--add-suppression", rule, "--reason", reason]).code, 2, "{rule} {reason}");
    }
}

#[test]
fn a_story_without_front_matter_is_marked_below_its_title_or_on_top() {
    let folder = Folder::new();
    folder.write("backlog/ST-1-export.md", "# Export the invoice\n\nAs a clerk, I want to export it.\n");
    folder.write("backlog/ST-3-post.md", "# Post the invoice\nAs a clerk, I want to post it.\n");
    folder.write("backlog/ST-2-import.md", "As a clerk, I want to import it.\n");
    let ran = folder.run(&["check", "--add-suppression", "status-missing", "--reason", "the board has it"]);
    assert!(!ran.out.contains("status-missing"), "{}", ran.out);
    let mark = "<!-- backlint-ignore status-missing: the board has it -->";
    let text = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(text("backlog/ST-1-export.md"), format!("# Export the invoice\n\n{mark}\n\nAs a clerk, I want to export it.\n"));
    assert_eq!(text("backlog/ST-3-post.md"), format!("# Post the invoice\n\n{mark}\n\nAs a clerk, I want to post it.\n"));
    assert_eq!(text("backlog/ST-2-import.md"), format!("{mark}\n\nAs a clerk, I want to import it.\n"));
}

#[test]
fn where_the_tool_drops_comments_it_is_accepted_in_the_configuration() {
    let story = "---\nid: BACK-7\ntitle: Export the monthly invoice\nstatus: To Do\n---\n\n## Description\n\nCustomers forward the invoice to their accountant.\n";
    let folder = Folder::with(&[
        ("backlog/config.yml", "task_prefix: back\nstatuses: [To Do, Done]\n"),
        ("backlog/tasks/back-7 - invoice.md", story),
        ("backlog/tasks/back-8 - invoice.md", &story.replace("BACK-7", "BACK-8")),
    ]);
    let ran = folder.run(&["check", "BACK-7", "--add-suppression", "criteria-missing", "--reason", "an \"old\" one"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let path = folder.path().join("backlint.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("[[accept]]\nstory = \"BACK-7\"\nrule = \"criteria-missing\"\n"), "{text}");
    folder.run(&["check", "--add-suppression", "criteria-missing", "--reason", "too"]);
    let ran = folder.run(&["check", "--output-format", "json"]);
    assert!(ran.out.contains("\"accepted\":2"), "{}", ran.out);
    assert_eq!(fs::read_to_string(folder.path().join("backlog/tasks/back-7 - invoice.md")).unwrap(), story);
}
