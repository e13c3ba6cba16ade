//! What the command line lays over a configuration: `--set` and `--level`.

use std::sync::Arc;

use crate::source::{RepoPath, Source};

/// Each option as a configuration of one line, so that a mistake in it is drawn like any other.
pub(super) fn layers(set: &[String], level: &[String]) -> Vec<Arc<Source>> {
    let levels = level.iter().map(|written| {
        let (rule, level) = written.split_once('=').unwrap_or((written, ""));
        source("--level", format!("rules.{} = {}", quoted(rule.trim()), quoted(level.trim())))
    });
    let keys = set.iter().map(|written| source("--set", setting(written)));
    keys.chain(levels).collect()
}

fn source(option: &str, text: String) -> Arc<Source> {
    Arc::new(Source::new(RepoPath::from(option), text.into()))
}

/// A value that is no TOML is text, so that nobody has to quote twice.
fn setting(written: &str) -> String {
    let Some((key, value)) = written.split_once('=') else { return written.to_owned() };
    if toml::de::DeTable::parse(written).is_ok() {
        return written.to_owned();
    }
    let as_text = format!("{} = {}", key.trim(), quoted(value.trim()));
    if toml::de::DeTable::parse(&as_text).is_ok() { as_text } else { written.to_owned() }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
