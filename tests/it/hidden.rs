//! What a change of the policy hides is told at the key that hides it, whatever the key.

use crate::{
    folder::{Folder, complete},
    trees::{commit, committed, git},
};

fn unready(id: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", "")
}

/// A backlog with this configuration, committed.
fn team(config: &str) -> Folder {
    let folder = Folder::with(&[("backlint.toml", config), ("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    folder
}

/// What a pull request of everything that was written is told.
fn told(folder: &Folder) -> String {
    commit(folder);
    folder.run(&["check", "--since", "HEAD~1", "--protect-policy"]).out
}

const CONFIG: &str = "[rules]\ntitle-vague = \"off\"\n";

#[test]
fn every_way_of_reading_less_is_told_at_its_key() {
    let with = |field: &str| complete("ST-2", "ready").replace("estimate: 3", field);
    let prose = "---\nid: ST-2\ntitle: Let the clerk print the receipt\nstatus: ready\nestimate: 3\n---\n\
                 Customers take the receipt home, because the tax office asks for it.\n\n## Acceptance criteria\nWe will see about it.\n";
    for (keys, story, line, rule) in [
        ("[layout.stage-by-path]\n\"backlog/**\" = \"draft\"\n", unready("ST-2"), 4, "estimate-missing"),
        ("[stages]\nready = \"draft\"\n", unready("ST-2"), 4, "estimate-missing"),
        ("[kinds]\nstory = \"epic\"\n", with("kind: story"), 4, "estimate-missing"),
        ("[estimate]\nscale = \"none\"\n", unready("ST-2"), 4, "estimate-missing"),
        ("[layout.estimate]\nwords = { \"99\" = \"1\" }\n", with("estimate: 99"), 4, "estimate-too-big"),
        ("[layout.criteria]\nprose = true\n", prose.to_owned(), 4, "criteria-missing"),
        ("[layout.fields]\nstatus = [\"field:phase\", \"field:status\"]\n", with("phase: draft"), 4, "estimate-missing"),
    ] {
        let folder = team(CONFIG);
        folder.write("backlog/ST-2.md", &story);
        let plain = told(&folder);
        assert!(plain.contains(&format!("error[{rule}]")), "{keys}: {plain}");
        folder.write("backlint.toml", format!("{CONFIG}{keys}"));
        git(folder.path(), &["reset", "--quiet", "--soft", "HEAD~1"]);
        let out = told(&folder);
        let here = out.lines().find(|found| found.starts_with(&format!("backlint.toml:{line}:")) && found.contains(rule));
        assert!(here.is_some_and(|found| found.contains("error[policy-changed]") && found.contains("hides")), "{keys}: {out}");
    }
}

#[test]
fn a_new_configuration_in_a_folder_is_compared_with_the_one_that_ruled() {
    let folder = team(CONFIG);
    folder.write(
        "backlog/pay/backlint.toml",
        "layout = { preset = \"stories\", stories = [\"**/*.md\"] }\n[rules]\n\"group:ready\" = \"off\"\n",
    );
    folder.write("backlog/pay/ST-2.md", unready("ST-2"));
    let out = told(&folder);
    assert!(out.starts_with("backlog/pay/backlint.toml:3:1: error[policy-changed]") && out.contains("estimate-missing"), "{out}");
}

#[test]
fn a_deleted_configuration_in_a_folder_is_compared_with_what_rules_now() {
    let folder = Folder::with(&[
        ("backlint.toml", "[rules]\n\"group:ready\" = \"off\"\n"),
        ("backlog/ST-1.md", &complete("ST-1", "ready")),
        ("backlog/team/backlint.toml", "layout = { preset = \"stories\", stories = [\"**/*.md\"] }\n"),
        ("backlog/team/ST-2.md", &complete("ST-2", "ready")),
    ]);
    committed(&folder);
    std::fs::remove_file(folder.path().join("backlog/team/backlint.toml")).unwrap();
    folder.write("backlog/team/ST-2.md", unready("ST-2"));
    let out = told(&folder);
    assert!(out.contains("error[policy-changed]") && out.contains("estimate-missing in `backlog/team/ST-2.md`"), "{out}");
}

#[test]
fn overrides_that_change_places_and_a_configuration_by_option_are_compared() {
    let lax = "[[override]]\nwhen = { paths = [\"backlog/**\"] }\nrules = { estimate-missing = \"off\" }\n";
    let strict = "[[override]]\nwhen = { paths = [\"backlog/*\"] }\nrules = { estimate-missing = \"error\" }\n";
    let folder = team(&format!("{lax}{strict}"));
    folder.write("backlint.toml", format!("{strict}{lax}"));
    folder.write("backlog/ST-2.md", unready("ST-2"));
    let out = told(&folder);
    assert!(out.contains("error[policy-changed]") && out.contains("hides 1 error now"), "{out}");

    let folder = Folder::with(&[("ci/policy.toml", CONFIG), ("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    folder.write("ci/policy.toml", format!("{CONFIG}\"group:ready\" = \"off\"\n"));
    folder.write("backlog/ST-2.md", unready("ST-2"));
    commit(&folder);
    let out = folder.run(&["check", "--config", "ci/policy.toml", "--since", "HEAD~1", "--protect-policy"]).out;
    assert!(out.contains("ci/policy.toml:3:1: error[policy-changed]"), "{out}");
}

#[test]
fn a_policy_that_asks_for_more_hides_nothing() {
    let folder = team(CONFIG);
    folder.write("backlint.toml", "[rules]\ntitle-vague = \"error\"\n[estimate]\nmax = 5\n");
    folder.write("backlog/ST-2.md", unready("ST-2"));
    let out = told(&folder);
    assert!(!out.contains("policy-changed") && out.contains("error[estimate-missing]"), "{out}");
}

#[test]
fn the_first_configuration_and_the_first_baseline_are_an_adoption() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1")), ("backlog/ST-2.md", &complete("ST-2", "ready"))]);
    committed(&folder);
    folder.write("backlint.toml", "layout = \"stories\"\n");
    folder.run(&["baseline"]);
    commit(&folder);
    let ran = folder.run(&["check", "--since", "HEAD~1", "--protect-policy"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("backlint starts to check this backlog: 1 finding is recorded"), "{}", ran.err);
    // It hides nothing that the same change brings.
    git(folder.path(), &["reset", "--quiet", "--hard", "HEAD~1"]);
    folder.write("backlint.toml", "layout = \"stories\"\n");
    folder.write("backlog/ST-2.md", unready("ST-2"));
    folder.run(&["baseline"]);
    let out = told(&folder);
    assert!(out.contains("error[policy-changed] the baseline grows: estimate-missing of ST-2"), "{out}");
}

#[test]
fn stale_entries_are_told_of_what_was_asked_for() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1")), ("backlog/ST-2.md", &unready("ST-2"))]);
    folder.run(&["baseline"]);
    folder.write("backlog/ST-2.md", complete("ST-2", "ready"));
    assert!(folder.run(&[]).out.contains("baseline-stale"));
    assert!(folder.run(&["check", "backlog/ST-2.md"]).out.contains("baseline-stale"));
    for args in [&["check", "backlog/ST-1.md"][..], &["check", "ST-1"], &["check", "--level", "estimate-missing=off"]] {
        assert!(!folder.run(args).out.contains("baseline-stale"), "{args:?}");
    }
}

#[test]
fn hook_runners_may_name_whatever_they_have() {
    let folder = team(CONFIG);
    folder.write("backlog/ST-2.md", complete("ST-2", "ready"));
    folder.write("README.md", "# A team\n");
    commit(&folder);
    git(folder.path(), &["rm", "--quiet", "backlog/ST-2.md"]);
    for args in [
        &["check", "--staged", "--since", "HEAD", "backlog/ST-1.md", "backlog/ST-2.md"][..],
        &["check", "--staged", "--since", "HEAD", "backlog/ST-2.md"],
        &["check", "--staged", "backlog/ST-2.md"],
        &["check", "--since", "HEAD", "README.md"],
        &["check", "--ignore-unmatched", "README.md", "backlog/ST-1.md", "backlog/never.md"],
    ] {
        let ran = folder.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains("skipped"), "{args:?}: {}", ran.err);
    }
    for args in [
        &["check", "--since", "HEAD", "backlog/never.md"][..],
        &["check", "--ignore-unmatched", "backlog/never/"],
        &["check", "--ignore-unmatched", "never/there"],
        &["check", "README.md"],
    ] {
        assert_eq!(folder.run(args).code, 2, "{args:?}");
    }
}
