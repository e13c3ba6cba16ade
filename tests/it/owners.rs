//! A suppression, an acceptance or an entry of the baseline belongs to a story: it follows the story and serves no other.

use crate::{
    folder::{Folder, Ran, complete},
    trees::{commit, committed, git},
};

const DAY: &str = "2026-03-01";
const REASON: &str = "the vendor calls back";

fn unready(id: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", "")
}

/// Another story of the same id, as unready.
fn another(id: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Warn drivers before their permit runs out\nstatus: ready\n---\n\
         Parking wardens fine people who simply forgot about renewing. A letter two weeks earlier saves everybody some trouble.\n\n\
         ## Acceptance criteria\n- [ ] Drivers whose permit runs out within fourteen days get one letter\n"
    )
}

fn accepted(story: &str, until: &str) -> String {
    format!("[[accept]]\nstory = \"{story}\"\nrule = \"estimate-missing\"\nreason = \"{REASON}\"\n{until}")
}

/// How a team can put up with a missing estimate of ST-1.
const WAYS: [&str; 3] = ["suppression", "acceptance", "baseline"];

fn waived(way: &str) -> Folder {
    let folder = Folder::with(&[("backlint.toml", "layout = \"stories\"\n"), ("backlog/ST-2.md", &complete("ST-2", "ready"))]);
    folder.write("backlog/ST-1.md", if way == "suppression" { marked(&unready("ST-1")) } else { unready("ST-1") });
    match way {
        "acceptance" => folder.write("backlint.toml", accepted("ST-1", "")),
        "baseline" => drop(folder.run(&["baseline"])),
        _ => {}
    }
    committed(&folder);
    assert_eq!(folder.run(&[]).code, 0, "{way}");
    folder
}

/// The story with a suppression above its first section.
fn with_mark(story: &str, what: &str) -> String {
    story.replacen("\n---\n", &format!("\n---\n<!-- backlint-ignore {what}: {REASON} -->\n\n"), 1)
}

fn marked(story: &str) -> String {
    with_mark(story, "estimate-missing")
}

fn judged(folder: &Folder) -> Ran {
    commit(folder);
    folder.run(&["check", "--since", "HEAD~1", "--protect-policy", "--today", DAY])
}

#[test]
fn it_follows_a_story_that_is_edited_moved_and_renumbered() {
    for way in WAYS {
        let edited =
            |text: &str| text.replace("title: Let", "title: Soon let").replace("accountant, who", "accountant and their bank, who");
        let kept = |text: String| if way == "suppression" { marked(&text) } else { text };
        let folder = waived(way);
        folder.write("backlog/ST-1.md", kept(edited(&unready("ST-1"))));
        let ran = judged(&folder);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{way}, edited");
        git(folder.path(), &["mv", "backlog/ST-1.md", "backlog/ST-1-export.md"]);
        let ran = judged(&folder);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{way}, moved");
        // Its new number stands in the configuration and the baseline too.
        git(folder.path(), &["mv", "backlog/ST-1-export.md", "backlog/ST-8.md"]);
        folder.write("backlog/ST-8.md", kept(edited(&unready("ST-1")).replace("id: ST-1", "id: ST-8")));
        for file in ["backlint.toml", "backlint-baseline.json"] {
            if let Ok(text) = std::fs::read_to_string(folder.path().join(file)) {
                folder.write(file, text.replace("ST-1", "ST-8"));
            }
        }
        let ran = judged(&folder);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{way}, renumbered");
    }
}

#[test]
fn a_story_that_is_renumbered_before_its_acceptance_keeps_it() {
    let folder = waived("acceptance");
    git(folder.path(), &["mv", "backlog/ST-1.md", "backlog/ST-8.md"]);
    folder.write("backlog/ST-8.md", unready("ST-1").replace("id: ST-1", "id: ST-8"));
    let ran = judged(&folder);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(!ran.out.contains("estimate-missing]"), "{}", ran.out);
}

