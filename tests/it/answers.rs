//! Answers to people who ask what to do next: none of them is silent.

use git2::Repository;
use serde_json::Value;

use crate::folder::{Folder, complete};

fn stories(stories: &[(&str, &str, &str)]) -> Folder {
    let folder = Folder::new();
    for (id, status, more) in stories {
        folder.write(&format!("backlog/{id}.md"), complete(id, status).replace("estimate: 3\n", &format!("estimate: 3\n{more}")));
    }
    folder
}

#[test]
fn an_empty_agenda_says_why() {
    let told = |folder: &Folder, arguments: &[&str]| folder.run(&[&["agenda"], arguments].concat()).out;
    let finished = stories(&[("ST-1", "done", "")]);
    assert_eq!(told(&finished, &[]), "Nothing to refine: there is no open item and no draft. 1 is finished.\n");
    let open = stories(&[("ST-1", "open", ""), ("ST-2", "ready", "")]);
    assert_eq!(told(&open, &[]), "Nothing to refine: 2 open items meet the checks, and there is no draft.\n");
    let label = stories(&[("ST-1", "open", "labels: [ui]\n")]);
    assert_eq!(told(&label, &["--label", "api"]), "Nothing to refine: there is no open item and no draft of label `api`.\n");
    assert_eq!(label.run(&["agenda", "--label", "api", "--check"]).code, 2);
    let json: Value = serde_json::from_str(&told(&finished, &["--json"])).unwrap();
    assert!(json["backlogs"][0]["reason"].as_str().unwrap().starts_with("Nothing to refine"), "{json}");
}

#[test]
fn drafts_are_on_the_agenda_behind_what_is_open() {
    let folder = stories(&[("ST-1", "draft", ""), ("ST-2", "open", "")]);
    folder.write("backlog/ST-2.md", complete("ST-2", "open").replace("estimate: 3\n", ""));
    folder.write("backlog/ST-3.md", "---\nid: ST-3\ntitle: [x\nstatus: open\n---\n");
    let out = folder.run(&["agenda"]).out;
    let (open, draft) = (out.find("ST-2").unwrap(), out.find("ST-1").unwrap());
    assert!(open < draft && out.contains("Is it still wanted, and next?"), "{out}");
    assert!(out.starts_with("Not read, see `backlint check`: backlog/ST-3.md\n"), "{out}");
    assert!(out.ends_with("2 items to refine, open items first, each in the order of the backlog.\n"), "{out}");
    let json: Value = serde_json::from_str(&folder.run(&["agenda", "--json"]).out).unwrap();
    assert_eq!((&json["backlogs"][0]["topics"][0]["id"], &json["backlogs"][0]["topics"][1]["stage"]), (&"ST-2".into(), &"draft".into()));
}

#[test]
fn ready_says_why_nothing_may_start() {
    let waiting = stories(&[("ST-1", "open", ""), ("ST-2", "ready", "depends_on: [ST-1]\n")]);
    let ran = waiting.run(&["ready", "--next"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.starts_with(
            "No story may start. Waiting: ST-2 (for ST-1). 1 open item is not called ready: `--next --open` takes the first that meets the checks."
        ),
        "{}",
        ran.err
    );
    assert_eq!(waiting.run(&["ready", "--next", "--open"]).out, "backlog/ST-1.md: ST-1: meets the checks\n");
    let lacking = stories(&[("ST-1", "ready", "")]);
    lacking.write("backlog/ST-1.md", complete("ST-1", "ready").replace("estimate: 3\n", ""));
    assert!(lacking.run(&["ready", "--next"]).err.starts_with("No story may start. Nearest: ST-1 (no estimate)."));
    let drafts = stories(&[("ST-1", "draft", ""), ("ST-2", "draft", "")]);
    let told = drafts.run(&["ready", "--next"]).err;
    assert!(told.starts_with("No story may start: there is no open item. 2 drafts are not judged: `backlint agenda`"), "{told}");
}

#[test]
fn where_no_status_means_ready_the_run_says_so() {
    let folder = stories(&[("ST-1", "open", ""), ("ST-2", "in progress", "")]);
    assert!(folder.run(&[]).err.contains("No status here means ready: a story is held to the checks when it is started"));
    let next = folder.run(&["ready", "--next"]);
    assert_eq!((next.code, next.out.as_str()), (0, "backlog/ST-1.md: ST-1: meets the checks\n"));
    assert!(next.err.contains("No status here means ready, so open stories that meet the checks are taken."), "{}", next.err);
    folder.write("backlint.toml", "layout = \"stories\"\n[stages]\n\"groomed\" = \"ready\"\n");
    assert!(!folder.run(&[]).err.contains("No status here means ready"));
}

#[test]
fn next_may_be_several_and_filtered() {
    let folder = stories(&[("ST-1", "ready", "epic: EP-1\n"), ("ST-2", "ready", "epic: EP-2\n"), ("ST-3", "ready", "epic: EP-1\n")]);
    let next = |arguments: &[&str]| folder.run(&[&["ready"], arguments].concat()).out.matches("may start").count();
    assert_eq!((next(&["--next"]), next(&["--next", "2"]), next(&["--next", "9", "--epic", "EP-1"])), (1, 2, 2));
    assert_eq!(folder.run(&["ready", "--next", "0"]).code, 2);
}

#[test]
fn no_id_of_another_branch_or_working_tree_is_handed_out() {
    let folder = stories(&[("ST-1", "open", "")]);
    let repository = Repository::init(folder.path()).unwrap();
    let who = git2::Signature::new("A", "a@example.org", &git2::Time::new(1_772_000_000, 0)).unwrap();
    let commit = |name: &str, parents: &[&git2::Commit<'_>]| {
        let mut index = repository.index().unwrap();
        index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).unwrap();
        index.write().unwrap();
        let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
        repository.commit(Some(name), &who, &who, "change", &tree, parents).unwrap()
    };
    let first = repository.find_commit(commit("HEAD", &[])).unwrap();
    folder.write("backlog/ST-2-elsewhere.md", complete("ST-2", "open"));
    commit("refs/heads/other", &[&first]);
    std::fs::remove_file(folder.path().join("backlog/ST-2-elsewhere.md")).unwrap();
    let beside = Folder::new();
    let tree = beside.path().join("tree");
    repository.worktree("beside", &tree, None).unwrap();
    std::fs::write(tree.join("backlog/ST-3.md"), complete("ST-3", "draft")).unwrap();
    let ran = folder.run(&["new", "story", "Pay by phone"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "backlog/ST-4-pay-by-phone.md\n"), "{}", ran.err);
    assert!(ran.err.contains("note: `st-2` is taken by `other`") && ran.err.contains("`st-3` is taken by"), "{}", ran.err);
}
