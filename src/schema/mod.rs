//! JSON Schemas of what teams write, for editors; made from the same declarations that read it.

pub mod stories;

use serde_json::{Map, Value, json};

use crate::{
    concept::{Concept, Stage},
    config::{ASKS, KEYS},
    finding::Level,
    keys::{Key, Names, Shape},
    layout::Layout,
    rule::{AnyOption, Group, Rule},
    rules::RULES,
};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of `backlint.toml`.
pub fn config() -> Value {
    let mut schema = table("", &[]);
    schema["$schema"] = DIALECT.into();
    schema["title"] = "backlint.toml".into();
    // A clause asks for one thing.
    schema["properties"]["require"]["items"]["oneOf"] = json!(ASKS.map(|key| json!({"required": [key]})));
    schema["$defs"] = json!({
        "level": {"enum": Level::ALL.map(Level::name)},
        "stages": object(Stage::ALL.map(|stage| (stage.name(), json!({"$ref": "#/$defs/level"}))), &[]),
        "size": {"type": ["number", "string"]},
        "rules": rules(),
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

/// The table of the keys that are declared below a path.
fn table(path: &str, required: &[&str]) -> Value {
    object(KEYS.below(path).map(|(name, key)| (name, declared(key))), required)
}

/// What a key takes, and what it does.
fn declared(key: &Key) -> Value {
    let mut schema = shape(key.path, &key.shape);
    schema["description"] = key.doc.into();
    schema
}

fn shape(path: &str, of: &Shape) -> Value {
    let named = || KEYS.find(&format!("{path}.*")).map_or_else(|| json!({}), |key| shape(key.path, &key.shape));
    let written = |schema: &str| serde_json::from_str(schema).unwrap_or_default();
    match of {
        Shape::Table(_) => table(path, &[]),
        Shape::Names(Names::Of(words)) => object((words.known)().into_iter().map(|name| (name, named())), &[]),
        Shape::Names(_) => json!({"type": "object", "additionalProperties": named()}),
        Shape::Tables(required) => json!({"type": "array", "items": table(&format!("{path}[]"), required)}),
        Shape::Like(other) => KEYS.find(other).map_or_else(|| json!({}), |key| shape(key.path, &key.shape)),
        Shape::Word(words) => json!({"enum": (words.known)()}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Text(_, schema) | Shape::Value(_, _, schema) | Shape::Free(schema) => written(schema),
        Shape::List(each) => json!({"type": "array", "items": shape(path, each)}),
        Shape::Many(each) => json!({"anyOf": [shape(path, each), {"type": "array", "items": shape(path, each)}]}),
        Shape::Either(text, other) => json!({"anyOf": [shape(path, text), shape(path, other)]}),
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
    include_str!("../../schemas/report.json")
}
