//! What a story states outside of the places its layout names: front-matter keys, labels, headings and sections, by every name the vocabulary has.

use super::{
    Part,
    fields::says_nothing,
    labels::Label,
    values::{Raw, scalar},
};
use crate::{
    concept::{Concept, EstimatePolicy, Section, fold, vocabulary},
    layout::Layout,
    parse::{BlockKind, Node, ParsedFile},
    source::TextRange,
};

/// One statement of a concept.
pub(super) struct Stated<'a> {
    pub(super) concept: Concept,
    pub(super) value: Written<'a>,
}

/// What was written as a value.
pub(super) enum Written<'a> {
    /// The value of a front-matter key.
    Node(&'a Node),
    /// A slice of the body.
    Slice(TextRange),
    /// A section, with everything in it.
    Section(TextRange),
}

impl<'a> Written<'a> {
    /// The single value that is written; the place of a list or map.
    pub(super) fn raw(&self, text: &'a str) -> Result<Raw<'a>, TextRange> {
        match *self {
            Written::Node(node) => scalar(text, node),
            Written::Slice(range) => Ok(Raw::slice(text, range)),
            Written::Section(range) => Ok(Raw::slice(text, first_line(text, range))),
        }
    }
}

/// Reads what a file states, in the order in which places count: keys, labels, headings with a value, sections.
pub(super) fn stated<'a>(
    text: &'a str,
    parsed: &'a ParsedFile,
    (parts, labels): (&[Part], &[Label]),
    layout: &Layout,
    estimates: &EstimatePolicy,
) -> Vec<Stated<'a>> {
    let mut all = All { text, layout, estimates, found: Vec::new(), foreign: Vec::new(), knows_a_name: false };
    all.keys(parsed);
    for label in labels {
        all.add(label.name.of(text), || Written::Slice(label.value));
    }
    for heading in parsed.outline.headings.iter().filter(|heading| heading.level > 1) {
        let title = heading.title.of(text);
        if let Some((name, value)) = title.split_once([':', '：']).filter(|(_, value)| !value.trim().is_empty()) {
            let start = heading.title.end as usize - value.len();
            all.add(name, || Written::Slice(TextRange::new(start, heading.title.end as usize).trimmed(text)));
        }
    }
    for part in parts.iter().filter(|part| part.level > 1) {
        all.section(part, parsed, labels);
    }
    all.finish()
}

struct All<'a, 'l> {
    text: &'a str,
    layout: &'l Layout,
    estimates: &'l EstimatePolicy,
    found: Vec<Stated<'a>>,
    /// Statements by names that are not English and whose values have no form to check.
    foreign: Vec<Stated<'a>>,
    /// Whether another name that is not English is sure.
    knows_a_name: bool,
}

