//! The acceptance criteria of a story, in every shape people write them.

use super::{Part, values::Reader};
use crate::{
    concept::Concept,
    layout::Section,
    parse::{Block, BlockKind, Node, Value, outline::Item},
    source::TextRange,
    text::{
        english::Signs,
        scenario::{Step, step},
        words,
    },
};

/// One acceptance criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// What it says, without its marker.
    pub text: TextRange,
    /// All of it, with what is nested in it.
    pub range: TextRange,
    /// The mark in its checkbox.
    pub checked: Option<char>,
    /// From its list marker up to its text.
    pub marker: TextRange,
    /// How it is written.
    pub shape: Shape,
    /// The heading or item it is grouped under, by its place among the blocks.
    pub group: Option<usize>,
    /// What it says without its number, as [`words::fingerprint`].
    pub print: u64,
    /// What its words may be signs of.
    pub signs: Signs,
}

/// How criteria are written; the first of these that is there wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A sub-heading with what is under it.
    Heading,
    /// `- [ ]`, any marker, any mark.
    Checkbox,
    /// Given, when, then.
    Scenario,
    /// `1.`
    Numbered,
    /// `-`
    Bullet,
    /// A table row.
    Row,
    /// A paragraph, where the layout allows prose.
    Paragraph,
    /// An item of a list in the front matter.
    Listed,
}

/// The criteria and where they are, or would be: the first section's heading, else the field's key.
pub(super) fn read(reader: &Reader<'_>) -> (Vec<Criterion>, Option<TextRange>) {
    let sections = sections(reader.parts);
    let anchor =
        sections.iter().map(|part| part.heading).find(|heading| !heading.is_empty()).or_else(|| sections.first().map(|part| part.heading));
    let blocks = Blocks::new(reader, &sections);
    let found = blocks.most_specific(reader.layout.prose);
    let (listed, key) = listed(reader);
    let mut criteria = if found.is_empty() { listed } else { found };
    criteria.shrink_to_fit();
    for criterion in &mut criteria {
        let text = criterion.text.of(reader.text);
        criterion.print = words::fingerprint_of(words::unnumbered(text), |word| criterion.signs.add(word));
    }
    (criteria, anchor.or(key))
}

/// The criteria sections; one within another only extends it.
fn sections(parts: &[Part]) -> Vec<&Part> {
    let mut sections: Vec<&Part> = Vec::new();
    for part in parts.iter().filter(|part| part.known == Some(Section::Criteria)) {
        if !sections.iter().any(|outer| outer.content.contains(part.content)) {
            sections.push(part);
        }
    }
    sections
}

/// The list in the front matter.
fn listed(reader: &Reader<'_>) -> (Vec<Criterion>, Option<TextRange>) {
    let mut keys = reader.layout.keys(Concept::Criteria);
    let Some((key, value)) = keys.find_map(|key| reader.parsed.front_matter.root.get(reader.text, key)) else { return (Vec::new(), None) };
    let items = match &value.value {
        Value::List(items) => &**items,
        Value::Map(_) | Value::Empty => &[],
        _ => std::slice::from_ref(value),
    };
    (items.iter().filter_map(|item| listed_item(reader.text, item)).collect(), Some(key.range))
}

fn listed_item(text: &str, item: &Node) -> Option<Criterion> {
    let said = item.text(text)?;
    let quotes = usize::from(item.value == Value::Quoted);
    let range = TextRange::new(item.range.start as usize + quotes, item.range.end as usize - quotes);
    let nothing = super::fields::says_nothing(&said, item.value == Value::Plain);
    (!nothing).then_some(criterion(range, Shape::Listed))
}

/// The blocks of all criteria sections, each with its place in the outline.
struct Blocks<'a> {
    text: &'a str,
    all: &'a [Block],
    within: Vec<usize>,
    end: u32,
}

impl<'a> Blocks<'a> {
    fn new(reader: &Reader<'a>, sections: &[&Part]) -> Self {
        let outline = &reader.parsed.outline;
        let within = sections.iter().flat_map(|part| part.blocks.clone()).collect();
        Self { text: reader.text, all: &outline.blocks, within, end: sections.last().map_or(0, |part| part.content.end) }
    }

    fn blocks(&self) -> impl Iterator<Item = (usize, &'a Block)> {
        self.within.iter().filter_map(|at| Some((*at, self.all.get(*at)?)))
    }

    fn most_specific(&self, prose: bool) -> Vec<Criterion> {
        let shapes: [fn(&Self) -> Vec<Criterion>; 6] =
            [Self::headings, Self::checkboxes, Self::scenarios, Self::numbered, Self::bullets, Self::rows];
        let found = shapes.iter().map(|shape| shape(self)).find(|found| !found.is_empty()).unwrap_or_default();
        if found.is_empty() && prose { self.paragraphs() } else { found }
    }

