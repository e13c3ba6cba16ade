//! The command line: exit codes, arguments, formats.

use crate::folder::{Folder, complete};

/// A ready story without an estimate, at line 4.
const UNREADY: &str = "---\nid: ST-2\ntitle: Let the clerk correct an invoice\nstatus: ready\n---\n\
    A wrong address on the invoice cannot be mended today, so it is written again.\n\n\
    ## Acceptance criteria\n- [ ] The old invoice is marked as replaced\n";

pub fn two_stories() -> Folder {
    Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready")), ("backlog/ST-2.md", UNREADY)])
}

#[test]
fn exit_codes_tell_clean_found_and_not_judged() {
    let folder = two_stories();
    assert_eq!(folder.run(&[]).code, 1);
    assert_eq!(folder.run(&["check"]).code, 1);
    assert_eq!(folder.run(&["check", "ST-1"]).code, 0);
    assert_eq!(folder.run(&["check", "backlog/ST-1.md"]).code, 0);
    assert_eq!(folder.run(&["--fail-on", "never"]).code, 0);
    assert_eq!(folder.run(&["check", "backlog/gone.md"]).code, 2);
    assert_eq!(folder.run(&["--no-such-option"]).code, 2);
    assert_eq!(Folder::new().run(&[]).code, 2);
    assert_eq!(Folder::new().run(&["--allow-empty"]).code, 0);
}

#[test]
fn a_warning_fails_a_run_only_where_that_is_asked() {
    let folder = Folder::with(&[("backlog/ST-2.md", &UNREADY.replace("ready", "open"))]);
    assert_eq!(folder.run(&[]).code, 0);
    assert_eq!(folder.run(&["--fail-on", "warning"]).code, 1);
}

#[test]
fn lines_name_place_level_and_rule() {
    let ran = two_stories().run(&[]);
    assert_eq!(ran.out, "backlog/ST-2.md:4:9: error[estimate-missing] no estimate\n");
    assert!(ran.err.contains("1 of 2 open items meet the checks. 1 error in 1 story."), "{}", ran.err);
}

#[test]
fn frames_say_what_is_wrong_and_what_to_do() {
    let ran = two_stories().run(&["--output-format", "full", "--color", "never"]);
    let frame = "\
backlog/ST-2.md
  × no estimate  estimate-missing
   ╭─[backlog/ST-2.md:4:9]
 3 │ title: Let the clerk correct an invoice
 4 │ status: ready
   ·         ──┬──
   ·           ╰── claims to be ready here
   ╰────
  help: add `estimate:` (1, 2, 3, 5 or 8)
";
    assert!(ran.out.starts_with(frame), "{}", ran.out);
    assert!(ran.out.contains("backlint explain estimate-missing"), "{}", ran.out);
}

#[test]
fn findings_of_one_place_share_a_frame() {
    let folder = Folder::with(&[(
        "backlog/ST-3.md",
        "---\nid: ST-3\ntitle: Let the clerk archive invoices\nstatus: ready\n---\n## Description\nTBD\n",
    )]);
    let ran = folder.run(&["--output-format", "full"]);
    assert_eq!(ran.out.matches("╭─[").count(), 1, "{}", ran.out);
    for rule in ["criteria-missing", "description-missing", "estimate-missing"] {
        assert!(ran.out.contains(rule), "{}", ran.out);
    }
}

#[test]
fn many_warnings_become_a_table_unless_all_are_asked_for() {
    let folder = Folder::with(&[("backlint.toml", "[uses]\nestimate = true\n")]);
    for number in 1..=60 {
        folder.write(&format!("backlog/ST-{number}.md"), UNREADY.replace("ST-2", &format!("ST-{number}")).replace("ready", "open"));
    }
    let table = folder.run(&["--output-format", "full"]).out;
    assert!(table.contains("60  estimate-missing  as in backlog/ST-1.md:4:9") && !table.contains("╭─["), "{table}");
    assert_eq!(folder.run(&["--output-format", "full", "--all"]).out.matches("╭─[").count(), 60);
}

