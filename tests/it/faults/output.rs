//! Rows 8 to 14: reports for other programs keep their contracts, whatever the repository says.

use std::{collections::BTreeSet, ffi::OsStr, fs, os::unix::ffi::OsStrExt as _, process::Command};

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use super::hostile::{FORMATS, quoted, saying};
use crate::{
    folder::{Folder, complete},
    runner::commands,
};

/// Markup that would do something on a page.
const MARKUP: [&str; 6] = [
    "``` ` | x",
    "a \\| b",
    "@org/team #1 GH-1",
    "![](http://x) www.x.y [a](javascript:b)",
    "</script><script>alert(1)</script>",
    "&lt;b&gt; <details> **bold** ~~x~~",
];

/// What steers or hides.
const CONTROLS: [&str; 4] = ["\u{1b}[31mred\u{7}", "\u{9b}2J\u{7f}x", "\u{202e}evil\u{200b}", "</script>&amp;\"'\\"];

fn report(folder: &Folder, format: &str) -> String {
    let ran = folder.run(&["check", "--hints", "--all", "--output-format", format]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    ran.out
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn valid(schema: &Value, report: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// A story with a finding per criterion.
fn full_of_gaps(id: usize, criteria: usize, text: &str) -> String {
    let criteria: Vec<String> = (0..criteria).map(|at| format!("- [ ] TBD {at} {text}\n")).collect();
    format!("---\nid: ST-{id}\nstatus: ready\n---\n## Acceptance criteria\n{}", criteria.concat())
}

fn markdown(page: &str) -> Vec<Event<'_>> {
    Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM).collect()
}

#[test]
fn row_08_a_summary_holds_no_markup_of_the_repository() {
    let page = report(&saying(&MARKUP), "summary");
    for event in markdown(&page) {
        match event {
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::Strong | Tag::Strikethrough | Tag::CodeBlock(_))) => {
                panic!("{tag:?}")
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<details><summary>", "</details>", "<!-- -->"];
                assert!(ours.iter().any(|known| html.starts_with(known)), "{html}");
            }
            _ => {}
        }
    }
    // What is in code comes to no life.
    let outside: String = page.split('`').step_by(2).collect();
    assert!(!outside.contains("@org") && !outside.contains("#1") && !outside.contains("GH-1"), "{page}");
}

#[test]
fn row_08_markup_in_one_finding_stays_in_the_cell_of_one_table() {
    for word in MARKUP {
        let folder =
            Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready").replace("- [ ] It", &format!("- [ ] TBD {word}\n- [ ] It")))]);
        let page = folder.run(&["--output-format", "summary"]).out;
        let events = markdown(&page);
        let count = |wanted: fn(&Event<'_>) -> bool| events.iter().filter(|event| wanted(event)).count();
        assert_eq!(count(|event| matches!(event, Event::Start(Tag::Table(_)))), 1, "{page}");
        assert_eq!(count(|event| matches!(event, Event::Start(Tag::TableRow))), 1, "{page}");
        assert_eq!(count(|event| matches!(event, Event::Start(Tag::TableCell))), 6, "{page}");
    }
}

/// The schema of SARIF comes with a crate that the tests are built with.
fn sarif_schema() -> Value {
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host])
        .output()
        .unwrap();
    let metadata: Value =
        serde_json::from_slice(&metadata.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&metadata.stderr)));
    let package = metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = std::path::Path::new(package["manifest_path"].as_str().unwrap());
    let mut schema = json(&fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap());
    // Its pattern for languages is no regular expression; we name no language.
    for definition in schema["definitions"].as_object_mut().unwrap().values_mut() {
        if let Some(language) = definition.pointer_mut("/properties/language") {
            language.as_object_mut().unwrap().remove("pattern");
        }
    }
    schema
}

#[test]
fn row_09_sarif_is_valid() {
    let words: Vec<&str> = CONTROLS.into_iter().chain(MARKUP).collect();
    let sarif = json(&report(&saying(&words), "sarif"));
    valid(&sarif_schema(), &sarif);
    let run = &sarif["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap_or_default()).unwrap();
        assert!(result["ruleIndex"].is_null() || run["tool"]["driver"]["rules"][at]["id"] == result["ruleId"], "{result}");
        assert!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().is_ascii());
    }
}

#[test]
fn row_09_json_gitlab_and_rdjson_are_valid() {
    let words: Vec<&str> = CONTROLS.into_iter().chain(MARKUP).collect();
    let folder = saying(&words);
    valid(&json(include_str!("../../../schemas/report.json")), &json(&report(&folder, "json")));
    valid(&json(include_str!("../schemas/rdjson.json")), &json(&report(&folder, "rdjson")));
    let gitlab = json(&report(&folder, "gitlab"));
    valid(&json(include_str!("../schemas/gitlab.json")), &gitlab);
    let issues = gitlab.as_array().unwrap();
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len(), "fingerprints are told apart");
}

