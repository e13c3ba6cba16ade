//! The keys of a layout, as presets and `[layout]` write them.

use super::{
    FieldSource, Globs, PRESETS, Section,
    sources::{content_pattern, criterion_pattern, id_shape},
};
use crate::{
    concept::{Concept, Kind, Stage},
    finding::Level,
    keys::{Key, Names, Shape, TABLE, Words, key},
};

/// What holds without a key of a layout.
pub const PRESET: &str = "as the preset has it";

/// The JSON Schema of text.
pub const STRING: &str = r#"{"type": "string"}"#;
/// Any text.
pub const TEXT: Shape = Shape::Text(|_, _| Ok(()), STRING);
/// Path patterns.
pub const GLOBS: Shape = Shape::Many(&Shape::Text(|_, text| glob(text), STRING));
/// Any names.
pub const WORDS: Shape = Shape::Names(Names::Any);
/// A stage.
pub const A_STAGE: Shape = Shape::Word(Words::new("stage", || Stage::ALL.map(Stage::name).to_vec()));
/// Kinds of stories.
pub const KIND: Words = Words::new("kind", || Kind::ALL.map(Kind::name).to_vec());
/// A kind of story.
pub const A_KIND: Shape = Shape::Word(KIND);
const SECTION: Words = Words::new("section", || Section::ALL.map(|(_, name)| name).to_vec());
const LEVEL: Words = Words::new("level", || Level::ALL.map(Level::name).to_vec());
const NAME: Shape = Shape::Word(Words::new("layout", || PRESETS.map(|(name, _)| name).to_vec()));
const CONTENT: Shape = Shape::Text(|_, text| reason(content_pattern(text)), STRING);
const MODE: Shape = Shape::Word(Words::new("value of `front-matter`", || super::FrontMatterMode::ALL.map(|(name, _)| name).to_vec()));
const PATHS: Shape = Shape::Names(Names::Checked(|_, text| glob(text)));
const FIELDS: Shape = Shape::Names(Names::Of(Words::new("field", || Concept::ALL.map(|(_, name)| name).to_vec())));
const ID_SHAPE: Shape = Shape::Text(|_, text| reason(id_shape(text)), STRING);
const LINE: Shape = Shape::Text(|_, text| reason(criterion_pattern(text)), STRING);
const RANKS: Shape = Shape::Word(Words::new("value of `rank-within`", || super::RankWithin::ALL.map(|(name, _)| name).to_vec()));
const SOURCES: Shape = Shape::Many(&Shape::Text(|_, text| reason(FieldSource::parse(text)), STRING));
const LAYOUT: Shape = Shape::Either(&NAME, &TABLE);
const MARKERS: Shape = Shape::Value(
    |setting| setting.items().len() == 2 && setting.texts().len() == 2,
    "two texts: the comment that begins the section and the one that ends it",
    r#"{"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}"#,
);
const SHARE: Shape = Shape::Value(
    |setting| setting.number().is_some_and(|share| (0.0..=1.0).contains(&share)),
    "a number from 0 to 1",
    r#"{"type": "number", "minimum": 0, "maximum": 1}"#,
);

type Checked = Result<(), (String, Option<String>)>;

fn glob(text: &str) -> Checked {
    Globs::new([text.to_owned()]).map(drop).map_err(|error| (error.to_string(), None))
}

fn reason<T>(read: Result<T, String>) -> Checked {
    read.map(drop).map_err(|reason| (reason, None))
}

