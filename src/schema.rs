//! JSON Schemas of what teams write, for editors; made from the same declarations that read it.

use serde_json::{Map, Value, json};

use crate::{
    concept::{Concept, Kind, Scale, Stage},
    config::documented,
    finding::Level,
    layout::{KEYS, Layout, PRESETS, Section},
    rule::{AnyOption, Group, Rule},
    rules::RULES,
    text::language::Language,
};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of `backlint.toml`.
pub fn config() -> Value {
    let level = json!({"enum": Level::ALL.map(Level::name)});
    let stage_levels = object(Stage::ALL.map(|stage| (stage.name(), json!({"$ref": "#/$defs/level"}))), &[]);
    let texts = json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    let one_or_more = |words: &[&str]| json!({"anyOf": [{"enum": words}, {"type": "array", "items": {"enum": words}}]});
    let when = object(
        [
            ("paths", texts.clone()),
            ("kind", one_or_more(&Kind::ALL.map(Kind::name))),
            ("label", texts.clone()),
            ("stage", one_or_more(&Stage::ALL.map(Stage::name))),
            ("epic", texts),
        ],
        &[],
    );
    let impact = json!({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2});
    let mut schema = object(
        [
            ("extends", told("extends", json!({"type": "string"}))),
            ("required-version", told("required-version", json!({"type": "string"}))),
            ("layout", told("layout", json!({"anyOf": [{"$ref": "#/$defs/preset"}, {"$ref": "#/$defs/layout"}]}))),
            ("language", told("language", json!({"enum": Language::codes().collect::<Vec<_>>()}))),
            ("template", told("template", object(Kind::ALL.map(|kind| (kind.name(), json!({"type": "string"}))), &[]))),
            ("stages", told("stages", words(&json!({"enum": Stage::ALL.map(Stage::name)})))),
            ("kinds", told("kinds", words(&json!({"enum": Kind::ALL.map(Kind::name)})))),
            ("estimate", told("estimate", estimate())),
            ("sprints", told("sprints", sprints())),
            ("refinement", told("refinement", object([("invite", told("refinement.invite", words(&json!({"type": "string"}))))], &[]))),
            ("rice", told("rice", object([("impact", told("rice.impact", impact))], &[]))),
            ("text", told("text", text())),
            ("rules", told("rules", json!({"$ref": "#/$defs/rules"}))),
            ("override", told("override", json!({"type": "array", "items": {"$ref": "#/$defs/override"}}))),
            ("require", told("require", json!({"type": "array", "items": {"$ref": "#/$defs/require"}}))),
            ("accept", told("accept", json!({"type": "array", "items": {"$ref": "#/$defs/accept"}}))),
        ],
        &[],
    );
    schema["$schema"] = DIALECT.into();
    schema["title"] = "backlint.toml".into();
    schema["$defs"] = json!({
        "level": level,
        "stages": stage_levels,
        "when": when,
        "preset": {"enum": PRESETS.map(|(name, _)| name)},
        "size": {"type": ["number", "string"]},
        "layout": layout(),
        "rules": rules(),
        "override": object([
            ("when", told("override[].when", json!({"$ref": "#/$defs/when"}))),
            ("rules", told("override[].rules", json!({"$ref": "#/$defs/rules"}))),
        ], &["when"]),
        "require": require(),
        "accept": object([
            ("story", told("accept[].story", json!({"type": "string"}))),
            ("rule", told("accept[].rule", json!({"type": "string"}))),
            ("reason", told("accept[].reason", json!({"type": "string", "minLength": 1}))),
            // A date of TOML has no type of its own in JSON.
            ("until", told("accept[].until", json!({}))),
        ], &["story", "rule", "reason"]),
    });
    schema
}