#[test]
fn hints_are_counted_and_drawn_on_request() {
    let criteria = (1..=13).fold(String::new(), |text, at| text + &format!("- [ ] The page shows total number {at}\n"));
    let folder = Folder::with(&[("backlog/ST-1.md", &(complete("ST-1", "ready") + &criteria))]);
    let ran = folder.run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("1 hint; `--hints` draws it."), "{}", ran.err);
    assert!(folder.run(&["--hints"]).out.contains("hint[criteria-many]"));
}

#[test]
fn plain_terminals_get_plain_characters() {
    let ran = two_stories().run_with(&["--output-format", "full"], &[("LANG", "C")], "");
    assert!(ran.out.is_ascii() && ran.out.contains(",-["), "{}", ran.out);
}

#[test]
fn colour_is_written_only_where_it_is_asked_for() {
    let folder = two_stories();
    assert!(!folder.run(&["--output-format", "full"]).out.contains('\u{1b}'));
    assert!(folder.run(&["--output-format", "full", "--color", "always"]).out.contains('\u{1b}'));
    assert!(!folder.run_with(&["--output-format", "full"], &[("NO_COLOR", "1")], "").out.contains('\u{1b}'));
}

#[test]
fn one_run_can_write_several_formats() {
    let folder = two_stories();
    let ran = folder.run(&["--output-format", "concise", "--output-format", "json=report.json"]);
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(folder.path().join("report.json")).unwrap()).unwrap();
    assert!(ran.out.contains("estimate-missing"));
    assert_eq!(json["findings"][0]["rule"], "estimate-missing");
    assert_eq!(folder.run(&["--output-format", "concise", "--output-format", "json"]).code, 2);
    assert!(folder.run(&["--output-format", "jsn"]).err.contains("did you mean `json`?"));
}

