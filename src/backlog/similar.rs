//! Which sets of words are nearly the same: an exact join by prefixes, bounded in what it looks at.
//!
//! Two sets with a Jaccard similarity of `t` or more share one of their rarest words (Chaudhuri, Ganti and Kaushik, "A primitive
//! operator for similarity joins", 2006; Xiao and others, "Efficient similarity joins for near duplicate detection", 2008), so only
//! sets that do are compared. Where words are shared by so many sets that this would take too long, the rarest are looked at and the
//! rest is said to be left out.

use std::ops::Range;

use rayon::prelude::*;

use crate::text::fnv::HashesTo;

/// A word, as a hash of 64 bits.
pub type Word = u64;

/// Two sets that are nearly the same, by their places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The one at the lower place.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How much they share of what either has, 0 to 1.
    pub jaccard: f64,
    /// How many words only the one and only the other has.
    pub alone: (usize, usize),
}

impl Match {
    /// The same two at other places.
    #[must_use]
    pub fn at(self, one: usize, other: usize) -> Self {
        let turned = Self { one: other, other: one, alone: (self.alone.1, self.alone.0), ..self };
        if one < other { Self { one, other, ..self } } else { turned }
    }
}

/// What a join found.
#[derive(Debug, Default)]
pub struct Joined {
    /// Every pair found, in the order of places.
    pub matches: Vec<Match>,
    /// Sets that share their words with so many others that not all were compared, by their places.
    pub capped: Vec<usize>,
}

/// How many entries of the index are looked at for one set.
const LOOKED_AT: usize = 2000;
/// How many sets are compared with one.
const COMPARED: usize = 200;

/// Every two of `sets` whose Jaccard similarity is at least `least` (above 0, at most 1). A set is sorted and names no word twice.
pub fn join(sets: &[Vec<Word>], least: f64) -> Joined {
    let wanted = Wanted::new(sets, least);
    let mut by_size: Vec<usize> = (0..sets.len()).filter(|at| !sets[*at].is_empty()).collect();
    by_size.sort_by_key(|at| (sets[*at].len(), *at));
    let index = Index::new(sets, rarest(sets, least), &by_size, &wanted);
    let found: Vec<(Vec<Match>, bool)> =
        (0..by_size.len()).into_par_iter().map_init(Seen::default, |seen, turn| index.around(turn, seen)).collect();
    let mut joined = Joined::default();
    for ((matches, capped), at) in found.into_iter().zip(&by_size) {
        joined.matches.extend(matches);
        joined.capped.extend(capped.then_some(*at));
    }
    joined.matches.sort_by_key(|found| (found.one, found.other));
    joined.matches.dedup_by_key(|found| (found.one, found.other));
    joined
}

/// Per set the words among which it shares one with every similar set: its rarest, in one order of all words. How rare a word is, is
/// counted in some sets only: the join is exact in any order, and fast where frequent words come late.
fn rarest(sets: &[Vec<Word>], least: f64) -> Vec<Box<[Word]>> {
    let mut counts: HashesTo<u64> = HashesTo::default();
    for word in sets.iter().step_by(sets.len().div_ceil(COUNTED).max(1)).flatten() {
        *counts.entry(*word).or_default() += 1;
    }
    let rank = |word: &Word| counts.get(word).copied().unwrap_or_default() << HASH_BITS | (*word & ((1 << HASH_BITS) - 1));
    let rarest = |ranked: &mut Vec<Word>, set: &Vec<Word>| {
        ranked.clear();
        ranked.extend(set.iter().map(rank));
        let count = prefix(set.len(), least);
        if count < ranked.len() {
            ranked.select_nth_unstable(count);
        }
        let rarest = &mut ranked[..count];
        rarest.sort_unstable();
        Box::from(&*rarest)
    };
    sets.par_iter().map_init(Vec::new, rarest).collect()
}

/// In how many sets words are counted.
const COUNTED: usize = 4096;
/// What is left of a hash below its count: enough that two words of a backlog hardly ever share it.
const HASH_BITS: u32 = 48;

/// Which sets have a word among their rarest, and at which place.
struct Index<'a> {
    sets: &'a [Vec<Word>],
    /// Their rarest words, the rarest first.
    rarest: Vec<Box<[Word]>>,
    wanted: &'a Wanted,
    /// Per word that is among the rarest of a set: where its entries are.
    groups: HashesTo<Range<usize>>,
    /// Sorted.
    entries: Vec<Entry>,
    /// The sets, the smallest first.
    by_size: &'a [usize],
}

