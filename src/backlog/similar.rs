//! Which sets of words are nearly the same: an exact join by prefixes, bounded in what it looks at.
//!
//! Two sets with a Jaccard similarity of `t` or more share one of their rarest words (Chaudhuri, Ganti and Kaushik, "A primitive
//! operator for similarity joins", 2006; Xiao and others, "Efficient similarity joins for near duplicate detection", 2008), so only
//! sets that do are compared. Where words are shared by so many sets that this would take too long, the rarest are looked at and the
//! rest is said to be left out.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use rayon::prelude::*;

/// A word, as a hash of 64 bits.
pub type Word = u64;

/// Two sets that are nearly the same, by their places, the smaller first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The one that comes first.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How much they share of what either has, 0 to 1.
    pub jaccard: f64,
}

/// What a join found.
#[derive(Debug, Default)]
pub struct Joined {
    /// Every pair found, in the order of places.
    pub matches: Vec<Match>,
    /// How many sets share their words with so many others that not all were compared.
    pub capped: usize,
}

/// How many entries of the index are looked at for one set.
const LOOKED_AT: usize = 2000;
/// How many sets are compared with one.
const COMPARED: usize = 200;

/// Every two of `sets` whose Jaccard similarity is at least `least` (above 0, at most 1). A set is sorted and names no word twice.
pub fn join(sets: &[Vec<Word>], least: f64) -> Joined {
    let ranked = rank(sets);
    let mut by_size: Vec<usize> = (0..ranked.len()).filter(|at| !ranked[*at].is_empty()).collect();
    by_size.sort_by_key(|at| (ranked[*at].len(), *at));
    let index = Index::new(&ranked, &by_size, least);
    let found: Vec<(Vec<Match>, bool)> = by_size.par_iter().map_init(Seen::default, |seen, at| index.around(*at, seen)).collect();
    let mut joined = Joined::default();
    for (matches, capped) in found {
        joined.matches.extend(matches);
        joined.capped += usize::from(capped);
    }
    joined.matches.sort_by_key(|found| (found.one, found.other));
    joined.matches.dedup_by_key(|found| (found.one, found.other));
    joined
}

/// The sets with words as numbers, the rarest word first.
fn rank(sets: &[Vec<Word>]) -> Vec<Vec<u32>> {
    let mut counts: HashMap<Word, u32, BuildHasherDefault<AsIs>> = HashMap::default();
    for word in sets.iter().flatten() {
        *counts.entry(*word).or_default() += 1;
    }
    let mut words: Vec<(u32, Word)> = counts.iter().map(|(word, count)| (*count, *word)).collect();
    words.par_sort_unstable();
    for (rank, (_, word)) in words.iter().enumerate() {
        counts.insert(*word, u32::try_from(rank).unwrap_or(u32::MAX));
    }
    let ranked = |set: &Vec<Word>| {
        let mut ranked: Vec<u32> = set.iter().filter_map(|word| counts.get(word).copied()).collect();
        ranked.sort_unstable();
        ranked
    };
    sets.par_iter().map(ranked).collect()
}

/// Words are hashes already.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }
}

/// Which sets have a word among their rarest, and at which place.
struct Index<'a> {
    ranked: &'a [Vec<u32>],
    least: f64,
    /// Per word where its entries start in `entries`; the end is where those of the next start.
    starts: Vec<usize>,
    /// The sets, the smallest first, and the word's place in each.
    entries: Vec<(u32, u32)>,
    /// Per set its place in the order of sizes.
    turn: Vec<u32>,
}

/// What was seen of each set while looking at one.
#[derive(Default)]
struct Seen {
    shared: Vec<u16>,
    touched: Vec<u32>,
}

