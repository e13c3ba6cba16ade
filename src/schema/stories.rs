//! What `list`, `ready` and `agenda` print as JSON.

use serde_json::{Value, json};

/// A command whose JSON holds stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// `list`.
    List,
    /// `ready`.
    Ready,
    /// `agenda`.
    Agenda,
}

/// The schema of what a command prints with `--output-format json`.
pub fn of(command: Command) -> Value {
    let report: Value = serde_json::from_str(super::report()).unwrap_or_default();
    let mut defs = json!({ "story": story() });
    for name in ["place", "finding"] {
        defs[name] = report["$defs"][name].clone();
    }
    let stories = json!({ "type": "array", "items": { "$ref": "#/$defs/story" } });
    let (title, required, properties) = match command {
        Command::List => (
            "What `backlint list --output-format json` prints",
            json!(["version", "backlogs", "stories", "skipped"]),
            json!({
                "version": { "const": 1 },
                "backlogs": array(&json!(["root", "layout", "evidence", "checked"]), &json!({
                    "root": text(), "layout": text(), "evidence": text(), "checked": { "type": "boolean" },
                })),
                "stories": stories,
                "skipped": array(&json!(["path", "reason"]), &json!({ "path": text(), "reason": text() })),
            }),
        ),
        Command::Ready => (
            "What `backlint ready --output-format json` prints",
            json!(["version", "stories", "reason"]),
            json!({ "version": { "const": 1 }, "stories": stories, "reason": optional("string") }),
        ),
        Command::Agenda => (
            "What `backlint agenda --output-format json` prints",
            json!(["version", "backlogs"]),
            json!({
                "version": { "const": 1 },
                "backlogs": array(&json!(["root", "topics", "further", "unread", "invite", "reason"]), &json!({
                    "root": text(),
                    "topics": { "type": "array", "items": topic() },
                    "further": count(),
                    "unread": texts(),
                    "invite": { "type": "object", "additionalProperties": texts() },
                    "reason": optional("string"),
                })),
            }),
        ),
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "required": required,
        "properties": properties,
        "$defs": defs,
    })
}

/// A story, and what to do about it.
fn topic() -> Value {
    let points = array(&json!(["rule", "lack", "help"]), &json!({ "rule": text(), "lack": text(), "help": text() }));
    json!({
        "$ref": "#/$defs/story",
        "required": ["before", "session", "prompts", "has_criteria"],
        "properties": { "before": points, "session": points, "prompts": texts(), "has_criteria": { "type": "boolean" } },
    })
}

fn story() -> Value {
    let stage = json!({ "enum": ["draft", "open", "ready", "active", "done", "dropped"] });
    let or_null = |required: &Value, properties: &Value| json!({ "anyOf": [{ "type": "null" }, { "type": "object", "required": required, "properties": properties }] });
    let properties = json!({
        "path": text(),
        "backlog": text(),
        "id": text(),
        "title": optional("string"),
        "kind": { "enum": ["story", "task", "bug", "spike", "epic"] },
        "checked": { "type": "boolean" },
        "status": or_null(&json!(["written", "path", "line"]), &json!({ "written": text(), "path": text(), "line": optional("integer") })),
        "stage": stage,
        "estimate": or_null(&json!(["written", "points", "size", "hours"]), &json!({
            "written": text(), "points": optional("number"), "size": optional("string"), "hours": optional("number"),
        })),
        "criteria": array(&json!(["text", "line", "done"]), &json!({ "text": text(), "line": count(), "done": { "type": "boolean" } })),
        "description": { "type": "boolean" },
        "depends_on": array(&json!(["written", "id", "stage"]), &json!({
            "written": text(), "id": optional("string"), "stage": { "anyOf": [stage, { "type": "null" }] },
        })),
        "parent": or_null(&json!(["written", "id"]), &json!({ "written": text(), "id": optional("string") })),
        "priority": or_null(&json!(["written", "rank"]), &json!({ "written": text(), "rank": optional("integer") })),
        "rank": optional("number"),
        "labels": texts(),
        "sprint": optional("string"),
        "language": optional("string"),
        "meets_checks": optional("boolean"),
        "may_start": optional("boolean"),
        "lacks": { "type": "array", "items": { "$ref": "#/$defs/finding" } },
        "blocked_by": texts(),
    });
    let required: Vec<&String> = properties.as_object().map(|properties| properties.keys().collect()).unwrap_or_default();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn texts() -> Value {
    json!({ "type": "array", "items": text() })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn optional(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

/// A list of objects.
fn array(required: &Value, properties: &Value) -> Value {
    json!({ "type": "array", "items": { "type": "object", "required": required, "properties": properties } })
}