/// Every key, in the order in which they are shown.
pub static KEYS: &[Key] = &[
    key("layout", LAYOUT, "Where stories lie and how they are read: the name of a layout, or a table of its keys.", "detected").effect(),
    key("layout.preset", NAME, "The layout that the other keys lie over.", "detected").effect(),
    key("layout.name", TEXT, "What the layout is called in reports.", ""),
    key("layout.tool", TEXT, "The tool that keeps such a backlog, and the version the layout was read from.", ""),
    key("layout.detect", Shape::Tables(&["path"]), "Paths that give the layout away.", "").whole(),
    key("layout.detect[].path", TEXT, "A path pattern; `{base=a,b}` binds `{base}` to the name that is there.", ""),
    key("layout.detect[].base", TEXT, "What `{base}` is where the pattern does not say.", ""),
    key("layout.detect[].content", CONTENT, "A regular expression that the text of such files matches.", "any text"),
    key("layout.detect[].share", SHARE, "The share of these files that must match it.", "one file"),
    key("layout.stories", GLOBS, "Path patterns of stories, relative to the backlog's folder.", PRESET).effect(),
    key("layout.known", GLOBS, "Path patterns of finished work: its ids are known, and it is not judged.", PRESET).effect(),
    key("layout.ignore", GLOBS, "Path patterns of files that are neither; compared without case.", PRESET).effect(),
    key("layout.front-matter", MODE, "Front matter: required, optional, none, or marks (files with it or with an id are stories).", PRESET)
        .effect(),
    key("layout.stage-by-path", PATHS, "Path patterns whose stories have a stage, whatever their status says.", PRESET).whole(),
    key("layout.stage-by-path.*", A_STAGE, "The stage of the stories there.", ""),
    key("layout.fields", FIELDS, "Where each field is read from; the first source that says something counts.", PRESET).effect(),
    key("layout.fields.*", SOURCES, "Its sources: field:KEY, h1, h1:REGEX, label:NAME, section:NAME, path:REGEX or tool:KEY.", ""),
    key("layout.ids", TABLE, "How ids and file names hang together.", PRESET),
    key("layout.ids.series", Shape::List(&Shape::Many(&TEXT)), "Prefixes of ids that count as one series.", PRESET),
    key("layout.ids.file-name", TEXT, "How a file is named after its story: \"{id} - {slug}\".", PRESET),
    key("layout.ids.shape", ID_SHAPE, "What an id looks like, as a regular expression, where it is not letters and a number.", PRESET),
    key("layout.sections", Shape::Names(Names::Of(SECTION)), "The headings of each known section.", PRESET),
    key("layout.sections.*", Shape::Many(&TEXT), "Its headings, as people write them.", ""),
    key("layout.markers", Shape::Names(Names::Of(SECTION)), "The comments that begin and end a section.", PRESET),
    key("layout.markers.*", MARKERS, "Two comments: the begin and the end.", ""),
    key("layout.criteria", TABLE, "How acceptance criteria are written.", PRESET),
    key("layout.criteria.seen", LINE, "The lines that the layout's own tool takes for criteria, as a regular expression.", PRESET),
    key("layout.criteria.prose", Shape::Flag, "Whether a paragraph may be a criterion.", "false"),
    key("layout.stages", WORDS, "What the layout's status words mean.", PRESET).effect(),
    key("layout.stages.*", A_STAGE, "The stage a status word means.", ""),
    key("layout.kinds", WORDS, "What the layout's kind words mean.", PRESET).effect(),
    key("layout.kinds.*", A_KIND, "The kind a word means.", ""),
    key("layout.statuses", TABLE, "Where the tool keeps its own list of status words.", PRESET),
    key("layout.statuses.from", TEXT, "\"{config:KEY}\" reads it from the tool's own configuration.", PRESET),
    key("layout.tool-config", TABLE, "The tool's own configuration.", PRESET),
    key("layout.tool-config.files", Shape::Many(&TEXT), "Where it may lie; the first that is there is read.", PRESET),
    key("layout.estimate", TABLE, "How the layout's tool writes sizes.", PRESET),
    key("layout.estimate.words", WORDS, "What the tool's words for sizes mean, such as small = \"S\".", PRESET),
    key("layout.estimate.words.*", TEXT, "A size.", ""),
    key("layout.writing", TABLE, "How the layout's tool writes stories.", PRESET),
    key("layout.writing.keeps-comments", Shape::Flag, "Whether the tool keeps comments; else suppressions become acceptances.", "true"),
    key("layout.writing.new-command", TEXT, "The command by which the tool itself makes a story; `backlint new` names it.", PRESET),
    key("layout.order", TABLE, "What the layout's ranks mean.", PRESET),
    key("layout.order.rank-within", RANKS, "Which stories a rank is compared between: backlog, status or folder.", "backlog"),
    key("layout.rules", WORDS, "Levels the layout gives to rules; `[rules]` says otherwise.", PRESET).effect(),
    key("layout.rules.*", Shape::Word(LEVEL), "A level for every stage that the rule speaks at.", ""),
];
