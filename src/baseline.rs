//! The baseline: old findings a team has put up with, one per line of a file beside the configuration.

use std::{fmt::Write as _, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    backlog::Backlog,
    concept::id::IdKey,
    discover::Place,
    entry::BASELINE,
    error::Error,
    finding::{Finding, Level},
    parse,
    rule::Rule,
    rules,
    settings::Mistake,
    source::{FileId, RepoPath, Source, Sources, TextRange},
    story::Story,
    tree::{PathKind, Tree},
};

/// How large a baseline may be, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The version of its format.
const VERSION: u32 = 1;

/// A baseline that was read.
#[derive(Debug)]
pub struct Baseline {
    /// The file.
    pub file: FileId,
    /// Its entries, in the order written.
    pub entries: Vec<Entry>,
}

/// One finding that is put up with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The rule.
    pub rule: String,
    /// The id of the story, or the path of a file.
    pub story: String,
    /// What tells it from others of the rule in the story.
    pub key: String,
    /// How heavy it may be.
    pub level: Level,
    /// The id git gives the bytes of a file that was not read; the entry holds as long as the bytes are these.
    pub blob: Option<String>,
    /// Its line.
    pub range: TextRange,
}

/// A line of the file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<std::borrow::Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<std::borrow::Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<std::borrow::Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<std::borrow::Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blob: Option<std::borrow::Cow<'a, str>>,
}

/// Where the baseline of a backlog lies: beside its configuration, else at its root.
pub fn path(place: &Place) -> RepoPath {
    let config = place.policy.config.as_ref().map(|config| config.path.parent()).filter(|folder| folder.below(&place.files.root).is_some());
    config.unwrap_or_else(|| place.files.root.clone()).join(BASELINE.as_bytes())
}

impl Baseline {
    /// Reads the baseline at `path`, if there is one. One that cannot be read is an error: nothing it should hide would be known.
    pub fn read(tree: &dyn Tree, path: &RepoPath, sources: &mut Sources) -> Result<Option<Self>, Error> {
        let path = path.clone();
        match tree.kind(&path) {
            Some(PathKind::File) => {}
            None => return Ok(None),
            Some(_) => return Err(Error::Io { path, reason: "not a regular file".into() }),
        }
        let io = |reason: String| Error::Io { path: path.clone(), reason };
        let bytes = tree.reader()?.read(&path, MAX_BYTES).map_err(|fault| io(fault.to_string()))?;
        let (text, fault) = parse::decode(bytes);
        if let Some(fault) = fault {
            return Err(io(fault.message));
        }
        let entries = entries(&text).map_err(|mistake| {
            let file = Arc::new(Source::new(path.clone(), text.as_str().into()));
            Error::Config { file, mistakes: vec![mistake] }
        })?;
        Ok(Some(Self { file: sources.add(Source::new(path, text.into())), entries }))
    }
}

/// Reads a baseline's text. Entries are lines of their own, so that branches merge; elsewhere it is any JSON that says the same.
fn entries(text: &str) -> Result<Vec<Entry>, Mistake> {
    let lines: Vec<Line<'_>> = serde_json::from_str(text).map_err(|error| {
        let range = lines_of(text).nth(error.line().saturating_sub(1)).unwrap_or_default();
        let help = "it is a list of entries; `backlint baseline` writes it anew once it is deleted".to_owned();
        let message = error.to_string();
        let message = format!("no baseline: {}", message.split(" at line ").next().unwrap_or_default());
        Mistake { range, message, help: Some(help) }
    })?;
    let mut places = lines_of(text).filter(|range| range.of(text).contains('{'));
    let mut found = Vec::new();
    for line in lines {
        let range = places.next().unwrap_or_default();
        let wrong =
            |message: String| Mistake { range, message, help: Some("`backlint baseline` writes it anew once it is deleted".into()) };
        if let Some(version) = line.version {
            if version > VERSION {
                return Err(wrong(format!("version {version} of the baseline is newer than this backlint")));
            }
            continue;
        }
        let (Some(rule), Some(story), Some(level)) = (line.rule, line.story, line.level) else {
            return Err(wrong("an entry names a rule, a story and a level".into()));
        };
        let level = Level::named(&level).ok_or_else(|| wrong(format!("there is no level `{level}`")))?;
        found.push(Entry {
            rule: rule.into_owned(),
            story: story.into_owned(),
            key: line.key.unwrap_or_default().into_owned(),
            level,
            blob: line.blob.map(std::borrow::Cow::into_owned),
            range,
        });
    }
    Ok(found)
}

