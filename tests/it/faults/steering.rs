//! Rows 1 to 6: text of a repository steers neither a CI runner nor a terminal, and hides nothing.

use backlint::{
    report::{self, Format, Style},
    rules::RULES,
    run::{Trees, run},
    source::RepoPath,
    tree::{EntryKind, MemoryTree},
};
use proptest::prelude::*;

use super::hostile::{Printed, printed, saying};
use crate::{
    folder::{Folder, complete},
    page::request,
    runner::commands,
    trees::committed,
};

/// The runner finds no command but our annotations, and those with our properties alone.
#[track_caller]
fn nothing_but_ours(printed: &Printed) {
    for command in commands(&printed.text) {
        let is_ours = printed.may_command && ["error", "warning", "notice"].contains(&command.name.as_str());
        let is_known = |key: &String| ["file", "line", "endLine", "col", "endColumn", "title"].contains(&key.as_str());
        assert!(is_ours && command.properties.keys().all(is_known), "{}: {command:?}", printed.of);
    }
}

/// The characters that would reach a terminal as something else than themselves.
fn steers(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn row_01_a_command_in_brackets_stays_text() {
    for printed in printed(&saying(&["##[set-output name=passed]true", "##[group]", "####[error]x"])) {
        assert!(!printed.text.contains("##["), "{}: {}", printed.of, printed.text);
        nothing_but_ours(&printed);
    }
}

#[test]
fn row_02_a_command_in_colons_stays_text() {
    for printed in printed(&saying(&[
        "::add-mask::e",
        "\r::error::x",
        "x\r\n::error::x",
        "\u{a0}::error::x",
        "\u{2003}\u{b}::stop-commands::x",
        "x\\u{1b}\\r\\n::error::y",
    ])) {
        nothing_but_ours(&printed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a file is called, the runner learns its name, unless the name itself is a command: that one is broken up.
    #[test]
    fn row_03_an_annotation_names_the_file_as_it_is(name in "([a-z é数%:,;=\n\r\t\\[\\]\"'`\\\\]|::error::|%0A|%25|##){1,20}") {
        let mut tree = MemoryTree::default();
        let path = format!("backlog/{name}.md");
        tree.add(RepoPath::from(path.as_str()), EntryKind::File, complete("ST-1", "ready").replace("estimate: 3\n", ""));
        let outcome = run(&Trees::of(&tree), &request(RULES.to_vec())).unwrap();
        let mut out = Vec::new();
        let plain = Style { colour: false, ascii: false, hints: true, all: true };
        report::write(Format::Github, &outcome, plain, &mut out, &mut Vec::new()).unwrap();
        let out = String::from_utf8(out).unwrap();
        let told = commands(&out);
        prop_assert!(told.iter().all(|command| command.name != "##" && command.properties.contains_key("file")), "{out}");
        let missing = told.iter().find(|command| command.properties["title"] == "estimate-missing").unwrap();
        prop_assert_eq!((missing.properties["line"].as_str(), missing.properties["col"].as_str()), ("4", "9"));
        prop_assert!(missing.message.contains(":4:9: estimate-missing: no estimate\nadd `estimate:`"), "{}", missing.message);
        if !name.contains("##") {
            prop_assert_eq!(&missing.properties["file"], &path);
        }
    }
}

#[test]
fn row_03_names_that_look_like_commands_arrive() {
    for name in ["::error::x.md", "a%0Ab.md", "a,b:c.md", "line\nend.md", "cr\r::error::y.md", "tab\tx.md"] {
        let folder = Folder::new();
        folder.write(&format!("backlog/{name}"), complete("ST-1", "ready").replace("estimate: 3\n", ""));
        let told = commands(&folder.run(&["--output-format", "github"]).out);
        assert!(!told.is_empty() && told.iter().all(|command| command.properties["file"] == format!("backlog/{name}")), "{told:?}");
    }
}

#[test]
fn row_04_commands_to_other_runners_are_broken_up() {
    let commands = ["##vso[task.setvariable variable=x]y", "##teamcity[buildStop]", "###vso[task.complete]"];
    for printed in printed(&saying(&commands)) {
        assert!(!printed.text.contains("##vso[") && !printed.text.contains("##teamcity["), "{}: {}", printed.of, printed.text);
    }
}

#[test]
fn row_05_what_steers_a_terminal_is_written_out() {
    let words = ["\u{1b}[31mred", "bell\u{7}", "\u{1b}]0;title\u{7}", "\u{9b}2J", "del\u{7f}", "next\u{85}line", "back\u{8}\u{c}"];
    for printed in printed(&saying(&words)) {
        assert_eq!(printed.text.chars().find(|c| steers(*c)), None, "{}", printed.of);
    }
    let told = saying(&words).run(&["--all", "--output-format", "full"]).out;
    for seen in ["\\u{1b}[31mred", "bell\\u{7}", "\\u{9b}2J", "del\\u{7f}", "next\\u{85}line"] {
        assert!(told.contains(seen), "{seen}\n{told}");
    }
}

#[test]
fn row_05_a_key_of_the_configuration_is_written_out() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    for config in [
        r#""\u001b[31m\u009b" = 1"#,
        "[rules]\n\"\\u001b]0;x\\u0007\" = \"off\"",
        "[estimate]\nmax = \"\\u001b[1m\\u202e\"",
        "extends = \"\\u001b[1m.toml\"",
        "layout = \"\u{202e}\u{9b}x\"",
    ] {
        folder.write("backlint.toml", config);
        for format in super::hostile::FORMATS {
            let ran = folder.run(&["--output-format", format]);
            assert_eq!(ran.code, 2, "{config}");
            let told = ran.out + &ran.err;
            assert_eq!(told.chars().find(|c| steers(*c)), None, "{config} as {format}: {told:?}");
        }
        let drawn = folder.run(&[]).err;
        assert!(drawn.contains("\\u{") || drawn.contains("\\u0"), "{drawn}");
    }
}

#[test]
fn row_05_an_argument_is_written_out() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    git2::Repository::init(folder.path()).unwrap();
    let hostile = "\u{1b}[31m\u{9b}\u{202e}\u{7}##[group]x";
    for [before, after] in [
        ["", ""],
        ["", ".md"],
        ["--", ""],
        ["--output-format=", ""],
        ["--output-format=json=", "/x"],
        ["--level=", "=off"],
        ["--set=", "=1"],
        ["--set=estimate.max=", ""],
        ["--since=", ""],
        ["--rev=", ""],
        ["--only=", ""],
        ["--config=", ""],
        ["--fail-on=", ""],
        ["--today=", ""],
        ["--max-file-size=", ""],
        ["-C", ""],
    ] {
        for colour in ["--color=never", "--color=always"] {
            let argument = format!("{before}{hostile}{after}");
            let ran = folder.run(&["check", colour, &argument]);
            assert_eq!(ran.code, 2, "{argument:?}: {ran:?}");
            let colours = ran.err.matches("\u{1b}[").count();
            let plain = if colour == "--color=always" { without_colours(&ran.err) } else { ran.err.clone() };
            assert!(colour == "--color=always" || colours == 0, "{argument:?}: {:?}", ran.err);
            assert_eq!(plain.chars().find(|c| steers(*c)), None, "{argument:?}: {plain:?}");
            let is_shown =
                ["\\u{1b}[31m\\u{9b}\\u{202e}\\u{7}", "\\u001B[31m\\u{9b}\\u{202e}\\u0007"].iter().any(|shown| plain.contains(shown));
            assert!(is_shown && !plain.contains("##["), "{argument:?}: {plain}");
        }
    }
}

#[test]
fn row_05_a_branch_that_the_environment_names_is_written_out() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    let event = Folder::with(&[("event.json", r#"{"pull_request": {"base": {"ref": "\u001b[1m\u009b\u202e", "sha": "\u001b[1m"}}}"#)]);
    let path = event.path().join("event.json");
    let branch = "\u{1b}[31m\u{9b}\u{202e}##[group]";
    for variables in [
        &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", branch)][..],
        &[("BACKLINT_BASE", branch)],
        &[("GITHUB_EVENT_NAME", "pull_request"), ("GITHUB_BASE_REF", branch), ("GITHUB_EVENT_PATH", path.to_str().unwrap())],
        &[("GITHUB_EVENT_NAME", branch), ("GITHUB_EVENT_PATH", path.to_str().unwrap())],
    ] {
        for format in super::hostile::FORMATS {
            let ran = folder.run_with(&["check", "--since", "auto", "--output-format", format], variables, "");
            let told = ran.out + &ran.err;
            assert_eq!((told.chars().find(|c| steers(*c)), told.contains("##[")), (None, false), "{variables:?} as {format}: {told:?}");
            assert!(told.contains("[31m") || told.contains("too shallow") || !["full", "json"].contains(&format), "{variables:?}: {told}");
        }
    }
}

/// What is printed without the colours it is printed in.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[test]
fn row_06_what_hides_or_turns_text_is_written_out_and_found() {
    let folder = saying(&["\u{202e}evil", "a\u{200b}b", "\u{2066}x\u{2069}"]);
    for printed in printed(&folder) {
        assert_eq!(printed.text.chars().find(|c| steers(*c)), None, "{}", printed.of);
    }
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready").replace("the clerk", "the \u{202e}krelc\u{202c}"))]);
    let ran = folder.run(&["--output-format", "full", "--only", "text-invisible"]);
    assert!(ran.out.contains("title: Let the \\u{202e}krelc\\u{202c} export"), "{}", ran.out);
    assert!(ran.out.contains("the title holds 2 invisible characters, the first is U+202E"), "{}", ran.out);
}