impl<'a> Index<'a> {
    fn new(ranked: &'a [Vec<u32>], by_size: &[usize], least: f64) -> Self {
        let words = ranked.iter().filter_map(|set| set.last()).max().map_or(0, |last| *last as usize + 1);
        let prefixes = || by_size.iter().map(|at| (*at, &ranked[*at][..prefix(ranked[*at].len(), least)]));
        let mut starts = vec![0; words + 1];
        for word in prefixes().flat_map(|(_, words)| words) {
            starts[*word as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0); starts.last().copied().unwrap_or_default()];
        for (at, words) in prefixes() {
            for (place, word) in words.iter().enumerate() {
                entries[next[*word as usize]] = (small(at), small(place));
                next[*word as usize] += 1;
            }
        }
        let mut turn = vec![0; ranked.len()];
        for (place, at) in by_size.iter().enumerate() {
            turn[*at] = small(place);
        }
        Self { ranked, least, starts, entries, turn }
    }

    /// The pairs of a set with those no larger than it, and whether some were not looked at.
    fn around(&self, at: usize, seen: &mut Seen) -> (Vec<Match>, bool) {
        let own = &self.ranked[at];
        seen.shared.resize(self.ranked.len(), 0);
        let smallest = at_least(own.len(), self.least);
        let mut left = LOOKED_AT;
        let mut capped = false;
        for (place, word) in own[..prefix(own.len(), self.least)].iter().enumerate() {
            let entries = &self.entries[self.starts[*word as usize]..self.starts[*word as usize + 1]];
            let from = entries.partition_point(|(other, _)| self.ranked[*other as usize].len() < smallest);
            for (other, other_place) in entries[from..].iter().take_while(|(other, _)| self.turn[*other as usize] < self.turn[at]) {
                if left == 0 {
                    capped = true;
                    break;
                }
                left -= 1;
                self.touch(at, place, *other, *other_place, seen);
            }
        }
        let mut candidates = std::mem::take(&mut seen.touched);
        if candidates.len() > COMPARED {
            candidates.sort_by_key(|other| (std::cmp::Reverse(seen.shared[*other as usize]), *other));
            capped = true;
        }
        let matches = candidates.iter().take(COMPARED).filter_map(|other| self.matched(at, *other as usize)).collect();
        for other in &candidates {
            seen.shared[*other as usize] = 0;
        }
        candidates.clear();
        seen.touched = candidates;
        (matches, capped)
    }

    /// Counts a shared word, unless what is left of both sets is too little.
    fn touch(&self, at: usize, place: usize, other: u32, other_place: u32, seen: &mut Seen) {
        let shared = &mut seen.shared[other as usize];
        let (own_size, other_size) = (self.ranked[at].len(), self.ranked[other as usize].len());
        let may_share = usize::from(*shared) + (own_size - place).min(other_size - other_place as usize);
        if may_share < wanted(own_size, other_size, self.least) {
            return;
        }
        if *shared == 0 {
            seen.touched.push(other);
        }
        *shared = shared.saturating_add(1);
    }

    fn matched(&self, at: usize, other: usize) -> Option<Match> {
        let (one, two) = (&self.ranked[at], &self.ranked[other]);
        let shared = shared(one, two, wanted(one.len(), two.len(), self.least))?;
        #[expect(clippy::cast_precision_loss, reason = "stories have few words")]
        let jaccard = shared as f64 / (one.len() + two.len() - shared) as f64;
        (jaccard >= self.least).then_some(Match { one: at.min(other), other: at.max(other), jaccard })
    }
}

/// How many words two sorted sets share, if it is at least `wanted`.
fn shared(one: &[u32], two: &[u32], wanted: usize) -> Option<usize> {
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

/// The fewest words that two sets of these sizes share if they are similar.
fn wanted(one: usize, two: usize, least: f64) -> usize {
    at_least(one + two, least / (1.0 + least))
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
            assert_eq!(found.capped, 0);
            assert!(!pairs.is_empty());
        }
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let same: Vec<Vec<Word>> = (0..3000).map(|own| (0..40).chain([1000 + own]).collect()).collect();
        let found = join(&same, 0.8);
        assert!(found.capped > 0);
        assert!(found.matches.len() >= 2999, "each but the first has one");
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert!(join(&[], 0.8).matches.is_empty());
        assert!(join(&[Vec::new(), Vec::new()], 0.8).matches.is_empty());
    }
}
