//! The words of the field in many languages: how people name what a story states, its sections, statuses, kinds and units.
//!
//! The words are data, in `words.txt`. Everything is compared folded: see [`fold`].

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use unicode_normalization::UnicodeNormalization;

use super::{Concept, Kind, Section, Stage, estimate::SHIRTS};

/// Every word by what it means. Keys are folded.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Names of fields, and whether the name is English.
    fields: HashMap<String, (Concept, bool)>,
    /// Headings of sections.
    sections: HashMap<String, Section>,
    /// Per language the stems of which a heading about criteria has one of each list.
    stems: Vec<Vec<Vec<String>>>,
    /// Words that make a heading about criteria one about something else.
    false_friends: Vec<String>,
    statuses: HashMap<String, Stage>,
    kinds: HashMap<String, Kind>,
    missing: HashSet<String>,
    none: HashSet<String>,
    units: HashMap<String, Unit>,
    ranges: Vec<String>,
    sizes: HashMap<String, usize>,
    priorities: HashMap<String, u8>,
    supporting: HashSet<String>,
    templates: HashSet<String>,
    done_folders: HashSet<String>,
    archive_folders: HashSet<String>,
    backlog_folders: HashSet<String>,
}

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

const WORDS: &str = include_str!("words.txt");

/// The words that ship.
static SHIPPED: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::read(WORDS));

/// The words that ship.
pub fn vocabulary() -> &'static Vocabulary {
    &SHIPPED
}

impl Vocabulary {
    /// The concept that a key, a label or the first cell of a row names, and whether the name is English.
    pub fn field(&self, name: &str) -> Option<(Concept, bool)> {
        self.fields.get(&*fold(name)).copied()
    }

    /// The same for a name that is folded already.
    pub fn field_folded(&self, folded: &str) -> Option<(Concept, bool)> {
        self.fields.get(folded).copied()
    }

    /// The section that a heading of these words opens.
    pub fn section(&self, heading: &str) -> Option<Section> {
        self.sections.get(&*fold(heading)).copied()
    }

    /// Whether a heading holds the stems of a heading about criteria.
    pub fn may_be_criteria(&self, heading: &str) -> bool {
        let folded = fold(heading);
        let has = |stem: &String| folded.contains(stem.as_str());
        self.stems.iter().any(|lists| !lists.is_empty() && lists.iter().all(|list| list.iter().any(has)))
    }

    /// Whether a heading that speaks of criteria is about something else: how they are verified, where they are traced.
    pub fn is_false_friend(&self, heading: &str) -> bool {
        let folded = fold(heading);
        self.false_friends.iter().any(|word| folded.contains(word.as_str()))
    }

    /// What a status word means; `folded` as [`super::fold`] folds.
    pub fn stage(&self, folded: &str) -> Option<Stage> {
        self.statuses.get(folded).copied()
    }

    /// Every status word, folded, in no order.
    pub fn statuses(&self) -> impl Iterator<Item = &str> {
        self.statuses.keys().map(String::as_str)
    }

    /// What a kind word means.
    pub fn kind(&self, folded: &str) -> Option<Kind> {
        self.kinds.get(folded).copied()
    }

