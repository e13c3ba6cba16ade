//! Reports for other programs: each keeps its contract, whatever the repository says.

use std::{collections::BTreeSet, fs, process::Command};

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use crate::{
    folder::{Folder, complete},
    runner::commands,
};

const FORMATS: [&str; 8] = ["full", "concise", "json", "github", "summary", "gitlab", "sarif", "rdjson"];

/// Words that steer a runner, a terminal, a browser or a page, each where a title, an id, a status or a path can hold it.
const HOSTILE: [&str; 12] = [
    "##[set-output name=passed]true",
    "::add-mask::e",
    "\u{a0}::error::x",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[buildStop]",
    "\u{1b}[31mred\u{7}\u{9b}2J\u{7f}",
    "\u{202e}evil\u{200b}",
    "` ``` | @org/team #1 ![](http://x) www.x.y",
    "</script><script>alert(1)</script>",
    "a%0Ab, c:d",
    "&lt;b&gt; <details> **bold**",
    "x\\u{1b}\\r\\n::error::y",
];

fn hostile() -> Folder {
    let folder = Folder::new();
    for (at, word) in HOSTILE.iter().enumerate() {
        let quoted = serde_json::to_string(word).unwrap();
        let story =
            format!("---\nid: {quoted}\ntitle: {quoted}\nstatus: {quoted}\nestimate: {quoted}\ndepends_on: [{quoted}]\n---\n{word}\n");
        folder.write(&format!("backlog/ST-{at}.md"), story);
        let raw = format!(
            "---\nid: ST-{at}\ntitle: {word}\nstatus: ready {word}\nestimate: {word}\n---\n## {word}\n\n## Acceptance criteria\n- [ ] TBD {word}\n- [ ] TBD {word}\n"
        );
        folder.write(&format!("backlog/raw-{at}.md"), raw);
    }
    for name in ["::error::x.md", "a%0Ab.md", "a,b:c.md", "line\nend.md", "esc\u{1b}[31m.md", "##[group]x.md", "cr\r::error::y.md"] {
        folder.write(&format!("backlog/{name}"), complete("ST-1", "ready").replace("estimate: 3\n", ""));
    }
    folder
}

fn report(folder: &Folder, format: &str) -> String {
    let ran = folder.run(&["check", "--hints", "--all", "--output-format", format]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    ran.out
}

fn valid(schema: &Value, report: &str) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let report: Value = serde_json::from_str(report).unwrap();
    let errors: Vec<String> = validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn nothing_but_our_commands_comes_out() {
    let folder = hostile();
    for format in FORMATS {
        let ran = folder.run_with(&["check", "--hints", "--all", "--output-format", format], &[("GITHUB_ACTIONS", "true")], "");
        for (name, text) in [("out", &ran.out), ("err", &ran.err)] {
            let control = text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(control, None, "{format} {name}");
            for command in commands(text) {
                let is_ours = format == "github" && name == "out" && ["error", "warning", "notice"].contains(&command.name.as_str());
                let keys: BTreeSet<&str> = command.properties.keys().map(String::as_str).collect();
                assert!(
                    is_ours && keys.is_subset(&["file", "line", "endLine", "col", "endColumn", "title"].into()),
                    "{format} {name}: {command:?}"
                );
            }
            assert!(!text.contains("##[") && !text.contains("##vso[") && !text.contains("##teamcity["), "{format} {name}");
        }
    }
}

#[test]
fn annotations_name_the_file_as_it_is() {
    for name in ["::error::x.md", "a%0Ab.md", "a,b:c.md", "line\nend.md", "cr\rx.md"] {
        let folder = Folder::new();
        folder.write(&format!("backlog/{name}"), complete("ST-1", "ready").replace("estimate: 3\n", ""));
        let told = commands(&report(&folder, "github"));
        let missing = told.iter().find(|command| command.properties["title"] == "estimate-missing").unwrap();
        assert_eq!(missing.properties["file"], format!("backlog/{name}"));
        assert_eq!((missing.properties["line"].as_str(), missing.properties["col"].as_str()), ("4", "9"));
        assert!(missing.message.starts_with("no estimate\nadd `estimate:`"), "{}", missing.message);
    }
}

#[test]
fn ten_annotations_of_a_level_and_a_count_of_the_rest() {
    let folder = Folder::new();
    for id in 0..14 {
        folder.write(&format!("backlog/ST-{id}.md"), complete(&format!("ST-{id}"), "ready").replace("estimate: 3\n", ""));
    }
    let out = report(&folder, "github");
    assert_eq!(out.matches("::error ").count(), 10);
    assert!(out.contains("4 more of level error, in the summary."), "{out}");
}

#[test]
fn the_summary_holds_no_markup_of_the_repository() {
    let page = report(&hostile(), "summary");
    let mut tables = 0;
    for event in Parser::new_ext(&page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM) {
        match event {
            Event::Start(Tag::Table(_)) => tables += 1,
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::Strong | Tag::CodeBlock(_))) => panic!("{tag:?}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<details><summary>", "</details>", "<!-- -->"];
                assert!(ours.iter().any(|known| html.starts_with(known)), "{html}");
            }
            _ => {}
        }
    }
    assert!((1..=3).contains(&tables), "{tables} tables\n{page}");
}

