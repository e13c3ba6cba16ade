//! The text of a new story: the team's template filled in, or one with the sections that the rules ask for.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    backlog::Backlog,
    concept::{Concept, Kind, Stage},
    discover::Place,
    layout::{FieldSource, Layout, Section},
    parse::{ParsedFile, in_quotes},
    source::TextRange,
};

/// What is to be written.
pub(super) struct Wanted<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) kind: Kind,
    /// The word for the kind, as asked for.
    pub(super) word: &'a str,
}

/// The whole text of a new story.
pub(super) fn text(wanted: &Wanted<'_>, place: &Place, backlog: &Backlog, template: Option<&str>) -> String {
    let layout = &place.policy.layout;
    match template {
        Some(template) => filled(template, wanted, layout),
        None if layout.keys(Concept::Id).next().is_some() => {
            format!("---\n{}---\n\n{}", fields(wanted, layout, backlog), sections(wanted.kind, layout))
        }
        None => format!("# {}: {}\n\n{}\n{}", wanted.id, wanted.title, labels(wanted, layout, backlog), sections(wanted.kind, layout)),
    }
}

/// The template with id and title where it has a place for them, else on top of its fields.
fn filled(template: &str, wanted: &Wanted<'_>, layout: &Layout) -> String {
    let parsed = ParsedFile::new(template);
    let root = &parsed.front_matter.root;
    let mut edits: Vec<(TextRange, String)> = Vec::new();
    let mut missing = String::new();
    for (concept, value) in [(Concept::Id, wanted.id), (Concept::Title, wanted.title)] {
        let written = if concept == Concept::Id && is_bare(value) { value.to_owned() } else { scalar(value) };
        match layout.keys(concept).find_map(|key| root.at_path(template, key)) {
            Some(node) => {
                let gap = if template[..node.range.start as usize].ends_with(':') { " " } else { "" };
                edits.push((node.range, format!("{gap}{written}")));
            }
            None if layout.keys(concept).next().is_some() && (concept == Concept::Id || parsed.outline.h1().is_none()) => {
                let line_end = if template.contains("\r\n") { "\r\n" } else { "\n" };
                let _ = write!(missing, "{}: {written}{line_end}", layout.key(concept));
            }
            None => {}
        }
    }
    if let Some(fences) = parsed.front_matter.fences {
        edits.push((TextRange::at(fences.content.start as usize), missing));
    }
    let has_title = layout.keys(Concept::Title).any(|key| root.at_path(template, key).is_some());
    if let Some(heading) = parsed.outline.h1().filter(|_| !has_title) {
        let name = if layout.keys(Concept::Id).next().is_some() { String::new() } else { format!("{}: ", wanted.id) };
        edits.push((heading.title, format!("{name}{}", wanted.title)));
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = template.to_owned();
    for (range, new) in edits {
        text.replace_range(range.start as usize..range.end as usize, &new);
    }
    text
}

/// Letters with a number need no quotes; `007` and `1.10` would be read as numbers elsewhere.
fn is_bare(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_alphabetic()) && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// A value as YAML: bare where that can mean nothing else.
fn scalar(value: &str) -> String {
    let plain = value.starts_with(char::is_alphabetic) && value.chars().all(|c| c.is_alphanumeric() || " -_/().,'".contains(c));
    let keyword = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].iter().any(|word| value.eq_ignore_ascii_case(word));
    if plain && !keyword { value.to_owned() } else { in_quotes(value) }
}

fn fields(wanted: &Wanted<'_>, layout: &Layout, backlog: &Backlog) -> String {
    let mut text = String::new();
    let id = if is_bare(wanted.id) { wanted.id.to_owned() } else { in_quotes(wanted.id) };
    let _ = writeln!(text, "{}: {id}\n{}: {}", layout.key(Concept::Id), layout.key(Concept::Title), scalar(wanted.title));
    if wanted.kind != Kind::Story && layout.keys(Concept::Kind).next().is_some() {
        let _ = writeln!(text, "{}: {}", layout.key(Concept::Kind), scalar(&wanted.word.to_lowercase()));
    }
    let _ = writeln!(text, "{}: {}", layout.key(Concept::Status), scalar(&draft_word(layout, backlog)));
    if wanted.kind != Kind::Epic && layout.keys(Concept::Estimate).next().is_some() {
        let _ = writeln!(text, "{}:", layout.key(Concept::Estimate));
    }
    text
}

fn labels(wanted: &Wanted<'_>, layout: &Layout, backlog: &Backlog) -> String {
    let label = |concept: Concept| {
        layout.sources(concept).iter().find_map(|source| match source {
            FieldSource::Label { written, .. } => Some(written.clone()),
            _ => None,
        })
    };
    let mut lines = Vec::new();
    lines.extend(label(Concept::Status).map(|name| format!("**{name}:** {}", capital(&draft_word(layout, backlog)))));
    if wanted.kind != Kind::Story {
        lines.extend(label(Concept::Kind).map(|name| format!("**{name}:** {}", capital(wanted.word))));
    }
    if wanted.kind != Kind::Epic {
        lines.extend(label(Concept::Estimate).map(|name| format!("**{name}:** TBD")));
    }
    // Two spaces at the end keep lines apart when they are shown.
    lines.join("  \n") + "\n"
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The word by which a story claims nothing yet: the one most stories have, else the team's or the layout's; where none means a draft, an open one.
fn draft_word(layout: &Layout, backlog: &Backlog) -> String {
    for stage in [Stage::Draft, Stage::Open] {
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, story) in backlog.stories().filter(|(_, story)| story.live) {
            if let Some(word) = story.status.value().filter(|word| layout.stage_of(word) == Some(stage)) {
                *used.entry(word).or_default() += 1;
            }
        }
        let most = used.into_iter().max_by_key(|(_, count)| *count).map(|(word, _)| word.to_owned());
        let declared = || layout.statuses.iter().chain(layout.stages.keys()).find(|word| layout.stage_of(word) == Some(stage)).cloned();
        let closed = !layout.statuses.is_empty() || !layout.stages.is_empty();
        match most.or_else(declared) {
            Some(word) => return word,
            None if !closed => return stage.name().to_owned(),
            None => {}
        }
    }
    Stage::Draft.name().to_owned()
}

/// Headings with comments that say what belongs there; a comment is no content.
fn sections(kind: Kind, layout: &Layout) -> String {
    let criteria = layout.heading(Section::Criteria);
    let questions = layout.heading(Section::Questions);
    let section = |heading: &str, comment: &str| format!("## {heading}\n\n<!-- {comment} -->\n");
    let about = |comment: &str| format!("<!-- {comment} -->\n");
    let parts = match kind {
        Kind::Story => vec![
            about("As a (role), I want (what), so that (why). Who needs this, and what is different for them afterwards?"),
            section(criteria, "- [ ] What can be seen when it is done, one line each"),
        ],
        Kind::Task => {
            vec![about("What is to be done, and what for?"), section(criteria, "- [ ] What can be seen when it is done, one line each")]
        }
        Kind::Bug => vec![
            about("Who meets it, and how bad is it?"),
            section("Steps to reproduce", "1. What did you do, step by step?"),
            section("Expected", "What should have happened?"),
            section("Actual", "What happened instead?"),
        ],
        Kind::Spike => vec![
            about("What do we not know, and what waits for it?"),
            section(questions, "The question whose answer ends this work"),
            section("Timebox", "The hours or days it may take"),
        ],
        Kind::Epic => vec![
            about("What is different, and for whom, when all of it is done?"),
            section(layout.heading(Section::Scope), "What is left out on purpose"),
        ],
    };
    parts.join("\n")
}
