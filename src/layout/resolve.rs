//! A layout as written, made the layout of one backlog: variables filled in, patterns compiled.

use std::collections::{BTreeMap, HashMap};

use super::{
    FieldSource, FrontMatterMode, Globs, Layout, RankWithin, Section, key_hash, normalise,
    sources::{criterion_pattern, id_shape},
};
use crate::{
    concept::{Concept, Kind, Stage, fold},
    finding::Level,
    settings::{Setting, Table},
    source::RepoPath,
};

/// What a layout's text may refer to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Variables {
    /// `{base}`: the folder the tool keeps its files in.
    pub base: Option<String>,
    /// `{config:KEY}`: the tool's own configuration; a single value is a list of one.
    pub config: BTreeMap<String, Vec<String>>,
    /// The file the configuration was read from.
    pub config_file: Option<RepoPath>,
}

impl Variables {
    /// `text` with every variable filled in, `{config:KEY=ELSE}` by `ELSE` where the tool says nothing; `None` if it holds one without a value.
    pub(super) fn fill(&self, text: &str) -> Option<String> {
        let mut text = text.to_owned();
        if text.contains("{base}") {
            text = text.replace("{base}", self.base.as_deref()?);
        }
        let mut filled = String::new();
        let mut rest = text.as_str();
        // What a variable stands for is not looked at again: it is the tool's, and may hold anything.
        while let Some((before, after)) = rest.split_once("{config:") {
            let (name, after) = after.split_once('}')?;
            let (key, otherwise) = name.split_once('=').map_or((name, None), |(key, otherwise)| (key, Some(otherwise)));
            let value = match (self.config.get(key).map(Vec::as_slice), otherwise) {
                (Some([value]), _) => value,
                (None, Some(otherwise)) => otherwise,
                _ => return None,
            };
            filled.push_str(before);
            // A folder is written in many ways.
            filled.push_str(value.trim_start_matches("./").trim_end_matches('/'));
            rest = after;
        }
        filled.push_str(rest);
        Some(filled)
    }

    /// The same, with the status words that `other` has for `layout`.
    #[must_use]
    pub fn with_words_of(&self, other: &Self, layout: &Table) -> Self {
        let key = layout.text("statuses.from").and_then(config_key);
        let mut own = self.clone();
        if let Some((key, words)) = key.and_then(|key| Some((key, other.config.get(key)?))) {
            own.config.insert(key.to_owned(), words.clone());
        }
        own
    }

    pub(super) fn fill_all(&self, texts: &[String]) -> Vec<String> {
        texts.iter().filter_map(|text| self.fill(text)).collect()
    }

    /// The whole list `{config:KEY}` stands for.
    fn list(&self, text: &str) -> Vec<String> {
        config_key(text).and_then(|key| self.config.get(key)).cloned().unwrap_or_default()
    }
}

/// The key in `{config:KEY}`.
fn config_key(text: &str) -> Option<&str> {
    text.strip_prefix("{config:")?.strip_suffix('}')
}

/// The keys that say where stories lie.
const PLACES: [&str; 6] = ["stories", "known", "ignore", "front-matter", "detect", "tool-config"];

/// The layout `written`, with stories lying where `other` has them.
pub fn placed_as(written: &Table, other: &Table) -> Table {
    let is_place = |(name, _): &&(String, Setting)| PLACES.contains(&name.as_str());
    let own = written.0.iter().filter(|entry| !is_place(entry));
    Table(own.chain(other.0.iter().filter(is_place)).cloned().collect())
}

/// Whether two layouts as written have stories in the same places.
pub fn places_like(one: &Table, other: &Table) -> bool {
    PLACES[..4].iter().all(|key| one.get(key) == other.get(key))
}

/// The status words that the table at a path gives a stage, folded.
pub fn stages(settings: &Table, path: &str) -> impl Iterator<Item = (String, Stage)> {
    settings.named_texts(path).filter_map(|(word, stage)| Some((fold(word), Stage::named(stage)?)))
}

/// The words that the table at a path gives a kind, folded.
pub fn kinds(settings: &Table, path: &str) -> impl Iterator<Item = (String, Kind)> {
    let kind = |name: &str| Kind::ALL.into_iter().find(|kind| kind.name() == name);
    settings.named_texts(path).filter_map(move |(word, name)| Some((fold(word), kind(name)?)))
}