/// A story with a finding per criterion.
fn full_of_gaps(id: usize, criteria: usize, text: &str) -> String {
    let criteria: Vec<String> = (0..criteria).map(|at| format!("- [ ] TBD {at} {text}\n")).collect();
    format!("---\nid: ST-{id}\nstatus: ready\n---\n## Acceptance criteria\n{}", criteria.concat())
}

#[test]
fn a_long_summary_is_cut_and_says_so() {
    let folder = Folder::new();
    let long = "word ".repeat(70);
    for id in 0..900 {
        folder.write(&format!("backlog/ST-{id}.md"), full_of_gaps(id, 9, &long));
    }
    let page = report(&folder, "summary");
    assert!(page.len() < 900_000, "{}", page.len());
    assert!(page.contains("rows are left out"), "{}", &page[page.len() - 200..]);
}

#[test]
fn sarif_is_valid() {
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
    let schema = fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    // Its pattern for languages is no regular expression; we name no language.
    for definition in schema["definitions"].as_object_mut().unwrap().values_mut() {
        if let Some(language) = definition.pointer_mut("/properties/language") {
            language.as_object_mut().unwrap().remove("pattern");
        }
    }
    let sarif = report(&hostile(), "sarif");
    valid(&schema, &sarif);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let run = &sarif["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
        assert!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().is_ascii());
    }
}

#[test]
fn sarif_holds_no_more_than_is_taken() {
    let folder = Folder::new();
    for id in 0..30 {
        folder.write(&format!("backlog/ST-{id}.md"), full_of_gaps(id, 900, ""));
    }
    let sarif: Value = serde_json::from_str(&report(&folder, "sarif")).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 25_000);
    let told = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(told.ends_with("more findings are left out"), "{told}");
}

#[test]
fn gitlab_and_rdjson_are_valid() {
    let folder = hostile();
    let gitlab = report(&folder, "gitlab");
    valid(&serde_json::from_str(include_str!("schemas/gitlab.json")).unwrap(), &gitlab);
    valid(&serde_json::from_str(include_str!("schemas/rdjson.json")).unwrap(), &report(&folder, "rdjson"));
    let issues: Vec<Value> = serde_json::from_str(&gitlab).unwrap();
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len(), "fingerprints are told apart");
}

#[test]
fn columns_of_rdjson_count_bytes() {
    let folder = Folder::with(&[(
        "backlog/ST-1.md",
        "\u{feff}---\nid: ST-1\ntitle: 'Größe: TBD'\nstatus: ready\n---\n## Acceptance criteria\n- [ ] größer TBD\n",
    )]);
    let report: Value = serde_json::from_str(&report(&folder, "rdjson")).unwrap();
    let place = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"]["value"] == "placeholder-left" && one["location"]["range"]["start"]["line"] == 7);
    let start = &place.unwrap_or_else(|| panic!("{report}"))["location"]["range"]["start"];
    assert_eq!(start["column"], 7 + "größer ".len());
}

#[test]
fn several_reports_come_from_one_run() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready").replace("estimate: 3\n", ""))]);
    let formats = ["github", "summary=summary.md", "json=report.json", "sarif=x.sarif"];
    let arguments: Vec<&str> = std::iter::once("check").chain(formats.iter().flat_map(|format| ["--output-format", format])).collect();
    let ran = folder.run(&arguments);
    assert!(
        ran.out.starts_with("::error file=backlog/ST-1.md,line=4,endLine=4,col=9,endColumn=14,title=estimate-missing::no estimate%0A"),
        "{}",
        ran.out
    );
    for (file, start) in [("summary.md", "## backlint: 1 error in 1 story"), ("report.json", "{\"version\":1"), ("x.sarif", "{")] {
        assert!(fs::read_to_string(folder.path().join(file)).unwrap().starts_with(start), "{file}");
    }
}
