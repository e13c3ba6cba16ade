//! Layouts: where stories lie and how their fields and sections are named. A layout is data; this is its grammar, resolved for one backlog.

mod detect;
mod globs;
mod keys;
mod presets;
mod resolve;
mod section;
mod sources;

use std::collections::{BTreeMap, HashMap};

pub use detect::{Clue, Detected, TOOL_CONFIG_BYTES, detect, detect_tools, tool_anchors};
pub use globs::{GlobError, Globs};
pub use keys::{A_KIND, A_STAGE, GLOBS, KEYS, KIND, PRESET, STRING, TEXT, WORDS};
pub use presets::{PRESETS, over_preset, preset};
pub use resolve::{Variables, kinds, placed_as, places_like, stages};
pub use section::normalise;
pub use sources::FieldSource;

pub use crate::concept::Section;

use regex::Regex;

use crate::{
    concept::{
        Concept, Kind, Stage, fold,
        id::is_id_shaped,
        vocabulary::{self, FolderName},
    },
    finding::Level,
    source::RepoPath,
    text::fnv::{HASH_OF_NOTHING, Hashes, step},
};

/// Whether a story needs front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FrontMatterMode {
    /// A file without it is a finding.
    Required,
    /// It may have it.
    #[default]
    Optional,
    /// It never has it.
    None,
    /// Only files with front matter, an id-shaped name or a field of an item are stories.
    Marks,
    /// Only files that bear a sign of an item are stories, whatever else lies beside them.
    Signs,
}

