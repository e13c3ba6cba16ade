//! Rows 84 to 87: a change does not buy itself green.

use std::fs;

use crate::{
    faults::shared::{lacks_an_estimate, unready},
    folder::{Folder, Ran, complete},
    trees::{commit, committed, git},
};

const CONFIG: &str = "backlint.toml";
const BASELINE: &str = "backlint-baseline.json";

/// A team with a policy, and two stories that keep to it.
fn team() -> Folder {
    let folder = Folder::with(&[
        ("backlog/ST-1.md", &complete("ST-1", "ready")),
        ("backlog/ST-2.md", &complete("ST-2", "ready")),
        ("template.md", "---\nid:\nstatus: draft\n---\nSay who needs it and why.\n\n## Acceptance criteria\n- [ ] The user can see it\n"),
        (CONFIG, "template = { story = \"template.md\" }\n[estimate]\nmax = 8\n[rules]\nestimate-missing = \"error\"\n"),
    ]);
    assert_eq!(folder.run(&["baseline"]).code, 0);
    committed(&folder);
    folder
}

fn edit(folder: &Folder, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.path().join(path)).unwrap();
    assert!(text.contains(from), "{text}");
    folder.write(path, text.replace(from, to));
}

/// The change in the folder is committed, and told of what it weakens: an error where the policy is protected, else a warning.
#[track_caller]
fn weakens(folder: &Folder, told: &[&str]) {
    commit(folder);
    let lines =
        |level: &str| told.iter().map(|told| told.replacen(": ", &format!(": {level}[policy-changed] "), 1) + "\n").collect::<String>();
    let since = ["check", "--since", "HEAD~1"];
    let protected = folder.run(&[&since[..], &["--protect-policy"]].concat());
    assert_eq!((protected.code, protected.out), (1, lines("error")), "{}", protected.err);
    let ci = |more: &[&str]| {
        let variables = [("CI", "true"), ("BACKLINT_BASE", "HEAD~1")];
        folder.run_with(&[&["check", "--since", "auto"], more].concat(), &variables, "")
    };
    assert_eq!((ci(&[]).code, ci(&[]).out), (1, lines("error")));
    for ran in [folder.run(&since), ci(&["--allow-policy-change"])] {
        assert_eq!((ran.code, ran.out), (0, lines("warning")), "{}", ran.err);
    }
}

#[test]
fn row_84_a_rule_that_is_turned_off() {
    let folder = team();
    edit(&folder, CONFIG, "estimate-missing = \"error\"", "estimate-missing = \"off\"");
    folder.write("backlog/ST-1.md", unready("ST-1"));
    weakens(
        &folder,
        &[
            "backlint.toml:5:1: `estimate-missing` goes from error to off at open, ready, active; it hides 1 error now: estimate-missing in `backlog/ST-1.md`",
        ],
    );
}

