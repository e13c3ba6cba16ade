//! The marks a team leaves for the linter in a story: what is to be suppressed, why, and until when.

use std::sync::LazyLock;

use jiff::civil::Date;
use memchr::memmem::Finder;

use super::Story;
use crate::{
    finding::Finding,
    parse::FrontMatterState,
    source::{FileId, TextRange},
};

/// `<!-- backlint-ignore RULE, RULE until DATE: reason -->`, or the same behind `#` on a line of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Whether `backlint-ignore` is misspelt; then nothing is suppressed.
    pub misspelt: bool,
    /// From `backlint-ignore` to the end of the reason.
    pub range: TextRange,
    /// The rules it names, with their places.
    pub rules: Vec<(String, TextRange)>,
    /// Why; nothing is suppressed without.
    pub reason: Option<String>,
    /// The last day it holds.
    pub until: Until,
    /// The section it stands in; `None` covers the whole story.
    pub section: Option<TextRange>,
}

/// One finding that the team accepts, written in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The story's id, or its path where it has none.
    pub story: String,
    /// The rule.
    pub rule: &'static str,
    /// Why.
    pub reason: String,
    /// The last day it holds; the last of all days where none is given.
    pub until: Date,
}

/// How long a suppression holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// For good.
    Ever,
    /// Up to this day, included.
    Day(Date),
    /// What stands there is no date; nothing is suppressed.
    Unread(String),
}

impl Suppression {
    /// Whether it suppresses anything today.
    pub fn holds(&self, today: Date) -> bool {
        self.last_day() >= today
    }

    /// Whether its last day is past.
    pub fn is_over(&self, today: Date) -> bool {
        matches!(self.until, Until::Day(day) if day < today)
    }

    /// The last day on which it suppresses anything; the first of all days where it never does.
    pub fn last_day(&self) -> Date {
        match (&self.reason, &self.until) {
            (None, _) | (_, Until::Unread(_)) => Date::MIN,
            (_, Until::Ever) => Date::MAX,
            (_, Until::Day(day)) => *day,
        }
    }

    /// Whether a finding is what it speaks of: its rule, and a place or a further place in its section.
    pub fn covers(&self, file: FileId, finding: &Finding) -> bool {
        let in_section = |section: TextRange| {
            let spans = std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
            spans.into_iter().any(|span| span.file == file && section.contains(span.range))
        };
        self.rules.iter().any(|(rule, _)| rule == finding.rule) && self.section.is_none_or(in_section)
    }
}

const WORD: &str = "backlint-ignore";

/// Every suppression of a story, in the order of the text.
pub(super) fn read(text: &str, story: &Story) -> Vec<Suppression> {
    static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("lint"));
    static CAPITALS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("LINT"));
    let may_have_one = MARK.find(text.as_bytes()).or_else(|| CAPITALS.find(text.as_bytes())).is_some();
    if !may_have_one {
        return Vec::new();
    }
    if story.broken {
        return unread(text);
    }
    let fields = front_matter_lines(text, story).filter_map(|range| suppression(text, range, None));
    let comments = story.parsed.outline.comments.iter();
    let body = comments.filter_map(|comment| suppression(text, comment.text, section_around(story, comment.range)));
    fields.chain(body).collect()
}

/// Those of a file that cannot be read; none of them holds.
fn unread(text: &str) -> Vec<Suppression> {
    let lines = TextRange::new(0, text.len()).lines(text).take(READ_LINES).filter_map(|line| {
        let at = line.of(text).find(WORD)?;
        let end = line.of(text).find("-->").filter(|end| *end >= at).unwrap_or(line.len());
        let before = line.of(text)[..at].trim();
        let is_mark = before.ends_with('#') || before.ends_with("<!--");
        let start = line.start as usize;
        suppression(text, TextRange::new(start + at, start + end).trimmed(text), None).filter(|_| is_mark)
    });
    lines.collect()
}

/// How many lines of a file that cannot be read are searched.
const READ_LINES: usize = 1000;

/// What stands behind `#` on lines of their own that belong to no value.
fn front_matter_lines<'a>(text: &'a str, story: &'a Story) -> impl Iterator<Item = TextRange> + 'a {
    let front = &story.parsed.front_matter;
    let content = front.fences.filter(|_| front.state == FrontMatterState::Fields).map(|fences| fences.content).unwrap_or_default();
    let values: Vec<TextRange> = front.root.pairs().iter().map(|(_, value)| value.range).collect();
    content.lines(text).filter_map(move |line| {
        let trimmed = line.trimmed(text);
        let behind = trimmed.of(text).strip_prefix('#')?;
        let comment = TextRange::new(trimmed.end as usize - behind.len(), trimmed.end as usize).trimmed(text);
        (!values.iter().any(|value| value.contains(comment))).then_some(comment)
    })
}

/// The section a place lies in; none above the first heading below the title.
fn section_around(story: &Story, place: TextRange) -> Option<TextRange> {
    let outline = &story.parsed.outline;
    let above = outline.headings.iter().rfind(|heading| heading.range.end <= place.start)?;
    let is_title = outline.h1() == Some(above);
    let part = story.parts.iter().find(|part| part.heading == above.title).filter(|_| !is_title)?;
    Some(TextRange::new(part.heading.start as usize, part.content.end as usize))
}

