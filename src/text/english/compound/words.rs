//! The words by which a coordination is read.

use crate::text::tokens::Token;

/// Whether a token says how, and not what.
pub(super) fn is_adverb(token: &Token<'_>) -> bool {
    (token.word.len() > 4
        && token.word.ends_with("ly")
        && !token.is_any(&["apply", "reply", "supply", "comply", "rely", "multiply", "imply"]))
        || token.is_any(&["also", "only", "then", "just", "always", "even", "not"])
}

/// Whether a word names a person.
pub(super) fn is_person(word: &str) -> bool {
    let known = PEOPLE.contains(&word) || word.strip_suffix('s').is_some_and(|one| PEOPLE.contains(&one));
    let stem = word.strip_suffix('s').unwrap_or(word);
    let ending = ["er", "or", "ist", "yst", "ian", "ee", "eer", "ant", "man", "woman", "person", "people", "wright"];
    known || (stem.len() > 3 && ending.iter().any(|ending| stem.ends_with(ending)) && !THINGS.contains(&stem))
}

pub(super) const MODALS: &[&str] = &["can", "could", "must", "should", "shall", "will", "may", "can't", "cannot"];

pub(super) const LEADS: &[&[&str]] = &[
    &["be", "able", "to"],
    &["have", "the", "ability", "to"],
    &["have", "the", "option", "to"],
    &["have", "the", "possibility", "to"],
    &["have", "the", "opportunity", "to"],
    &["the", "ability", "to"],
    &["the", "option", "to"],
    &["an", "option", "to"],
    &["the", "possibility", "to"],
    &["to"],
    &["either"],
    &["ability"],
];

pub(super) const SUBORDINATE: &[&str] = &[
    "that", "which", "who", "whom", "whose", "when", "whenever", "where", "wherever", "while", "if", "whether", "so", "because", "since",
    "although", "though", "unless", "until", "how", "what", "why", "before", "after", "without", "once",
];

pub(super) const PARTICLES: &[&str] =
    &["in", "out", "up", "down", "on", "off", "over", "for", "with", "to", "from", "through", "at", "into", "about", "and", "or"];

pub(super) const OBJECT_STARTS: &[&str] = &[
    "the", "a", "an", "my", "our", "your", "their", "his", "her", "its", "it", "them", "me", "us", "all", "any", "some", "each", "every",
    "this", "these", "those", "which", "what", "how", "whether", "both", "other", "another", "multiple", "several", "new", "existing",
    "only", "where", "who",
];

pub(super) const ANAPHORIC: &[&str] = &["their", "its", "his", "her", "it", "them"];

pub(super) const PREPOSITIONS: &[&str] = &["as", "by", "for", "from", "in", "on", "of", "with", "without", "to", "at", "via", "through"];

pub(super) const ROLE_ENDS: &[&str] = &["of", "in", "at", "for", "from", "with", "who", "that", "on", "using", "working", "responsible"];

/// Two verbs that name one action.
pub(super) const IDIOMS: &[(&str, &str)] = &[
    ("drag", "drop"),
    ("copy", "paste"),
    ("cut", "paste"),
    ("find", "replace"),
    ("search", "replace"),
    ("point", "click"),
    ("click", "drag"),
    ("pick", "choose"),
    ("mix", "match"),
    ("try", "see"),
    ("go", "see"),
    ("compare", "contrast"),
    ("read", "understand"),
    ("see", "understand"),
    ("know", "understand"),
    ("plug", "play"),
    ("wait", "see"),
];

const PEOPLE: &[&str] = &[
    "admin",
    "owner",
    "lead",
    "staff",
    "student",
    "guest",
    "client",
    "parent",
    "dev",
    "chief",
    "head",
    "citizen",
    "nurse",
    "clerk",
    "agent",
    "team",
    "child",
    "coach",
    "cfo",
    "ceo",
    "cto",
    "cio",
    "pm",
    "po",
    "qa",
    "sre",
    "devops",
    "patient",
    "resident",
    "volunteer",
    "recipient",
    "friend",
    "host",
    "spouse",
    "colleague",
    "superuser",
    "boss",
    "public",
    "journalist",
    "people",
    "president",
    "representative",
    "rep",
    "executive",
    "official",
    "newcomer",
    "crew",
    "pilot",
    "judge",
    "kid",
    "mentee",
    "partner",
    "applicant",
    "participant",
    "expert",
    "technician",
    "buyer",
];

/// Endings of people that are none.
const THINGS: &[&str] = &[
    "computer",
    "server",
    "printer",
    "number",
    "order",
    "paper",
    "power",
    "water",
    "letter",
    "matter",
    "offer",
    "center",
    "browser",
    "router",
    "cluster",
    "folder",
    "header",
    "footer",
    "filter",
    "newsletter",
    "register",
    "error",
    "color",
    "colour",
    "behavior",
    "vector",
    "sensor",
    "monitor",
    "editor-in-chief",
    "factor",
    "sector",
    "motor",
    "fee",
    "employee-benefit",
    "plant",
    "over",
    "other",
    "user-centered",
    "career",
    "after",
    "under",
    "cover",
    "layer",
    "container",
    "parameter",
    "docker",
    "scanner",
    "controller",
    "timer",
    "counter",
];
