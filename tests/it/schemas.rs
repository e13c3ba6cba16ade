//! Schemas are what is read: committed as they are printed, and true of what they speak about.

use std::{fs, path::Path};

use backlint::{rules::RULES, schema};
use serde_json::Value;

use crate::{
    folder::{Folder, complete},
    page::{Block, Page},
};

fn committed(name: &str) -> (std::path::PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name);
    let text = fs::read_to_string(&path).unwrap_or_default();
    (path, text)
}

#[test]
fn schemas_are_committed_as_they_are_printed() {
    let folder = Folder::new();
    for (of, name) in [
        ("config", "config.json"),
        ("story", "story.json"),
        ("json", "report.json"),
        ("list", "list.json"),
        ("ready", "ready.json"),
        ("agenda", "agenda.json"),
    ] {
        let ran = folder.run(&["schema", of]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let (path, text) = committed(name);
        if std::env::var_os("BLESS").is_some() {
            fs::write(path, ran.out).unwrap();
        } else {
            assert_eq!(ran.out, text, "BLESS=1 rewrites schemas/{name}");
        }
    }
}

fn faults(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn of_toml(text: &str) -> Option<Value> {
    serde_json::to_value(text.parse::<toml::Table>().ok()?).ok()
}

/// Every configuration in the pages of the rules, which are all accepted.
fn configurations() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|extension| extension == "md") {
            for case in Page::read(&fs::read_to_string(entry).unwrap()).cases {
                let configs = case.files.into_iter().filter(|(path, _)| path == "backlint.toml");
                found.extend(configs.filter_map(|(_, block)| match block {
                    Block::Bytes(bytes) => String::from_utf8(bytes).ok(),
                    Block::Symlink => None,
                }));
            }
        }
    }
    found
}

#[test]
fn what_is_accepted_is_valid_and_what_is_not_is_not() {
    let schema = schema::config();
    let accepted = configurations();
    assert!(accepted.len() > 30, "{}", accepted.len());
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "todo"))]);
    folder.run(&["init", "--ready", "todo"]);
    let written = fs::read_to_string(folder.path().join("backlint.toml")).unwrap();
    for text in accepted.iter().chain([&written]) {
        assert_eq!(faults(&schema, &of_toml(text).unwrap()), [""; 0], "{text}");
    }
    let mistakes = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/config_mistakes.md")).unwrap();
    // What a schema cannot see: other files, versions, patterns, names that may be a clause's.
    let unseen = [
        "unknown rule",
        "unknown group",
        "path pattern",
        "regular expression",
        "no size",
        "takes a day",
        "already",
        "version",
        "Extending",
        "rule `",
        "group written",
        "that is none",
        "A limit",
        "acceptance of nothing",
    ];
    let mut seen = 0;
    for case in mistakes.split("\n## ").skip(1) {
        let heading = case.lines().next().unwrap();
        let config = case.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let Some(config) = of_toml(config) else { continue };
        if faults(&schema, &config).is_empty() {
            assert!(unseen.iter().any(|what| case.contains(what)), "an editor would not see: {heading}");
        } else {
            seen += 1;
        }
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn the_schema_of_the_configuration_knows_every_rule_and_option() {
    let schema = schema::config();
    for rule in RULES {
        let known = &schema["$defs"]["rules"]["properties"][rule.name];
        assert_eq!(known["description"], rule.summary());
        for option in rule.options {
            assert!(known["anyOf"][1]["properties"][option.name()].is_object(), "{}.{}", rule.name, option.name());
        }
    }
}

#[test]
fn the_report_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(schema::report()).unwrap();
    let story = complete("ST-1", "ready");
    let folder = Folder::with(&[
        ("backlog/ST-1.md", &story.replace("estimate: 3", "depends_on: [ST-2]")),
        ("backlog/ST-2.md", &complete("ST-2", "open").replace("title: Let", "title: To: let")),
        ("backlog/ST-3.md", &complete("ST-1", "odd").replace("Customers", "<!-- backlint-ignore id-duplicate: known -->\nCustomers")),
    ]);
    for arguments in [&["check"][..], &["--verbose", "--fail-on", "never"], &["check", "nowhere"]] {
        let ran = folder.run(&[arguments, &["--output-format", "json"]].concat());
        assert_eq!(faults(&schema, &serde_json::from_str(&ran.out).unwrap()), [""; 0]);
    }
}

#[test]
fn the_schema_of_a_story_is_that_of_the_layout_here() {
    let folder = Folder::with(&[
        ("backlog/config.yml", "task_prefix: back\nstatuses: [To Do, Done]\n"),
        ("backlog/tasks/back-1 - x.md", "---\nid: BACK-1\ntitle: Export\nstatus: To Do\n---\n"),
    ]);
    let schema: Value = serde_json::from_str(&folder.run(&["schema", "story"]).out).unwrap();
    let front = |status: &str| serde_json::json!({"id": "BACK-1", "title": "Export", "status": status, "dependencies": ["BACK-2"]});
    assert_eq!(faults(&schema, &front("To Do")), [""; 0]);
    assert_eq!(faults(&schema, &front("Doing")).len(), 1);
}

#[test]
fn what_list_ready_and_agenda_print_is_as_their_schemas_say() {
    for layout in ["stories", "bmad", "ticket", "taskmd", "planr", "projectman", "kano", "inline"] {
        let folder = crate::layouts::sample(layout);
        for command in ["list", "ready", "agenda"] {
            let schema: Value = serde_json::from_str(&committed(&format!("{command}.json")).1).unwrap();
            let printed: Value = serde_json::from_str(&folder.run(&[command, "--json"]).out).unwrap();
            assert_eq!(faults(&schema, &printed), [""; 0], "{layout} {command}");
            let stories = if command == "agenda" { &printed["backlogs"][0]["topics"] } else { &printed["stories"] };
            assert!(command == "agenda" || stories.as_array().is_some_and(|stories| !stories.is_empty()), "{layout} {command}");
            // A schema that asks for nothing would hold of anything.
            let mut broken = printed.clone();
            broken["version"] = 2.into();
            assert_eq!(faults(&schema, &broken).len(), 1);
        }
    }
}