#[test]
fn it_serves_no_other_story_of_the_same_name() {
    for way in WAYS {
        let folder = waived(way);
        folder.write("backlog/ST-1.md", if way == "suppression" { marked(&another("ST-1")) } else { another("ST-1") });
        let ran = judged(&folder);
        assert!(ran.code == 1 && ran.out.contains("backlog/ST-1.md:4:9: error[estimate-missing]"), "{way}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn what_was_put_up_with_in_a_story_to_come_serves_none() {
    for way in ["acceptance", "baseline"] {
        let folder = Folder::with(&[("backlint.toml", ""), ("backlog/ST-2.md", &complete("ST-2", "ready"))]);
        folder.write("backlog/ST-1.md", unready("ST-1"));
        match way {
            "acceptance" => folder.write("backlint.toml", accepted("ST-1", "")),
            _ => drop(folder.run(&["baseline"])),
        }
        std::fs::remove_file(folder.path().join("backlog/ST-1.md")).unwrap();
        committed(&folder);
        folder.write("backlog/ST-1.md", another("ST-1"));
        let ran = judged(&folder);
        assert!(ran.code == 1 && ran.out.contains("error[estimate-missing]"), "{way}: {}", ran.out);
    }
}

/// What a change is told that waives a missing estimate of ST-1 up to this day, in a comment or in the configuration.
fn waiving(base: &str, until: Option<&str>, in_story: bool) -> Ran {
    let folder = Folder::with(&[("backlint.toml", "layout = \"stories\"\n"), ("backlog/ST-2.md", &complete("ST-2", "ready"))]);
    if !base.is_empty() {
        folder.write("backlog/ST-1.md", base);
    }
    committed(&folder);
    let mark = until.map(|day| format!(" until {day}")).unwrap_or_default();
    let until = until.map(|day| format!("until = {day}\n")).unwrap_or_default();
    if in_story {
        folder.write("backlog/ST-1.md", with_mark(&unready("ST-1"), &format!("estimate-missing{mark}")));
    } else {
        folder.write("backlog/ST-1.md", unready("ST-1"));
        folder.write("backlint.toml", format!("layout = \"stories\"\n{}", accepted("ST-1", &until)));
    }
    judged(&folder)
}

#[test]
fn one_with_a_near_last_day_needs_no_reviewer_and_is_said() {
    for in_story in [true, false] {
        let how = if in_story { "suppressed" } else { "accepted" };
        let base = complete("ST-1", "ready");
        let ran = waiving(&base, Some("2026-05-30"), in_story);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{how}: {}", ran.err);
        let said = format!("note: `estimate-missing` of ST-1 is {how} until 2026-05-30: {REASON}");
        assert!(ran.err.contains(&said), "{}", ran.err);
        // Too late a day, no day, and a story that the base has not.
        for (base, until) in [(base.as_str(), Some("2026-05-31")), (&base, None), ("", Some("2026-03-20"))] {
            let ran = waiving(base, until, in_story);
            assert!(ran.code == 1 && ran.out.contains("error[policy-changed]"), "{how} {until:?}: {}", ran.out);
        }
        // A second one for the same story and rule.
        let again = with_mark(&unready("ST-1"), "estimate-missing until 2026-02-01");
        let ran = waiving(&again, Some("2026-03-20"), in_story);
        assert!(ran.code == 1 && ran.out.contains("error[policy-changed]"), "{how}: {}", ran.out);
    }
}

#[test]
fn a_near_last_day_is_enough_for_readiness_alone() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready")), ("backlog/ST-2.md", &complete("ST-2", "ready"))]);
    committed(&folder);
    let text = complete("ST-2", "ready").replace("estimate: 3", "estimate: 3\ndepends_on: [ST-77]");
    folder.write("backlog/ST-2.md", with_mark(&text, "depends-dangling until 2026-03-20"));
    let ran = judged(&folder);
    assert!(ran.code == 1 && ran.out.contains("error[policy-changed]"), "{}", ran.out);
}