/// A set that has a word among its rarest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    word: Word,
    /// The set's turn in the order of sizes.
    turn: u32,
    /// How many words of the set come from this one on.
    behind: u32,
    /// How many it has.
    size: u32,
    /// The set as a [`print()`].
    print: u64,
}

/// A bit that each word turns over, several words to a bit: two sets differ in at least as many words as their prints do in bits.
fn print(set: &[Word]) -> u64 {
    set.iter().fold(0, |print, word| print ^ 1 << (word % 64))
}

/// What was seen of each set while looking at one.
#[derive(Default)]
struct Seen {
    shared: Vec<u16>,
    touched: Vec<u32>,
}

impl<'a> Index<'a> {
    fn new(sets: &'a [Vec<Word>], rarest: Vec<Box<[Word]>>, by_size: &'a [usize], wanted: &'a Wanted) -> Self {
        let of_set = |(turn, at): (usize, &usize)| {
            let set = &sets[*at];
            // Only larger sets look for it, with which it has to share the more.
            let count = (set.len() + 1).saturating_sub(wanted.of(set.len(), set.len())).min(set.len());
            let (print, size) = (print(set), small(set.len()));
            let rarest = rarest[*at].iter().take(count).enumerate();
            rarest.map(move |(place, word)| Entry { word: *word, turn: small(turn), behind: size - small(place), size, print })
        };
        let mut entries: Vec<Entry> = by_size.iter().enumerate().flat_map(of_set).collect();
        entries.par_sort_unstable();
        let mut groups = HashesTo::default();
        let mut start = 0;
        for group in entries.chunk_by(|a, b| a.word == b.word) {
            groups.insert(group[0].word, start..start + group.len());
            start += group.len();
        }
        Self { sets, rarest, wanted, groups, entries, by_size }
    }

    /// The pairs of the set at `turn` with those no larger than it, and whether some were not looked at.
    fn around(&self, turn: usize, seen: &mut Seen) -> (Vec<Match>, bool) {
        let at = self.by_size[turn];
        let own = &self.sets[at];
        seen.shared.resize(self.sets.len(), 0);
        let print = print(own);
        let smallest = at_least(own.len(), self.wanted.least);
        let mut left = LOOKED_AT;
        let mut capped = false;
        for (place, word) in self.rarest[at].iter().enumerate() {
            let Some(group) = self.groups.get(word) else { continue };
            let entries = &self.entries[group.clone()];
            let from = entries.partition_point(|entry| (entry.size as usize) < smallest);
            for entry in entries[from..].iter().take_while(|entry| (entry.turn as usize) < turn) {
                if left == 0 {
                    capped = true;
                    break;
                }
                left -= 1;
                self.touch((own.len(), print), own.len() - place, entry, seen);
            }
        }
        let mut candidates = std::mem::take(&mut seen.touched);
        if candidates.len() > COMPARED {
            candidates.sort_by_key(|other| (std::cmp::Reverse(seen.shared[*other as usize]), *other));
            capped = true;
        }
        let matches = candidates.iter().take(COMPARED).filter_map(|other| self.matched(at, self.by_size[*other as usize])).collect();
        for other in &candidates {
            seen.shared[*other as usize] = 0;
        }
        candidates.clear();
        seen.touched = candidates;
        (matches, capped)
    }

    /// Counts a shared word, behind which `behind` of the own words stand, unless what is left of both sets is too little or the sets differ
    /// in too many words.
    fn touch(&self, (own_size, own_print): (usize, u64), behind: usize, entry: &Entry, seen: &mut Seen) {
        let other_size = entry.size as usize;
        let wanted = self.wanted.of(own_size, other_size);
        let apart = (own_print ^ entry.print).count_ones() as usize;
        if 2 * wanted + apart > own_size + other_size {
            return;
        }
        let shared = &mut seen.shared[entry.turn as usize];
        if usize::from(*shared) + behind.min(entry.behind as usize) < wanted {
            return;
        }
        if *shared == 0 {
            seen.touched.push(entry.turn);
        }
        *shared = shared.saturating_add(1);
    }

    fn matched(&self, at: usize, other: usize) -> Option<Match> {
        let (one, two) = (&self.sets[at], &self.sets[other]);
        let shared = shared(one, two, self.wanted.of(one.len(), two.len()))?;
        #[expect(clippy::cast_precision_loss, reason = "stories have few words")]
        let jaccard = shared as f64 / (one.len() + two.len() - shared) as f64;
        let alone = (one.len() - shared, two.len() - shared);
        (jaccard >= self.wanted.least).then(|| Match { one: at, other, jaccard, alone }.at(at, other))
    }
}

