//! Reading a layout as written; what is wrong with it is told at its place.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::{
    FieldSource, FrontMatterMode, Globs, Section,
    file::{Detect, KEYS, LayoutFile, RankWithin},
    sources::{content_pattern, criterion_pattern, id_shape},
};
use crate::{
    concept::{Concept, Kind, Stage, fold},
    finding::Level,
    settings::{Entry, Mistakes, Scalar, Setting, entries},
    source::TextRange,
};

impl LayoutFile {
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

    /// What a layout that ships says it is given away by, and nothing else of it; a test holds that its patterns can be read.
    pub(super) fn clues(text: &str) -> Vec<Detect> {
        let Ok(table) = DeTable::parse(text) else { return Vec::new() };
        let of_detect = entries(table.get_ref()).into_iter().find(|entry| entry.key == "detect");
        of_detect.and_then(|entry| detects(entry.value, &mut Mistakes::default(), |_| Ok(()))).unwrap_or_default()
    }

    /// Reads the keys of a layout.
    pub fn read(&mut self, entries: Vec<Entry<'_>>, mistakes: &mut Mistakes) {
        for entry in entries {
            let (key, value) = (entry.key, entry.value);
            match key {
                "name" => self.name = mistakes.text(key, value),
                "tool" => self.tool = mistakes.text(key, value),
                "detect" => self.detect = detects(value, mistakes, |text| content_pattern(text).map(drop)),
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
                "order" => self.rank_within = only_key(key, "rank-within", value, mistakes, rank_within),
                "rules" => self.rules = levels(value, mistakes),
                "tool-config" => self.tool_config = only_key(key, "files", value, mistakes, Mistakes::texts),
                "estimate" => self.estimate_words = only_key(key, "words", value, mistakes, words).unwrap_or_default(),
                "writing" => self.writing(value, mistakes),
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
                "shape" => self.id_shape = checked(entry.key, entry.value, mistakes, |text| id_shape(text).map(drop)),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, ["series", "file-name", "shape"]),
            }
        }
    }

    fn writing(&mut self, value: Setting<'_>, mistakes: &mut Mistakes) {
        for entry in mistakes.entries("writing", value).unwrap_or_default() {
            match entry.key {
                "keeps-comments" => self.keeps_comments = mistakes.flag(entry.key, entry.value),
                "new-command" => self.new_command = mistakes.text(entry.key, entry.value),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, ["keeps-comments", "new-command"]),
            }
        }
    }

    fn criteria(&mut self, value: Setting<'_>, mistakes: &mut Mistakes) {
        for entry in mistakes.entries("criteria", value).unwrap_or_default() {
            match entry.key {
                "seen" => self.seen = checked(entry.key, entry.value, mistakes, |text| criterion_pattern(text).map(drop)),
                "prose" => self.prose = mistakes.flag(entry.key, entry.value),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, ["seen", "prose"]),
            }
        }
    }
}

const MODES: [(&str, FrontMatterMode); 5] = [
    ("required", FrontMatterMode::Required),
    ("optional", FrontMatterMode::Optional),
    ("none", FrontMatterMode::None),
    ("marks", FrontMatterMode::Marks),
    ("signs", FrontMatterMode::Signs),
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

fn detects(value: Setting<'_>, mistakes: &mut Mistakes, is_pattern: impl Fn(&str) -> Result<(), String>) -> Option<Vec<Detect>> {
    let mut found = Vec::new();
    for item in mistakes.items("detect", value)? {
        let (mut path, mut base, mut content, mut share) = (None, None, None, None);
        for entry in mistakes.entries("detect", item)? {
            match entry.key {
                "path" => path = mistakes.text(entry.key, entry.value),
                "base" => base = mistakes.text(entry.key, entry.value),
                "content" => content = checked(entry.key, entry.value, mistakes, &is_pattern),
                "share" => share = fraction(entry.key, entry.value, mistakes),
                _ => mistakes.unknown(entry.key_range, "key", entry.key, ["path", "base", "content", "share"]),
            }
        }
        found.extend(path.map(|path| Detect { path, base, content, share }));
    }
    Some(found)
}

/// A text that `check` has nothing against.
fn checked(key: &str, value: Setting<'_>, mistakes: &mut Mistakes, check: impl Fn(&str) -> Result<(), String>) -> Option<String> {
    let text = mistakes.text(key, value)?;
    check(&text).map_err(|reason| mistakes.add(value.range(), reason)).ok().map(|()| text)
}

fn fraction(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Option<f64> {
    let number = match value.scalar() {
        Some(Scalar::Float(number)) => Some(number),
        Some(Scalar::Integer(0)) => Some(0.0),
        Some(Scalar::Integer(1)) => Some(1.0),
        _ => None,
    };
    let found = number.filter(|share| (0.0..=1.0).contains(share));
    if found.is_none() {
        mistakes.add(value.range(), format!("`{key}` takes a number from 0 to 1"));
    }
    found
}

fn rank_within(mistakes: &mut Mistakes, key: &str, value: Setting<'_>) -> Option<RankWithin> {
    one_of(key, value, &[("backlog", RankWithin::Backlog), ("status", RankWithin::Status), ("folder", RankWithin::Folder)], mistakes)
}

/// Rule names to levels; whether there are such rules is for those to say who know them.
fn levels(value: Setting<'_>, mistakes: &mut Mistakes) -> BTreeMap<String, Level> {
    let known = Level::ALL.map(|level| (level.name(), level));
    let entries = mistakes.entries("rules", value).unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|entry| Some((entry.key.to_owned(), word_of("level", entry.key, entry.value, &known, mistakes)?)))
        .collect()
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
