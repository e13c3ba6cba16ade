//! A parsed file, its path and its layout, made a story.

use std::sync::OnceLock;

use super::{
    ClaimOf, Field, Origin, Story, criteria, divide, labels, marks, rice, stated,
    values::{Reader, id_prefix, title_heading},
};
use crate::{
    concept::{Concept, Estimate, EstimatePolicy, Kind, Stage, fold, id, reference},
    finding::Fault,
    layout::{FieldSource, FrontMatterMode, Layout},
    parse::{FrontMatterState, ParsedFile, node::same_key},
    source::TextRange,
};

pub(super) fn story(origin: Origin<'_>, text: &str, parsed: ParsedFile, layout: &Layout, estimates: &EstimatePolicy) -> Story {
    let parts = divide::parts(text, &parsed, layout);
    let labels = labels::labels(text, &parsed.outline, &parts);
    let stated = stated::stated(text, &parsed, (&parts, &labels), layout, estimates);
    let reader = Reader { text, path: &origin.path, parsed: &parsed, layout, parts: &parts, labels: &labels, stated: &stated };
    let id = reader.field_with(Concept::Id, id);
    let title = title(&reader);
    let status = reader.field(Concept::Status);
    let stated_stage = settled(layout.stage_of_path(origin.below), stage_of(&status, layout));
    let stated_stage = stated_stage.or_else(|| status.value().is_none().then(|| layout.stage_of_folder(origin.below)).flatten());
    let kind_word = reader.field(Concept::Kind);
    let kind = kind_word.value().and_then(|word| layout.kind_of(word)).or_else(|| kind_by_name(&reader)).unwrap_or(Kind::Story);
    let (criteria, criteria_anchor) = criteria::read(&reader);
    let (claim, claim_of) =
        claim(&[(ClaimOf::Status, range_of(&status)), (ClaimOf::Title, range_of(&title)), (ClaimOf::Id, range_of(&id))], text, &parsed);
    let parent = reader.reference(Concept::Parent);
    let group = match reader.field(Concept::Group) {
        Field::Absent if parent.is_none() => reader.field(Concept::Parent),
        group => group,
    };
    let estimate_read = |word: &str| estimate(word, layout, estimates);
    let estimated = reader.field_with(Concept::Estimate, estimate_read);
    let mut story = Story {
        summary: reader.summary(),
        conflicts: conflicts(&reader, (&status, &estimated), &estimate_read),
        file: origin.file,
        live: origin.live,
        broken: false,
        stage_by_place: layout.stage_of_path(origin.below).or_else(|| layout.stage_of_folder(origin.below)),
        names: names(&reader, id.value()),
        estimate: estimated,
        depends_on: reader.references(Concept::DependsOn),
        parent,
        group,
        labels: reader.texts(Concept::Labels),
        priority: reader.field(Concept::Priority),
        rank: reader.field_with(Concept::Rank, rice::number),
        sprint: reader.field(Concept::Sprint),
        rice: rice::read(&reader),
        created: reader.field(Concept::Created),
        id,
        title,
        status,
        stated_stage,
        kind_word,
        own_kind: kind,
        kind,
        under_story: false,
        criteria,
        criteria_anchor,
        claim,
        claim_of,
        path: origin.path,
        parts,
        parsed,
        suppressions: Vec::new(),
        statement: OnceLock::new(),
        language: OnceLock::new(),
    };
    require_front_matter(&mut story, layout);
    story.broken = is_broken(&story.parsed);
    if story.broken && story.stated_stage.is_none() {
        let said = raw(&story.parsed, text, &layout.keys(Concept::Status)).map(str::trim);
        let stage = said.and_then(|status| layout.stage_of(status.trim_matches(['"', '\''])));
        // What is over is no open item; of the rest nothing is known.
        story.stated_stage = stage.filter(|stage| matches!(stage, Stage::Done | Stage::Dropped));
    }
    story.suppressions = marks::read(text, &story);
    story
}

