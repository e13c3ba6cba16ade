//! The keys of a configuration.

use semver::{Version, VersionReq};

use super::weaker;
use crate::{
    concept::{Estimate, Scale},
    keys::{Key, Keys, Merge, Names, Shape, Weaker, Words},
    layout::{self, GLOBS, KIND, STAGE, STRING, TEXT},
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

static FIRST: &[Key] = &[
    Key::new("extends", TEXT, "Another configuration below this one, by its path relative to this file, inside the repository.", ""),
    Key::new(
        "required-version",
        Shape::Text(|_, text| version(text), STRING),
        "The versions of backlint this configuration is for, such as \">=0.3\".",
        "",
    ),
];

static REST: &[Key] = &[
    Key::new(
        "language",
        Shape::Word(Words { what: "language", known: || Language::codes().collect(), list: "it is a code of two letters" }),
        "What stories are written in, as a code of two letters such as \"en\".",
        "detected per story",
    )
    .weaker(Weaker::Team(weaker::language)),
    Key::new(
        "template",
        Shape::Names(Names::Of(KIND)),
        "Per kind the file that new stories are made from; lines left as they are, are placeholders.",
        "",
    )
    .weaker(Weaker::Effect),
    Key::new("template.*", TEXT, "A path below the backlog's folder.", ""),
    Key::new(
        "stages",
        Shape::Names(Names::Any),
        "What status words mean, on top of the layout's: draft, open, ready, active, done or dropped.",
        "",
    )
    .weaker(Weaker::Effect),
    Key::new("stages.*", Shape::Word(STAGE), "The stage a status word means.", ""),
    Key::new("kinds", Shape::Names(Names::Any), "What kind words mean, on top of the layout's: story, task, bug, spike or epic.", "")
        .weaker(Weaker::Effect),
    Key::new("kinds.*", Shape::Word(KIND), "The kind a word means.", ""),
    Key::new("estimate", Shape::Table("key"), "How the team estimates.", ""),
    Key::new(
        "estimate.scale",
        Shape::Either(&Shape::Word(Words::new("scale", || Scale::NAMES.iter().map(|(name, _)| *name).collect())), &Shape::List(&SIZE)),
        "The values in use: fibonacci, powers-of-two, t-shirt, hours, days, none, or a list.",
        "every form is read",
    )
    .weaker(Weaker::Team(weaker::scale)),
    Key::new("estimate.max", SIZE, "The largest size that need not be split; exactly that passes.", "8 points, L, 5 days or 40 hours")
        .weaker(Weaker::Team(weaker::max)),
    Key::new("sprints", Shape::Table("key"), "When sprints are, and how much fits in one.", ""),
    Key::new(
        "sprints.capacity",
        Shape::Value(
            |setting| setting.number().is_some_and(|number| number > 0.0),
            "a number above 0",
            r#"{"type": "number", "exclusiveMinimum": 0}"#,
        ),
        "How much the team takes on in a sprint, in the unit of its estimates.",
        "",
    ),
    Key::new(
        "sprints.list",
        Shape::Tables(&["name", "start", "end"]),
        "The sprints, each with a name as stories write it, a first and a last day.",
        "",
    )
    .weaker(Weaker::Effect),
    Key::new("sprints.list[].name", TEXT, "Its name, as stories write it.", ""),
    Key::new("sprints.list[].start", DAY, "Its first day.", ""),
    Key::new("sprints.list[].end", DAY, "Its last day.", ""),
    Key::new("refinement", Shape::Table("key"), "How the team refines.", ""),
    Key::new("refinement.invite", Shape::Names(Names::Any), "Per label whom to invite when a story that has it is refined.", ""),
    Key::new("refinement.invite.*", TEXT, "A person, a role or a team.", ""),
    Key::new("rice", Shape::Table("key"), "What counts as a sound RICE factor.", ""),
    Key::new(
        "rice.impact",
        Shape::Value(
            |setting| super::team::impact(setting).is_some(),
            "the smallest and the largest, such as [0.25, 3]",
            r#"{"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}"#,
        ),
        "The smallest and the largest impact.",
        "[0.25, 3]",
    )
    .weaker(Weaker::Team(weaker::impact)),
    Key::new("text", Shape::Table("key"), "The words of stories.", ""),
    Key::new("text.roles", PHRASES, "The roles that user stories may name.", "any").merged(Merge::Adds).weaker(Weaker::Team(weaker::roles)),
    Key::new("text.glossary", PHRASES, "Terms of the team that mean one thing; they make a clause definite.", "")
        .merged(Merge::Adds)
        .weaker(Weaker::Team(|was, is| weaker::more("`glossary` now has", &was.text.glossary, &is.text.glossary))),
    Key::new("text.allow", PHRASES, "Phrases that are never reported as vague or weak.", "")
        .merged(Merge::Adds)
        .weaker(Weaker::Team(|was, is| weaker::more("`allow` now has", &was.text.allow, &is.text.allow))),
    Key::new(
        "text.words",
        Shape::Table("list of words"),
        "Words to report on top of those every team has; regular inflections included.",
        "",
    ),
    Key::new("text.words.vague", PHRASES, "Words that promise nothing that can be checked.", "")
        .merged(Merge::Adds)
        .weaker(Weaker::Team(|was, is| weaker::more("`words.vague` no longer has", &is.text.vague, &was.text.vague))),
    Key::new("text.words.weak", PHRASES, "Words that leave open whether something must be.", "")
        .merged(Merge::Adds)
        .weaker(Weaker::Team(|was, is| weaker::more("`words.weak` no longer has", &is.text.weak, &was.text.weak))),
    Key::new("rules", RULES, "Levels and options of rules, and levels of groups (\"group:ready\").", "")
        .merged(Merge::Adds)
        .weaker(Weaker::Effect),
    Key::new(
        "rules.*",
        RULES,
        "A level for every stage: error, warning, hint or off; or a table of a level, levels per stage, and options.",
        "see `backlint rules`",
    ),
    Key::new("override", Shape::Tables(&["when"]), "Levels and options for some stories only; the last that matches wins.", "")
        .merged(Merge::Adds)
        .weaker(Weaker::Effect),
    Key::new("override[].when", Shape::Table("key"), "Which stories.", ""),
    Key::new("override[].when.paths", GLOBS, "Path patterns, relative to the backlog's folder.", "any"),
    Key::new("override[].when.kind", Shape::Many(&Shape::Word(KIND)), "Kinds of stories.", "any"),
    Key::new("override[].when.label", Shape::Many(&TEXT), "Labels.", "any"),
    Key::new("override[].when.stage", Shape::Many(&Shape::Word(STAGE)), "Stages.", "any"),
    Key::new("override[].when.epic", Shape::Many(&TEXT), "Epics or other parents.", "any"),
    Key::new("override[].rules", RULES, "What holds for them, as under `[rules]`.", ""),
    Key::new("require", Shape::Tables(&["name"]), "Clauses of the team's own Definition of Ready; each is a rule of its name.", "")
        .merged(Merge::Adds)
        .weaker(Weaker::Effect),
    Key::new(
        "require[].name",
        Shape::Text(|_, text| name(text), r#"{"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}"#),
        "The rule's name, in lower-case words joined by `-`.",
        "",
    ),
    Key::new("require[].when", Shape::Like("override[].when"), "Which stories it is about.", "every story"),
    Key::new("require[].section", ASKED, "The heading of a section that must hold something.", ""),
    Key::new("require[].field", ASKED, "A field that must have a value.", ""),
    Key::new("require[].link", ASKED, "A part of an address that must be linked.", ""),
    Key::new(
        "require[].criterion",
        Shape::Text(|key, text| asked(key, text).and_then(|()| expression(text)), FULL),
        "A regular expression that an acceptance criterion must match.",
        "",
    ),
    Key::new(
        "require[].criteria",
        Shape::Value(
            |setting| super::selected::least(setting).is_some(),
            "the fewest a story may have, such as \">= 2\"",
            r#"{"type": ["integer", "string"]}"#,
        ),
        "The fewest acceptance criteria, such as \">= 2\".",
        "",
    ),
    Key::new("require[].message", TEXT, "What is said of a story that lacks it.", "what is asked for, in words"),
    Key::new(
        "require[].stages",
        Shape::Free(r##"{"$ref": "#/$defs/stages"}"##),
        "Levels at stages where they differ from open warning, ready error, active warning.",
        "",
    ),
    Key::new("accept", Shape::Tables(&["story", "rule", "reason"]), "Findings that the team accepts.", "")
        .merged(Merge::Adds)
        .weaker(Weaker::Effect),
    Key::new("accept[].story", TEXT, "The story's id, or its path where it has none.", ""),
    Key::new("accept[].rule", TEXT, "The rule.", ""),
    Key::new("accept[].reason", Shape::Text(|_, _| Ok(()), FULL), "Why.", ""),
    Key::new("accept[].until", DAY, "The last day it is accepted.", "for good"),
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