#[test]
fn row_09_programs_get_the_true_text_in_escapes() {
    for word in CONTROLS {
        let folder = Folder::with(&[(
            "backlog/ST-1.md",
            &complete("ST-1", "ready").replace("estimate: 3", &format!("depends_on: [{}]", quoted(word))),
        )]);
        for (format, place) in [("json", "/findings"), ("gitlab", ""), ("rdjson", "/diagnostics"), ("sarif", "/runs/0/results")] {
            let text = report(&folder, format);
            let steers = text.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{200b}' | '\u{2028}' | '\u{202e}'));
            assert_eq!((steers, text.contains("</script>")), (None, false), "{format}: {text}");
            let told = json(&text).pointer(place).unwrap().to_string();
            let said = serde_json::to_string(word).unwrap();
            assert!(told.contains(said.trim_matches('"')), "{format}: {told}");
        }
    }
}

#[test]
fn row_10_a_path_that_is_not_utf_8_is_told_in_every_format() {
    let folder = Folder::with(&[("backlog/ST-2.md", &complete("ST-2", "ready"))]);
    let path = folder.path().join("backlog").join(OsStr::from_bytes(b"caf\xe9 \xff.md"));
    fs::write(path, complete("ST-1", "ready").replace("estimate: 3\n", "")).unwrap();
    let sarif = json(&report(&folder, "sarif"));
    valid(&sarif_schema(), &sarif);
    let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "backlog/caf%E9%20%FF.md");
    assert_eq!(json(&report(&folder, "json"))["findings"][0]["path"], "backlog/caf\\xe9 \\xff.md");
    assert_eq!(commands(&report(&folder, "github"))[0].properties["file"], "backlog/caf\\xe9 \\xff.md");
    for format in FORMATS {
        assert!(report(&folder, format).contains("caf"), "{format}");
    }
}

#[test]
fn row_11_ten_annotations_of_a_level_the_heaviest_first_and_a_count_of_the_rest() {
    let folder = Folder::with(&[("backlint.toml", "[uses]\nestimate = true\n")]);
    for id in 0..14 {
        let status = if id < 12 { "open" } else { "ready" };
        for (name, status) in [(id, "ready"), (id + 20, status)] {
            let text = complete(&format!("ST-{name}"), status).replace("estimate: 3\n", "");
            folder.write(&format!("backlog/ST-{name}.md"), text);
        }
    }
    let out = folder.run(&["--output-format", "github"]).out;
    let names: Vec<String> = commands(&out).into_iter().map(|command| command.name).collect();
    assert_eq!(names, [["error"; 10], ["warning"; 10]].concat());
    assert!(
        out.contains("6 more of level error, in the summary.\n") && out.contains("2 more of level warning, in the summary.\n"),
        "{out}"
    );
}

#[test]
fn row_12_a_summary_of_fifty_thousand_findings_is_cut_and_says_so() {
    let folder = Folder::new();
    for id in 0..125 {
        folder.write(&format!("backlog/ST-{id}.md"), full_of_gaps(id, 400, "words"));
    }
    let page = report(&folder, "summary");
    assert!((800_000..900_000).contains(&page.len()), "{}", page.len());
    let end = &page[page.len() - 100..];
    assert!(end.contains("The page is full: ") && end.ends_with(" rows are left out.\n"), "{end}");
}

#[test]
fn row_13_a_long_message_is_cut_between_characters() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    folder.write("backlint.toml", format!("[[require]]\nname = \"mine\"\nfield = \"owner\"\nmessage = \"{}\"\n", "é%".repeat(5000)));
    let told = commands(&report(&folder, "github"));
    let message = &told[0].message;
    assert_eq!(message.chars().count(), 4096);
    assert!(message.starts_with("backlog/ST-1.md:4:9: mine: é%é%") && message.ends_with('…'), "{message}");
}

#[test]
fn row_13_no_annotation_ends_before_it_begins_or_has_columns_on_several_lines() {
    let twice = "- [ ] The totals are the same\n  as on the page of the clerk\n".repeat(2);
    let folder = saying(&MARKUP);
    folder.write("backlog/two.md", complete("ST-77", "ready").replace("- [ ] It", &format!("{twice}- [ ] It")));
    let told = ["error", "warning", "notice"].map(|level| {
        let only = format!("criteria-duplicate={}", if level == "notice" { "hint" } else { level });
        commands(&folder.run(&["--hints", "--output-format", "github", "--level", &only]).out)
    });
    let mut several = 0;
    for properties in told.into_iter().flatten().map(|command| command.properties).filter(|properties| properties.contains_key("file")) {
        let number = |key: &str| properties.get(key).map(|value| value.parse::<usize>().unwrap());
        assert!(number("line") <= number("endLine"), "{properties:?}");
        if number("line") == number("endLine") {
            assert!(number("col").unwrap() >= 1 && number("col") <= number("endColumn"), "{properties:?}");
        } else {
            several += 1;
            assert_eq!((number("col"), number("endColumn")), (None, None), "{properties:?}");
        }
    }
    assert!(several > 0, "one finding has several lines");
}

#[test]
fn row_14_sarif_holds_no_more_results_than_are_taken_and_says_so() {
    let folder = Folder::new();
    for id in 0..60 {
        folder.write(&format!("backlog/ST-{id}.md"), full_of_gaps(id, 500, ""));
    }
    let sarif = json(&report(&folder, "sarif"));
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 25_000);
    let told = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    let left_out: usize = told.strip_suffix(" more findings are left out").unwrap().parse().unwrap();
    assert!((5_000..6_000).contains(&left_out), "{told}");
}
