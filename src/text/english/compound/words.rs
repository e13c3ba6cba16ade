//! The words by which a coordination is read.

use crate::text::tokens::Token;

/// Whether a token says how, and not what.
pub(super) fn is_adverb(token: &Token<'_>) -> bool {
    (token.word.len() > 4
        && token.word.ends_with("ly")
        && !token.is_any(&["apply", "reply", "supply", "comply", "rely", "multiply", "imply"]))
        || token.is_any(&["also", "only", "then", "just", "always", "even", "not"])
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

/// Particles that leave the object of their verb to come: `search for and open a book`.
pub(super) const STRANDED: &[&str] = &["for", "with", "to", "from", "at", "into", "about", "through", "and", "or"];

/// Nouns made of verbs with a particle.
pub(super) const SIGNING: &[&str] = &["login", "logout", "signup", "sign-up", "sign-in", "checkout"];

/// Verbs that are nouns too, but rarely before a plural.
pub(super) const STRONG: &[&str] = &[
    "download", "view", "pay", "print", "export", "import", "upload", "share", "edit", "check", "review", "update", "search", "track",
    "book", "order", "post", "rate", "filter", "sort", "schedule", "request", "access", "contact", "email", "message", "watch", "read",
    "process", "test", "monitor", "report", "play", "plan", "address", "answer", "assign", "approach", "block", "borrow", "buy", "call",
    "change", "clean", "collect", "copy", "cover", "design", "document", "file", "fix", "group", "label", "link", "list", "load", "lock",
    "log", "mark", "name", "note", "open", "place", "prepare", "publish", "query", "rank", "record", "release", "rent", "repeat",
    "reserve", "return", "scan", "ship", "store", "stream", "tag", "trade", "trigger", "visit", "restart", "pause", "mute", "retry",
    "resume", "override", "redirect", "archive",
];

/// Things that another noun often sorts: `store locations`, `exit codes`, `download links`.
pub(super) const HEADS: &[&str] = &[
    "links",
    "results",
    "counts",
    "options",
    "formats",
    "notes",
    "jobs",
    "numbers",
    "titles",
    "dates",
    "times",
    "errors",
    "templates",
    "boxes",
    "names",
    "codes",
    "limits",
    "rules",
    "hours",
    "locations",
    "pages",
    "buttons",
    "fields",
    "settings",
    "types",
    "histories",
    "lists",
    "forms",
    "keys",
    "ids",
    "rates",
    "speeds",
    "statuses",
    "sizes",
    "policies",
    "logs",
    "dialogs",
    "columns",
    "menus",
    "icons",
    "tabs",
    "labels",
    "views",
    "screens",
    "totals",
    "fees",
    "prices",
    "levels",
    "periods",
    "windows",
    "modes",
    "tools",
    "actions",
    "events",
    "states",
    "steps",
    "addresses",
    "permissions",
    "rights",
    "points",
    "plans",
    "patterns",
    "headers",
    "methods",
    "costs",
    "terms",
    "conditions",
    "requirements",
    "queues",
    "lines",
    "areas",
    "items",
    "details",
    "operations",
    "functions",
    "features",
    "commands",
    "paths",
    "strategies",
    "intervals",
    "windows",
    "ranges",
    "trails",
    "scores",
    "reasons",
    "intervals",
    "thresholds",
    "values",
    "stats",
    "statistics",
    "shelves",
    "cards",
    "slots",
    "stamps",
    "sheets",
    "plates",
    "offices",
];

/// Words behind which two things are one place, one pair or one choice.
pub(super) const ONE_PLACE: &[&str] = &[
    "between",
    "both",
    "either",
    "compare",
    "comparing",
    "distinguish",
    "distinguishing",
    "merge",
    "merging",
    "link",
    "linking",
    "map",
    "mapping",
    "swap",
    "swapping",
    "match",
    "matching",
    "combine",
    "combining",
    "connect",
    "connecting",
    "convert",
    "converting",
    "synchronise",
    "synchronize",
    "sync",
    "differentiate",
    "toggle",
    "switch",
    "mix",
];

/// Verbs whose objects are the fields of one form.
pub(super) const FIELD_VERBS: &[&str] = &[
    "enter", "pick", "choose", "select", "set", "specify", "provide", "fill", "type", "input", "give", "state", "supply", "define",
    "register",
];

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
    ("look", "feel"),
];
