//! A layout as written: a preset's file, or the user's own keys under `[layout]`. Everything is optional, so that one can lie over another.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::{FieldSource, FrontMatterMode, Globs, Section, sources::criterion_pattern};
use crate::{
    concept::{Concept, Kind, Stage, fold},
    settings::{Entry, Mistakes, Setting, entries},
    source::TextRange,
};

/// A path that gives a layout away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detect {
    /// A path pattern; `{base=a,b}` binds `{base}` to the name that is there.
    pub path: String,
    /// What `{base}` is where the pattern does not say.
    pub base: Option<String>,
}

/// A layout as written.
#[derive(Debug, Clone, Default)]
pub struct LayoutFile {
    /// The preset's name.
    pub name: Option<String>,
    /// The tool and the version it was read from.
    pub tool: Option<String>,
    /// What gives it away.
    pub detect: Option<Vec<Detect>>,
    /// Paths of stories.
    pub stories: Option<Vec<String>>,
    /// Paths of known files.
    pub known: Option<Vec<String>>,
    /// Paths that are neither.
    pub ignore: Option<Vec<String>>,
    /// Whether a story needs front matter.
    pub front_matter: Option<FrontMatterMode>,
    /// Folders that give a stage, in the order written.
    pub stage_by_path: Option<Vec<(String, Stage)>>,
    /// Concept to sources.
    pub fields: BTreeMap<Concept, Vec<FieldSource>>,
    /// Prefixes that count as one series.
    pub series: Option<Vec<Vec<String>>>,
    /// How ids and file names hang together.
    pub file_name: Option<String>,
    /// Section to spellings of its heading.
    pub sections: BTreeMap<Section, Vec<String>>,
    /// Section to the comments that bound it.
    pub markers: BTreeMap<Section, (String, String)>,
    /// The lines the layout's own tool takes for criteria.
    pub seen: Option<String>,
    /// Whether a paragraph may be a criterion.
    pub prose: Option<bool>,
    /// Status words, folded.
    pub stages: BTreeMap<String, Stage>,
    /// Kind words, folded.
    pub kinds: BTreeMap<String, Kind>,
    /// Where the tool keeps its own list of status words.
    pub statuses_from: Option<String>,
    /// Where the tool keeps its configuration.
    pub tool_config: Option<Vec<String>>,
    /// Estimate words of the tool, folded.
    pub estimate_words: BTreeMap<String, String>,
    /// Whether the tool keeps comments it did not write.
    pub keeps_comments: Option<bool>,
}

/// Every key of a layout.
pub const KEYS: [&str; 19] = [
    "name",
    "tool",
    "detect",
    "stories",
    "known",
    "ignore",
    "front-matter",
    "stage-by-path",
    "fields",
    "ids",
    "sections",
    "markers",
    "criteria",
    "stages",
    "kinds",
    "statuses",
    "tool-config",
    "estimate",
    "writing",
];

impl LayoutFile {
    /// This layout, with stories lying where `other` has them.
    #[must_use]
    pub fn placed_as(&self, other: &Self) -> Self {
        Self {
            detect: other.detect.clone(),
            stories: other.stories.clone(),
            known: other.known.clone(),
            ignore: other.ignore.clone(),
            front_matter: other.front_matter,
            tool_config: other.tool_config.clone(),
            ..self.clone()
        }
    }

    /// Whether stories lie in the same places.
    pub fn places_like(&self, other: &Self) -> bool {
        (&self.stories, &self.known, &self.ignore, self.front_matter) == (&other.stories, &other.known, &other.ignore, other.front_matter)
    }

