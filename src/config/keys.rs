//! The keys of a configuration.

use semver::{Version, VersionReq};

use super::weaker;
use crate::{
    concept::{Estimate, Scale},
    keys::{Key, Keys, Names, Shape, TABLE, Words, key},
    layout::{self, A_KIND, A_STAGE, GLOBS, KIND, STRING, TEXT, WORDS},
    settings::Setting,
    text::{language::Language, pattern, words},
};

/// Every key of a configuration, in the order in which they are shown.
pub const KEYS: Keys = Keys(&[FIRST, layout::KEYS, REST]);

const PHRASES: Shape = Shape::Many(&Shape::Text(
    |key, text| if text.trim().is_empty() { Err((format!("`{key}` takes words, and here is none"), None)) } else { Ok(()) },
    STRING,
));
const SIZE: Shape =
    Shape::Value(|setting| size(setting).is_some(), "a number or a size such as \"L\" or \"3 days\"", r##"{"$ref": "#/$defs/size"}"##);
const DAY: Shape = Shape::Value(|setting| setting.day().is_some(), "a day such as 2026-12-31", "{}");
const RULES: Shape = Shape::Free(r##"{"$ref": "#/$defs/rules"}"##);
/// Text that says something.
const FULL: &str = r#"{"type": "string", "minLength": 1}"#;
const ASKED: Shape = Shape::Text(asked, FULL);
const VERSION: Shape = Shape::Text(|_, text| version(text), STRING);
const LANGUAGE: Shape = Shape::Word(Words { what: "language", known: || Language::codes().collect(), list: "it is a code of two letters" });
const FILES: Shape = Shape::Names(Names::Of(KIND));
const SCALE: Shape =
    Shape::Either(&Shape::Word(Words::new("scale", || Scale::NAMES.iter().map(|(name, _)| *name).collect())), &Shape::List(&SIZE));
const ABOVE_ZERO: Shape = Shape::Value(
    |setting| setting.number().is_some_and(|number| number > 0.0),
    "a number above 0",
    r#"{"type": "number", "exclusiveMinimum": 0}"#,
);
const RANGE: Shape = Shape::Value(
    |setting| super::team::impact(setting).is_some(),
    "the smallest and the largest, such as [0.25, 3]",
    r#"{"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}"#,
);
const NAME: Shape = Shape::Text(|_, text| name(text), r#"{"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}"#);
const EXPRESSION: Shape = Shape::Text(|key, text| asked(key, text).and_then(|()| expression(text)), FULL);
const LEAST: Shape = Shape::Value(
    |setting| super::selected::least(setting).is_some(),
    "the fewest a story may have, such as \">= 2\"",
    r#"{"type": ["integer", "string"]}"#,
);
const STAGES: Shape = Shape::Free(r##"{"$ref": "#/$defs/stages"}"##);

static FIRST: &[Key] = &[
    key("extends", TEXT, "Another configuration below this one, by its path relative to this file, inside the repository.", ""),
    key("required-version", VERSION, "The versions of backlint this configuration is for, such as \">=0.3\".", ""),
];

static REST: &[Key] = &[
    key("language", LANGUAGE, "What stories are written in, as a code of two letters such as \"en\".", "detected per story")
        .weaker(weaker::language),
    key("template", FILES, "Per kind the file that new stories are made from; lines left as they are, are placeholders.", "").effect(),
    key("template.*", TEXT, "A path below the backlog's folder.", ""),
    key("stages", WORDS, "What status words mean, on top of the layout's: draft, open, ready, active, done or dropped.", "").effect(),
    key("stages.*", A_STAGE, "The stage a status word means.", ""),
    key("kinds", WORDS, "What kind words mean, on top of the layout's: story, task, bug, spike or epic.", "").effect(),
    key("kinds.*", A_KIND, "The kind a word means.", ""),
    key("estimate", TABLE, "How the team estimates.", ""),
    key(
        "estimate.scale",
        SCALE,
        "The values in use: fibonacci, powers-of-two, t-shirt, hours, days, none, or a list.",
        "every form is read",
    )
    .weaker(weaker::scale),
    key("estimate.max", SIZE, "The largest size that need not be split; exactly that passes.", "8 points, L, 5 days or 40 hours")
        .weaker(weaker::max),
    key("uses", TABLE, "Which fields the team's stories are to state.", "those that some stories of the backlog state"),
    key("uses.id", Shape::Flag, "Whether every story states an id.", "").weaker(weaker::uses),
    key("uses.status", Shape::Flag, "Whether every story states a status.", "").weaker(weaker::uses),
    key("uses.estimate", Shape::Flag, "Whether every story states an estimate.", "").weaker(weaker::uses),
    key("uses.criteria", Shape::Flag, "Whether every story has acceptance criteria.", "").weaker(weaker::uses),
    key("sprints", TABLE, "When sprints are, and how much fits in one.", ""),
    key("sprints.capacity", ABOVE_ZERO, "How much the team takes on in a sprint, in the unit of its estimates.", ""),
    key(
        "sprints.list",
        Shape::Tables(&["name", "start", "end"]),
        "The sprints, each with a name as stories write it, a first and a last day.",
        "",
    )
    .effect(),
    key("sprints.list[].name", TEXT, "Its name, as stories write it.", ""),
    key("sprints.list[].start", DAY, "Its first day.", ""),
    key("sprints.list[].end", DAY, "Its last day.", ""),
    key("refinement", TABLE, "How the team refines.", ""),
    key("refinement.invite", WORDS, "Per label whom to invite when a story that has it is refined.", ""),
    key("refinement.invite.*", TEXT, "A person, a role or a team.", ""),
    key("rice", TABLE, "What counts as a sound RICE factor.", ""),
    key("rice.impact", RANGE, "The smallest and the largest impact.", "[0.25, 3]").weaker(weaker::impact),
    key("text", TABLE, "The words of stories.", ""),
    key("text.roles", PHRASES, "The roles that user stories may name.", "any").adds().weaker(weaker::roles),
    key("text.glossary", PHRASES, "Terms of the team that mean one thing; they make a clause definite.", "")
        .adds()
        .weaker(|was, is| weaker::more("`glossary` now has", &was.text.glossary, &is.text.glossary)),
    key("text.allow", PHRASES, "Phrases that are never reported as vague or weak.", "")
        .adds()
        .weaker(|was, is| weaker::more("`allow` now has", &was.text.allow, &is.text.allow)),
    key("text.words", Shape::Table("list of words"), "Words to report on top of those every team has; regular inflections included.", ""),
    key("text.words.vague", PHRASES, "Words that promise nothing that can be checked.", "")
        .adds()
        .weaker(|was, is| weaker::more("`words.vague` no longer has", &is.text.vague, &was.text.vague)),
    key("text.words.weak", PHRASES, "Words that leave open whether something must be.", "")
        .adds()
        .weaker(|was, is| weaker::more("`words.weak` no longer has", &is.text.weak, &was.text.weak)),
    key("rules", RULES, "Levels and options of rules, and levels of groups (\"group:ready\").", "").adds().effect(),
    key(
        "rules.*",
        RULES,
        "A level for every stage: error, warning, hint or off; or a table of a level, levels per stage, and options.",
        "see `backlint rules`",
    ),
    key("override", Shape::Tables(&["when"]), "Levels and options for some stories only; the last that matches wins.", "").adds().effect(),
    key("override[].when", TABLE, "Which stories.", ""),
    key("override[].when.paths", GLOBS, "Path patterns, relative to the backlog's folder.", "any"),
    key("override[].when.kind", Shape::Many(&A_KIND), "Kinds of stories.", "any"),
    key("override[].when.label", Shape::Many(&TEXT), "Labels.", "any"),
    key("override[].when.stage", Shape::Many(&A_STAGE), "Stages.", "any"),
    key("override[].when.epic", Shape::Many(&TEXT), "Epics or other parents.", "any"),
    key("override[].rules", RULES, "What holds for them, as under `[rules]`.", ""),
    key("require", Shape::Tables(&["name"]), "Clauses of the team's own Definition of Ready; each is a rule of its name.", "")
        .adds()
        .effect(),
    key("require[].name", NAME, "The rule's name, in lower-case words joined by `-`.", ""),
    key("require[].when", Shape::Like("override[].when"), "Which stories it is about.", "every story"),
    key("require[].section", ASKED, "The heading of a section that must hold something.", ""),
    key("require[].field", ASKED, "A field that must have a value.", ""),
    key("require[].link", ASKED, "A part of an address that must be linked.", ""),
    key("require[].criterion", EXPRESSION, "A regular expression that an acceptance criterion must match.", ""),
    key("require[].criteria", LEAST, "The fewest acceptance criteria, such as \">= 2\".", ""),
    key("require[].message", TEXT, "What is said of a story that lacks it.", "what is asked for, in words"),
    key("require[].stages", STAGES, "Levels at stages where they differ from open warning, ready error, active warning.", ""),
    key("accept", Shape::Tables(&["story", "rule", "reason"]), "Findings that the team accepts.", "").adds().effect(),
    key("accept[].story", TEXT, "The story's id, or its path where it has none.", ""),
    key("accept[].rule", TEXT, "The rule.", ""),
    key("accept[].reason", Shape::Text(|_, _| Ok(()), FULL), "Why.", ""),
    key("accept[].until", DAY, "The last day it is accepted.", "for good"),
];

type Checked = Result<(), (String, Option<String>)>;

/// A configured size.
pub(super) fn size(setting: &Setting) -> Option<Estimate> {
    setting.scalar().and_then(Estimate::of_setting)
}

fn version(text: &str) -> Checked {
    let own = env!("CARGO_PKG_VERSION");
    match (VersionReq::parse(text), Version::parse(own)) {
        (Err(error), _) => Err((format!("`{text}` is no range of versions: {error}"), Some("write it as \">=0.3\"".into()))),
        (Ok(wanted), Ok(own)) if !wanted.matches(&own) => {
            Err((format!("this is backlint {own}"), Some(format!("install a version that is {text}"))))
        }
        _ => Ok(()),
    }
}

fn name(text: &str) -> Checked {
    let is_kebab = text.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
    let wrong = || (format!("`{text}` is no name for a rule"), Some("use lower-case words joined by `-`".into()));
    if is_kebab { Ok(()) } else { Err(wrong()) }
}

fn asked(key: &str, text: &str) -> Checked {
    if text.trim().is_empty() { Err((format!("`{key}` is empty"), None)) } else { Ok(()) }
}

fn expression(text: &str) -> Checked {
    let message = |reason| format!("{} is no regular expression: {reason}", words::quote(text));
    pattern::compile(text, false).map(drop).map_err(|reason| (message(reason), None))
}