    fn headings(&self) -> Vec<Criterion> {
        let headings: Vec<_> = self.blocks().filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_))).collect();
        let mut found = Vec::new();
        for (at, (_, block)) in headings.iter().enumerate() {
            let title = self.heading_text(block.range);
            if names_criterion(title.of(self.text)) {
                let end = headings.get(at + 1).map_or(self.end, |(_, next)| next.range.start);
                let range = TextRange { start: block.range.start, end: end.max(block.range.end) }.trimmed(self.text);
                found.push(Criterion { range, ..criterion(title, Shape::Heading) });
            }
        }
        found
    }

    /// The text of a heading's first line, without its marks.
    fn heading_text(&self, range: TextRange) -> TextRange {
        let line = range.of(self.text).lines().next().unwrap_or_default();
        let start = range.start as usize + (line.len() - line.trim_start_matches(['#', ' ']).len());
        let end = range.start as usize + line.trim_end_matches(['#', ' ']).len();
        TextRange::new(start, end).trimmed(self.text)
    }

    fn checkboxes(&self) -> Vec<Criterion> {
        self.items(|item| item.checkbox.is_some(), Shape::Checkbox)
    }

    fn numbered(&self) -> Vec<Criterion> {
        self.items(|item| item.ordered, Shape::Numbered)
    }

    fn bullets(&self) -> Vec<Criterion> {
        self.items(|item| !item.ordered, Shape::Bullet)
    }

    /// Items that `wanted` takes, none within another it takes; a bullet that ends in `:` and has children is a group.
    fn items(&self, wanted: fn(&Item) -> bool, shape: Shape) -> Vec<Criterion> {
        let is_wanted = |at: usize| self.item(at).is_some_and(|item| wanted(item) && (shape == Shape::Checkbox || !self.is_group(at)));
        let within_another = |block: &Block| self.ancestors(block).any(&is_wanted);
        // Nested items belong to their parent, whatever its marker; only a group passes its children on.
        let within_other = |block: &Block| shape != Shape::Checkbox && self.ancestors(block).any(|at| !self.is_group(at));
        let mut found = Vec::new();
        let mut heading = None;
        for (at, block) in self.blocks() {
            match &block.kind {
                BlockKind::Heading(_) => heading = Some(at),
                BlockKind::Item(item) if is_wanted(at) && !within_another(block) && !within_other(block) => {
                    let group = self.ancestors(block).next().or(heading);
                    let own =
                        Criterion { range: block.range, checked: item.checkbox, marker: item.marker, group, ..criterion(item.text, shape) };
                    found.push(own);
                }
                _ => {}
            }
        }
        if shape != Shape::Checkbox {
            found.retain(|criterion| !criterion.text.is_empty());
        }
        found
    }

    fn item(&self, at: usize) -> Option<&Item> {
        match self.all.get(at).map(|block| &block.kind) {
            Some(BlockKind::Item(item)) => Some(item),
            _ => None,
        }
    }

    /// The items a block stands in, the innermost first.
    fn ancestors(&self, block: &Block) -> impl Iterator<Item = usize> {
        std::iter::successors(block.parent(), |at| self.all.get(*at).and_then(Block::parent))
    }

    fn is_group(&self, at: usize) -> bool {
        let Some(item) = self.item(at) else { return false };
        let says = item.text.of(self.text).trim_end_matches(['*', '_', ' ']);
        // The first item within another is its child.
        let has_children = || {
            let within = self.all[at + 1..].iter().take_while(|next| next.range.start < self.all[at].range.end);
            within.into_iter().any(|next| matches!(next.kind, BlockKind::Item(_)))
        };
        !item.ordered && item.checkbox.is_none() && says.ends_with(':') && has_children()
    }

    /// Scenarios in a `gherkin` fence, or from one Given to the next.
    fn scenarios(&self) -> Vec<Criterion> {
        let fences = self.blocks().filter(|(_, block)| self.is_gherkin(block));
        let mut found: Vec<Criterion> = fences.flat_map(|(_, block)| fenced_scenarios(self.text, block.range)).collect();
        if found.is_empty() {
            found = self.written_scenarios();
        }
        found
    }

    fn is_gherkin(&self, block: &Block) -> bool {
        matches!(&block.kind, BlockKind::Code { info, .. }
            if info.of(self.text).split([' ', ',', '{']).next().is_some_and(|word| matches!(word.to_ascii_lowercase().as_str(), "gherkin" | "cucumber" | "feature")))
    }

    /// Given, When and Then as paragraphs, items or lines; only where one scenario takes several of them.
    fn written_scenarios(&self) -> Vec<Criterion> {
        let mut found: Vec<Criterion> = Vec::new();
        let mut before = None;
        let mut several = false;
        for range in self.lines() {
            let step = step(range.of(self.text));
            match (step, before) {
                // A second Given in a row still says how things stand.
                (Some(Step::Given), None | Some(Step::When | Step::Then | Step::And)) => found.push(criterion(range, Shape::Scenario)),
                (Some(_), Some(_)) => {
                    if let Some(last) = found.last_mut() {
                        last.range.end = range.end;
                        last.text.end = range.end;
                        several |= step != before;
                    }
                }
                _ => {}
            }
            before = match step {
                Some(Step::And) => before,
                Some(Step::Given) if is_whole(range.of(self.text)) => Some(Step::Then),
                Some(Step::Given) => step,
                _ => before.and(step),
            };
        }
        if several { found } else { Vec::new() }
    }

    /// The lines of paragraphs and items, none twice.
    fn lines(&self) -> Vec<TextRange> {
        let mut found: Vec<TextRange> = Vec::new();
        for (_, block) in self.blocks() {
            let range = match &block.kind {
                BlockKind::Paragraph => block.range,
                BlockKind::Item(item) => item.text,
                _ => continue,
            };
            if found.last().is_some_and(|last| range.start < last.end) {
                continue;
            }
            found.extend(range.lines(self.text).map(|line| line.trimmed(self.text)).filter(|line| !line.is_empty()));
        }
        found
    }

    fn rows(&self) -> Vec<Criterion> {
        let rows = self.blocks().filter(|(_, block)| matches!(block.kind, BlockKind::Row { header: false }));
        rows.map(|(_, block)| criterion(block.range, Shape::Row)).collect()
    }

    fn paragraphs(&self) -> Vec<Criterion> {
        let paragraphs = self.blocks().filter(|(_, block)| block.kind == BlockKind::Paragraph && block.parent().is_none());
        paragraphs.map(|(_, block)| criterion(block.range, Shape::Paragraph)).collect()
    }
}