    /// Reads a layout's file; what is wrong with it goes to `mistakes`.
    pub fn parse(text: &str, mistakes: &mut Mistakes) -> Self {
        let mut layout = Self::default();
        match DeTable::parse(text) {
            Ok(table) => layout.read(entries(table.get_ref()), mistakes),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                mistakes.add(TextRange::new(span.start, span.end), error.message());
            }
        }
        layout
    }

    /// Reads the keys of a layout.
    pub fn read(&mut self, entries: Vec<Entry<'_>>, mistakes: &mut Mistakes) {
        for entry in entries {
            let (key, value) = (entry.key, entry.value);
            match key {
                "name" => self.name = mistakes.text(key, value),
                "tool" => self.tool = mistakes.text(key, value),
                "detect" => self.detect = detects(value, mistakes),
                "stories" => self.stories = globs(key, value, mistakes),
                "known" => self.known = globs(key, value, mistakes),
                "ignore" => self.ignore = globs(key, value, mistakes),
                "front-matter" => self.front_matter = one_of(key, value, &MODES, mistakes),
                "stage-by-path" => self.stage_by_path = stage_by_path(value, mistakes),
                "fields" => self.fields = fields(value, mistakes),
                "ids" => self.ids(value, mistakes),
                "sections" => self.sections = by_section(key, value, mistakes, |name, value, mistakes| mistakes.texts(name, value)),
                "markers" => self.markers = by_section(key, value, mistakes, marker),
                "criteria" => self.criteria(value, mistakes),
                "stages" => self.stages = stages(key, value, mistakes),
                "kinds" => self.kinds = kinds(key, value, mistakes),
                "statuses" => self.statuses_from = only_key(key, "from", value, mistakes, Mistakes::text),
                "tool-config" => self.tool_config = only_key(key, "files", value, mistakes, Mistakes::texts),
                "estimate" => self.estimate_words = only_key(key, "words", value, mistakes, words).unwrap_or_default(),
                "writing" => self.keeps_comments = only_key(key, "keeps-comments", value, mistakes, Mistakes::flag),
                _ => mistakes.unknown(entry.key_range, "key", key, KEYS),
            }
        }
    }

    fn ids(&mut self, value: Setting<'_>, mistakes: &mut Mistakes) {
        for entry in mistakes.entries("ids", value).unwrap_or_default() {
            match entry.key {
                "series" => {
                    let items = mistakes.items(entry.key, entry.value).unwrap_or_default();
                    self.series = items.into_iter().map(|item| mistakes.texts(entry.key, item)).collect();
                }
                "file-name" => self.file_name = mistakes.text(entry.key, entry.value),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, ["series", "file-name"]),
            }
        }
    }

    fn criteria(&mut self, value: Setting<'_>, mistakes: &mut Mistakes) {
        for entry in mistakes.entries("criteria", value).unwrap_or_default() {
            match entry.key {
                "seen" => {
                    self.seen = mistakes.text(entry.key, entry.value);
                    if let Some(Err(reason)) = self.seen.as_deref().map(criterion_pattern) {
                        mistakes.add(entry.value.range(), reason);
                        self.seen = None;
                    }
                }
                "prose" => self.prose = mistakes.flag(entry.key, entry.value),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, ["seen", "prose"]),
            }
        }
    }

    /// These keys, and those of `below` where these say nothing; tables are merged key by key.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            name: self.name.or(below.name),
            tool: self.tool.or(below.tool),
            detect: self.detect.or(below.detect),
            stories: self.stories.or(below.stories),
            known: self.known.or(below.known),
            ignore: self.ignore.or(below.ignore),
            front_matter: self.front_matter.or(below.front_matter),
            stage_by_path: self.stage_by_path.or(below.stage_by_path),
            fields: merged(below.fields, self.fields),
            series: self.series.or(below.series),
            file_name: self.file_name.or(below.file_name),
            sections: merged(below.sections, self.sections),
            markers: merged(below.markers, self.markers),
            seen: self.seen.or(below.seen),
            prose: self.prose.or(below.prose),
            stages: merged(below.stages, self.stages),
            kinds: merged(below.kinds, self.kinds),
            statuses_from: self.statuses_from.or(below.statuses_from),
            tool_config: self.tool_config.or(below.tool_config),
            estimate_words: merged(below.estimate_words, self.estimate_words),
            keeps_comments: self.keeps_comments.or(below.keeps_comments),
        }
    }
}

fn merged<K: Ord, V>(mut below: BTreeMap<K, V>, above: BTreeMap<K, V>) -> BTreeMap<K, V> {
    below.extend(above);
    below
}

const MODES: [(&str, FrontMatterMode); 4] = [
    ("required", FrontMatterMode::Required),
    ("optional", FrontMatterMode::Optional),
    ("none", FrontMatterMode::None),
    ("marks", FrontMatterMode::Marks),
];

fn one_of<T: Copy>(key: &str, value: Setting<'_>, known: &[(&str, T)], mistakes: &mut Mistakes) -> Option<T> {
    word_of(&format!("value of `{key}`"), key, value, known, mistakes)
}

fn word_of<T: Copy>(what: &str, key: &str, value: Setting<'_>, known: &[(&str, T)], mistakes: &mut Mistakes) -> Option<T> {
    let text = mistakes.text(key, value)?;
    let found = known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    if found.is_none() {
        mistakes.unknown(value.range(), what, &text, known.iter().map(|(name, _)| *name));
    }
    found
}