#[test]
fn json_keeps_its_contract() {
    let ran = two_stories().run(&["--output-format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["backlogs"][0]["layout"], "stories");
    assert_eq!(
        json["summary"],
        serde_json::json!({"stories": 2, "open_items": 2, "meets_checks": 1, "unread": 0, "errors": 1, "warnings": 0, "hints": 0})
    );
    let finding = &json["findings"][0];
    assert_eq!(finding["story"], "ST-2");
    assert_eq!(finding["stage"], "ready");
    assert_eq!(finding["start"], serde_json::json!({"line": 4, "column": 9}));
    assert_eq!(finding["end"], serde_json::json!({"line": 4, "column": 14}));
    assert_eq!(finding["fix"], serde_json::Value::Null);
    assert_eq!(finding["fingerprint"].as_str().unwrap().len(), 16);
    assert_eq!(json["error"], serde_json::Value::Null);
}

#[test]
fn a_link_written_as_seen_from_the_top_is_told_as_it_has_to_be() {
    let story = format!("{}\nSee [the guide](docs/guide.md) and [the notes](backlog/notes/old.md).\n", complete("ST-1", "ready"));
    let folder = Folder::with(&[("backlog/ST-1.md", story.as_str()), ("docs/guide.md", "# Guide\n"), ("backlog/notes/old.md", "old\n")]);
    let ran = folder.run(&["--output-format", "full"]);
    for written in ["write `../docs/guide.md`", "write `notes/old.md`"] {
        assert!(ran.out.contains(written), "{written}: {}", ran.out);
    }
}

#[test]
fn a_finding_is_shown_where_a_label_lies() {
    let cycle = |id: &str, other: &str| complete(id, "open").replace("estimate: 3", &format!("estimate: 3\ndepends_on: [{other}]"));
    let folder = Folder::with(&[("backlog/ST-1.md", &cycle("ST-1", "ST-2")), ("backlog/ST-2.md", &cycle("ST-2", "ST-1"))]);
    for argument in ["ST-2", "st-02", "backlog/ST-2.md"] {
        assert!(folder.run(&["check", argument]).out.contains("ST-1.md:6:14: error[depends-cycle]"), "{argument}");
    }
}

#[test]
fn a_named_folder_outside_of_the_backlog_is_one_of_its_own() {
    let folder = two_stories();
    git2::Repository::init(folder.path()).unwrap();
    folder.write("samples/shop/stories/SH-1.md", UNREADY.replace("ST-2", "SH-1"));
    let ran = folder.run(&["check", "samples/shop"]);
    assert_eq!(ran.out, "samples/shop/stories/SH-1.md:4:9: error[estimate-missing] no estimate\n");
    assert_eq!(folder.run(&["-C", "samples/shop"]).out, ran.out);
}

#[test]
fn a_configuration_further_down_rules_its_folder() {
    let folder = two_stories();
    folder.write("team/backlog/ST-2.md", UNREADY);
    folder.write("team/backlint.toml", "[rules]\nestimate-missing = \"warning\"\n");
    let ran = folder.run(&[]);
    assert_eq!(
        ran.out,
        "backlog/ST-2.md:4:9: error[estimate-missing] no estimate\nteam/backlog/ST-2.md:4:9: warning[estimate-missing] no estimate\n"
    );
    let below = folder.run(&["-C", "team"]);
    assert_eq!((below.code, below.out.lines().count()), (0, 1));
}

#[test]
fn mistakes_of_a_configuration_are_told_at_their_places_all_at_once() {
    let folder = two_stories();
    folder.write(
        "backlint.toml",
        "layuot = 1\n[rules]\nestimate-mising = \"off\"\ntitle-vague = \"loud\"\ncriteria-many = { max = \"x\" }\n",
    );
    let ran = folder.run(&[]);
    assert_eq!(ran.code, 2);
    for said in [
        "unknown key `layuot`",
        "did you mean `layout`?",
        "[backlint.toml:1:1]",
        "unknown rule `estimate-mising`",
        "did you mean `estimate-missing`?",
        "[backlint.toml:3:1]",
        "unknown level `loud`",
        "`max` takes a whole number",
        "backlint.toml has 4 mistakes",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    folder.write(".config/backlint.toml", "");
    assert!(folder.run(&[]).err.contains("both configure one folder"));
}

#[test]
fn a_configuration_sets_levels_words_and_limits() {
    let folder = two_stories();
    let said = |config: &str| {
        folder.write("backlint.toml", config);
        folder.run(&[]).out
    };
    assert_eq!(said("[rules]\nestimate-missing = \"off\"\n"), "");
    assert_eq!(said("[rules]\n\"group:ready\" = \"off\"\n"), "");
    assert!(said("[rules]\n\"group:ready\" = \"off\"\nestimate-missing = \"warning\"\n").contains("warning[estimate-missing]"));
    assert!(said("[rules]\nestimate-missing = { stages = { ready = \"hint\" } }\n").is_empty());
    assert_eq!(said("[stages]\nready = \"draft\"\n"), "");
    assert_eq!(said("[estimate]\nscale = \"none\"\n"), "");
    assert!(said("[estimate]\nmax = 2\n").contains("error[estimate-too-big] an estimate of 3 is over the limit of 2"));
    assert!(said("layout = { preset = \"stories\", stories = [\"other/**/*.md\"] }\n").is_empty());
}

#[test]
fn standard_input_takes_the_place_of_a_file() {
    let folder = two_stories();
    let mended = UNREADY.replace("status: ready", "status: ready\nestimate: 5");
    let ran = folder.run_with(&["check", "-", "--stdin-filename", "backlog/ST-2.md"], &[], &mended);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let new = folder.run_with(&["check", "-", "--stdin-filename", "backlog/ST-9.md"], &[], &UNREADY.replace("ST-2", "ST-1"));
    assert!(new.out.contains("backlog/ST-9.md:2:5: error[id-duplicate]"), "{}", new.out);
    assert_eq!(folder.run(&["check", "-"]).code, 2);
}

#[test]
fn ready_says_what_each_item_lacks_and_which_is_next() {
    let folder = two_stories();
    folder.write("backlog/ST-3.md", complete("ST-3", "ready").replace("estimate: 3", "estimate: 3\nrank: 1\ndepends_on: [ST-2]"));
    let all = folder.run(&["ready"]);
    assert_eq!(all.code, 1);
    assert_eq!(
        all.out,
        "backlog/ST-1.md: ST-1: may start\n\
         backlog/ST-2.md: ST-2: no estimate\n\
         backlog/ST-3.md: ST-3: blocked by ST-2\n"
    );
    let next = folder.run(&["ready", "--next"]);
    assert_eq!((next.code, next.out.as_str()), (0, "backlog/ST-1.md: ST-1: may start\n"));
    assert_eq!(folder.run(&["ready", "ST-1"]).code, 0);
    assert!(folder.run(&["ready", "SST-1"]).err.contains("did you mean `ST-1`?"));
    let json: serde_json::Value = serde_json::from_str(&folder.run(&["ready", "--output-format", "json"]).out).unwrap();
    assert_eq!(json["stories"][1]["lacks"][0]["rule"], "estimate-missing");
    assert_eq!(json["stories"][2]["blocked_by"], serde_json::json!(["ST-2"]));
}

#[test]
fn pages_and_the_table_of_rules_are_printed() {
    let folder = two_stories();
    let page = folder.run(&["explain", "criteria-many"]);
    assert!(page.code == 0 && page.out.starts_with("# criteria-many\n") && page.out.contains("- `max`:") && !page.out.contains("## Cases"));
    assert!(folder.run(&["explain", "criteria-manny"]).err.contains("did you mean `criteria-many`?"));
    folder.write("backlint.toml", "[rules]\nestimate-missing = \"warning\"\n");
    let table = folder.run(&["rules"]).out;
    let row = table.lines().find(|line| line.starts_with("estimate-missing")).unwrap();
    let words: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(words, ["estimate-missing", "-", "warning", "warning", "warning", "-", "-"]);
}

#[test]
fn statistics_take_the_place_of_the_findings() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready").replace("estimate: 3\n", ""))]);
    let ran = folder.run(&["check", "--stats", "--output-format", "json=report.json"]);
    assert_eq!(ran.code, 1);
    let (rule, counts) = ran.out.lines().next().unwrap().trim().split_once(' ').unwrap();
    assert!(backlint::rules::named(rule).is_some() && counts.contains("error"), "{}", ran.out);
    assert!(!ran.out.contains(".md:") && folder.path().join("report.json").exists());
}

#[test]
fn it_says_what_holds_here_when_asked() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready")), ("backlint.toml", "layout = \"stories\"\n")]);
    let ran = folder.run(&["check", "--verbose"]);
    assert!(
        ran.err
            .contains("backlog `.`: layout `stories`, named in the configuration; configured by `backlint.toml`, 1 story, 0 known files"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("note: took "), "{}", ran.err);
}

