//! A layout as written, made the layout of one backlog: variables filled in, patterns compiled.

use std::collections::{BTreeMap, HashMap};

use super::{
    FieldSource, Globs, Layout, LayoutFile, key_hash, normalise,
    sources::{criterion_pattern, id_shape},
};
use crate::source::RepoPath;

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
    pub fn with_words_of(&self, other: &Self, layout: &LayoutFile) -> Self {
        let key = layout.statuses_from.as_deref().and_then(config_key);
        let mut own = self.clone();
        if let Some((key, words)) = key.and_then(|key| Some((key, other.config.get(key)?))) {
            own.config.insert(key.to_owned(), words.clone());
        }
        own
    }

    fn fill_all(&self, texts: &[String]) -> Vec<String> {
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

impl LayoutFile {
    /// The layout with these variables. Patterns were checked when they were read; one that a variable has broken is an error.
    pub fn resolve(self, variables: &Variables) -> Result<Layout, super::GlobError> {
        let globs = |patterns: &Option<Vec<String>>| Globs::new(variables.fill_all(patterns.as_deref().unwrap_or_default()));
        let mut stage_by_path = Vec::new();
        for (pattern, stage) in self.stage_by_path.iter().flatten() {
            if let Some(pattern) = variables.fill(pattern) {
                stage_by_path.push((Globs::new([pattern])?, *stage));
            }
        }
        let series = self.series.iter().flatten();
        let series = series.map(|names| variables.fill_all(names).into_iter().map(|name| name.to_lowercase()).collect()).collect();
        let spelled =
            |(section, spellings): (&_, &Vec<String>)| spellings.iter().map(|spelling| (normalise(spelling), *section)).collect::<Vec<_>>();
        let headings: HashMap<_, _> = self.sections.iter().flat_map(spelled).collect();
        let keys = self.fields.values().flatten().filter_map(|source| match source {
            FieldSource::Key(key) => key.split('.').next(),
            _ => None,
        });
        Ok(Layout {
            keys: keys.map(key_hash).collect(),
            stories: globs(&self.stories)?,
            known: globs(&self.known)?,
            ignore: Globs::without_case(variables.fill_all(self.ignore.as_deref().unwrap_or_default()))?,
            name: self.name.unwrap_or_default(),
            front_matter: self.front_matter.unwrap_or_default(),
            stage_by_path,
            fields: self.fields,
            series,
            file_name: self.file_name,
            sections: self.sections,
            markers: self.markers,
            seen: self.seen.as_deref().and_then(|pattern| criterion_pattern(pattern).ok()),
            prose: self.prose.unwrap_or_default(),
            stages: self.stages,
            kinds: self.kinds,
            statuses: self.statuses_from.map(|from| variables.list(&from)).unwrap_or_default(),
            tool_config: variables.config_file.clone(),
            estimate_words: self.estimate_words,
            keeps_comments: self.keeps_comments.unwrap_or(true),
            new_command: self.new_command,
            id_shape: self.id_shape.as_deref().and_then(|pattern| id_shape(pattern).ok()),
            rank_within: self.rank_within.unwrap_or_default(),
            rules: self.rules,
            tool_values: variables.config.iter().filter_map(|(key, values)| Some((key.clone(), values.first()?.clone()))).collect(),
            headings,
        })
    }
}