fn criterion(text: TextRange, shape: Shape) -> Criterion {
    Criterion {
        text,
        range: text,
        checked: None,
        marker: TextRange::at(text.start as usize),
        shape,
        group: None,
        print: 0,
        signs: Signs::default(),
    }
}

/// `AC-1 ...`, `Criterion 2`, `Scenario: ...`, `Given ...`.
fn names_criterion(heading: &str) -> bool {
    let name = crate::layout::normalise(heading);
    let numbered = |rest: &str| rest.trim_start_matches([' ', '-', '#', '_', '.']).starts_with(|c: char| c.is_ascii_digit());
    let counted = ["acceptance criterion", "acceptance criteria", "criterion", "criteria", "ac", "scenario"];
    counted.iter().any(|word| name.strip_prefix(word).is_some_and(numbered))
        || name.starts_with("scenario:")
        || name.starts_with("scenario outline")
        || name.starts_with("given ")
}

/// Whether a line that opens with Given goes on to When or Then.
fn is_whole(line: &str) -> bool {
    let words = line.split(|c: char| c.is_whitespace() || c == ',').skip(1).map(|word| word.trim_matches(['*', '_']));
    words.filter(|word| word.len() > 3).any(|word| WHOLE.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// When and Then within a line.
const WHOLE: [&str; 12] = ["when", "then", "wanneer", "wenn", "dann", "quand", "alors", "cuando", "entonces", "quando", "allora", "então"];

/// The scenarios of a fence: each `Scenario:`, or where there is none each Given.
fn fenced_scenarios(text: &str, fence: TextRange) -> Vec<Criterion> {
    let lines = fence.lines(text).skip(1).map(|line| line.trimmed(text));
    let inner: Vec<TextRange> = lines.filter(|line| !line.is_empty() && !line.of(text).starts_with(['`', '~'])).collect();
    let opens_scenario = |line: &str| line.starts_with("Scenario") || line.starts_with("Example:");
    let titled = inner.iter().any(|line| opens_scenario(line.of(text)));
    let mut found: Vec<Criterion> = Vec::new();
    let mut before = None;
    for line in inner {
        let step = step(line.of(text)).filter(|step| *step != Step::And);
        let opens = if titled { opens_scenario(line.of(text)) } else { step == Some(Step::Given) && before != step };
        before = step.or(before);
        if opens {
            found.push(criterion(line, Shape::Scenario));
        } else if let Some(last) = found.last_mut() {
            last.text.end = line.end;
            last.range.end = line.end;
        }
    }
    found
}