/// A table of known keys.
fn object<'k>(keys: impl IntoIterator<Item = (&'k str, Value)>, required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect();
    let mut schema = json!({"type": "object", "additionalProperties": false, "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// A schema with what its key does.
fn told(path: &str, mut schema: Value) -> Value {
    if let Some(key) = documented(path) {
        schema["description"] = key.doc.into();
    }
    schema
}

fn estimate() -> Value {
    let names: Vec<&str> = Scale::NAMES.iter().map(|(name, _)| *name).collect();
    let scale = json!({"anyOf": [{"enum": names}, {"type": "array", "items": {"$ref": "#/$defs/size"}}]});
    object([("scale", told("estimate.scale", scale)), ("max", told("estimate.max", json!({"$ref": "#/$defs/size"})))], &[])
}

fn sprints() -> Value {
    // A date of TOML has no type of its own in JSON.
    let sprint = object([("name", json!({"type": "string"})), ("start", json!({})), ("end", json!({}))], &["name", "start", "end"]);
    let capacity = json!({"type": "number", "exclusiveMinimum": 0});
    object(
        [("capacity", told("sprints.capacity", capacity)), ("list", told("sprints.list", json!({"type": "array", "items": sprint})))],
        &[],
    )
}

fn text() -> Value {
    let texts = || json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    let inner = |name: &'static str| (name, told(&format!("text.{name}"), texts()));
    let lists = ["vague", "weak"].map(|name| (name, told(&format!("text.words.{name}"), texts())));
    object([inner("roles"), inner("glossary"), inner("allow"), ("words", told("text.words", object(lists, &[])))], &[])
}

/// A table of names of the team's own.
fn words(schema: &Value) -> Value {
    json!({"type": "object", "additionalProperties": schema})
}

fn layout() -> Value {
    let keys = KEYS.iter().copied().chain(["preset"]);
    object(keys.map(|key| (key, told(&format!("layout.{key}"), layout_key(key)))), &[])
}

fn layout_key(key: &str) -> Value {
    let texts = || json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    let inner = |name: &'static str, schema: Value| (name, told(&format!("layout.{key}.{name}"), schema));
    let sections = |schema: Value| object(Section::ALL.map(|(_, name)| (name, schema.clone())), &[]);
    match key {
        "preset" => json!({"$ref": "#/$defs/preset"}),
        "name" | "tool" => json!({"type": "string"}),
        "front-matter" => json!({"enum": ["required", "optional", "none", "marks", "signs"]}),
        "stage-by-path" | "stages" => words(&json!({"enum": Stage::ALL.map(Stage::name)})),
        "kinds" => words(&json!({"enum": Kind::ALL.map(Kind::name)})),
        "fields" => object(Concept::ALL.map(|(_, name)| (name, texts())), &[]),
        "ids" => {
            let series = json!({"type": "array", "items": texts()});
            let text = || json!({"type": "string"});
            object([inner("series", series), inner("file-name", text()), inner("shape", text())], &[])
        }
        "sections" => sections(texts()),
        "markers" => sections(json!({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2})),
        "criteria" => object([inner("seen", json!({"type": "string"})), inner("prose", json!({"type": "boolean"}))], &[]),
        "statuses" => object([inner("from", json!({"type": "string"}))], &[]),
        "tool-config" => object([inner("files", texts())], &[]),
        "estimate" => object([inner("words", words(&json!({"type": "string"})))], &[]),
        "writing" => object([inner("keeps-comments", json!({"type": "boolean"})), inner("new-command", json!({"type": "string"}))], &[]),
        "order" => object([inner("rank-within", json!({"enum": ["backlog", "status", "folder"]}))], &[]),
        "rules" => words(&json!({"$ref": "#/$defs/level"})),
        "detect" => {
            let text = || json!({"type": "string"});
            let share = json!({"type": "number", "minimum": 0, "maximum": 1});
            let item = object([("path", text()), ("base", text()), ("content", text()), ("share", share)], &["path"]);
            json!({"type": "array", "items": item})
        }
        _ => texts(),
    }
}

/// Every rule with its options, every group; any other name may be a clause of the team's own.
fn rules() -> Value {
    let level = json!({"$ref": "#/$defs/level"});
    let of = |options: Vec<(&'static str, Value)>| {
        let known = [("level", level.clone()), ("stages", json!({"$ref": "#/$defs/stages"}))];
        json!({"anyOf": [level, object(known.into_iter().chain(options), &[])]})
    };
    let mut properties = Map::new();
    for rule in RULES {
        let mut schema = of(options(rule));
        schema["description"] = rule.summary().into();
        properties.insert(rule.name.into(), schema);
    }
    for group in Group::ALL {
        properties.insert(format!("group:{}", group.name()), of(Vec::new()));
    }
    json!({"type": "object", "properties": properties, "additionalProperties": of(Vec::new())})
}

fn options(rule: &Rule) -> Vec<(&'static str, Value)> {
    let schema = |option: &&'static dyn AnyOption| {
        let mut schema = json!({"type": option.types(), "description": option.help()});
        if option.types() == ["integer"] {
            schema["minimum"] = 0.into();
        }
        (option.name(), schema)
    };
    rule.options.iter().map(schema).collect()
}

fn require() -> Value {
    let text = || json!({"type": "string", "minLength": 1});
    let asks = [
        ("section", text()),
        ("field", text()),
        ("link", text()),
        ("criterion", text()),
        ("criteria", json!({"type": ["integer", "string"]})),
    ];
    let about = [
        ("name", json!({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})),
        ("when", json!({"$ref": "#/$defs/when"})),
        ("message", json!({"type": "string"})),
        ("stages", json!({"$ref": "#/$defs/stages"})),
    ];
    let names = asks.each_ref().map(|(name, _)| json!({"required": [name]}));
    let keys = about.into_iter().chain(asks);
    let mut schema = object(keys.map(|(key, schema)| (key, told(&format!("require[].{key}"), schema))), &["name"]);
    schema["oneOf"] = json!(names);
    schema
}

/// The schema of a story's front matter in a layout, for editors that check YAML.
pub fn story(layout: &Layout, statuses: &[String]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (concept, _) in Concept::ALL {
        for (at, key) in layout.keys(concept).enumerate().filter(|(_, key)| !key.contains('.')) {
            let mut schema = match concept {
                Concept::Status if !statuses.is_empty() => json!({"type": "string", "enum": statuses}),
                Concept::Id | Concept::Title | Concept::Status | Concept::Kind => json!({"type": ["string", "number"]}),
                Concept::Rank | Concept::RiceScore => json!({"type": ["number", "string"]}),
                Concept::DependsOn | Concept::Labels | Concept::Criteria => json!({"type": ["array", "string", "number", "null"]}),
                _ => json!({}),
            };
            schema["description"] = meaning(concept).into();
            // A key can serve two concepts; the first says more.
            properties.entry(key.to_owned()).or_insert(schema);
            if at == 0 && layout.sources(concept).len() == 1 && matches!(concept, Concept::Status | Concept::Title) {
                required.push(key.to_owned());
            }
        }
    }
    let mut schema =
        json!({"$schema": DIALECT, "title": format!("a story of the layout {}", layout.name), "type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn meaning(concept: Concept) -> &'static str {
    match concept {
        Concept::Id => "What the story is called by others.",
        Concept::Title => "One line that says what it is about.",
        Concept::Status => "How far it is; `ready` claims that it meets the Definition of Ready.",
        Concept::Kind => "Story, task, bug, spike or epic.",
        Concept::Estimate => "How large it is.",
        Concept::DependsOn => "Ids of what must be done first.",
        Concept::Parent => "The story or epic it is a part of.",
        Concept::Group => "A free name it is filed under.",
        Concept::Labels => "Labels or tags.",
        Concept::Owner => "Who owns it.",
        Concept::Priority => "How urgent it is.",
        Concept::Sprint => "The sprint it is planned for.",
        Concept::Rank => "Its place in the backlog; small first.",
        Concept::Reach => "How many it reaches, for its RICE score.",
        Concept::Impact => "How much it does for each, for its RICE score.",
        Concept::Confidence => "How sure the team is, as 80, 80 % or 0.8.",
        Concept::Effort => "What it costs, for its RICE score.",
        Concept::RiceScore => "A stored RICE score.",
        Concept::Created => "When it was written.",
        Concept::Criteria => "Acceptance criteria.",
        Concept::Description => "What is wanted and why.",
    }
}

/// The schema of `--output-format json`.
pub fn report() -> &'static str {
    include_str!("../schemas/report.json")
}
