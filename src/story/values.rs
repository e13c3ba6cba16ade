//! Where a layout's sources find the value of a concept.

use std::{borrow::Cow, collections::BTreeMap};

use regex::{Captures, Regex};

use super::{
    Field, Part, Reference,
    fields::says_nothing,
    labels::Label,
    mentions::mentioned,
    stated::{Stated, Written},
};
use crate::{
    concept::{Concept, id, id::is_id_shaped, reference},
    layout::{FieldSource, Layout, normalise},
    parse::{Node, ParsedFile, Value, node::same_key},
    source::{RepoPath, TextRange},
    text::words,
};

/// A written value with its place.
pub(super) struct Raw<'a> {
    pub(super) range: TextRange,
    pub(super) text: Cow<'a, str>,
    /// Not in quotes, so that `?` and the like are placeholders.
    pub(super) plain: bool,
}

impl<'a> Raw<'a> {
    /// A slice of the text, as written.
    pub(super) fn slice(text: &'a str, range: TextRange) -> Self {
        Self { range, text: Cow::Borrowed(range.of(text)), plain: true }
    }
}

/// The text of a single value; the place of a list or map.
pub(super) fn scalar<'a>(text: &'a str, node: &'a Node) -> Result<Raw<'a>, TextRange> {
    let node = match &node.value {
        Value::List(items) => match &**items {
            [] => return Ok(Raw { text: Cow::Borrowed(""), ..Raw::slice(text, node.range) }),
            [only] => only,
            _ => return Err(node.range),
        },
        _ => node,
    };
    let said = node.text(text).ok_or(node.range)?;
    Ok(Raw { range: node.range, text: said, plain: matches!(node.value, Value::Plain | Value::Empty) })
}

/// A description in a field has so many words; fewer are a name or an id.
const SENTENCE: usize = 3;

/// Everything a value can be read from.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) path: &'a RepoPath,
    pub(super) parsed: &'a ParsedFile,
    pub(super) layout: &'a Layout,
    pub(super) parts: &'a [Part],
    pub(super) labels: &'a [Label],
    /// What the file states by any name of the vocabulary, after what the layout's own sources say.
    pub(super) stated: &'a [Stated<'a>],
}

impl<'a> Reader<'a> {
    /// A single value: the first source that says something; else the place of the first that is there and says nothing.
    pub(super) fn field(&self, concept: Concept) -> Field<String> {
        self.field_with(concept, |text| Some(text.trim().to_owned()))
    }

    /// The same, its text read by `read`; text that cannot be read is invalid.
    pub(super) fn field_with<T>(&self, concept: Concept, read: impl Fn(&str) -> Option<T>) -> Field<T> {
        let mut second = Field::Absent;
        for found in self.raws(concept) {
            let found = match found {
                Err(range) => Field::Invalid { range, written: first_line(range.of(self.text)) },
                Ok(raw) if says_nothing(&raw.text, raw.plain) => Field::Missing { range: raw.range, written: raw.text.trim().to_owned() },
                Ok(raw) => match read(&raw.text) {
                    Some(value) => return Field::Value { range: raw.range, value },
                    None => Field::Invalid { range: raw.range, written: raw.text.trim().to_owned() },
                },
            };
            // A value that cannot be read says more than none; a later one that can be read says most.
            if matches!((&second, &found), (Field::Absent, _) | (Field::Missing { .. }, Field::Invalid { .. })) {
                second = found;
            }
        }
        second
    }

    /// A description that stands in the front matter or in a label.
    pub(super) fn summary(&self) -> Option<TextRange> {
        let says = |raw: &Raw<'_>| words::has(&raw.text, SENTENCE) && !says_nothing(&raw.text, raw.plain);
        self.raws(Concept::Description).filter_map(Result::ok).find(says).map(|raw| raw.range)
    }