fn suppression(text: &str, range: TextRange, section: Option<TextRange>) -> Option<Suppression> {
    let is_end = |rest: &&str| rest.is_empty() || rest.starts_with([' ', '\t', ':']);
    let Some(rest) = range.of(text).strip_prefix(WORD).filter(is_end) else {
        let misspelt = misspelt(range.of(text))?;
        let range = TextRange::new(range.start as usize, range.start as usize + misspelt);
        return Some(Suppression { misspelt: true, range, rules: Vec::new(), reason: None, until: Until::Ever, section });
    };
    let (head, reason) = rest.split_once(':').map_or((rest, None), |(head, reason)| (head, Some(reason.trim())));
    let start = range.start as usize + WORD.len();
    let mut words = words(head).map(|(at, word)| (word, TextRange::new(start + at, start + at + word.len())));
    let mut rules = Vec::new();
    let mut until = Until::Ever;
    while let Some((word, place)) = words.next() {
        if word == "until" {
            let day = words.next().map(|(day, _)| day).unwrap_or_default();
            until = day.parse().map_or_else(|_| Until::Unread(day.to_owned()), Until::Day);
        } else {
            rules.push((word.to_owned(), place));
        }
    }
    let reason = reason.filter(|reason| !reason.is_empty()).map(str::to_owned);
    Some(Suppression { misspelt: false, range, rules, reason, until, section })
}

/// What people write who mean `backlint-ignore`, many of them from the linters of programming languages.
const ORDERS: [&str; 8] = ["ignore", "disable", "suppress", "allow", "skip", "off", "noqa", "accept"];

const NAME: &str = "backlint";
/// How many slips the name may have.
const FAR: usize = 3;

/// How many bytes at the beginning of a comment are a misspelt `backlint-ignore`, if they are.
fn misspelt(text: &str) -> Option<usize> {
    let is_letter = |c: char| c.is_alphabetic();
    let mut letters = String::new();
    for (at, c) in text.char_indices().take(40) {
        if is_letter(c) {
            letters.extend(c.to_lowercase());
            // Most comments begin with another word.
            if letters.len() == NAME.len() && strsim::damerau_levenshtein(&letters, NAME) > FAR {
                return None;
            }
        } else if !matches!(c, '-' | '_' | ' ' | ':' | '.' | '/' | '@') {
            return None;
        }
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let is_end = !rest.starts_with(is_letter);
        if is_end && ORDERS.iter().any(|order| is_nearly(&letters, order)) {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Whether letters are `backlint` and an order, but for a slip in each.
fn is_nearly(letters: &str, order: &str) -> bool {
    let names = (7..=9).filter_map(|end| letters.split_at_checked(end));
    let is_near = |one: &str, other: &str| strsim::damerau_levenshtein(one, other) <= usize::from(other.len() > 4);
    names.into_iter().any(|(name, rest)| name.ends_with('t') && is_near(name, "backlint") && is_near(rest, order))
}

/// Words set apart by blanks and commas, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_gap = |c: char| c.is_whitespace() || c == ',';
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|c| !is_gap(c))?;
        let word = text[start..].split(is_gap).next()?;
        at = start + word.len();
        Some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<Suppression> {
        suppression(text, TextRange::new(0, text.len()), None)
    }

    #[test]
    fn reads_rules_reason_and_day() {
        let mark = one("backlint-ignore estimate-missing, title-vague until 2026-12-31: vendor: quote arrives").unwrap();
        assert_eq!(mark.rules.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>(), ["estimate-missing", "title-vague"]);
        assert_eq!(mark.reason.as_deref(), Some("vendor: quote arrives"));
        assert!(mark.holds(jiff::civil::date(2026, 12, 31)) && !mark.holds(jiff::civil::date(2027, 1, 1)));
    }

    #[test]
    fn slips_are_read_and_hide_nothing() {
        for text in [
            "Backlint-Ignore x: y",
            "backlint-disable x",
            "backlint ignore x: y",
            "blacklint-ignore x",
            "backlint-ignroe x: y",
            "BACKLINT_IGNORE x",
        ] {
            let mark = one(text).unwrap_or_else(|| panic!("{text}"));
            assert!(mark.misspelt && !mark.holds(jiff::civil::date(2026, 3, 2)), "{text}");
        }
        for text in ["backlint checks this file", "see backlint-ignore", "blank line: ignore", "backlint"] {
            assert!(one(text).is_none(), "{text}");
        }
    }

    #[test]
    fn nothing_holds_without_a_reason_or_with_a_day_that_is_none() {
        let today = jiff::civil::date(2026, 3, 2);
        for text in ["backlint-ignore title-vague", "backlint-ignore title-vague:  ", "backlint-ignore title-vague until soon: later"] {
            assert!(!one(text).unwrap().holds(today), "{text}");
        }
        assert_eq!(one("see backlint-ignore x: y"), None);
    }
}