impl FrontMatterMode {
    /// Every mode with its name in layout files.
    pub const ALL: [(&'static str, FrontMatterMode); 5] = [
        ("required", FrontMatterMode::Required),
        ("optional", FrontMatterMode::Optional),
        ("none", FrontMatterMode::None),
        ("marks", FrontMatterMode::Marks),
        ("signs", FrontMatterMode::Signs),
    ];
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

impl RankWithin {
    /// Every value with its name in layout files.
    pub const ALL: [(&'static str, RankWithin); 3] =
        [("backlog", RankWithin::Backlog), ("status", RankWithin::Status), ("folder", RankWithin::Folder)];
}

/// What a path is to a backlog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A story, linted.
    Story,
    /// Parsed for its id; only the rules about files apply.
    Known,
    /// It lies where stories do and is none, for this reason.
    Skipped(&'static str),
    /// Nothing.
    Elsewhere,
}

/// How many bytes of `folder` the fixed start of a pattern takes: the segments before the first with a sign, one with alternatives too.
fn fixed_start(pattern: &str, folder: &str) -> usize {
    let mut taken = 0;
    let mut segments = folder.split('/');
    for part in split_pattern(pattern) {
        if part.contains(['*', '?', '[']) {
            break;
        }
        let count = if part.contains('{') {
            alternative(part, &folder[taken..])
        } else {
            Some(1).filter(|_| folder[taken..].trim_start_matches('/').split('/').next() == Some(part))
        };
        let Some(count) = count else { return 0 };
        for _ in 0..count {
            taken += segments.next().map_or(0, str::len) + usize::from(taken > 0);
        }
        if taken >= folder.len() {
            return folder.len();
        }
    }
    taken
}

/// The segments of a pattern; a slash within braces divides none.
fn split_pattern(pattern: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in pattern.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                parts.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    parts
}

/// How many segments of `folder` the alternative that it begins with has: `{a,b/c}`.
fn alternative(part: &str, folder: &str) -> Option<usize> {
    let folder = folder.trim_start_matches('/');
    let inner = part.strip_prefix('{')?.strip_suffix('}')?;
    let begins = |choice: &&str| folder.strip_prefix(*choice).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    inner.split(',').filter(begins).map(|choice| choice.split('/').count()).max()
}

/// A path with its extension as patterns write it: `.MD` and `.markdown` are `.md`.
fn as_md(path: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let ends = |ending: &[u8]| path.len() > ending.len() && path[path.len() - ending.len()..].eq_ignore_ascii_case(ending);
    match [&b".markdown"[..], b".md"].into_iter().find(|ending| ends(ending)) {
        Some(ending) if !path.ends_with(b".md") => [&path[..path.len() - ending.len()], b".md"].concat().into(),
        _ => path.into(),
    }
}

/// A folder that its name hides; git's own names are told as names that cannot be checked out.
fn is_hidden_folder(name: &str) -> bool {
    name.starts_with('.') && !matches!(name, "." | "..") && !name.eq_ignore_ascii_case(".git")
}

/// Files of editors and systems, and what lies in a trash folder.
fn is_hidden(path: &[u8]) -> bool {
    let name = &path[memchr::memrchr(b'/', path).map_or(0, |at| at + 1)..];
    let folders = path[..path.len() - name.len()].split(|byte| *byte == b'/');
    let is_trash = |folder: &[u8]| [&b".trash"[..], b".obsidian", b"node_modules", b".Trash"].contains(&folder);
    name.starts_with(b".") || name.starts_with(b"~$") || folders.into_iter().any(is_trash)
}

/// A layout resolved for one backlog: variables filled in, the user's own keys laid over the preset's.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The preset's name.
    pub name: String,
    /// Paths of stories, relative to the backlog's root.
    pub stories: Globs,
    /// Paths of known files.
    pub known: Globs,
    /// Paths that are neither; names compared without case.
    pub ignore: Globs,
    /// Whether a story needs front matter.
    pub front_matter: FrontMatterMode,
    /// Folders that beat the status word.
    pub stage_by_path: Vec<(Globs, Stage)>,
    /// Concept to sources; the first that yields a value wins.
    pub fields: BTreeMap<Concept, Vec<FieldSource>>,
    /// Prefixes that count as one series for inexact references, lower case.
    pub series: Vec<Vec<String>>,
    /// How ids and file names hang together: `{id} - {slug}`.
    pub file_name: Option<String>,
    /// Heading spellings per section, as written.
    pub sections: BTreeMap<Section, Vec<String>>,
    /// HTML comments that bound a section: begin and end.
    pub markers: BTreeMap<Section, (String, String)>,
    /// The lines the layout's own tool takes for criteria.
    pub seen: Option<Regex>,
    /// Whether a paragraph may be a criterion.
    pub prose: bool,
    /// Status words on top of those every layout knows, folded.
    pub stages: BTreeMap<String, Stage>,
    /// Kind words on top of those every layout knows, folded.
    pub kinds: BTreeMap<String, Kind>,
    /// The tool's own list of status words, as its config writes them.
    pub statuses: Vec<String>,
    /// The file that list was read from.
    pub tool_config: Option<RepoPath>,
    /// Estimate words of the tool, folded, to what they mean.
    pub estimate_words: BTreeMap<String, String>,
    /// Whether the tool keeps comments it did not write.
    pub keeps_comments: bool,
    /// The command by which the tool itself makes a story, and hands out its id.
    pub new_command: Option<String>,
    /// What an id looks like, where it is not letters and a number.
    pub id_shape: Option<Regex>,
    /// Which stories a rank can be compared between.
    pub rank_within: RankWithin,
    /// What the layout changes in the default levels of rules.
    pub rules: BTreeMap<String, Level>,
    /// What the tool's own file says, by dotted keys.
    tool_values: BTreeMap<String, String>,
    /// Normalised heading to section.
    headings: HashMap<String, Section>,
    /// The hash of each key at the top of front matter that is read, or below which something is.
    keys: Hashes,
}

/// The hash of a key as keys are compared: without case, `-` and `_` alike.
fn key_hash(key: &str) -> u64 {
    key.bytes().fold(HASH_OF_NOTHING, |hash, byte| step(hash, if byte == b'-' { b'_' } else { byte.to_ascii_lowercase() }))
}

impl Layout {
    /// What `path`, relative to the backlog's root, is.
    pub fn place(&self, path: &[u8]) -> Place {
        if let Some(stem) = path.strip_suffix(b"x").filter(|stem| as_md(stem).ends_with(b".md")) {
            let is_ours = matches!(self.place(stem), Place::Story | Place::Known);
            return if is_ours { Place::Skipped("its name ends in `.mdx`, not in `.md`") } else { Place::Elsewhere };
        }
        let path = &*as_md(path);
        let is_known = self.known.is_match(path);
        if !is_known && !self.stories.is_match(path) {
            return Place::Elsewhere;
        }
        match () {
            () if is_hidden(path) => Place::Skipped("a hidden file"),
            () if self.ignore.is_match(path) => Place::Skipped("left out by a pattern of `ignore`"),
            () if is_known || self.finished_folder(path).is_some() => Place::Known,
            () if self
                .folders_below_pattern(path)
                .is_some_and(|folders| folders.split('/').any(|name| name.starts_with('_') || is_hidden_folder(name))) =>
            {
                Place::Skipped("a folder for internal use")
            }
            () => Place::Story,
        }
    }

    /// The stage that a folder of finished work gives: one named `done` or `archive`, below the start of a pattern.
    fn finished_folder(&self, path: &[u8]) -> Option<Stage> {
        let folders = self.folders_below_pattern(path)?;
        folders.split('/').find_map(|name| match vocabulary::folder(name)? {
            FolderName::Done => Some(Stage::Done),
            FolderName::Archive => Some(Stage::Dropped),
            FolderName::Backlog => None,
        })
    }

    /// The stage that the name of a folder gives a file that states none: `in-progress/`.
    pub fn stage_of_folder(&self, path: &[u8]) -> Option<Stage> {
        let folders = self.folders_below_pattern(path)?;
        folders.rsplit('/').find_map(|name| self.stage_of(name))
    }

    /// The folders of `path` below the fixed start of the pattern that it matches; nothing where there are none.
    fn folders_below_pattern<'p>(&self, path: &'p [u8]) -> Option<&'p str> {
        let folder = std::str::from_utf8(&path[..memchr::memrchr(b'/', path)?]).ok()?;
        let start = self.stories.patterns().iter().chain(self.known.patterns()).map(|pattern| fixed_start(pattern, folder)).max()?;
        folder.get(start..).map(|rest| rest.trim_start_matches('/')).filter(|rest| !rest.is_empty())
    }

    /// Whether `text` looks like an id here rather than a name.
    pub fn is_id(&self, text: &str) -> bool {
        self.id_shape.as_ref().map_or_else(|| is_id_shaped(text), |shape| shape.is_match(text.trim()))
    }

    /// Whether the layout keeps this concept anywhere.
    pub fn maps(&self, concept: Concept) -> bool {
        self.fields.get(&concept).is_some_and(|sources| !sources.is_empty())
    }

    /// Where the layout keeps a concept, best source first.
    pub fn sources(&self, concept: Concept) -> &[FieldSource] {
        self.fields.get(&concept).map_or(&[], Vec::as_slice)
    }

    /// What people write before the colon for a concept: its front-matter key, else its label, else its own name.
    pub fn key(&self, concept: Concept) -> &str {
        let label = || {
            self.sources(concept).iter().find_map(|source| match source {
                FieldSource::Label { written, .. } => Some(written.as_str()),
                _ => None,
            })
        };
        self.keys(concept).next().or_else(label).unwrap_or(concept.name())
    }

    /// Every front-matter key of a concept, best first.
    pub fn keys(&self, concept: Concept) -> impl Iterator<Item = &str> + Clone {
        self.sources(concept).iter().filter_map(|source| match source {
            FieldSource::Key(key) => Some(key.as_str()),
            _ => None,
        })
    }

    /// Whether a key at the top of front matter is read, or something below it.
    pub fn reads(&self, key: &str) -> bool {
        self.keys.contains(&key_hash(key))
    }

    /// The heading people write for a section.
    pub fn heading(&self, section: Section) -> &str {
        self.sections.get(&section).and_then(|spellings| spellings.first()).map_or(section.name(), String::as_str)
    }

    /// The section that a heading opens: by the layout's own spellings, else by the words of any language.
    pub fn section(&self, heading: &str) -> Option<Section> {
        self.section_of(&normalise(heading)).or_else(|| section::by_words(heading))
    }

    /// Whether a heading of level 1 is that of a section rather than a title: its words are those of one and no more.
    /// Only beside other headings of that level can it be one by its words alone.
    pub fn opens_section(&self, heading: &str, is_only: bool) -> bool {
        let name = normalise(heading);
        self.section_of(&name).is_some() || (!is_only && vocabulary::section(&name).is_some())
    }

    /// The section that a layout's own spellings give a heading, normalised.
    pub fn section_of(&self, normalised: &str) -> Option<Section> {
        self.headings.get(normalised).copied()
    }

    /// What the tool's own file says under `key` about the file with this stem, or about this id.
    pub fn tool_value(&self, key: &str, stem: &str, id: Option<&str>) -> Option<&str> {
        if let Some(said) = self.tool_values.get(&format!("{key}.{stem}")) {
            return Some(said);
        }
        let of_id = |id: &str| {
            let start = format!("{key}.{id}-");
            let mut said = self.tool_values.range(start.clone()..).take_while(|(key, _)| key.starts_with(&start));
            said.next().filter(|_| said.next().is_none()).map(|(_, said)| said.as_str())
        };
        id.and_then(|id| of_id(id).or_else(|| of_id(&id.replace('.', "-"))))
    }

    /// What a status word means: the layout's and the team's words first, then those every layout knows.
    pub fn stage_of(&self, word: &str) -> Option<Stage> {
        let known = |word: &str| {
            let folded = fold(word);
            self.stages.get(&folded).copied().or_else(|| Stage::of_word(&folded))
        };
        // `Done - merged on Friday`: what follows a dash is a remark.
        known(word).or_else(|| [" - ", " – ", " — "].into_iter().find_map(|dash| known(word.split_once(dash)?.0)))
    }

    /// Whether the tool's own config allows this status word.
    pub fn allows_status(&self, word: &str) -> bool {
        let folded = fold(word);
        self.statuses.iter().any(|status| fold(status) == folded)
    }

    /// What a kind word means.
    pub fn kind_of(&self, word: &str) -> Option<Kind> {
        let folded = fold(word);
        self.kinds.get(&folded).copied().or_else(|| Kind::of_word(&folded))
    }

    /// The stage the folder of `path` gives, if one does.
    pub fn stage_of_path(&self, path: &[u8]) -> Option<Stage> {
        let path = &*as_md(path);
        let by_pattern = self.stage_by_path.iter().find(|(globs, _)| globs.is_match(path)).map(|(_, stage)| *stage);
        by_pattern.or_else(|| self.finished_folder(path))
    }
}
