//! What a configuration says, and what is said about one that is wrong.

use std::fs;

use proptest::prelude::*;

use crate::folder::{Folder, complete};

const MISTAKES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/config_mistakes.md");

#[test]
fn mistakes_are_drawn_where_they_stand() {
    let text = fs::read_to_string(MISTAKES).unwrap();
    let mut blessed = String::new();
    for case in text.split_inclusive("\n```\n").collect::<Vec<_>>().chunks(2) {
        let [config, _] = case else {
            blessed.push_str(&case.concat());
            continue;
        };
        let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
        folder.write("backlint.toml", config.split_once("```toml\n").unwrap().1.trim_end_matches("```\n"));
        let ran = folder.run(&[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{config}");
        let (_, drawn) = ran.err.split_once('\n').filter(|(note, _)| note.starts_with("note: not in a git repository")).unwrap();
        blessed.extend([config, "```text\n", drawn.trim_end(), "\n```\n"]);
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(MISTAKES, blessed).unwrap();
    } else {
        assert_eq!(blessed, text, "BLESS=1 rewrites what is drawn");
    }
}

/// A story without an estimate, of a kind and with labels, below `backlog/`.
fn unsized_story(id: &str, more: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", more)
}

fn sample() -> Folder {
    Folder::with(&[
        ("backlog/ST-1.md", &unsized_story("ST-1", "labels: [UI]\nepic: EP-1\n")),
        ("backlog/ST-2.md", &unsized_story("ST-2", "")),
        ("backlog/spikes/ST-3.md", &unsized_story("ST-3", "kind: task\n")),
    ])
}

fn found(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let ran = folder.run(&[&["check", "--output-format", "concise"], arguments].concat());
    assert!(ran.code < 2, "{}", ran.err);
    let findings = ran.out.lines().filter(|line| line.contains(": error[") || line.contains(": warning["));
    findings.map(str::to_owned).collect()
}

#[test]
fn an_override_holds_for_the_stories_it_names_and_the_last_wins() {
    let folder = sample();
    assert_eq!(found(&folder, &["--only", "estimate-missing"]).len(), 3);
    for (when, silent) in [
        ("paths = [\"backlog/spikes/**\"]", "ST-3"),
        ("kind = \"task\"", "ST-3"),
        ("label = \"ui\"", "ST-1"),
        ("epic = \"EP-1\"", "ST-1"),
        ("label = \"ui\", stage = [\"ready\", \"open\"]", "ST-1"),
    ] {
        folder.write("backlint.toml", format!("[[override]]\nwhen = {{ {when} }}\nrules = {{ estimate-missing = \"off\" }}\n"));
        let found = found(&folder, &["--only", "estimate-missing"]);
        assert_eq!(found.len(), 2, "{when}");
        assert!(found.iter().all(|line| !line.contains(silent)), "{when}: {found:?}");
    }
    folder.write(
        "backlint.toml",
        "[rules]\nestimate-missing = \"off\"\n\n[[override]]\nwhen = { kind = \"story\" }\nrules = { \"group:ready\" = \"warning\" }\n\n\
         [[override]]\nwhen = { label = \"ui\" }\nrules = { estimate-missing = \"error\" }\n",
    );
    let lines = found(&folder, &["--only", "estimate-missing"]);
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("ST-1.md:4:9: error") && lines[1].contains("ST-2.md:4:9: warning"), "{lines:?}");
}

#[test]
fn an_override_of_a_rule_about_the_backlog_holds_for_the_story_it_finds() {
    let folder = Folder::with(&[
        ("backlog/ST-1.md", &complete("ST-1", "ready").replace("estimate", "depends_on: [ST-8]\nestimate")),
        ("backlog/web/ST-2.md", &complete("ST-2", "ready").replace("estimate", "depends_on: [ST-9]\nestimate")),
        ("backlint.toml", "[[override]]\nwhen = { paths = [\"backlog/web/**\"] }\nrules = { depends-dangling = \"hint\" }\n"),
    ]);
    let lines = found(&folder, &[]);
    assert!(lines.len() == 1 && lines[0].contains("ST-8"), "{lines:?}");
    assert!(folder.run(&["check", "--hints"]).out.contains("ST-9"));
    // What is only a hint does not keep a story from being ready.
    assert!(folder.run(&["ready", "ST-2", "--output-format", "json"]).out.contains("\"meets_checks\":true"));
}

#[test]
fn a_clause_is_a_rule_like_any_other() {
    let folder = Folder::with(&[
        ("backlog/ST-1.md", &complete("ST-1", "ready").replace("estimate", "labels: [ui]\nestimate")),
        ("backlog/ST-2.md", &complete("ST-2", "ready")),
        (
            "backlog/ST-3.md",
            &(complete("ST-3", "open").replace("estimate", "labels: [ui]\nestimate") + "\n## Design\nhttps://figma.com/f/1\n"),
        ),
        (
            "backlint.toml",
            "[[require]]\nname = \"design-link\"\nwhen = { label = \"ui\" }\nlink = \"figma.com\"\nmessage = \"no link to the design\"\n\n\
             [[require]]\nname = \"keyboard\"\ncriterion = \"(?i)keyboard\"\nstages = { ready = \"warning\", open = \"off\" }\n",
        ),
    ]);
    let lines = found(&folder, &[]);
    assert_eq!(
        lines,
        [
            "backlog/ST-1.md:4:9: error[design-link] no link to the design",
            "backlog/ST-1.md:4:9: warning[keyboard] no acceptance criterion that matches `(?i)keyboard`",
            "backlog/ST-2.md:4:9: warning[keyboard] no acceptance criterion that matches `(?i)keyboard`",
        ]
    );
    assert!(folder.run(&["ready", "ST-1"]).out.contains("no link to the design"));
    assert!(folder.run(&["rules"]).out.contains("design-link"));
    assert!(folder.run(&["explain", "design-link"]).out.contains("(label ui) lacks a link to figma.com"));
    assert!(folder.run(&["--output-format", "json"]).out.contains("\"rule\":\"design-link\""));
    assert_eq!(found(&folder, &["--only", "design-link"]).len(), 1);
    assert_eq!(found(&folder, &["--level", "design-link=off", "--level", "keyboard=off"]), [""; 0]);
    folder.write(
        "backlog/ST-1.md",
        complete("ST-1", "ready").replace("estimate", "labels: [ui]\n# backlint-ignore design-link, keyboard: an older screen\nestimate"),
    );
    assert_eq!(found(&folder, &[]).len(), 1);
}

#[test]
fn every_form_of_a_clause_can_be_met_and_missed() {
    for (asks, met, missed) in [
        ("section = \"Design\"", "## design:\nSee the wireframe.\n", "## Design\n\nTBD\n"),
        ("section = \"Out of scope\"", "## Non-goals\nNo mail.\n", "## Scope creep\nNo mail.\n"),
        ("field = \"owner.team\"", "---front owner: { team: billing }\n", "---front owner: { team: TBD }\n"),
        ("field = \"Reviewer\"", "---head **Reviewer:** Ada\n", "---head **Reviewer:** ?\n"),
        ("link = \"wiki.example.org\"", "[more](https://wiki.example.org/1)\n", "ask wiki.example.org\n"),
        ("criterion = \"phone\"", "", "---without on a phone\n"),
        ("criteria = \">= 2\"", "", "---without - [ ] It can be opened on a phone\n"),
        ("criteria = 2", "", "---without - [ ] It can be opened on a phone\n"),
    ] {
        let story = |change: &str| match change.split_once(' ') {
            Some(("---front", field)) => complete("ST-1", "ready").replace("estimate:", &format!("{field}estimate:")),
            Some(("---head", label)) => complete("ST-1", "ready").replace("Customers", &format!("{label}\nCustomers")),
            Some(("---without", words)) => complete("ST-1", "ready").replace(words.trim_end(), ""),
            _ => complete("ST-1", "ready") + "\n" + change,
        };
        let folder = Folder::with(&[("backlog/ST-1.md", &story(met))]);
        folder.write("backlint.toml", format!("[[require]]\nname = \"mine\"\n{asks}\n"));
        assert_eq!(found(&folder, &["--only", "mine"]), [""; 0], "{asks} is met by {met}");
        folder.write("backlog/ST-1.md", story(missed));
        assert_eq!(found(&folder, &["--only", "mine"]).len(), 1, "{asks} is not met by {missed}");
    }
}

#[test]
fn an_acceptance_hides_its_finding_and_counts_as_met() {
    let folder = sample();
    folder.write("backlint.toml", "[[accept]]\nstory = \"st-1\"\nrule = \"estimate-missing\"\nreason = \"the vendor calls back\"\n");
    assert_eq!(found(&folder, &[]).len(), 2);
    assert_eq!(found(&folder, &["--no-suppressions"]).len(), 3);
    assert!(folder.run(&["ready", "ST-1", "--output-format", "json"]).out.contains("\"meets_checks\":true"));
    assert!(folder.run(&["--output-format", "json"]).out.contains("\"accepted\":1"));
}

#[test]
fn a_policy_is_shared_and_each_file_shows_its_own_mistakes() {
    let folder = sample();
    folder
        .write("team/policy.toml", "extends = \"../company.toml\"\n[rules]\nestimate-missing = \"hint\"\n\n[stages]\nparked = \"draft\"\n");
    folder.write(
        "company.toml",
        "[rules]\nestimate-missing = \"off\"\ntitle-vague = \"error\"\n[estimate]\nscale = \"fibonacci\"\nmax = 5\n",
    );
    folder.write("backlint.toml", "extends = \"team/policy.toml\"\n[estimate]\nmax = 3\n");
    folder.write("backlog/ST-1.md", complete("ST-1", "parked").replace("estimate: 3", "estimate: x"));
    folder.write("backlog/ST-2.md", complete("ST-2", "ready").replace("estimate: 3", "estimate: 4"));
    let lines = found(&folder, &[]);
    assert_eq!(lines, ["backlog/ST-2.md:5:11: error[estimate-too-big] an estimate of 4 is over the limit of 3"]);
    folder.write("company.toml", "[rules]\ntitle-vaque = \"error\"\n");
    folder.write("backlint.toml", "extends = \"team/policy.toml\"\nlayot = \"stories\"\n");
    let ran = folder.run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("company.toml:2:1") && ran.err.contains("backlint.toml:2:1"), "{}", ran.err);
    for count in 0..9 {
        folder.write(&format!("p{count}.toml"), format!("extends = \"p{}.toml\"\n", count + 1));
    }
    folder.write("backlint.toml", "extends = \"p0.toml\"\n");
    assert!(folder.run(&[]).err.contains("more than 8 configurations"));
    folder.write("p2.toml", "extends = \"p1.toml\"\n");
    assert!(folder.run(&[]).err.contains("`p1.toml` extends itself"), "{}", folder.run(&[]).err);
}

