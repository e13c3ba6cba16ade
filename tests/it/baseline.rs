//! A baseline switches a backlog on today and only shrinks from then on.

use std::fs;

use crate::{
    folder::{Folder, complete},
    trees::{commit, committed, git},
};

const FILE: &str = "backlint-baseline.json";

fn unready(id: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", "")
}

/// Three stories that lack an estimate, recorded.
fn adopted() -> Folder {
    let folder = Folder::new();
    for id in ["ST-1", "ST-2", "ST-3"] {
        folder.write(&format!("backlog/{id}.md"), unready(id));
    }
    let ran = folder.run(&["baseline"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "backlint-baseline.json: 0 -> 3 entries\n"));
    assert_eq!(folder.run(&[]).code, 0);
    folder
}

#[test]
fn only_what_is_not_in_it_is_reported() {
    let folder = adopted();
    folder.write("backlog/ST-4.md", unready("ST-4"));
    let ran = folder.run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "backlog/ST-4.md:4:9: error[estimate-missing] no estimate\n"));
    assert!(ran.err.contains("3 more are in the baseline"), "{}", ran.err);
    let unadded = folder.run(&["baseline"]);
    assert_eq!(unadded.out, "backlint-baseline.json: 3 -> 3 entries; 1 new finding is not recorded, `--add` does that\n");
    assert_eq!(folder.run(&[]).code, 1);
    assert_eq!(folder.run(&["baseline", "--add"]).out, "backlint-baseline.json: 3 -> 4 entries\n");
    assert_eq!(folder.run(&[]).code, 0);
}

#[test]
fn it_follows_a_story_that_is_edited_moved_and_renamed() {
    let folder = adopted();
    fs::remove_file(folder.path().join("backlog/ST-1.md")).unwrap();
    let edited = unready("ST-1").replace("title: Let", "title: Finally let").replace("## Acc", "More is known by now.\n\n## Acc");
    folder.write("backlog/2026/invoices.md", edited);
    let ran = folder.run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn a_heavier_finding_is_not_in_it() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1").replace("status: ready", "status: open"))]);
    folder.run(&["baseline"]);
    assert!(fs::read_to_string(folder.path().join(FILE)).unwrap().contains("\"level\":\"warning\""));
    assert_eq!(folder.run(&[]).out, "");
    folder.write("backlog/ST-1.md", unready("ST-1"));
    assert_eq!(folder.run(&[]).code, 1);
}

#[test]
fn branches_that_each_mend_a_story_merge() {
    let folder = adopted();
    committed(&folder);
    for (branch, id) in [("one", "ST-1"), ("three", "ST-3")] {
        git(folder.path(), &["checkout", "--quiet", "-b", branch, "main"]);
        folder.write(&format!("backlog/{id}.md"), complete(id, "ready"));
        folder.run(&["baseline"]);
        commit(&folder);
    }
    git(folder.path(), &["merge", "--quiet", "--message", "x", "one"]);
    let ran = folder.run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", fs::read_to_string(folder.path().join(FILE)).unwrap());
}