impl<'a> All<'a, '_> {
    fn keys(&mut self, parsed: &'a ParsedFile) {
        let root = &parsed.front_matter.root;
        let has = |name: &str| root.get(self.text, name).is_some();
        // Beside a reach or an impact, effort is a factor of a RICE score.
        let is_rice = has("reach") || has("impact");
        for (key, value) in root.pairs() {
            let Some(name) = key.text(self.text) else { continue };
            if is_rice && vocabulary::fold(&name) == "effort" {
                continue;
            }
            self.add(&name, || Written::Node(value));
        }
    }

    fn add(&mut self, name: &str, value: impl FnOnce() -> Written<'a>) {
        let Some((concept, is_english)) = vocabulary::field(name) else { return };
        // A layout that lists no place for a concept keeps none.
        if self.layout.fields.get(&concept).is_some_and(Vec::is_empty) {
            return;
        }
        let stated = Stated { concept, value: value() };
        let has_form = match stated.value.raw(self.text) {
            _ if is_english => true,
            Ok(raw) => self.has_form(concept, &raw),
            Err(_) => matches!(concept, Concept::DependsOn | Concept::Labels | Concept::Criteria),
        };
        if has_form {
            self.knows_a_name |= !is_english;
            self.found.push(stated);
        } else if matches!(
            concept,
            Concept::Title | Concept::Id | Concept::Labels | Concept::Parent | Concept::Description | Concept::Owner
        ) {
            self.foreign.push(stated);
        }
    }

    /// Whether a value has the form of its concept; by this a name that is not English is told from a word of everyday use.
    fn has_form(&self, concept: Concept, raw: &Raw<'_>) -> bool {
        let text = raw.text.trim();
        if says_nothing(text, raw.plain) {
            return !text.is_empty();
        }
        let has_digit = || text.contains(|c: char| c.is_ascii_digit());
        match concept {
            Concept::Status => self.layout.stage_of(text).is_some(),
            Concept::Kind => self.layout.kind_of(text).is_some(),
            Concept::Estimate => self.estimates.read(text).is_some(),
            Concept::Priority => vocabulary::priority(text).is_some() || has_digit(),
            Concept::DependsOn => {
                let is_name = |part: &str| part.contains(['-', '_']) && !part.trim().contains(char::is_whitespace);
                vocabulary::is_none(text) || has_digit() || text.contains("[[") || text.split([',', ';']).all(is_name)
            }
            Concept::Created | Concept::Sprint | Concept::Rank => has_digit(),
            _ => false,
        }
    }

    /// A section named for a concept: its first line, or the ticked one of several boxes. One that holds labels states those, unless it lists stories.
    fn section(&mut self, part: &Part, parsed: &ParsedFile, labels: &[Label]) {
        let name = part.heading.of(self.text);
        let Some((concept, _)) = vocabulary::field(name) else { return };
        // A list of stories may have labels above its parts, and each story may have its title behind a colon.
        let lists = |label: &Label| {
            let name = label.name.of(self.text);
            let is_cell = self.text[..label.name.start as usize].trim_end().ends_with('|');
            let is_about_stories = || {
                vocabulary::field(name).is_some_and(|(concept, _)| concept == Concept::DependsOn)
                    || vocabulary::section(name) == Some(Section::Dependents)
            };
            concept == Concept::DependsOn && (is_cell || self.layout.is_id(name) || is_about_stories())
        };
        if labels.iter().any(|label| part.content.contains(label.name) && !lists(label)) {
            return;
        }
        if concept == Concept::DependsOn {
            self.found.push(Stated { concept, value: Written::Section(part.content) });
            return;
        }
        if !matches!(concept, Concept::Status | Concept::Estimate | Concept::Priority | Concept::Kind | Concept::Sprint) {
            return;
        }
        let blocks = part.blocks(&parsed.outline);
        let ticked = || {
            blocks.iter().find_map(|block| match &block.kind {
                BlockKind::Item(item) if item.checkbox.is_some_and(|mark| matches!(mark, 'x' | 'X')) => Some(item.text),
                _ => None,
            })
        };
        let has_boxes = blocks.iter().any(|block| matches!(&block.kind, BlockKind::Item(item) if item.checkbox.is_some()));
        let range = if has_boxes { ticked() } else { Some(first_line(self.text, part.content)) };
        let Some(range) = range.filter(|range| !range.is_empty()) else { return };
        // A sentence under such a heading is prose.
        let raw = Raw::slice(self.text, range);
        if self.has_form(concept, &raw) || range.len() <= LONGEST_WORD {
            self.found.push(Stated { concept, value: Written::Slice(range) });
        }
    }

    fn finish(mut self) -> Vec<Stated<'a>> {
        if self.knows_a_name {
            self.found.append(&mut self.foreign);
        }
        self.found
    }
}

/// A value that is not known is longer than a word of its concept from so many bytes on.
const LONGEST_WORD: usize = 24;

/// The first line of a section, without the mark of a list, emphasis, and a label before its value.
fn first_line(text: &str, content: TextRange) -> TextRange {
    let content = content.trimmed(text);
    let Some(line) = content.lines(text).next() else { return content };
    let line = line.trimmed(text);
    let said = line.of(text);
    if said.starts_with(['#', '|', '`', '<']) {
        return TextRange::at(line.start as usize);
    }
    let bold = said.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    let label = bold.filter(|(label, _)| label.ends_with(':')).map_or(0, |(label, _)| "****".len() + label.len());
    let rest = &said[label..];
    let lead = label + rest.len() - rest.trim_start_matches(['-', '*', '_', '+', '>', ' ', '`']).len();
    let trail = rest.len() - rest.trim_end_matches(['*', '_', '`', ' ']).len();
    TextRange::new(line.start as usize + lead, (line.end as usize).saturating_sub(trail))
}

/// Whether two single values say the same.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.trim() == other.trim() || fold(one) == fold(other)
}
