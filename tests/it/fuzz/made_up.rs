//! Inputs made from others: crossed, cut, doubled, with words put in; the same for the same seed.

use super::property::seeds::WORDS;
use crate::random::Chance;

/// How long an input may become, in bytes.
const MAX_BYTES: usize = 4096;

pub struct Inputs {
    seeds: Vec<Vec<u8>>,
    chance: Chance,
}

impl Inputs {
    pub fn new(seeds: Vec<Vec<u8>>, seed: u64) -> Self {
        Self { seeds, chance: Chance::new(seed) }
    }

    /// One more input.
    pub fn made_up(&mut self) -> Vec<u8> {
        let mut input = self.seed();
        if self.chance.below(3) == 0 {
            let other = self.seed();
            input.truncate(self.place(&input));
            input.extend_from_slice(&other[self.place(&other)..]);
        }
        for _ in 0..self.chance.below(6) {
            self.edit(&mut input);
        }
        input.truncate(MAX_BYTES);
        input
    }

    fn seed(&mut self) -> Vec<u8> {
        self.seeds[self.chance.below(self.seeds.len())].clone()
    }

    /// Anywhere, or where a line begins.
    fn place(&mut self, input: &[u8]) -> usize {
        let at = self.chance.below(input.len() + 1);
        let line = || input[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if self.chance.below(2) == 0 { at } else { line() }
    }

    /// A place, and one some bytes or a line behind it.
    fn range(&mut self, input: &[u8]) -> std::ops::Range<usize> {
        let start = self.place(input);
        let line = || input[start..].iter().position(|byte| *byte == b'\n').map_or(input.len(), |end| start + end + 1);
        let end = if self.chance.below(2) == 0 { (start + self.chance.below(8) + 1).min(input.len()) } else { line() };
        start..end
    }

    fn edit(&mut self, input: &mut Vec<u8>) {
        let (range, to) = (self.range(input), self.place(input));
        match self.chance.below(10) {
            0 => drop(input.drain(range)),
            1 => drop(input.splice(to..to, input[range].to_vec())),
            2 => drop(input.splice(range, self.word())),
            3 => {
                let other = self.seed();
                let piece = other[self.range(&other)].to_vec();
                input.splice(to..to, piece);
            }
            4 if to < input.len() => input[to] = u8::try_from(self.chance.below(256)).unwrap(),
            5 if to < input.len() => input[to] ^= 1 << self.chance.below(8),
            _ => drop(input.splice(to..to, self.word())),
        }
    }

    fn word(&mut self) -> Vec<u8> {
        self.chance.one_of(&WORDS).into()
    }
}
