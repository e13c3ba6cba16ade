//! Backlogs that no configuration names, and what `list` says of their files.

use serde_json::Value;

use crate::folder::{Folder, complete};

fn list(folder: &Folder, arguments: &[&str]) -> Value {
    let ran = folder.run(&[&["list", "--output-format", "json"], arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn ids(list: &Value) -> Vec<&str> {
    list["stories"].as_array().unwrap().iter().map(|story| story["id"].as_str().unwrap()).collect()
}

/// Three stories in a folder that no preset knows.
fn elsewhere() -> Folder {
    let folder = Folder::new();
    for id in ["BK-1", "BK-2", "BK-3"] {
        folder.write(&format!("work/items/{id}.md"), complete(id, "ready"));
    }
    folder
}

#[test]
fn a_backlog_in_any_folder_is_found() {
    assert_eq!(ids(&list(&elsewhere(), &[])), ["BK-1", "BK-2", "BK-3"]);
}

#[test]
fn pages_are_no_backlog() {
    let folder = Folder::with(&[("docs/setup.md", "# Set up\n\nInstall it.\n"), ("docs/use.md", "# Use\n\nRun it.\n")]);
    let ran = folder.run(&["list"]);
    assert!(ran.code == 2 && ran.err.contains("none of 2 markdown files in this repository looks like a story"), "{}", ran.err);
}

#[test]
fn every_file_that_is_no_story_has_a_reason() {
    let folder = elsewhere();
    folder.write("work/items/README.md", "# What lies here\n\nOne file per story.\n");
    folder.write("work/items/BK-2-report.md", "# Report\n\nIt went well.\n");
    let listed = list(&folder, &["--skipped"]);
    assert_eq!(ids(&listed), ["BK-1", "BK-2", "BK-3"]);
    let skipped: Vec<(&str, &str)> =
        listed["skipped"].as_array().unwrap().iter().map(|one| (one["path"].as_str().unwrap(), one["reason"].as_str().unwrap())).collect();
    assert_eq!(skipped, [("work/items/BK-2-report.md", "a supporting file of BK-2"), ("work/items/README.md", "a page about its folder")]);
}

#[test]
fn pages_in_capital_letters_are_no_stories() {
    let folder = elsewhere();
    folder.write("work/items/GLOSSARY.md", "# Words\n\n## Acceptance criteria\nWhat a story is checked by.\n");
    folder.write("work/items/REVIEW-2026-03-06.md", "# Review\n\nWe spoke of the kiosk.\n");
    assert_eq!(ids(&list(&folder, &[])), ["BK-1", "BK-2", "BK-3"]);
}

#[test]
fn the_column_of_a_board_is_the_status() {
    let folder = Folder::with(&[
        (".kanbn/index.md", "# Shop\n\n## Todo\n\n- [sell-tea](tasks/sell-tea.md)\n\n## Done\n\n- [sell-milk](tasks/sell-milk.md)\n"),
        (".kanbn/tasks/sell-tea.md", "# Sell tea\n\nTea is asked for every day.\n"),
        (".kanbn/tasks/sell-milk.md", "# Sell milk\n\nMilk is asked for every day.\n"),
    ]);
    let listed = list(&folder, &[]);
    let stages: Vec<(&str, &str)> = listed["stories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|story| (story["id"].as_str().unwrap(), story["stage"].as_str().unwrap()))
        .collect();
    assert_eq!(stages, [("sell-milk", "done"), ("sell-tea", "open")]);
}

#[test]
fn a_folder_beside_the_backlog_is_no_reason_to_judge_nothing() {
    let folder = elsewhere();
    folder.write("web/index.html", "<p>Hello</p>\n");
    git2::Repository::init(folder.path()).unwrap();
    assert_eq!(ids(&list(&folder, &["-C", "web"])), ["BK-1", "BK-2", "BK-3"]);
}

#[test]
fn an_estimate_is_asked_of_all_where_the_team_says_so() {
    let folder = Folder::new();
    for at in 1..=6 {
        let id = format!("BK-{at}");
        folder.write(&format!("backlog/{id}.md"), complete(&id, "ready").replace("estimate: 3\n", ""));
    }
    assert_eq!(folder.run(&["--output-format", "concise"]).out, "");
    folder.write("backlint.toml", "[uses]\nestimate = true\n");
    assert_eq!(folder.run(&["--output-format", "concise"]).out.matches("error[estimate-missing]").count(), 6);
}

#[test]
fn dependencies_are_read_however_they_are_listed() {
    for listed in [
        "## Dependencies\n\nRequires:\n1. BK-99 - the page\n2. BK-1\n",
        "## Depends On\n\n- [BK-99](BK-99.md)\n- [[BK-1]]\n",
        "## Dependencies\n\n| Story | Why |\n|---|---|\n| BK-99 | page |\n| BK-1 | mail |\n",
        "## Prerequisites\n\n* `BK-99`: the page\n* **BK-1** (mail)\n",
        "**Depends on**\n- BK-99\n- BK-1\n",
        "**Blocked by:**\n\n- [ ] BK-99: the page\n- [x] BK-1\n",
        "### Dependencies\n\nThis story depends on BK-99 and BK-1.\n",
        "## Dependencies\n\n**Prerequisite stories:**\n- BK-99: the page\n- BK-1: mail\n\n**Blocks:** BK-3\n",
    ] {
        let folder = Folder::with(&[("backlog/BK-1.md", &complete("BK-1", "open"))]);
        folder.write("backlog/BK-2.md", format!("{}\n{listed}", complete("BK-2", "open")));
        let listed_now = list(&folder, &[]);
        let written: Vec<&str> =
            listed_now["stories"][1]["depends_on"].as_array().unwrap().iter().map(|one| one["written"].as_str().unwrap()).collect();
        assert_eq!(written, ["BK-99", "BK-1"], "{listed}");
    }
    // A section of that name in which someone tells a story lists none.
    let folder = Folder::with(&[("backlog/BK-1.md", &complete("BK-1", "open"))]);
    folder.write(
        "backlog/BK-2.md",
        format!("{}\n### Blocker\n\n- **The lock:** it does not hold, for\n  BK-99 runs lost 2 files\n", complete("BK-2", "open")),
    );
    assert_eq!(list(&folder, &[])["stories"][1]["depends_on"], serde_json::json!([]));
}
