//! A clause of the team's own Definition of Ready: a rule that is written in the configuration.

use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;

use super::{Check, Gate, Group, Kinds, Rule, Status, StoryCx, When};
use crate::{
    concept::Stage,
    finding::Level,
    layout::normalise,
    source::TextRange,
    text::{placeholder, words},
};

/// A clause as written under `[[require]]`.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its name, kebab-case; findings carry it as their rule.
    pub name: String,
    /// The stories it speaks about.
    pub when: When,
    /// What they must have.
    pub asks: Asks,
    /// The fact to state where they have it not; else a sentence made from what is asked.
    pub message: Option<String>,
    /// Levels where it differs from the Definition of Ready.
    pub stages: Vec<(Stage, Level)>,
}

/// What a clause asks of a story.
#[derive(Debug, Clone)]
pub enum Asks {
    /// A section of this heading with something in it.
    Section(String),
    /// A field of the front matter, or a label, that states something.
    Field(String),
    /// A link whose address holds this text.
    Link(String),
    /// An acceptance criterion that matches.
    Criterion(Regex),
    /// At least this many acceptance criteria.
    Criteria(usize),
}

impl Clause {
    /// What it asks, in words: `a section "Design"`.
    pub fn words(&self) -> String {
        match &self.asks {
            Asks::Section(heading) => format!("a section {}", words::quote(heading)),
            Asks::Field(key) => format!("a value for `{key}`"),
            Asks::Link(address) => format!("a link to {address}"),
            Asks::Criterion(pattern) => format!("an acceptance criterion that matches `{pattern}`"),
            Asks::Criteria(1) => "an acceptance criterion".into(),
            Asks::Criteria(least) => format!("at least {least} acceptance criteria"),
        }
    }

    /// The rule that judges by it. The same clause is always the same rule; it lives as long as the process.
    pub fn rule(self) -> &'static Rule {
        static KNOWN: LazyLock<Mutex<Vec<(String, &'static Rule)>>> = LazyLock::new(Mutex::default);
        let written = format!("{self:?}");
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rule)) = known.iter().find(|(other, _)| *other == written) {
            return rule;
        }
        let mut gate = Gate::READY;
        for (stage, level) in &self.stages {
            gate.0[*stage as usize] = *level;
        }
        let rule: &'static Rule = Box::leak(Box::new(Rule {
            name: self.name.clone().leak(),
            group: Group::Ready,
            gate,
            status: Status::Stable,
            kinds: Kinds::ALL,
            needs: &[],
            page: self.page().leak(),
            options: &[],
            fixes: &[],
            check: Check::Clause(Box::leak(Box::new(self))),
        }));
        known.push((written, rule));
        rule
    }

    fn page(&self) -> String {
        let who = if self.when.is_always() { "A story".to_owned() } else { format!("A story ({})", self.when.words()) };
        let message = self.message.as_ref().map(|message| format!("\n\n{message}.")).unwrap_or_default();
        let name = &self.name;
        let asked = self.words();
        format!(
            "# {name}\n\n{who} lacks {asked}.\n\n## Why\n\nThis is a clause of your team's own Definition of Ready, written under `[[require]]` in the configuration.{message}\n"
        )
    }

    /// Reports a story that lacks what is asked.
    pub(crate) fn check(&self, cx: &mut StoryCx<'_>) {
        if !self.when.holds(cx.story, &cx.around.backlog.root) || self.is_met(cx) {
            return;
        }
        let fact = match (&self.message, &self.asks) {
            (Some(message), _) => message.clone(),
            (None, Asks::Criteria(least)) => format!("{} acceptance criteria, at least {least} are asked for", cx.story.criteria.len()),
            (None, _) => format!("no {}", self.words().trim_start_matches("a ").trim_start_matches("an ")),
        };
        let cure = match &self.asks {
            Asks::Section(heading) => format!("add a section `## {heading}`"),
            Asks::Field(key) => format!("add `{key}:`"),
            Asks::Link(address) => format!("add a link to {address}"),
            Asks::Criterion(_) | Asks::Criteria(_) => format!("your team asks for {}", self.words()),
        };
        cx.report_absence(fact).help(cure);
    }

    fn is_met(&self, cx: &StoryCx<'_>) -> bool {
        match &self.asks {
            Asks::Section(heading) => has_section(cx, &normalise(heading)),
            Asks::Field(key) => cx.story.states(cx.text, key),
            Asks::Link(address) => has_link(cx.text, address),
            Asks::Criterion(pattern) => cx.story.criteria.iter().any(|criterion| pattern.is_match(cx.slice(criterion.text))),
            Asks::Criteria(least) => cx.story.criteria.len() >= *least,
        }
    }
}

/// Whether a section of this heading, or of the known section it belongs to, holds more than a placeholder.
fn has_section(cx: &StoryCx<'_>, heading: &str) -> bool {
    let known = cx.around.layout.section_of(heading);
    let is_it = |name: &str, own| normalise(name) == heading || (known.is_some() && own == known);
    let says = |range: TextRange| {
        let text = cx.slice(range.trimmed(cx.text));
        !text.is_empty() && !placeholder::is_only(text)
    };
    cx.story.parts.iter().any(|part| is_it(&part.name, part.known) && !part.is_empty(cx.outline()) && says(part.content))
}

/// Whether an address that holds `wanted` stands anywhere in the text.
fn has_link(text: &str, wanted: &str) -> bool {
    let ends_address = |c: char| c.is_whitespace() || matches!(c, '(' | '<' | '"' | '\'');
    text.match_indices(wanted).any(|(at, _)| {
        let start = text[..at].rfind(ends_address).map_or(0, |gap| gap + 1);
        text[start..at + wanted.len()].contains("://") || text[..start].ends_with("](") || text[..start].ends_with("]: ")
    })
}

#[cfg(test)]
mod tests {
    use super::has_link;

    #[test]
    fn a_link_is_an_address_and_not_a_word() {
        for text in ["https://www.figma.com/x", "see [it](figma.com/x)", "design: \"https://figma.com\"", "[it]: figma.com"] {
            assert!(has_link(text, "figma.com"), "{text}");
        }
        for text in ["ask figma.com", "https://example.org and figma.com", ""] {
            assert!(!has_link(text, "figma.com"), "{text}");
        }
    }
}
