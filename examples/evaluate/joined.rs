//! The join of similar stories against comparing all: how many pairs it finds, and how long it takes.

use std::{fmt::Write as _, time::Instant};

use backlint::backlog::similar::{Word, join};

/// The most sets that are compared one by one.
const COMPARED: usize = 20_000;
const LEAST: f64 = 0.8;

/// Made-up stories of 40 to 120 words, few words frequent and many rare, one in fifty nearly a copy of another.
fn sets(count: usize) -> Vec<Vec<Word>> {
    let mut state = 7_usize;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut sets: Vec<Vec<Word>> = Vec::with_capacity(count);
    for at in 0..count {
        let mut set: Vec<Word> = if at > 0 && next(50) == 0 {
            let mut copy = sets[next(at)].clone();
            let changed = next(copy.len() / 6 + 1);
            for _ in 0..changed {
                let place = next(copy.len());
                copy[place] = next(1 << 20) as Word;
            }
            copy
        } else {
            // The words a text has are spread by Zipf's law, near enough: as many below 2 to the 4th as between that and the 5th.
            let size = 40 + next(80);
            let word = |_| {
                let rare = 4 + next(14);
                ((1 << rare) + next(1 << rare)) as Word
            };
            (0..size).map(word).collect()
        };
        set.sort_unstable();
        set.dedup();
        sets.push(set);
    }
    sets
}

/// What the join finds among `count` made-up stories.
pub fn table(count: usize) -> String {
    let sets = sets(count);
    let mut out = String::new();
    let started = Instant::now();
    let found = join(&sets, LEAST);
    let _ = writeln!(
        out,
        "{count} stories: {} pairs in {:.3} s, {} not compared with all",
        found.matches.len(),
        started.elapsed().as_secs_f64(),
        found.capped.len()
    );
    if count <= COMPARED {
        let pairs: usize = (0..sets.len()).map(|one| sets[one + 1..].iter().filter(|other| is_similar(&sets[one], other)).count()).sum();
        let _ = writeln!(out, "comparing all finds {pairs}");
    }
    out
}

fn is_similar(one: &[Word], other: &[Word]) -> bool {
    let shared = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    let all = one.len() + other.len() - shared;
    shared * 10 >= all * 8
}