/// The value of the one key a table may have.
fn only_key<T>(
    table: &str,
    name: &str,
    value: Setting<'_>,
    mistakes: &mut Mistakes,
    read: impl Fn(&mut Mistakes, &str, Setting<'_>) -> Option<T>,
) -> Option<T> {
    let mut found = None;
    for entry in mistakes.entries(table, value)? {
        if entry.key == name {
            found = read(mistakes, entry.key, entry.value);
        } else {
            mistakes.unknown(entry.key_range, "key", entry.key, [name]);
        }
    }
    found
}

fn detects(value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Vec<Detect>> {
    let mut found = Vec::new();
    for item in mistakes.items("detect", value)? {
        let (mut path, mut base) = (None, None);
        for entry in mistakes.entries("detect", item)? {
            match entry.key {
                "path" => path = mistakes.text(entry.key, entry.value),
                "base" => base = mistakes.text(entry.key, entry.value),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, ["path", "base"]),
            }
        }
        found.extend(path.map(|path| Detect { path, base }));
    }
    Some(found)
}

/// Reads a list of path patterns.
pub fn globs(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Vec<String>> {
    let patterns = mistakes.texts_with_places(key, value)?;
    let mut all_good = true;
    for (pattern, range) in &patterns {
        if let Err(error) = Globs::new([pattern.clone()]) {
            mistakes.add(*range, error.to_string());
            all_good = false;
        }
    }
    all_good.then(|| patterns.into_iter().map(|(pattern, _)| pattern).collect())
}

fn stage_by_path(value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Vec<(String, Stage)>> {
    let mut found = Vec::new();
    for entry in mistakes.entries("stage-by-path", value)? {
        if let Err(error) = Globs::new([entry.key.to_owned()]) {
            mistakes.add(entry.key_range, error.to_string());
        } else if let Some(stage) = stage(entry.key, entry.value, mistakes) {
            found.push((entry.key.to_owned(), stage));
        }
    }
    Some(found)
}

fn stage(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<Stage> {
    word_of("stage", key, value, &Stage::ALL.map(|stage| (stage.name(), stage)), mistakes)
}

/// Reads a table of status words.
pub fn stages(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> BTreeMap<String, Stage> {
    let entries = mistakes.entries(key, value).unwrap_or_default();
    entries.into_iter().filter_map(|entry| Some((fold(entry.key), stage(entry.key, entry.value, mistakes)?))).collect()
}

/// Reads a table of kind words.
pub fn kinds(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> BTreeMap<String, Kind> {
    let known = Kind::ALL.map(|kind| (kind.name(), kind));
    let entries = mistakes.entries(key, value).unwrap_or_default();
    entries.into_iter().filter_map(|entry| Some((fold(entry.key), word_of("kind", entry.key, entry.value, &known, mistakes)?))).collect()
}

fn words(mistakes: &mut Mistakes, key: &str, value: Setting<'_>) -> Option<BTreeMap<String, String>> {
    let entries = mistakes.entries(key, value)?;
    entries.into_iter().map(|entry| Some((fold(entry.key), mistakes.text(entry.key, entry.value)?))).collect()
}

fn fields(value: Setting<'_>, mistakes: &mut Mistakes) -> BTreeMap<Concept, Vec<FieldSource>> {
    let mut found = BTreeMap::new();
    for entry in mistakes.entries("fields", value).unwrap_or_default() {
        let Some((concept, _)) = Concept::ALL.iter().find(|(_, name)| *name == entry.key) else {
            mistakes.unknown(entry.key_range, "field", entry.key, Concept::ALL.iter().map(|(_, name)| *name));
            continue;
        };
        let items = if entry.value.is_text() { vec![entry.value] } else { mistakes.items(entry.key, entry.value).unwrap_or_default() };
        found.insert(*concept, items.into_iter().filter_map(|item| source(entry.key, item, mistakes)).collect());
    }
    found
}

fn source(key: &str, item: Setting<'_>, mistakes: &mut Mistakes) -> Option<FieldSource> {
    let written = mistakes.text(key, item)?;
    FieldSource::parse(&written).map_err(|reason| mistakes.add(item.range(), reason)).ok()
}

fn by_section<T>(
    key: &str,
    value: Setting<'_>,
    mistakes: &mut Mistakes,
    read: impl Fn(&str, Setting<'_>, &mut Mistakes) -> Option<T>,
) -> BTreeMap<Section, T> {
    let mut found = BTreeMap::new();
    for entry in mistakes.entries(key, value).unwrap_or_default() {
        match Section::named(entry.key) {
            Some(section) => found.extend(read(entry.key, entry.value, mistakes).map(|value| (section, value))),
            None => mistakes.unknown(entry.key_range, "section", entry.key, Section::ALL.iter().map(|(_, name)| *name)),
        }
    }
    found
}

fn marker(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<(String, String)> {
    let texts = mistakes.texts(key, value)?;
    if let [begin, end] = texts.as_slice() {
        return Some((begin.clone(), end.clone()));
    }
    mistakes.add(value.range(), format!("`{key}` takes two texts: the comment that begins the section and the one that ends it"));
    None
}