#[test]
fn the_command_line_lies_over_the_configuration() {
    let folder = sample();
    folder.write("backlint.toml", "[rules]\nestimate-missing = \"warning\"\n");
    assert!(found(&folder, &["--level", "estimate-missing=error"])[0].contains("error[estimate-missing]"));
    assert_eq!(found(&folder, &["--set", "rules.estimate-missing=off"]), [""; 0]);
    assert_eq!(found(&folder, &["--set", "estimate.scale=none"]), [""; 0]);
    assert_eq!(found(&folder, &["--only", "group:order"]), [""; 0]);
    let ran = folder.run(&["check", "--only", "estimate-mising"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `estimate-missing`?"), "{}", ran.err);
    let ran = folder.run(&["check", "--set", "estimate.max=oodles"]);
    assert!(ran.code == 2 && ran.err.contains("--set:1:16"), "{}", ran.err);
    // A file that cannot be read is told whatever else is asked for.
    folder.write("backlog/ST-4.md", "---\ntitle: a: b\n---\n");
    assert_eq!(found(&folder, &["--only", "title-vague"]).len(), 1);
}

#[test]
fn the_configuration_may_lie_in_a_folder_of_its_own() {
    let folder = sample();
    folder.write(".config/backlint.toml", "[rules]\nestimate-missing = \"off\"\n");
    assert_eq!(found(&folder, &[]), [""; 0]);
}

#[test]
fn every_value_is_shown_with_the_line_that_set_it() {
    let folder = sample();
    folder.write("team.toml", "[estimate]\nmax = 5\n");
    folder.write(
        "backlint.toml",
        "extends = \"team.toml\"\n[rules]\nestimate-missing = \"warning\"\n\n[[override]]\nwhen = { label = \"ui\" }\nrules = { estimate-missing = \"off\" }\n",
    );
    let shown = |arguments: &[&str]| {
        let ran = folder.run(&[&["config"], arguments].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let all = shown(&[]);
    for line in [
        "estimate.max = 5  # team.toml:2",
        "# estimate.scale = every form is read",
        "layout.front-matter = \"signs\"  # the layout `stories`",
        "rules.estimate-missing = \"warning\"  # backlint.toml:3",
        "override[0].when.label = \"ui\"  # backlint.toml:6",
    ] {
        assert!(all.lines().any(|own| own == line), "{line}\n{all}");
    }
    assert!(shown(&["estimate.max", "--set", "estimate.max=3"]).ends_with("estimate.max = 3  # --set:1\n"));
    assert!(
        shown(&["estimate-missing"]).contains("ready = \"warning\"")
            && shown(&["estimate-missing"]).ends_with("# backlint.toml:3: estimate-missing\n")
    );
    assert!(shown(&["estimate-missing", "--story", "ST-1"]).starts_with("# ST-1 is ready: off\n"));
    assert!(shown(&["estimate-missing", "--story", "ST-2"]).starts_with("# ST-2 is ready: warning\n"));
    assert!(shown(&["title-vague"]).ends_with("# by default\n"));
    for (arguments, help) in [(&["estimate.mx"][..], "`estimate.max`"), (&["title-vague", "--story", "S-1"], "`ST-1`")] {
        let ran = folder.run(&[&["config"], arguments].concat());
        assert!(ran.code == 2 && ran.err.contains(&format!("did you mean {help}?")), "{}", ran.err);
    }
}

/// A configuration with everything in it, to be damaged.
const WHOLE: &str = r#"
layout = "stories"
required-version = ">=0.1"
template = { story = "backlog/_template.md" }
[stages]
"To Do" = "ready"
[estimate]
scale = [1, 2, 3, "5"]
max = 8
[rules]
title-vague = "off"
estimate-too-big = { max = 5, stages = { ready = "error" } }
"group:order" = "warning"
[[require]]
name = "design-link"
when = { label = "ui", paths = ["backlog/**"] }
criterion = "(?i)keyboard"
[[override]]
when = { kind = ["spike", "task"], stage = "ready" }
rules = { estimate-missing = "off" }
[[accept]]
story = "ST-1"
rule = "estimate-missing"
reason = "later"
until = 2026-12-31
"#;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a configuration has become, it is read or it is a mistake: never a panic, never a finding about stories.
    #[test]
    fn a_damaged_configuration_is_read_or_refused(edits in prop::collection::vec((0..WHOLE.len(), 0..8usize, "[\\[\\]{}=\".,#a-z0-9 \n\\\\é-]{0,6}"), 1..5)) {
        let mut text = WHOLE.to_owned();
        for (at, cut, with) in edits {
            let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
            let (start, end) = (floor(at), floor(at + cut));
            text.replace_range(start..end.max(start), &with);
        }
        let mut tree = backlint::tree::MemoryTree::default();
        let file = backlint::tree::EntryKind::File;
        tree.add("backlint.toml".into(), file, text.clone());
        tree.add("backlog/ST-1.md".into(), file, complete("ST-1", "done"));
        let request = crate::page::request(backlint::rules::RULES.to_vec());
        let outcome = backlint::run::run(&backlint::run::Trees::of(&tree), &request);
        if let Ok(outcome) = outcome {
            let is_about_config = |error: &backlint::error::Error| matches!(error, backlint::error::Error::Config { .. });
            prop_assert!(outcome.errors.iter().all(is_about_config), "{text}");
        }
    }
}
