//! The keys of a layout, as presets and `[layout]` write them.

use super::{
    FieldSource, Globs, PRESETS, Section,
    sources::{content_pattern, criterion_pattern, id_shape},
};
use crate::{
    concept::{Concept, Kind, Stage},
    finding::Level,
    keys::{Key, Merge, Names, Shape, Weaker, Words},
};

/// What holds without a key of a layout.
pub const PRESET: &str = "as the preset has it";

/// The JSON Schema of text.
pub const STRING: &str = r#"{"type": "string"}"#;
/// Any text.
pub const TEXT: Shape = Shape::Text(|_, _| Ok(()), STRING);
/// Path patterns.
pub const GLOBS: Shape = Shape::Many(&Shape::Text(|_, text| glob(text), STRING));
/// A stage.
pub const STAGE: Words = Words::new("stage", || Stage::ALL.map(Stage::name).to_vec());
/// A kind of story.
pub const KIND: Words = Words::new("kind", || Kind::ALL.map(Kind::name).to_vec());
const SECTION: Words = Words::new("section", || Section::ALL.map(|(_, name)| name).to_vec());
const LEVEL: Words = Words::new("level", || Level::ALL.map(Level::name).to_vec());
const NAME: Shape = Shape::Word(Words::new("layout", || PRESETS.map(|(name, _)| name).to_vec()));
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
    Key::new(
        "layout",
        Shape::Either(&NAME, &Shape::Table("key")),
        "Where stories lie and how they are read: the name of a layout, or a table of its keys.",
        "detected",
    )
    .weaker(Weaker::Effect),
    Key::new("layout.preset", NAME, "The layout that the other keys lie over.", "detected").weaker(Weaker::Effect),
    Key::new("layout.name", TEXT, "What the layout is called in reports.", ""),
    Key::new("layout.tool", TEXT, "The tool that keeps such a backlog, and the version the layout was read from.", ""),
    Key::new("layout.detect", Shape::Tables(&["path"]), "Paths that give the layout away.", "").merged(Merge::Whole),
    Key::new("layout.detect[].path", TEXT, "A path pattern; `{base=a,b}` binds `{base}` to the name that is there.", ""),
    Key::new("layout.detect[].base", TEXT, "What `{base}` is where the pattern does not say.", ""),
    Key::new(
        "layout.detect[].content",
        Shape::Text(|_, text| reason(content_pattern(text)), STRING),
        "A regular expression that the text of such files matches.",
        "any text",
    ),
    Key::new("layout.detect[].share", SHARE, "The share of these files that must match it.", "one file"),
    Key::new("layout.stories", GLOBS, "Path patterns of stories, relative to the backlog's folder.", PRESET).weaker(Weaker::Effect),
    Key::new("layout.known", GLOBS, "Path patterns of finished work: its ids are known, and it is not judged.", PRESET)
        .weaker(Weaker::Effect),
    Key::new("layout.ignore", GLOBS, "Path patterns of files that are neither; compared without case.", PRESET).weaker(Weaker::Effect),
    Key::new(
        "layout.front-matter",
        Shape::Word(Words::new("value of `front-matter`", || super::FrontMatterMode::ALL.map(|(name, _)| name).to_vec())),
        "Whether a story needs front matter: required, optional, none, or marks (only files with front matter or an id are stories).",
        PRESET,
    )
    .weaker(Weaker::Effect),
    Key::new(
        "layout.stage-by-path",
        Shape::Names(Names::Checked(|_, text| glob(text))),
        "Path patterns whose stories have a stage, whatever their status says.",
        PRESET,
    )
    .merged(Merge::Whole),
    Key::new("layout.stage-by-path.*", Shape::Word(STAGE), "The stage of the stories there.", ""),
    Key::new(
        "layout.fields",
        Shape::Names(Names::Of(Words::new("field", || Concept::ALL.map(|(_, name)| name).to_vec()))),
        "Where each field is read from: field:KEY, h1, h1:REGEX, label:NAME, section:NAME, path:REGEX or tool:KEY; the first that says something counts.",
        PRESET,
    )
    .weaker(Weaker::Effect),
    Key::new("layout.fields.*", Shape::Many(&Shape::Text(|_, text| reason(FieldSource::parse(text)), STRING)), "Its sources, best first.", ""),
    Key::new("layout.ids", Shape::Table("key"), "How ids and file names hang together.", PRESET),
    Key::new("layout.ids.series", Shape::List(&Shape::Many(&TEXT)), "Prefixes of ids that count as one series.", PRESET),
    Key::new("layout.ids.file-name", TEXT, "How a file is named after its story: \"{id} - {slug}\".", PRESET),
    Key::new(
        "layout.ids.shape",
        Shape::Text(|_, text| reason(id_shape(text)), STRING),
        "What an id looks like, as a regular expression, where it is not letters and a number.",
        PRESET,
    ),
    Key::new("layout.sections", Shape::Names(Names::Of(SECTION)), "The headings of each known section.", PRESET),
    Key::new("layout.sections.*", Shape::Many(&TEXT), "Its headings, as people write them.", ""),
    Key::new("layout.markers", Shape::Names(Names::Of(SECTION)), "The comments that begin and end a section.", PRESET),
    Key::new("layout.markers.*", MARKERS, "Two comments: the begin and the end.", ""),
    Key::new("layout.criteria", Shape::Table("key"), "How acceptance criteria are written.", PRESET),
    Key::new(
        "layout.criteria.seen",
        Shape::Text(|_, text| reason(criterion_pattern(text)), STRING),
        "The lines that the layout's own tool takes for criteria, as a regular expression.",
        PRESET,
    ),
    Key::new("layout.criteria.prose", Shape::Flag, "Whether a paragraph may be a criterion.", "false"),
    Key::new("layout.stages", Shape::Names(Names::Any), "What the layout's status words mean.", PRESET).weaker(Weaker::Effect),
    Key::new("layout.stages.*", Shape::Word(STAGE), "The stage a status word means.", ""),
    Key::new("layout.kinds", Shape::Names(Names::Any), "What the layout's kind words mean.", PRESET).weaker(Weaker::Effect),
    Key::new("layout.kinds.*", Shape::Word(KIND), "The kind a word means.", ""),
    Key::new("layout.statuses", Shape::Table("key"), "Where the tool keeps its own list of status words.", PRESET),
    Key::new("layout.statuses.from", TEXT, "\"{config:KEY}\" reads it from the tool's own configuration.", PRESET),
    Key::new("layout.tool-config", Shape::Table("key"), "The tool's own configuration.", PRESET),
    Key::new("layout.tool-config.files", Shape::Many(&TEXT), "Where it may lie; the first that is there is read.", PRESET),
    Key::new("layout.estimate", Shape::Table("key"), "How the layout's tool writes sizes.", PRESET),
    Key::new("layout.estimate.words", Shape::Names(Names::Any), "What the tool's words for sizes mean, such as small = \"S\".", PRESET),
    Key::new("layout.estimate.words.*", TEXT, "A size.", ""),
    Key::new("layout.writing", Shape::Table("key"), "How the layout's tool writes stories.", PRESET),
    Key::new(
        "layout.writing.keeps-comments",
        Shape::Flag,
        "Whether the tool keeps comments; if not, suppressions are written as acceptances.",
        "true",
    ),
    Key::new("layout.writing.new-command", TEXT, "The command by which the tool itself makes a story; `backlint new` names it.", PRESET),
    Key::new("layout.order", Shape::Table("key"), "What the layout's ranks mean.", PRESET),
    Key::new(
        "layout.order.rank-within",
        Shape::Word(Words::new("value of `rank-within`", || super::RankWithin::ALL.map(|(name, _)| name).to_vec())),
        "Which stories a rank is compared between: backlog, status or folder.",
        "backlog",
    ),
    Key::new("layout.rules", Shape::Names(Names::Any), "Levels the layout gives to rules; `[rules]` says otherwise.", PRESET)
        .weaker(Weaker::Effect),
    Key::new("layout.rules.*", Shape::Word(LEVEL), "A level for every stage that the rule speaks at.", ""),
];
