//! Every name a story can be given, and what a reference names.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use super::{Backlog, StoryIx, ix};
use crate::{
    concept::id::IdKey,
    layout::Layout,
    story::{Reference, Story},
};

/// How a reference that is not exact was resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// By its number, in a series of prefixes that the layout counts as one.
    Series,
    /// After a trailing ` (...)` was cut off.
    Annotation,
}

/// What a reference names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// This story.
    Exact(StoryIx),
    /// Probably this story.
    Inexact {
        /// The story.
        ix: StoryIx,
        /// Why it is not exact.
        how: Match,
    },
    /// A number that several folders have, none of them the story's own: the first two.
    Ambiguous(StoryIx, StoryIx),
    /// None.
    Unknown,
}

impl Resolution {
    /// The story, exact or not.
    pub fn target(self) -> Option<StoryIx> {
        match self {
            Resolution::Exact(ix) | Resolution::Inexact { ix, .. } => Some(ix),
            Resolution::Ambiguous(..) | Resolution::Unknown => None,
        }
    }
}

/// The index of names.
#[derive(Debug)]
pub(super) struct Names {
    /// The story an id or any other name stands for; a live one wins over a known one, the first path over later ones.
    named: HashMap<IdKey, Named>,
    /// Bare numbers that count within a folder, with the stories of all folders.
    numbered: HashMap<IdKey, Vec<StoryIx>>,
    /// Ids that several stories state, with all of those.
    shared: HashMap<IdKey, Vec<StoryIx>>,
    series: Vec<Vec<String>>,
    /// The prefixes of all ids that stories state.
    prefixes: HashSet<String>,
    /// Stories by the number of their id, or by their id less one letter; made when the first suggestion is wanted.
    similar: OnceLock<HashMap<String, Vec<(IdKey, StoryIx)>>>,
    /// Series by their prefix in lower case; made when the first free id is wanted.
    numbers: OnceLock<HashMap<String, Series>>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
struct Named {
    ix: StoryIx,
    /// Whether the story states it as its id.
    stated: bool,
}

/// The keys of one story.
struct Keys {
    own: Option<IdKey>,
    others: Vec<IdKey>,
    /// A number that counts within the story's folder.
    number: Option<IdKey>,
}

impl Keys {
    fn of(story: &Story) -> Self {
        let is_numbered = story.is_numbered_by_path();
        let own = story.id.value().filter(|_| !story.broken).map(|_| story.key());
        let mut others: Vec<IdKey> =
            story.names.iter().chain(story.id.value().filter(|_| !is_numbered)).map(|name| IdKey::of(name)).collect();
        if is_numbered {
            // `loans/001`, however deep the folder lies.
            others.push(IdKey::within(&story.number_folder().file_name(), &story.name()));
        }
        others.retain(|key| own.as_ref() != Some(key));
        Self { own, others, number: is_numbered.then(|| IdKey::of(&story.name())) }
    }
}

impl Names {
    pub(super) fn new(stories: &[Arc<Story>], layout: &Layout) -> Self {
        let keys: Vec<Keys> = stories.par_iter().map(|story| Keys::of(story)).collect();
        let mut named: HashMap<IdKey, Named> = HashMap::with_capacity(stories.len() * 2);
        let mut shared: HashMap<IdKey, Vec<StoryIx>> = HashMap::new();
        let mut others = Vec::new();
        let mut numbered: HashMap<IdKey, Vec<StoryIx>> = HashMap::new();
        for (at, keys) in keys.into_iter().enumerate() {
            if let Some(number) = keys.number {
                numbered.entry(number).or_default().push(ix(at));
            }
            others.extend(keys.others.into_iter().map(|key| (!stories[at].live, key, ix(at))));
            let Some(own) = keys.own else { continue };
            match named.entry(own) {
                Entry::Vacant(free) => drop(free.insert(Named { ix: ix(at), stated: true })),
                Entry::Occupied(mut taken) => {
                    let first = taken.get().ix;
                    shared.entry(taken.key().clone()).or_insert_with(|| vec![first]).push(ix(at));
                    if stories[at].live && !stories[first.0 as usize].live {
                        taken.get_mut().ix = ix(at);
                    }
                }
            }
        }
        // Ids before other names, and live stories before known ones.
        others.sort_by_key(|(known, ..)| *known);
        for (_, key, ix) in others {
            named.entry(key).or_insert(Named { ix, stated: false });
        }
        let prefixes = named.iter().filter(|(_, named)| named.stated).filter_map(|(key, _)| Some(key.series()?.0.to_owned())).collect();
        Self { named, numbered, shared, prefixes, series: layout.series.clone(), similar: OnceLock::new(), numbers: OnceLock::new() }
    }