#[test]
fn rules_are_data_too() {
    let folder =
        Folder::with(&[("backlint.toml", "layout = \"stories\"\n[rules]\ndescription-thin = { min-words = 5, level = \"error\" }\n")]);
    let json: serde_json::Value = serde_json::from_str(&folder.run(&["rules", "--output-format", "json"]).out).unwrap();
    let rules = json["backlogs"][0]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), backlint::rules::RULES.len());
    let thin = rules.iter().find(|rule| rule["name"] == "description-thin").unwrap();
    assert_eq!((&thin["levels"]["ready"], &thin["options"][0]["value"]), (&"error".into(), &"5".into()));
}

#[test]
fn all_pages_are_one_document() {
    let folder = Folder::new();
    let ran = folder.run(&["explain", "--all"]);
    for rule in backlint::rules::RULES {
        assert!(ran.out.contains(&format!("\n## {}\n", rule.name)), "{}", rule.name);
    }
    assert!(ran.out.contains("\n### To change it\n") && ran.out.contains("\n## Acceptance criteria\n"), "an example keeps its headings");
    assert_eq!(folder.run(&["explain"]).code, 2);
}

#[test]
fn a_page_says_what_holds_here() {
    let folder =
        Folder::with(&[("backlint.toml", "layout = \"stories\"\n[rules]\n\"group:ready\" = \"hint\"\nestimate-missing = \"off\"\n")]);
    let ran = folder.run(&["explain", "estimate-missing"]);
    assert!(ran.out.contains("\nHere: off (backlint.toml:3, backlint.toml:4).\n"), "{}", ran.out);
    assert!(folder.run(&["explain", "criteria-unseen"]).out.contains("`--fix` mends it where that is safe, `--unsafe-fixes` elsewhere."));
}

#[test]
fn shells_and_man_are_served() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = folder.run(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("add-suppression"), "{shell}");
    }
    let manual = folder.run(&["man"]).out;
    assert!(manual.starts_with(".ie") && manual.contains(".SH BACKLINT CHECK") && manual.contains("\\-\\-unsafe\\-fixes"));
}
