//! What `new` writes, and where it does not.

use std::fs;

use crate::{
    folder::{Folder, complete},
    layouts::{found, sample},
};

#[test]
fn a_new_story_is_a_sound_draft_that_lacks_what_is_to_be_written() {
    for (layout, kind, title, path) in [
        ("stories", "story", "Lend: books to schools", "backlog/LIB-114-lend-books-to-schools.md"),
        ("stories", "bug", "Lend books twice", "backlog/LIB-114-lend-books-twice.md"),
        ("stories", "spike", "Which readers lend most?", "backlog/LIB-114-which-readers-lend-most.md"),
        ("stories", "epic", "'Yes' to \"everything\"", "backlog/LIB-114-yes-to-everything.md"),
        ("taskmd", "task", "Sell the old eight", "tasks/005-sell-the-old-eight.md"),
        ("inline", "story", "Sell popcorn", "docs/user-stories/US-005-sell-popcorn.md"),
    ] {
        let folder = sample(layout);
        let before = found(&folder).0;
        let ran = folder.run(&["new", kind, title]);
        assert_eq!((ran.code, ran.out.trim_end()), (0, path), "{}", ran.err);
        let own =
            |lines: Vec<String>| lines.into_iter().filter(|line| line.starts_with(path) && line.contains("error[")).collect::<Vec<_>>();
        let (after, _) = found(&folder);
        assert_eq!(own(after.clone()), [""; 0]);
        assert!(before.iter().all(|line| after.contains(line)), "{layout}");
        let id = path.rsplit('/').next().unwrap().split('-').take(if layout == "taskmd" { 1 } else { 2 }).collect::<Vec<_>>().join("-");
        let lacks = folder.run(&["ready", &id, "--output-format", "json"]);
        assert_eq!(lacks.code, 1, "{layout} {kind}: {}{}", lacks.out, lacks.err);
        let report: serde_json::Value = serde_json::from_str(&lacks.out).unwrap();
        assert_eq!(report["stories"][0]["path"], path);
        assert!(report["stories"][0]["lacks"].as_array().unwrap().iter().all(|lack| lack["rule"] != "title-missing"));
        // The next one gets the next id, and nothing is ever overwritten.
        let ran = folder.run(&["new", kind, title]);
        assert_ne!(ran.out.trim_end(), path);
    }
}

#[test]
fn a_tool_that_hands_out_ids_is_named() {
    for (layout, command) in [
        ("backlog-md", "backlog task create"),
        ("ticket", "ticket create"),
        ("planr", "planr new"),
        ("projectman", "pm_create_story"),
        ("kano", "kano-backlog item create"),
        ("bmad", "create-story"),
    ] {
        let ran = sample(layout).run(&["new", "story", "Anything"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{layout}");
        assert!(ran.err.contains(&format!("help: run `{command}`")), "{}", ran.err);
    }
}

#[test]
fn a_new_story_is_made_from_the_teams_template() {
    let folder = Folder::with(&[
        ("backlint.toml", "template = { story = \"backlog/_template.md\", bug = \"backlog/_bug.md\" }\n"),
        (
            "backlog/_template.md",
            "---\nid:\ntitle: What changes, in one line\nstatus: draft\nteam: blue\n---\n\n## Acceptance criteria\n\n- [ ] What can be seen\n",
        ),
        ("backlog/_bug.md", "---\r\nstatus: draft\r\n---\r\n# The title goes here\r\n"),
        ("backlog/ST-041-pay.md", &complete("ST-041", "ready")),
    ]);
    assert_eq!(folder.run(&["new", "story", "Pay: by card"]).out, "backlog/ST-042-pay-by-card.md\n");
    assert_eq!(
        fs::read_to_string(folder.path().join("backlog/ST-042-pay-by-card.md")).unwrap(),
        "---\nid: ST-042\ntitle: 'Pay: by card'\nstatus: draft\nteam: blue\n---\n\n## Acceptance criteria\n\n- [ ] What can be seen\n"
    );
    assert_eq!(
        folder.run(&["new", "bug", "Paid twice", "--dry-run"]).out,
        "--- backlog/ST-043-paid-twice.md\n---\nid: ST-043\nstatus: draft\n---\n# Paid twice\n"
    );
    assert!(!folder.path().join("backlog/ST-043-paid-twice.md").exists());
    let ran = folder.run(&["new", "sotry", "Pay"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `story`?"), "{}", ran.err);
    // Where there is nothing yet, there is a first one.
    assert_eq!(Folder::new().run(&["new", "story", "Pay"]).out, "backlog/ST-1-pay.md\n");
}

#[test]
fn a_new_story_stays_in_the_backlog() {
    // The next id is part of a path, and comes from stories that anybody may have written.
    for id in ["../../../../escaped-1", "/escaped-1", "a\\u001b[2Jb-1", "x/y-1"] {
        let folder = Folder::with(&[("backlog/ST.md", &format!("---\nid: \"{id}\"\nstatus: open\n---\n"))]);
        let ran = folder.run(&["new", "story", "Escape"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{id}");
        assert!(ran.err.contains("which is no name for a file") && !ran.err.contains('\u{1b}'), "{}", ran.err);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
#[cfg(unix)]
fn a_new_story_is_written_through_no_link() {
    let (folder, elsewhere) = (Folder::new(), Folder::new());
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("backlog")).unwrap();
    let ran = folder.run(&["new", "story", "Escape"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("lies behind a link"), "{}", ran.err);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