    /// Every id that more than one story states, in the order of their keys.
    pub(super) fn shared_ids(&self) -> Vec<(&IdKey, &[StoryIx])> {
        let mut shared: Vec<_> = self.shared.iter().map(|(key, stories)| (key, stories.as_slice())).collect();
        shared.sort_unstable();
        shared
    }

    pub(super) fn with_id(&self, key: &IdKey) -> &[StoryIx] {
        match (self.shared.get(key), self.named.get(key)) {
            (Some(several), _) => several,
            (None, Some(Named { ix, stated: true })) => std::slice::from_ref(ix),
            _ => self.numbered.get(key).map_or(&[], Vec::as_slice),
        }
    }

    /// The story that a name stands for; a number that counts within folders, where one folder has it.
    pub(super) fn named(&self, key: &IdKey) -> Option<StoryIx> {
        self.named.get(key).map(|named| named.ix).or_else(|| match self.numbered.get(key)?.as_slice() {
            [only] => Some(*only),
            _ => None,
        })
    }

    /// A number is looked for in the folder of the story that names it first.
    pub(super) fn resolve(&self, from: &Story, reference: &Reference) -> Resolution {
        let key = IdKey::of(&reference.id);
        let numbered = self.numbered.get(&key).map_or(&[][..], Vec::as_slice);
        let near = (numbered.len() > 1).then(|| IdKey::within(&from.number_folder().display(), &reference.id));
        let near = near.and_then(|key| self.named.get(&key)).map(|named| named.ix);
        let exact = near.or_else(|| self.named(&key)).or_else(|| reference.others.iter().find_map(|name| self.named(&IdKey::of(name))));
        match exact {
            None if numbered.len() > 1 => Resolution::Ambiguous(numbered[0], numbered[1]),
            Some(ix) if reference.annotated => Resolution::Inexact { ix, how: Match::Annotation },
            Some(ix) => Resolution::Exact(ix),
            None => self.in_series(&key).map_or(Resolution::Unknown, |ix| Resolution::Inexact { ix, how: Match::Series }),
        }
    }

    /// Whether any story states an id with the prefix of `id`.
    pub(super) fn knows_series_of(&self, id: &str) -> bool {
        let key = IdKey::of(id);
        key.series().is_some_and(|(prefix, _)| self.prefixes.contains(prefix))
    }

