//! The words of the field in many languages: how people name what a story states, its sections, statuses, kinds and units.
//!
//! The words are data, in `words.txt`. The build script folds and sorts them, so that a run looks words up and reads nothing. Everything is
//! compared folded: see [`fold()`].

mod fold;
mod table;

use std::sync::LazyLock;

use regex::Regex;

use super::{Concept, Kind, Section, Stage, estimate::SHIRTS};
pub use fold::fold;
use table::{FALSE, FIELDS, FILES, FOLDERS, KINDS, PRIORITIES, SECTIONS, SIZES, STATUSES, STEMS, UNITS, VALUES};

/// What a number in an estimate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Story points.
    Point,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days of work.
    Day,
    /// Weeks of five days.
    Week,
    /// Months of twenty days.
    Month,
}

/// What a folder is named for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderName {
    /// Finished work.
    Done,
    /// What is out of the way, finished or given up.
    Archive,
    /// A backlog.
    Backlog,
}

/// The concept that a key, a label or the first cell of a row names, and whether the name is English.
pub fn field(name: &str) -> Option<(Concept, bool)> {
    field_folded(&fold(name))
}

/// The same for a name that is folded already.
pub fn field_folded(folded: &str) -> Option<(Concept, bool)> {
    if let Some(word) = FIELDS.word(folded) {
        return Some((concept(word.name)?, word.is_english));
    }
    // A section's name is a key and a label as well.
    match Section::named(SECTIONS.word(folded)?.name)? {
        Section::Description => Some((Concept::Description, true)),
        Section::Criteria => Some((Concept::Criteria, true)),
        _ => None,
    }
}

/// The section that a heading of these words opens.
pub fn section(heading: &str) -> Option<Section> {
    match SECTIONS.word(&fold(heading))?.name {
        "blocks" => Some(Section::Dependents),
        name => Section::named(name),
    }
}

/// Whether a heading holds the stems of a heading about criteria.
pub fn may_be_criteria(heading: &str) -> bool {
    // The stems that come first in their languages are in few headings.
    static FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let stems: Vec<String> =
            STEMS.iter().filter_map(|lists| lists.first()).flat_map(|list| list.iter()).map(|stem| regex::escape(stem)).collect();
        Regex::new(&stems.join("|")).ok()
    });
    let folded = fold(heading);
    if FIRST.as_ref().is_some_and(|first| !first.is_match(&folded)) {
        return false;
    }
    STEMS.iter().any(|lists| lists.iter().all(|list| list.iter().any(|stem| folded.contains(stem))))
}

/// Whether a heading that speaks of criteria is about something else: how they are verified, where they are traced.
pub fn is_false_friend(heading: &str) -> bool {
    let folded = fold(heading);
    FALSE.iter().any(|word| folded.contains(word))
}

/// What a status word means; `folded` as [`super::fold`] folds.
pub fn stage(folded: &str) -> Option<Stage> {
    Stage::named(STATUSES.word(folded)?.name)
}

/// Every status word, folded, in alphabetical order.
pub fn statuses<'w>() -> impl Iterator<Item = &'w str> {
    STATUSES.iter()
}

/// What a kind word means.
pub fn kind(folded: &str) -> Option<Kind> {
    Kind::named(KINDS.word(folded)?.name)
}

/// Every kind word, folded, in alphabetical order.
pub fn kinds<'w>() -> impl Iterator<Item = &'w str> {
    KINDS.iter()
}

/// Whether a value says that the real one is not known yet: `to be defined`.
pub fn is_missing(value: &str) -> bool {
    is_value(value, "missing")
}

/// Whether a value says that there is none: `none`, `keine`.
pub fn is_none(value: &str) -> bool {
    is_value(value, "none")
}

fn is_value(value: &str, name: &str) -> bool {
    // Most values say more than any of these words.
    value.bytes().filter(|byte| *byte == b' ').nth(MOST_SPACES).is_none() && VALUES.word(&fold(value)).is_some_and(|word| word.name == name)
}

/// A value with more spaces is none of the words, the longest of which are five in a row.
const MOST_SPACES: usize = 8;

/// The unit that a word names.
pub fn unit(word: &str) -> Option<Unit> {
    match UNITS.word(&fold(word))?.name {
        "point" => Some(Unit::Point),
        "minute" => Some(Unit::Minute),
        "hour" => Some(Unit::Hour),
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        _ => None,
    }
}

/// Whether a word stands between the two ends of a range: `2 to 3 days`.
pub fn is_range(word: &str) -> bool {
    UNITS.word(&fold(word)).is_some_and(|word| word.name == "range")
}

/// The t-shirt size that a word names, by its place in [`super::estimate::SHIRTS`].
pub fn size(word: &str) -> Option<usize> {
    let name = SIZES.word(&fold(word))?.name;
    SHIRTS.iter().position(|size| size.eq_ignore_ascii_case(name))
}

/// How urgent a priority word is: 0 critical, 1 high, 2 medium, 3 low.
pub fn priority(word: &str) -> Option<u8> {
    match PRIORITIES.word(&fold(word))?.name {
        "critical" => Some(0),
        "high" => Some(1),
        "medium" => Some(2),
        "low" => Some(3),
        _ => None,
    }
}

/// Whether a word after an id in a file name makes the file one that belongs to the item: `report`.
pub fn is_supporting(word: &str) -> bool {
    FILES.word(&fold(word)).is_some_and(|word| word.name == "supporting")
}

/// Whether a file's name says that new stories are copied from it.
pub fn is_template(word: &str) -> bool {
    FILES.word(&fold(word)).is_some_and(|word| word.name == "template")
}

/// What a folder's name says of the files in it.
pub fn folder(name: &str) -> Option<FolderName> {
    match FOLDERS.word(&fold(name))?.name {
        "done" => Some(FolderName::Done),
        "archive" => Some(FolderName::Archive),
        "backlog" => Some(FolderName::Backlog),
        _ => None,
    }
}

fn concept(name: &str) -> Option<Concept> {
    Concept::ALL.into_iter().find(|(_, known)| *known == name).map(|(concept, _)| concept)
}