#[test]
fn row_84_the_rule_that_tells_cannot_be_turned_off() {
    let folder = team();
    edit(&folder, CONFIG, "estimate-missing = \"error\"", "estimate-missing = \"off\"\npolicy-changed = \"off\"");
    folder.write("backlog/ST-1.md", unready("ST-1"));
    commit(&folder);
    let ran = folder.run(&["check", "--since", "HEAD~1", "--protect-policy"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("error[policy-changed] `estimate-missing` goes from error to off at open, ready, active"), "{}", ran.out);
    let summary = folder.run(&["check", "--since", "HEAD~1", "--protect-policy", "--output-format", "summary"]).out;
    assert!(summary.contains("### What the change weakens") && summary.contains("`estimate-missing` goes from error to off"), "{summary}");
}

#[test]
fn row_84_a_limit_that_is_raised() {
    let folder = team();
    edit(&folder, CONFIG, "max = 8", "max = 13");
    folder.write("backlog/ST-1.md", complete("ST-1", "ready").replace("estimate: 3", "estimate: 13"));
    weakens(
        &folder,
        &["backlint.toml:3:1: the largest estimate goes from 8 to 13; it hides 1 error now: estimate-too-big in `backlog/ST-1.md`"],
    );
}

#[test]
fn row_84_a_story_that_is_ignored() {
    let folder = team();
    edit(&folder, CONFIG, "[estimate]", "layout = { ignore = [\"backlog/ST-1.md\"] }\n[estimate]");
    folder.write("backlog/ST-1.md", unready("ST-1"));
    weakens(
        &folder,
        &["backlint.toml:2:12: `backlog/ST-1.md` is no longer judged; it hides 1 error now: estimate-missing in `backlog/ST-1.md`"],
    );
}

#[test]
fn row_84_a_configuration_that_is_deleted() {
    let folder = team();
    fs::remove_file(folder.path().join(CONFIG)).unwrap();
    folder.write("backlog/ST-1.md", complete("ST-1", "ready").replace("estimate: 3\n", "").replace("ready", "draft"));
    weakens(&folder, &["backlint.toml:1:1: `backlint.toml` was deleted: what it asked for beyond the defaults no longer counts"]);
}

#[test]
fn row_84_a_baseline_that_is_edited() {
    let folder = team();
    folder.write("backlog/ST-1.md", unready("ST-1"));
    assert_eq!(folder.run(&["baseline", "--add"]).code, 0);
    weakens(&folder, &["backlint-baseline.json:3:1: the baseline grows: estimate-missing of ST-1 is put up with"]);
}

#[test]
fn row_84_a_template_that_is_edited() {
    let folder = team();
    edit(&folder, "template.md", "Say who needs it and why.", "Why?");
    let story = complete("ST-1", "ready").replace("Customers forward", "Say who needs it and why.\nCustomers forward");
    folder.write("backlog/ST-1.md", story);
    weakens(
        &folder,
        &[
            "backlint.toml:1:14: `template.md`, the template of a story, lost a line: left in a story, they pass; it hides 1 error now: placeholder-left in `backlog/ST-1.md`",
        ],
    );
}

/// A pull request that writes this into a story without an estimate.
fn marked(mark: &str, story: &str) -> Folder {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    folder.write("backlog/ST-1.md", story.replace("\n\n## ", &format!("\n\n<!-- backlint-ignore {mark} -->\n\n## ")));
    commit(&folder);
    folder
}

#[track_caller]
fn judged(folder: &Folder) -> Ran {
    folder.run(&["check", "--since", "HEAD~1"])
}

#[test]
fn row_85_a_suppression_without_a_reason_hides_nothing() {
    let ran = judged(&marked("estimate-missing", &unready("ST-1")));
    lacks_an_estimate(&ran, "backlog/ST-1.md");
    assert!(ran.out.contains("backlog/ST-1.md:8:6: warning[suppression-unreasoned] a suppression without a reason hides nothing"));
}

#[test]
fn row_85_a_suppression_of_no_rule_is_told() {
    let ran = judged(&marked("estimate-mising: the vendor calls back", &unready("ST-1")));
    lacks_an_estimate(&ran, "backlog/ST-1.md");
    assert!(ran.out.contains("backlog/ST-1.md:8:22: warning[suppression-unknown] there is no rule `estimate-mising`"), "{}", ran.out);
}

#[test]
fn row_85_a_suppression_of_nothing_is_told() {
    let ran = judged(&marked("estimate-missing: the vendor calls back", &complete("ST-1", "ready")));
    let told =
        "backlog/ST-1.md:9:22: warning[suppression-unused] nothing here for `estimate-missing` to find, so there is nothing to suppress";
    assert!(ran.out.contains(told), "{}", ran.out);
}

#[test]
fn row_85_what_a_suppression_hides_is_counted() {
    let folder = marked("estimate-missing: the vendor calls back", &unready("ST-1"));
    let ran = judged(&folder);
    let told = "warning[policy-changed] `estimate-missing` of ST-1 is suppressed from now on: the vendor calls back";
    assert_eq!((ran.code, ran.out), (0, format!("backlog/ST-1.md:8:22: {told}\n")));
    assert!(ran.err.contains("1 more is suppressed in stories."), "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&folder.run(&["check", "--output-format", "json"]).out).unwrap();
    assert_eq!(report["hidden"]["suppressed"], 1);
    lacks_an_estimate(&folder.run(&["check", "--since", "HEAD~1", "--no-suppressions"]), "backlog/ST-1.md");
}

#[test]
fn row_86_the_first_configuration_is_allowed_and_said() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    folder.write(CONFIG, "[rules]\nestimate-missing = \"off\"\n");
    folder.write("backlog/ST-1.md", unready("ST-1"));
    commit(&folder);
    let ran = folder.run(&["check", "--since", "HEAD~1", "--protect-policy"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains("note: `backlint.toml` is new: from this change on it says what counts"), "{}", ran.err);
}

/// Three stories that lack an estimate, recorded.
fn adopted() -> Folder {
    let folder = Folder::new();
    for id in ["ST-1", "ST-2", "ST-3"] {
        folder.write(&format!("backlog/{id}.md"), unready(id));
    }
    assert_eq!(folder.run(&["baseline"]).out, "backlint-baseline.json: 0 -> 3 entries\n");
    committed(&folder);
    folder
}

#[test]
fn row_87_a_baseline_that_grows_is_a_weaker_policy() {
    let folder = adopted();
    folder.write("backlog/ST-4.md", unready("ST-4"));
    folder.run(&["baseline", "--add"]);
    weakens(&folder, &["backlint-baseline.json:6:1: the baseline grows: estimate-missing of ST-4 is put up with"]);
}

#[test]
fn row_87_what_is_mended_is_told_and_leaves_the_baseline() {
    let folder = adopted();
    folder.write("backlog/ST-2.md", complete("ST-2", "ready"));
    let ran = folder.run(&[]);
    let stale = "backlint-baseline.json:4:1: warning[baseline-stale] estimate-missing of ST-2 is no longer found\n";
    assert_eq!((ran.code, ran.out.as_str()), (0, stale));
    assert_eq!(folder.run(&["baseline"]).out, "backlint-baseline.json: 3 -> 2 entries\n");
    assert_eq!(folder.run(&[]).out, "");
    let text = fs::read_to_string(folder.path().join(BASELINE)).unwrap();
    folder.run(&["baseline"]);
    assert_eq!(fs::read_to_string(folder.path().join(BASELINE)).unwrap(), text);
}

#[test]
fn row_87_an_entry_of_another_backlog_is_told_and_hides_nothing() {
    for (rule, story) in [("estimate-missing", "OTHER-9"), ("no-such-rule", "ST-1"), ("estimate-missing", "../../etc/passwd")] {
        let folder = adopted();
        edit(&folder, BASELINE, "\"estimate-missing\",\"story\":\"ST-1\"", &format!("\"{rule}\",\"story\":\"{story}\""));
        let ran = folder.run(&[]);
        lacks_an_estimate(&ran, "backlog/ST-1.md");
        let stale = format!("backlint-baseline.json:3:1: warning[baseline-stale] {rule} of {story} is no longer found");
        assert!(ran.out.contains(&stale), "{}", ran.out);
        assert!(folder.run(&["baseline"]).out.starts_with("backlint-baseline.json: 3 -> 2 entries"), "{rule} {story}");
    }
}

#[test]
fn row_87_a_baseline_that_cannot_be_read_hides_nothing_and_is_never_green() {
    let folder = adopted();
    let deep = "[".repeat(100_000);
    for text in ["", "garbage", "{}", "[{\"rule\":\"estimate-missing\"}]", "<<<<<<< HEAD\n[]\n", "[\n{\"version\":99}\n]\n", &deep] {
        folder.write(BASELINE, text);
        for arguments in [&["check"][..], &["baseline"]] {
            let ran = folder.run(arguments);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{text}");
            assert!(ran.err.contains("`backlint baseline` writes it anew once it is deleted"), "{}", ran.err);
        }
        assert_eq!(fs::read_to_string(folder.path().join(BASELINE)).unwrap(), text);
    }
    git(folder.path(), &["checkout", "--quiet", "--", BASELINE]);
    assert_eq!(folder.run(&[]).code, 0);
}
