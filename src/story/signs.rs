//! What makes a file look like an item of a backlog, and what makes it look like something else.

use super::{Field, Story};
use crate::{
    concept::{Concept, Kind, fold, id, vocabulary, vocabulary::FolderName},
    layout::Section,
    source::RepoPath,
};

/// The signs that a file is an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// How many it bears.
    pub count: usize,
    /// Whether one of them is a status that documents have too: `accepted`, `draft`.
    pub has_document_status: bool,
    /// Whether it has a number for a name, which counts beside another sign.
    pub is_numbered: bool,
}

impl Signs {
    /// All of them, a number in the name where another sign is there.
    pub fn total(self) -> usize {
        self.count + usize::from(self.is_numbered && self.count > 0)
    }
}

/// Reads the signs of a file; `text` is its own.
pub fn signs(story: &Story, text: &str) -> Signs {
    let status = story.status.value().filter(|_| story.stated_stage.is_some());
    let is_of_documents = status.is_some_and(|word| DOCUMENTS.contains(&fold(word).as_str()));
    let root = &story.parsed.front_matter.root;
    let has_key = |concept: Concept| {
        root.pairs()
            .iter()
            .any(|(key, _)| key.text(text).is_some_and(|name| vocabulary::field(&name).is_some_and(|(named, _)| named == concept)))
    };
    let name = story.path.item_name();
    let own_id = story.id.value().filter(|id| id.contains(|c: char| c.is_ascii_digit()));
    let has_prefix = own_id.is_some_and(|id| id.contains(|c: char| c.is_ascii_alphabetic()));
    let signs = [
        status.is_some() && !is_of_documents,
        matches!(story.estimate, Field::Value { .. }),
        story.section(Section::Criteria).any(|part| !part.heading.is_empty()) || has_key(Concept::Criteria),
        story.kind_word.value().is_some_and(|word| vocabulary::kind(&fold(word)).is_some()) || story.own_kind == Kind::Epic,
        has_key(Concept::DependsOn),
        story.statement(text).is_some_and(super::Statement::is_whole),
        has_prefix,
    ];
    Signs {
        count: signs.into_iter().filter(|sign| *sign).count(),
        has_document_status: is_of_documents,
        is_numbered: !has_prefix && (own_id.is_some() || id::in_name(&name).is_some()),
    }
}

/// Status words that documents have as well, folded.
const DOCUMENTS: [&str; 11] =
    ["accepted", "proposed", "rejected", "superseded", "deprecated", "draft", "published", "final", "active", "approved", "stable"];

/// What a file is instead of an item, if something gives it away; `text` is its own.
pub fn something_else(story: &Story, text: &str) -> Option<&'static str> {
    by_path(&story.path).or_else(|| by_keys(story, text)).or_else(|| by_headings(story))
}

/// What the folders and the name of a file say it is.
pub fn by_path(path: &RepoPath) -> Option<&'static str> {
    let shown = path.display();
    let mut segments = shown.rsplit('/').map(str::to_lowercase);
    let name = segments.next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    if NAMES.contains(&stem) {
        return Some("a page about something else");
    }
    segments.find_map(|segment| FOLDERS.iter().find(|(names, _)| names.contains(&segment.as_str())).map(|(_, what)| *what))
}

/// Files that are no items wherever they lie.
const NAMES: [&str; 17] = [
    "skill",
    "claude",
    "agents",
    "gemini",
    "copilot-instructions",
    "changelog",
    "license",
    "contributing",
    "code_of_conduct",
    "security",
    "pull_request_template",
    "issue_template",
    "bug_report",
    "feature_request",
    "sprint-status",
    "architecture",
    "prd",
];

/// Folders whose files are something else, with what they are.
const FOLDERS: [(&[&str], &str); 11] = [
    (&["adr", "adrs", "decisions", "decision-records", "architecture-decisions"], "a decision record"),
    (&["rfc", "rfcs", "pep", "peps", "kep", "keps", "proposals", "enhancements"], "a proposal"),
    (&["memory", "memories", "checkpoints", "sessions", "handoffs", "logs", "reports", "audits", "updates"], "notes on work"),
    (&["skills", "agents", "workflows", "commands", "prompts", "instructions", "rules", "chatmodes", "hooks"], "a page for agents"),
    (&["_posts", "posts", "blog", "articles", "news"], "a post"),
    (&["issue_template", "pull_request_template", "discussion_template"], "a form of the forge"),
    (
        &[".changeset", "changesets", "changes.d", "newsfragments", "changelog", "changelogs", "releases", "release-notes", "migrations"],
        "a note on a release",
    ),
    (
        &["meetings", "meeting-notes", "minutes", "journal", "journals", "daily", "standups", "retrospectives", "retros"],
        "notes of a meeting",
    ),
    (&["openspec", ".kiro", ".specify"], "a specification"),
    (&["i18n", "locales", "_layouts", "_includes", "partials"], "a page of a site"),
    (&["recipes", "lectures", "slides", "papers"], "a page about something else"),
];

fn by_keys(story: &Story, text: &str) -> Option<&'static str> {
    let root = &story.parsed.front_matter.root;
    let has = |name: &str| root.get(text, name).is_some();
    if ["sidebar_position", "sidebar_label", "slug", "permalink", "layout", "hide_title", "pagination_next", "heroImage", "draft"]
        .into_iter()
        .any(has)
    {
        return Some("a page of a site");
    }
    if ["globs", "alwaysapply", "allowed-tools", "argument-hint", "applyto", "tools", "model"].into_iter().any(has) {
        return Some("a page for agents");
    }
    let count = root.pairs().len();
    let is_skill = count <= 3 && has("name") && has("description") && !has("status");
    let is_form = has("about") && has("name") || has("body") && has("labels") && has("name");
    let is_changeset = count > 0
        && root.pairs().iter().all(|(_, value)| value.text(text).is_some_and(|word| matches!(&*word, "patch" | "minor" | "major")));
    match () {
        () if is_skill => Some("a page for agents"),
        () if is_form => Some("a form of the forge"),
        () if is_changeset => Some("a note on a release"),
        () => None,
    }
}

/// Decision records and notes of meetings give themselves away by their headings.
fn by_headings(story: &Story) -> Option<&'static str> {
    let has = |names: &[&str]| story.parts.iter().any(|part| names.contains(&&*vocabulary::fold(&part.name)));
    let is_record = has(&["decision", "decisionoutcome", "decisiondrivers"])
        && (has(&["consequences", "consideredoptions"]) || has(&["context", "contextandproblemstatement"]));
    let is_meeting =
        has(&["attendees", "participants", "agenda"]) && has(&["actionitems", "actions", "decisions", "minutes", "notes", "discussion"]);
    let is_proposal =
        has(&["graduationcriteria", "prodreadinessreviewquestionnaire", "drawbacks", "unresolvedquestions", "referenceimplementation"])
            && has(&["motivation", "summary", "abstract"]);
    match () {
        () if is_record => Some("a decision record"),
        () if is_meeting => Some("notes of a meeting"),
        () if is_proposal => Some("a proposal"),
        () => None,
    }
}

/// Whether any folder of a path is named for a backlog.
pub fn is_in_backlog(path: &RepoPath) -> bool {
    let shown = path.parent().display();
    shown.split('/').any(|name| vocabulary::folder(name.trim_start_matches(['.', '_'])) == Some(FolderName::Backlog))
}