/// A layout that keeps everything in front matter cannot read a file without it.
fn require_front_matter(story: &mut Story, layout: &Layout) {
    let parsed = &mut story.parsed;
    if layout.front_matter == FrontMatterMode::Required && parsed.front_matter.state == FrontMatterState::Absent && parsed.faults.is_empty()
    {
        let help = "start the file with `---`, the fields, and `---`".into();
        parsed.faults.push(Fault {
            rule: "front-matter-missing",
            range: story.claim,
            message: "no front matter".into(),
            help,
            key: "missing",
            mended: Vec::new(),
        });
    }
}

/// Whether nothing the file says can be relied on; then only the reason is told.
fn is_broken(parsed: &ParsedFile) -> bool {
    let unread = ["file-unreadable", "file-irregular", "front-matter-missing"];
    parsed.front_matter.state == FrontMatterState::Broken || parsed.faults.iter().any(|fault| unread.contains(&fault.rule))
}

/// An id as others write it: without brackets and `#`.
fn id(written: &str) -> Option<String> {
    let bare = written.trim().trim_start_matches("[[").trim_end_matches("]]");
    let bare = bare.strip_suffix(".md").unwrap_or(bare);
    let bare = bare.strip_prefix('#').unwrap_or(bare).trim();
    (!reference::is_none(bare)).then(|| bare.to_owned())
}

fn stage_of(status: &Field<String>, layout: &Layout) -> Option<Stage> {
    layout.stage_of(status.value()?)
}

/// The title; of a file without one whose name is made of words, that name.
fn title(reader: &Reader<'_>) -> Field<String> {
    match reader.field(Concept::Title) {
        Field::Absent => {
            let name = reader.path.item_name();
            let is_words = name.contains(' ') && id::in_name(&name).is_none();
            if is_words { Field::Value { range: TextRange::at(0), value: name } } else { Field::Absent }
        }
        title => title,
    }
}