    /// Every value that is written for a concept, best place first.
    fn raws(&self, concept: Concept) -> impl Iterator<Item = Result<Raw<'a>, TextRange>> {
        let mapped = self.layout.sources(concept).iter().filter_map(move |source| self.raw(concept, source));
        let stated = self.stated.iter().filter(move |stated| stated.concept == concept).map(|stated| stated.value.raw(self.text));
        mapped.chain(stated)
    }

    /// The values of other places than the one that counts which say something else.
    pub(super) fn others(&self, concept: Concept, counts: TextRange, is_same: impl Fn(&str, &str) -> bool) -> Vec<TextRange> {
        let value = counts.of(self.text);
        let again = self.layout.keys(concept).flat_map(|key| self.written_again(key));
        let others = self.raws(concept).filter_map(Result::ok).chain(again).filter(|raw| !raw.range.is_empty() && raw.range != counts);
        let others = others.filter(|raw| !says_nothing(&raw.text, raw.plain) && !is_same(&raw.text, value.trim_matches(['"', '\''])));
        let mut ranges: Vec<TextRange> = others.map(|raw| raw.range).collect();
        ranges.sort_unstable_by_key(|range| range.start);
        ranges.dedup();
        ranges
    }

    /// What keys say that are the same as an earlier one but for case, `-` and `_`; none of those below others.
    fn written_again(&self, key: &str) -> impl Iterator<Item = Raw<'a>> {
        let pairs = self.parsed.front_matter.root.pairs().iter();
        let same = pairs.filter(move |(name, _)| name.text(self.text).is_some_and(|name| same_key(&name, key)));
        same.skip(1).filter_map(|(_, value)| scalar(self.text, value).ok())
    }

    /// What one source says; the place of a list or map where a single value is wanted.
    fn raw(&self, concept: Concept, source: &FieldSource) -> Option<Result<Raw<'a>, TextRange>> {
        match source {
            FieldSource::Key(key) => self.parsed.front_matter.root.at_path(self.text, key).map(|node| scalar(self.text, node)),
            FieldSource::H1(pattern) => self.heading(concept, pattern.as_ref()).map(Ok),
            FieldSource::Path(pattern) => self.of_path(concept, pattern).map(Ok),
            FieldSource::Name => self.of_name().map(Ok),
            FieldSource::Section(name) => self.first_line_under(name).map(Ok),
            FieldSource::Tool(key) => self.of_tool(key).map(Ok),
            FieldSource::Label { name, .. } => self.label(name).map(|range| Ok(self.slice(range))),
        }
    }

    /// The value of the first label of a normalised name.
    fn label(&self, name: &str) -> Option<TextRange> {
        let named = |label: &&Label| normalise(label.name.of(self.text)) == name;
        self.labels.iter().find(named).map(|label| label.value)
    }

    fn slice(&self, range: TextRange) -> Raw<'a> {
        Raw { range, text: Cow::Borrowed(range.of(self.text)), plain: true }
    }

    /// The title's heading, its id prefix stripped.
    fn heading(&self, concept: Concept, pattern: Option<&Regex>) -> Option<Raw<'a>> {
        let title = title_heading(self.text, self.parsed, self.layout)?;
        if concept == Concept::Id && pattern.is_none() {
            let said = title.of(self.text);
            let lead = said.len() - said.trim_start_matches(['[', '*', '`']).len();
            let numbered = id::in_name(&said[lead..]).filter(|id| id.contains(|c: char| c.is_ascii_alphabetic()));
            // `# TASK-export: Export the list` in `TASK-export.md`.
            let word = said[lead..].split([':', ' ', ']', '：']).next().unwrap_or_default();
            let named = Some(word).filter(|word| word.contains(['-', '_']) && word.eq_ignore_ascii_case(&self.path.item_name()));
            let id = named.or(numbered)?;
            let after = said[lead + id.len()..].trim_start_matches([']', '*', '`', ' ']);
            let range = TextRange::new(title.start as usize + lead, title.start as usize + lead + id.len());
            return after.starts_with([':', '-', '–', '—', '：']).then(|| self.slice(range));
        }
        match pattern {
            None => Some(self.slice(id_prefix(title.of(self.text), &self.path.item_name()).map_or(title, |(_, len)| {
                TextRange { start: TextRange::at(title.start as usize + len).start, end: title.end }.trimmed(self.text)
            }))),
            Some(pattern) => {
                let found = group(&pattern.captures(title.of(self.text))?, concept)?;
                Some(self.slice(TextRange::new(found.start, found.end).shifted(title.start as usize)))
            }
        }
    }

    /// A value told by the path has no place in the text.
    fn of_path(&self, concept: Concept, pattern: &Regex) -> Option<Raw<'a>> {
        let path = self.path.display();
        let range = group(&pattern.captures(&path)?, concept)?;
        Some(Raw { range: TextRange::at(0), text: Cow::Owned(path.get(range)?.to_owned()), plain: true })
    }

    /// The id that the item's name begins with has no place in the text either.
    fn of_name(&self) -> Option<Raw<'a>> {
        let name = self.path.item_name();
        let id = id::in_name(&name)?;
        Some(Raw { range: TextRange::at(0), text: Cow::Owned(id.to_owned()), plain: true })
    }

    /// What the tool's own file says about this one has no place in the text either.
    fn of_tool(&self, key: &str) -> Option<Raw<'a>> {
        let path = self.path.display();
        let ids = self.layout.sources(Concept::Id).iter().filter_map(|source| match source {
            FieldSource::Path(pattern) => pattern.captures(&path).and_then(|found| group(&found, Concept::Id)).map(|range| &path[range]),
            _ => None,
        });
        let said = self.layout.tool_value(key, &self.path.stem(), ids.collect::<Vec<_>>().first().copied())?;
        Some(Raw { range: TextRange::at(0), text: Cow::Owned(said.to_owned()), plain: true })
    }

    /// The first line, without a label before its value.
    fn first_line_under(&self, name: &str) -> Option<Raw<'a>> {
        let part = self.part_of(name)?;
        let line = part.content.of(self.text).trim().lines().next().unwrap_or_default();
        let start = part.content.trimmed(self.text).start as usize;
        let bold = line.strip_prefix("**").and_then(|rest| rest.split_once("**"));
        let label = bold.filter(|(label, _)| label.ends_with(':')).map_or(0, |(label, _)| "****".len() + label.len());
        Some(self.slice(TextRange::new(start + label, start + line.len()).trimmed(self.text)))
    }

    fn part_of(&self, name: &str) -> Option<&'a Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// References of a list concept; the first source that is there wins, "none" written out is an empty list.
    pub(super) fn references(&self, concept: Concept) -> Vec<Reference> {
        let read = |source: &FieldSource| match source {
            FieldSource::Key(key) => self.parsed.front_matter.root.at_path(self.text, key).map(|node| self.reference_nodes(node)),
            FieldSource::Section(name) => self.part_of(name).map(|part| mentioned(self.text, part.content, self.layout)),
            FieldSource::Label { name, .. } => self.label(name).map(|range| mentioned(self.text, range, self.layout)),
            source => self.raw(concept, source).and_then(Result::ok).map(|raw| self.split(raw.range, &raw.text)),
        };
        let mut found: Vec<Reference> = self.layout.sources(concept).iter().filter_map(read).flatten().collect();
        for stated in self.stated.iter().filter(|stated| stated.concept == concept) {
            found.extend(match stated.value {
                Written::Node(node) => self.reference_nodes(node),
                Written::Slice(range) => self.in_prose(range),
                Written::Section(range) => mentioned(self.text, range, self.layout),
            });
        }
        // A label that the layout names and people know is read twice.
        let mut told: BTreeMap<(String, u32), u32> = BTreeMap::new();
        found.retain(|Reference { id, range, .. }| {
            let before = told.range((id.clone(), 0)..(id.clone(), range.end)).next_back();
            let is_told = !range.is_empty() && before.is_some_and(|(_, end)| *end > range.start);
            if !is_told && !range.is_empty() {
                told.insert((id.clone(), range.start), range.end);
            }
            !is_told
        });
        found
    }

    fn reference_nodes(&self, node: &Node) -> Vec<Reference> {
        match &node.value {
            Value::List(items) => items.iter().flat_map(|item| self.reference_nodes(item)).collect(),
            Value::Map(pairs) => self.reference_map(node, pairs),
            value => {
                let text = node.text(self.text).unwrap_or_default();
                if says_nothing(&text, *value == Value::Plain) { Vec::new() } else { self.split(node.range, &text) }
            }
        }
    }

    /// `- id: ST-1` with a note beside it, `hard: [ST-1]`, `ST-1: a note`.
    fn reference_map(&self, node: &Node, pairs: &[(Node, Node)]) -> Vec<Reference> {
        if let Some((_, id)) = REFERENCE_KEYS.iter().find_map(|key| node.get(self.text, key)) {
            return self.reference_nodes(id);
        }
        let of_pair = |(key, value): &(Node, Node)| {
            let name = key.text(self.text).unwrap_or_default();
            if self.layout.is_id(&name) {
                return self.split(key.range, &name);
            }
            let is_list = matches!(value.value, Value::List(_) | Value::Map(_));
            let is_id = || value.text(self.text).is_some_and(|text| self.layout.is_id(&text));
            if is_list || is_id() { self.reference_nodes(value) } else { Vec::new() }
        };
        pairs.iter().flat_map(of_pair).collect()
    }

    /// The first reference of a concept that is a link or whose id looks like one; any other text is the name of a group.
    pub(super) fn reference(&self, concept: Concept) -> Option<Reference> {
        let mut references = self.references(concept).into_iter();
        references.next().filter(|reference| reference.is_link || self.layout.is_id(&reference.id))
    }

    /// The references of a value, several where all of its parts are some.
    fn split(&self, range: TextRange, text: &str) -> Vec<Reference> {
        let is_id = |text: &str| self.layout.is_id(text);
        let parts = reference::parts(text, &is_id).into_iter();
        parts.filter_map(|part| Some(Reference::new(range, reference::read(part, &is_id)?))).collect()
    }

    /// The references of a label: those of its value if it lists nothing else, else the ids that it mentions.
    fn in_prose(&self, range: TextRange) -> Vec<Reference> {
        let text = range.of(self.text);
        let is_id = |text: &str| self.layout.is_id(text);
        if reference::is_none(text) {
            return Vec::new();
        }
        let parts = reference::parts(text, &is_id);
        if parts.len() > 1 || text.starts_with('[') || is_id(text) {
            let of_part = |part: &str| {
                let start = range.start as usize + (part.as_ptr() as usize - text.as_ptr() as usize);
                Some(Reference::new(TextRange::new(start, start + part.len()), reference::read(part, &is_id)?))
            };
            return parts.into_iter().filter_map(of_part).collect();
        }
        // `TASK-export, TASK-import`: names of files.
        let names: Vec<&str> = text.split([',', ';']).map(|part| part.trim().trim_matches(['`', '*', '.'])).collect();
        if names.iter().all(|name| name.contains(['-', '_']) && !name.contains(char::is_whitespace)) {
            let named = names.into_iter().filter_map(|name| reference::read(name, &is_id));
            return named.map(|named| Reference { in_prose: true, ..Reference::new(range, named) }).collect();
        }
        mentioned(self.text, range, self.layout)
    }

    /// The texts of a list, or of a single value parted by commas.
    pub(super) fn texts(&self, concept: Concept) -> Vec<String> {
        let mut nodes = self.layout.keys(concept).filter_map(|key| self.parsed.front_matter.root.at_path(self.text, key));
        let Some(node) = nodes.next() else {
            let said = self.field(concept).value().map(|text| text.split(',').map(|part| part.trim().to_owned()).collect());
            return said.unwrap_or_default();
        };
        let parts = match &node.value {
            Value::List(items) => items.iter().filter_map(|item| item.text(self.text)).map(Cow::into_owned).collect(),
            _ => node.text(self.text).map(|text| text.split(',').map(str::to_owned).collect()).unwrap_or_default(),
        };
        let parts: Vec<String> = parts;
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// Keys of a map under which a reference stands.
const REFERENCE_KEYS: [&str; 8] = ["id", "uid", "story", "task", "issue", "ref", "key", "item"];

/// The group named like the concept, else the first group, else all of a match.
fn group(captures: &Captures<'_>, concept: Concept) -> Option<std::ops::Range<usize>> {
    captures.name(concept.name()).or_else(|| captures.get(1)).or_else(|| captures.get(0)).map(|found| found.range())
}

/// The first level-1 heading that opens no known section.
pub(super) fn title_heading(text: &str, parsed: &ParsedFile, layout: &Layout) -> Option<TextRange> {
    let is_only = parsed.outline.headings.iter().filter(|heading| heading.level == 1).count() == 1;
    let opens_section = |title: TextRange| layout.opens_section(title.of(text), is_only);
    let mut headings = parsed.outline.headings.iter().filter(|heading| heading.level == 1);
    headings.next().map(|heading| heading.title).filter(|title| !opens_section(*title))
}

/// The id before a `:` or dash at the start of a heading, and how many bytes both take.
///
/// It looks like an id, or is the name of the file.
pub(super) fn id_prefix<'t>(heading: &'t str, name: &str) -> Option<(&'t str, usize)> {
    let word_end = heading.find([':', ' ']).unwrap_or(heading.len());
    let word = heading.get(..word_end)?.trim_matches(['[', ']']);
    let rest = heading[word_end..].trim_start();
    let after = rest.strip_prefix([':', '-', '–', '—'])?;
    let is_shaped = is_id_shaped(word) && word.contains(|c: char| c.is_ascii_alphabetic());
    let is_name = word.contains(['-', '_']) && word.eq_ignore_ascii_case(name);
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) && id::in_name(name) == Some(word);
    ((is_shaped || is_name || is_number) && !after.trim().is_empty()).then_some((word, heading.len() - after.trim_start().len()))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}