/// Where the lines stand.
fn lines_of(text: &str) -> impl Iterator<Item = TextRange> {
    TextRange::new(0, text.len()).lines(text).map(|line| line.trimmed(text))
}

/// The text of a baseline: sorted, an entry per line, each with its own comma, so that lines can be added and taken out without touching others.
pub fn text(entries: &[Entry]) -> String {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| (&a.story, &a.rule, &a.key, a.level, &a.blob).cmp(&(&b.story, &b.rule, &b.key, b.level, &b.blob)));
    let line = |line: &Line<'_>| serde_json::to_string(line).unwrap_or_default();
    let mut text = format!("[\n{}\n", line(&Line { version: Some(VERSION), ..Line::default() }));
    for entry in sorted {
        let entry = Line {
            version: None,
            rule: Some(entry.rule.as_str().into()),
            story: Some(entry.story.as_str().into()),
            key: (!entry.key.is_empty()).then(|| entry.key.as_str().into()),
            level: Some(entry.level.name().into()),
            blob: entry.blob.as_deref().map(Into::into),
        };
        let _ = writeln!(text, ",{}", line(&entry));
    }
    text.push_str("]\n");
    text
}

impl Entry {
    /// The entry of a finding; nothing for a file that was not read and whose bytes are not known.
    pub fn of(finding: &Finding, backlog: &Backlog, sources: &Sources) -> Option<Self> {
        let is_unread = rules::named(finding.rule).is_some_and(Rule::is_about_reading);
        let blob = if is_unread { Some(sources[finding.span.file].blob()?.to_string()) } else { None };
        let story = match finding.story {
            Some(ix) => name(backlog, &backlog[ix]),
            None => sources[finding.span.file].path.display(),
        };
        Some(Self { rule: finding.rule.into(), story, key: finding.key.clone(), level: finding.level, blob, range: TextRange::default() })
    }
}

/// What a baseline calls a story: its id where no other has it, else its path.
fn name(backlog: &Backlog, story: &Story) -> String {
    let id = story.id.value().filter(|id| backlog.with_id(&IdKey::of(id)).len() == 1);
    id.cloned().unwrap_or_else(|| story.path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(story: &str, key: &str) -> Entry {
        Entry {
            rule: "title-vague".into(),
            story: story.into(),
            key: key.into(),
            level: Level::Warning,
            blob: None,
            range: TextRange::default(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let written = [entry("ST-2", "a \"b\"\n"), entry("ST-1", "")];
        let text = text(&written);
        assert_eq!(text.lines().count(), 5);
        let read = entries(&text).unwrap();
        assert_eq!(
            read.iter().map(|entry| (entry.story.as_str(), entry.key.as_str())).collect::<Vec<_>>(),
            [("ST-1", ""), ("ST-2", "a \"b\"\n")]
        );
        assert_eq!(read[1].range.of(&text), text.lines().nth(3).unwrap());
    }

    #[test]
    fn what_is_no_baseline_is_told_on_its_line() {
        for (text, line) in [("", ""), ("{}", "{}"), ("[\n{\"rule\":1}\n]", "{\"rule\":1}"), ("[{\"rule\":\"x\"}]", "[{\"rule\":\"x\"}]")] {
            assert_eq!(entries(text).unwrap_err().range.of(text), line, "{text}");
        }
        assert!(entries("[{\"version\":2}]").unwrap_err().message.contains("newer"));
    }
}