    /// The one story of the same number in the series of the prefix; of a bare number, in the only series.
    fn in_series(&self, key: &IdKey) -> Option<StoryIx> {
        let (prefix, number) = key.series()?;
        let series = match self.series.as_slice() {
            [only] if prefix.is_empty() => only,
            all => all.iter().find(|names| names.iter().any(|name| name == prefix))?,
        };
        let mut found = series.iter().filter_map(|prefix| self.with_id(&IdKey::of(&format!("{prefix}-{number}"))).first().copied());
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// The story whose id is closest to one that nobody has: the same number under a similar prefix, or one letter off where ids are words.
    pub(super) fn suggestion(&self, id: &str) -> Option<StoryIx> {
        if let Some(found) = with_digits(id).and_then(|id| self.with_id(&IdKey::of(&id)).first().copied()) {
            return Some(found);
        }
        let similar = self.similar.get_or_init(|| self.similar());
        let key = IdKey::of(id);
        let Some((prefix, number)) = key.series() else {
            return shortened(key.as_str()).filter_map(|word| similar.get(&word)?.first()).map(|(_, ix)| *ix).min();
        };
        let is_close = |(other, _): &&(IdKey, StoryIx)| other.series().is_some_and(|(other, _)| is_slip(prefix, other));
        let mut found = similar.get(number)?.iter().take(CANDIDATES).filter(is_close).map(|(_, ix)| *ix);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    fn similar(&self) -> HashMap<String, Vec<(IdKey, StoryIx)>> {
        let mut similar: HashMap<String, Vec<(IdKey, StoryIx)>> = HashMap::new();
        for key in self.named.keys() {
            let Some(first) = self.with_id(key).first() else { continue };
            let mut add = |word: String| similar.entry(word).or_default().push((key.clone(), *first));
            match key.series() {
                Some((_, number)) => add(number.to_owned()),
                None => shortened(key.as_str()).for_each(add),
            }
        }
        for stories in similar.values_mut() {
            stories.sort_unstable_by_key(|(_, ix)| *ix);
        }
        similar
    }
}

/// An id with digits for the letters behind its prefix that look like them: `ST-l2` as `ST-12`.
fn with_digits(id: &str) -> Option<String> {
    let at = id.rfind(['-', '_', '#'])? + 1;
    let digit = |c: char| match c {
        'l' | 'I' | 'i' | '|' => '1',
        'O' | 'o' => '0',
        c => c,
    };
    let number: String = id[at..].chars().map(digit).collect();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && number != id[at..]).then(|| format!("{}{number}", &id[..at]))
}

/// How many stories of one number are looked at.
const CANDIDATES: usize = 16;

/// A word, and every word that it is without one of its letters.
fn shortened(word: &str) -> impl Iterator<Item = String> {
    let without = word.char_indices().map(|(at, c)| format!("{}{}", &word[..at], &word[at + c.len_utf8()..]));
    std::iter::once(word.to_owned()).chain(without)
}

/// Whether one prefix may be a slip for the other; a bare number has lost its own.
fn is_slip(a: &str, b: &str) -> bool {
    a.is_empty() || b.is_empty() || strsim::damerau_levenshtein(a, b) <= (a.len().max(b.len()) / 2).clamp(1, 2)
}

/// Ids that differ in their number only.
#[derive(Debug)]
pub(super) struct Series {
    /// What stands before the number, as first written.
    prefix: String,
    /// How many live stories have such an id.
    live: usize,
    largest: u64,
    /// How many digits the largest is padded to; none where it is not.
    width: usize,
}

/// The id behind the largest of its series, as wide as that one is written.
pub(super) fn next_id(backlog: &Backlog, like: Option<&str>, is_taken: &dyn Fn(&IdKey) -> bool) -> Option<String> {
    let series = backlog.names.numbers.get_or_init(|| all_series(backlog));
    let own = match like {
        Some(id) => series.get(&numbered(id)?.0.to_lowercase())?,
        None => series.values().max_by(|a, b| (a.live, &b.prefix).cmp(&(b.live, &a.prefix)))?,
    };
    let next = own.largest.checked_add(1)?;
    let candidate = |number: u64| format!("{}{number:0width$}", own.prefix, width = own.width);
    (next..next.saturating_add(LOOKED_AT)).map(candidate).find(|id| {
        let key = IdKey::of(id);
        backlog.named(&key).is_none() && backlog.with_id(&key).is_empty() && !is_taken(&key)
    })
}

fn all_series(backlog: &Backlog) -> HashMap<String, Series> {
    let mut found: HashMap<String, Series> = HashMap::new();
    for (_, story) in backlog.stories() {
        let Some((prefix, digits)) = story.id.value().and_then(|id| numbered(id)) else { continue };
        let Ok(number) = digits.parse() else { continue };
        let new = || Series { prefix: prefix.to_owned(), live: 0, largest: 0, width: 0 };
        let series = found.entry(prefix.to_lowercase()).or_insert_with(new);
        series.live += usize::from(story.live);
        if number >= series.largest {
            series.largest = number;
            series.width = if digits.starts_with('0') { digits.len() } else { 0 };
        }
    }
    found
}

/// How many ids are tried until one is free.
const LOOKED_AT: u64 = 1000;

/// `ST-042` as `ST-` and `042`.
fn numbered(id: &str) -> Option<(&str, &str)> {
    let prefix = id.trim_end_matches(|c: char| c.is_ascii_digit());
    Some((prefix, &id[prefix.len()..])).filter(|(_, digits)| !digits.is_empty())
}