impl Layout {
    /// The layout `written` with these variables. Patterns were checked when they were read; one that a variable has broken is an error.
    pub fn resolve(written: &Table, variables: &Variables) -> Result<Self, super::GlobError> {
        let globs = |key: &str| Globs::new(variables.fill_all(&written.texts(key)));
        let text = |path: &str| written.text(path).map(str::to_owned);
        let mut stage_by_path = Vec::new();
        for (pattern, stage) in written.named_texts("stage-by-path") {
            if let Some((pattern, stage)) = variables.fill(pattern).zip(Stage::named(stage)) {
                stage_by_path.push((Globs::new([pattern])?, stage));
            }
        }
        let series = written.items("ids.series").map(|names| variables.fill_all(&names.texts()));
        let concept = |name: &str| Concept::ALL.iter().find(|(_, own)| *own == name).map(|(concept, _)| *concept);
        let sources = |setting: &Setting| setting.texts().iter().filter_map(|source| FieldSource::parse(source).ok()).collect();
        let fields = written.entries("fields").iter().filter_map(|(name, setting)| Some((concept(name)?, sources(setting))));
        let fields: BTreeMap<Concept, Vec<FieldSource>> = fields.collect();
        let by_section = |key: &str| -> Vec<(Section, Vec<String>)> {
            written.entries(key).iter().filter_map(|(name, setting)| Some((Section::named(name)?, setting.texts()))).collect()
        };
        let sections = BTreeMap::from_iter(by_section("sections"));
        let spelled = |(section, spellings): (&Section, &Vec<String>)| {
            spellings.iter().map(|spelling| (normalise(spelling), *section)).collect::<Vec<_>>()
        };
        let headings: HashMap<_, _> = sections.iter().flat_map(spelled).collect();
        let markers = by_section("markers")
            .into_iter()
            .filter_map(|(section, texts)| Some((section, (texts.first()?.clone(), texts.get(1)?.clone()))));
        let keys = fields.values().flatten().filter_map(|source| match source {
            FieldSource::Key(key) => key.split('.').next(),
            _ => None,
        });
        Ok(Layout {
            keys: keys.map(key_hash).collect(),
            stories: globs("stories")?,
            known: globs("known")?,
            ignore: Globs::without_case(variables.fill_all(&written.texts("ignore")))?,
            name: text("name").unwrap_or_default(),
            front_matter: named(written, "front-matter", &FrontMatterMode::ALL),
            stage_by_path,
            series: series.map(|names| names.into_iter().map(|name| name.to_lowercase()).collect()).collect(),
            file_name: text("ids.file-name"),
            markers: markers.collect(),
            seen: written.text("criteria.seen").and_then(|pattern| criterion_pattern(pattern).ok()),
            prose: written.flag("criteria.prose").unwrap_or_default(),
            stages: stages(written, "stages").collect(),
            kinds: kinds(written, "kinds").collect(),
            statuses: written.text("statuses.from").map(|from| variables.list(from)).unwrap_or_default(),
            tool_config: variables.config_file.clone(),
            estimate_words: written.named_texts("estimate.words").map(|(word, size)| (fold(word), size.to_owned())).collect(),
            keeps_comments: written.flag("writing.keeps-comments").unwrap_or(true),
            new_command: text("writing.new-command"),
            id_shape: written.text("ids.shape").and_then(|pattern| id_shape(pattern).ok()),
            rank_within: named(written, "order.rank-within", &RankWithin::ALL),
            rules: written.named_texts("rules").filter_map(|(rule, level)| Some((rule.to_owned(), Level::named(level)?))).collect(),
            tool_values: variables.config.iter().filter_map(|(key, values)| Some((key.clone(), values.first()?.clone()))).collect(),
            fields,
            sections,
            headings,
        })
    }
}

/// The value of the word at a path; the default without one.
fn named<T: Copy + Default>(written: &Table, path: &str, known: &[(&str, T)]) -> T {
    let word = written.text(path);
    known.iter().find(|(name, _)| Some(*name) == word).map(|(_, value)| *value).unwrap_or_default()
}