    /// Every kind word, folded, in no order.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(String::as_str)
    }

    /// Whether a value says that the real one is not known yet: `to be defined`.
    pub fn is_missing(&self, value: &str) -> bool {
        self.missing.contains(&*fold(value))
    }

    /// Whether a value says that there is none: `none`, `keine`.
    pub fn is_none(&self, value: &str) -> bool {
        self.none.contains(&*fold(value))
    }

    /// The unit that a word names.
    pub fn unit(&self, word: &str) -> Option<Unit> {
        self.units.get(&*fold(word)).copied()
    }

    /// Whether a word stands between the two ends of a range: `2 to 3 days`.
    pub fn is_range(&self, word: &str) -> bool {
        let folded = fold(word);
        self.ranges.iter().any(|known| *known == folded)
    }

    /// The t-shirt size that a word names, by its place in [`super::estimate::SHIRTS`].
    pub fn size(&self, word: &str) -> Option<usize> {
        self.sizes.get(&*fold(word)).copied()
    }

    /// How urgent a priority word is: 0 critical, 1 high, 2 medium, 3 low.
    pub fn priority(&self, word: &str) -> Option<u8> {
        self.priorities.get(&*fold(word)).copied()
    }

    /// Whether a word after an id in a file name makes the file one that belongs to the item: `report`.
    pub fn is_supporting(&self, word: &str) -> bool {
        self.supporting.contains(&*fold(word))
    }

    /// Whether a file's name says that new stories are copied from it.
    pub fn is_template(&self, word: &str) -> bool {
        self.templates.contains(&*fold(word))
    }

    /// What a folder's name says of the files in it.
    pub fn folder(&self, name: &str) -> Option<FolderName> {
        let folded = fold(name);
        let named = |names: &HashSet<String>| names.contains(&*folded);
        match () {
            () if named(&self.done_folders) => Some(FolderName::Done),
            () if named(&self.archive_folders) => Some(FolderName::Archive),
            () if named(&self.backlog_folders) => Some(FolderName::Backlog),
            () => None,
        }
    }

    /// Reads words: `# code language`, below it groups, `## group`, and their rows, `name: word; word`.
    fn read(text: &str) -> Self {
        let mut vocabulary = Self::default();
        let (mut is_english, mut group) = (false, "");
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("## ") {
                group = name;
            } else if let Some(language) = line.strip_prefix("# ") {
                is_english = language.starts_with("en ");
            } else if let Some((name, words)) = line.split_once(": ") {
                vocabulary.add(group, name, words, is_english);
            }
        }
        // A section's name is a key and a label as well.
        let fields = [(Section::Description, Concept::Description), (Section::Criteria, Concept::Criteria)];
        for (word, section) in &vocabulary.sections {
            if let Some((_, concept)) = fields.iter().find(|(named, _)| named == section) {
                vocabulary.fields.entry(word.clone()).or_insert((*concept, true));
            }
        }
        vocabulary
    }

    fn add(&mut self, group: &str, name: &str, words: &str, is_english: bool) {
        if group == "stems" {
            self.stems.push(words.split('|').map(|list| folded(list).collect()).collect());
            return;
        }
        for word in folded(words) {
            match group {
                "fields" => insert(&mut self.fields, word, concept(name).map(|concept| (concept, is_english))),
                "sections" => insert(&mut self.sections, word, section(name)),
                "false" => self.false_friends.push(word),
                "statuses" => insert(&mut self.statuses, word, Stage::named(name)),
                "kinds" => insert(&mut self.kinds, word, Kind::named(name)),
                "values" if name == "missing" => drop(self.missing.insert(word)),
                "values" => drop(self.none.insert(word)),
                "units" if name == "range" => self.ranges.push(word),
                "units" => insert(&mut self.units, word, unit(name)),
                "sizes" => insert(&mut self.sizes, word, SHIRTS.iter().position(|size| size.eq_ignore_ascii_case(name))),
                "priorities" => {
                    insert(&mut self.priorities, word, PRIORITIES.iter().find(|(known, _)| *known == name).map(|(_, rank)| *rank));
                }
                "files" if name == "supporting" => drop(self.supporting.insert(word)),
                "files" => drop(self.templates.insert(word)),
                "folders" => match name {
                    "done" => drop(self.done_folders.insert(word)),
                    "archive" => drop(self.archive_folders.insert(word)),
                    _ => drop(self.backlog_folders.insert(word)),
                },
                _ => {}
            }
        }
    }
}

const PRIORITIES: [(&str, u8); 4] = [("critical", 0), ("high", 1), ("medium", 2), ("low", 3)];

fn insert<V>(words: &mut HashMap<String, V>, word: String, meaning: Option<V>) {
    if let Some(meaning) = meaning.filter(|_| !word.is_empty()) {
        words.entry(word).or_insert(meaning);
    }
}

fn concept(name: &str) -> Option<Concept> {
    Concept::ALL.into_iter().find(|(_, known)| *known == name).map(|(concept, _)| concept)
}

fn section(name: &str) -> Option<Section> {
    if name == "blocks" { Some(Section::Dependents) } else { Section::named(name) }
}

fn unit(name: &str) -> Option<Unit> {
    let units = [
        ("point", Unit::Point),
        ("minute", Unit::Minute),
        ("hour", Unit::Hour),
        ("day", Unit::Day),
        ("week", Unit::Week),
        ("month", Unit::Month),
    ];
    units.into_iter().find(|(known, _)| *known == name).map(|(_, unit)| unit)
}

/// The words of a row as they are compared, a German or Nordic letter in both of its spellings.
fn folded(words: &str) -> impl Iterator<Item = String> {
    words.split(';').flat_map(|word| {
        let plain = fold(word).into_owned();
        let other = if word.contains(['ä', 'ö', 'ü', 'ø', 'å', 'Ä', 'Ö', 'Ü', 'Ø', 'Å']) {
            Some(fold(&spelled_out(word)).into_owned())
        } else {
            None
        };
        std::iter::once(plain).chain(other)
    })
}

fn spelled_out(word: &str) -> String {
    let lower = word.to_lowercase();
    [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ø', "oe"), ('å', "aa")]
        .iter()
        .fold(lower, |word, (letter, spelling)| word.replace(*letter, spelling))
}

/// A name as names are compared: letters and digits in lower case, without accents, `ß` as `ss`. Spaces, punctuation, emoji, camel case and
/// the marks of emphasis do not count.
pub fn fold(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(name);
    }
    if name.is_ascii() {
        return name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())).collect::<String>().into();
    }
    let mut out = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase().filter(|c| !('\u{300}'..='\u{36f}').contains(c))),
            _ => {}
        }
    }
    out.into()
}