/// How many words two sorted sets share, if it is at least `wanted`.
fn shared(one: &[Word], two: &[Word], wanted: usize) -> Option<usize> {
    let (mut at, mut other, mut count) = (0, 0, 0);
    while at < one.len() && other < two.len() {
        if count + (one.len() - at).min(two.len() - other) < wanted {
            return None;
        }
        match one[at].cmp(&two[other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                at += 1;
                other += 1;
            }
        }
    }
    (count >= wanted).then_some(count)
}

/// How many of the rarest words of a set of `size` one must be shared among.
fn prefix(size: usize, least: f64) -> usize {
    (size + 1).saturating_sub(at_least(size, least)).min(size)
}

/// The fewest words that two sets share if they are similar, by how many words both have together.
struct Wanted {
    least: f64,
    by_sum: Vec<u32>,
}

impl Wanted {
    fn new(sets: &[Vec<Word>], least: f64) -> Self {
        let largest = sets.iter().map(Vec::len).max().unwrap_or_default();
        Self { least, by_sum: (0..=2 * largest).map(|sum| small(at_least(sum, least / (1.0 + least)))).collect() }
    }

    fn of(&self, one: usize, two: usize) -> usize {
        self.by_sum.get(one + two).map_or(usize::MAX, |wanted| *wanted as usize)
    }
}

/// `size * share`, rounded up, with room for the error of floating point.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are small and positive")]
fn at_least(size: usize, share: f64) -> usize {
    (size as f64 * share - 1e-9).ceil() as usize
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair, compared one by one.
    fn all_pairs(sets: &[Vec<Word>], least: f64) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for one in 0..sets.len() {
            for other in one + 1..sets.len() {
                let shared = sets[one].iter().filter(|word| sets[other].contains(word)).count();
                let union = sets[one].len() + sets[other].len() - shared;
                #[expect(clippy::cast_precision_loss, reason = "small")]
                if union > 0 && shared as f64 / union as f64 >= least {
                    pairs.push((one, other));
                }
            }
        }
        pairs
    }

    /// Made-up sets over a vocabulary in which few words are frequent, one in five a copy of another with some words changed.
    fn sets(count: usize, seed: u64) -> Vec<Vec<Word>> {
        let mut state = seed;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        let mut sets: Vec<Vec<Word>> = Vec::new();
        for at in 0..count {
            let mut set: Vec<Word> = if at > 10 && next(5) == 0 {
                let mut copy = sets[next(at)].clone();
                for _ in 0..next(6) {
                    let place = next(copy.len());
                    copy[place] = next(2000) as Word;
                }
                copy
            } else {
                let word = |_| {
                    let far = next(60) + 1;
                    next(far * far) as Word
                };
                let mut words: Vec<Word> = (0..60).map(word).collect();
                words.truncate(5 + next(55));
                words
            };
            set.sort_unstable();
            set.dedup();
            sets.push(set);
        }
        sets
    }

    #[test]
    fn it_finds_what_comparing_all_finds() {
        for (seed, least) in [(1, 0.8), (2, 0.8), (3, 0.5), (4, 0.9), (5, 1.0)] {
            let sets = sets(400, seed);
            let found = join(&sets, least);
            let pairs: Vec<(usize, usize)> = found.matches.iter().map(|found| (found.one, found.other)).collect();
            assert_eq!(pairs, all_pairs(&sets, least), "seed {seed}, {least}");
            assert_eq!(found.capped, [0; 0]);
            assert!(!pairs.is_empty());
        }
    }

    #[test]
    fn words_that_no_other_set_has_hide_no_pair() {
        let sets = vec![(10..17).collect(), (10..18).collect(), (30..36).collect()];
        let found = join(&sets, 0.8);
        assert_eq!(found.matches, [Match { one: 0, other: 1, jaccard: 7.0 / 8.0, alone: (0, 1) }]);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let same: Vec<Vec<Word>> = (0..3000).map(|own| (0..40).chain([1000 + own]).collect()).collect();
        let found = join(&same, 0.8);
        assert!(!found.capped.is_empty());
        assert!(found.matches.len() >= 2999, "each but the first has one");
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert!(join(&[], 0.8).matches.is_empty());
        assert!(join(&[Vec::new(), Vec::new()], 0.8).matches.is_empty());
    }
}