/// An epic tells itself by its name, `epic.md` or `EPIC-3`, or by a list of its stories.
fn kind_by_name(reader: &Reader<'_>) -> Option<Kind> {
    let name = reader.path.item_name().to_lowercase();
    let stem = reader.path.stem().to_lowercase();
    let is_named = |name: &str| {
        name.strip_prefix("epic")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', '.', ' ']) || rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let root = &reader.parsed.front_matter.root;
    let lists = ["stories", "user_stories", "children"]
        .iter()
        .any(|key| root.get(reader.text, key).is_some_and(|(_, value)| !value.items().is_empty()));
    (is_named(&name) || is_named(&stem) || stem.rsplit_once('.').is_some_and(|(_, kind)| kind == "epic") || lists).then_some(Kind::Epic)
}

/// Places that state another stage or another size than the one that counts.
fn conflicts(
    reader: &Reader<'_>,
    (status, estimated): (&Field<String>, &Field<Estimate>),
    read: &dyn Fn(&str) -> Option<Estimate>,
) -> Vec<(Concept, TextRange)> {
    let mut found = Vec::new();
    let stage = |word: &str| reader.layout.stage_of(word);
    if let Field::Value { range, value } = status {
        let is_same = |one: &str, _: &str| stated::is_same(one, value) || stage(one).is_none() || stage(one) == stage(value);
        found.extend(reader.others(Concept::Status, *range, is_same).into_iter().map(|range| (Concept::Status, range)));
    }
    if let Field::Value { range, value } = estimated {
        // A size beside points, or hours beside points, are two ways to say one thing.
        let is_same = |one: &str, _: &str| read(one).is_none_or(|other| other.order(*value).is_none_or(std::cmp::Ordering::is_eq));
        found.extend(reader.others(Concept::Estimate, *range, is_same).into_iter().map(|range| (Concept::Estimate, range)));
    }
    found
}

/// The stage that counts, of the one the folder gives and the one the file states. In a folder of finished work a story that was dropped stays
/// dropped, and one in an archive that says it is done is done; else the folder decides.
fn settled(folder: Option<Stage>, stated: Option<Stage>) -> Option<Stage> {
    match (folder, stated) {
        (Some(Stage::Dropped), Some(Stage::Done)) => Some(Stage::Done),
        (Some(Stage::Done), Some(Stage::Dropped)) => Some(Stage::Dropped),
        (folder, stated) => folder.or(stated),
    }
}

fn estimate(word: &str, layout: &Layout, estimates: &EstimatePolicy) -> Option<Estimate> {
    let meant = layout.estimate_words.get(&fold(word)).map_or(word, String::as_str);
    estimates.read(meant)
}

/// The place of what a field says, be it `TBD`; none of a value that the path tells.
fn range_of<T>(field: &Field<T>) -> Option<TextRange> {
    field.range().filter(|range| !range.is_empty())
}

/// The first place there is, else the first line with content.
fn claim(places: &[(ClaimOf, Option<TextRange>)], text: &str, parsed: &ParsedFile) -> (TextRange, ClaimOf) {
    let spoken = places.iter().find_map(|(of, range)| range.map(|range| (range, *of)));
    spoken.unwrap_or_else(|| {
        let body = parsed.outline.body;
        let line = first_line(text, body).or_else(|| first_line(text, TextRange::new(0, text.len())));
        (line.unwrap_or_default(), ClaimOf::Line)
    })
}

fn first_line(text: &str, within: TextRange) -> Option<TextRange> {
    let trimmed = within.trimmed(text);
    let line = trimmed.of(text).lines().next().filter(|line| !line.is_empty())?;
    let start = trimmed.start as usize;
    Some(TextRange::new(start, start + line.len()).trimmed(text))
}

/// What else the story can be called, also when its fields cannot be read.
fn names(reader: &Reader<'_>, own: Option<&String>) -> Vec<String> {
    let mut names = vec![reader.path.item_name()];
    let mut add = |name: &str| {
        if own.is_none_or(|own| own != name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    };
    let heading = title_heading(reader.text, reader.parsed, reader.layout).map(|title| title.of(reader.text));
    if let Some((id, _)) = heading.and_then(|heading| id_prefix(heading, &reader.path.item_name())) {
        add(id);
    }
    let path = reader.path.display();
    for source in reader.layout.sources(Concept::Id) {
        let said = match source {
            FieldSource::Path(pattern) => pattern.captures(&path),
            FieldSource::H1(Some(pattern)) => heading.and_then(|heading| pattern.captures(heading)),
            _ => None,
        };
        if let Some(id) = said.and_then(|found| found.name("id").or_else(|| found.get(1))) {
            add(id.as_str());
        }
    }
    if reader.parsed.front_matter.state == FrontMatterState::Broken
        && let Some(id) = raw_id(reader)
    {
        add(&id);
    }
    names.shrink_to_fit();
    names
}

/// The value of a line `id: ...` in front matter that cannot be read, or that never closes.
fn raw_id(reader: &Reader<'_>) -> Option<String> {
    let value = raw(reader.parsed, reader.text, &reader.layout.keys(Concept::Id))?;
    id(value.trim().trim_matches(['"', '\'']))
}

/// What stands behind one of some keys, at the start of a line of front matter that cannot be read, or that never closes.
fn raw<'t, 'k>(parsed: &ParsedFile, text: &'t str, keys: &(impl Iterator<Item = &'k str> + Clone)) -> Option<&'t str> {
    let block = parsed.front_matter.fences.map_or(text, |fences| fences.content.of(text));
    let mut lines = block.lines().take(RAW_LINES).filter_map(|line| line.split_once([':', '=']));
    lines.find(|(key, _)| keys.clone().any(|known| same_key(key.trim(), known))).map(|(_, value)| value)
}

/// Lines of broken front matter that are searched for a field.
const RAW_LINES: usize = 200;
