//! Criteria that are scenarios: in a fence of Gherkin, or Given, When and Then in lines.

use super::{Criterion, Shape, blocks::Blocks, criterion};
use crate::{
    parse::{Block, BlockKind},
    source::TextRange,
    text::scenario::{Step, step},
};

impl Blocks<'_> {
    /// Scenarios in a `gherkin` fence, or from one Given to the next.
    pub(super) fn scenarios(&self) -> Vec<Criterion> {
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
                (Some(Step::Given), None | Some(Step::When | Step::Then | Step::And)) => {
                    several |= is_whole(range.of(self.text));
                    found.push(criterion(range, Shape::Scenario));
                }
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
    pub(super) fn lines(&self) -> Vec<TextRange> {
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
