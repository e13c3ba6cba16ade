//! A layout as written: a preset's file, or the user's own keys under `[layout]`. Everything is optional, so that one can lie over another.

use std::collections::BTreeMap;

use super::{FieldSource, FrontMatterMode, Section};
use crate::{
    concept::{Concept, Kind, Stage},
    finding::Level,
};

/// A path that gives a layout away.
#[derive(Debug, Clone, PartialEq)]
pub struct Detect {
    /// A path pattern; `{base=a,b}` binds `{base}` to the name that is there.
    pub path: String,
    /// What `{base}` is where the pattern does not say.
    pub base: Option<String>,
    /// A pattern that the text of such files matches, where a path alone cannot tell.
    pub content: Option<String>,
    /// The share of these files that must match it, from 0 to 1; one file is enough where nothing is said.
    pub share: Option<f64>,
}

/// Which stories a rank can be compared between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RankWithin {
    /// All of them.
    #[default]
    Backlog,
    /// Those with the same status word.
    Status,
    /// Those in the same folder.
    Folder,
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
    /// The command by which the tool itself makes a story, and hands out its id.
    pub new_command: Option<String>,
    /// What an id looks like, where it is not letters and a number.
    pub id_shape: Option<String>,
    /// Which stories a rank can be compared between.
    pub rank_within: Option<RankWithin>,
    /// What the layout changes in the default levels of rules, for every stage a rule speaks at.
    pub rules: BTreeMap<String, Level>,
}

/// Every key of a layout.
pub const KEYS: [&str; 21] = [
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
    "order",
    "rules",
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
            new_command: self.new_command.or(below.new_command),
            id_shape: self.id_shape.or(below.id_shape),
            rank_within: self.rank_within.or(below.rank_within),
            rules: merged(below.rules, self.rules),
        }
    }
}

fn merged<K: Ord, V>(mut below: BTreeMap<K, V>, above: BTreeMap<K, V>) -> BTreeMap<K, V> {
    below.extend(above);
    below
}
