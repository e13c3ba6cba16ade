//! `--allow-policy-change` lets changes of the policy pass, all or those of some rules, and says which.

use crate::{
    folder::{Folder, Ran, complete},
    trees::{commit, committed},
};

fn team() -> Folder {
    let folder = Folder::with(&[("backlint.toml", "[estimate]\nmax = 8\n"), ("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    committed(&folder);
    folder
}

fn ci(folder: &Folder, more: &[&str]) -> Ran {
    let variables = [("CI", "true"), ("BACKLINT_BASE", "HEAD~1")];
    folder.run_with(&[&["check", "--since", "auto"], more].concat(), &variables, "")
}

#[test]
fn a_list_lets_only_its_rules_pass() {
    let folder = team();
    folder.write("backlint.toml", "[estimate]\nmax = 13\n[rules]\nestimate-missing = \"off\"\ncriteria-missing = \"warning\"\n");
    commit(&folder);
    let errors = |more: &[&str]| {
        let ran = ci(&folder, more);
        (ran.code, ran.out.matches("error[policy-changed]").count(), ran.out.matches("warning[policy-changed]").count(), ran.err)
    };
    let (code, found, passed, _) = errors(&[]);
    assert_eq!((code, found, passed), (1, 5, 0));
    let (code, found, passed, err) = errors(&["--allow-policy-change=estimate-missing"]);
    assert_eq!((code, found, passed), (1, 2, 3));
    assert!(err.contains("note: `--allow-policy-change` lets 1 change of the policy pass: `rules.estimate-missing`"), "{err}");
    let (code, found, passed, _) = errors(&["--allow-policy-change=group:ready"]);
    assert_eq!((code, found, passed), (1, 1, 4));
    let (code, found, passed, err) = errors(&["--allow-policy-change=estimate-missing,criteria-missing,estimate.max"]);
    assert_eq!((code, found, passed), (0, 0, 5));
    assert!(err.contains("lets 3 changes of the policy pass: `estimate.max`, `rules.criteria-missing`, `rules.estimate-missing`"), "{err}");
    let (code, found, passed, err) = errors(&["--allow-policy-change"]);
    assert_eq!((code, found, passed), (0, 0, 5));
    assert!(err.contains("lets 3 changes of the policy pass"), "{err}");
    let summary = ci(&folder, &["--allow-policy-change", "--output-format", "summary"]).out;
    assert!(summary.contains("lets 3 changes of the policy pass"), "{summary}");
    assert_eq!(ci(&folder, &["--allow-policy-change=estimate-mising"]).code, 2);
    let protected = ["check", "--since", "HEAD~1", "--protect-policy"];
    assert_eq!(folder.run(&[&protected[..], &["--allow-policy-change=estimate-missing"]].concat()).code, 1);
    assert_eq!(folder.run(&[&protected[..], &["--allow-policy-change"]].concat()).code, 2);
}

#[test]
fn a_change_passes_only_if_all_that_it_hides_may() {
    let folder = team();
    folder.write("backlint.toml", "[estimate]\nmax = 8\n[stages]\nready = \"draft\"\n");
    let text = complete("ST-2", "ready").replace("estimate: 3\n", "");
    folder.write("backlog/ST-2.md", text.split("## Acceptance").next().unwrap());
    commit(&folder);
    assert_eq!(ci(&folder, &["--allow-policy-change=estimate-missing"]).code, 1);
    let ran = ci(&folder, &["--allow-policy-change=estimate-missing,criteria-missing"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn a_baseline_passes_only_if_all_its_new_entries_may() {
    let folder = team();
    let text = complete("ST-2", "ready").replace("estimate: 3\n", "");
    folder.write("backlog/ST-2.md", text.split("## Acceptance").next().unwrap());
    folder.run(&["baseline"]);
    commit(&folder);
    assert_eq!(ci(&folder, &["--allow-policy-change=estimate-missing"]).code, 1);
    let ran = ci(&folder, &["--allow-policy-change=estimate-missing,criteria-missing"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}
