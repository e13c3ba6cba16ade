//! What a coordination in a statement joins: two actions, two wishes, two roles, or two objects.

mod words;

use std::ops::Range;

use self::words::{ANAPHORIC, IDIOMS, LEADS, MODALS, OBJECT_STARTS, PARTICLES, PREPOSITIONS, ROLE_ENDS, SUBORDINATE, is_adverb, is_person};
use super::verbs::{Verb, base};
use crate::text::tokens::{Kind, Token, tokens};

/// What is joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// `create invoices and delete accounts`
    Actions,
    /// `... and I expect that ...`
    Wishes,
    /// `an admin or an editor`
    Roles,
    /// `invoices and receipts`
    Objects,
}

/// Two things that a text joins; ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coordination {
    /// What they are.
    pub joined: Joined,
    /// The first, from its verb on, up to what joins them.
    pub first: Range<usize>,
    /// What joins them.
    pub joint: Range<usize>,
    /// The second, to the end of the text.
    pub second: Range<usize>,
    /// Whether both verbs have the same object: `add or remove users`.
    pub shared: bool,
}

/// Whether a text has a sign or word that joins; cheap, and never wrong in saying no.
pub fn may_join(text: &str) -> bool {
    text.contains(['/', '&', '+'])
        || text.split(|c: char| !c.is_alphanumeric()).any(|word| ["and", "or", "well"].iter().any(|joint| word.eq_ignore_ascii_case(joint)))
}

/// The first two actions or wishes that `means`, what a statement wants, joins.
pub fn actions(means: &str, wish: &str) -> Option<Coordination> {
    let tokens = tokens(means);
    let reader = Reader { tokens: &tokens };
    let main = reader.main_verb(wish);
    reader.joints().find_map(|joint| reader.wishes(&joint).or_else(|| reader.actions(main?, &joint)))
}

/// The first two objects that `means` joins; bare nouns only where `bare` asks for them, for `terms and conditions` is one thing.
pub fn objects(means: &str, bare: bool) -> Option<Coordination> {
    let tokens = tokens(means);
    let reader = Reader { tokens: &tokens };
    reader.joints().find_map(|joint| reader.objects(&joint, bare))
}

/// The two roles that `role` joins.
pub fn roles(role: &str) -> Option<Coordination> {
    let tokens = tokens(role);
    let reader = Reader { tokens: &tokens };
    reader.joints().find_map(|joint| reader.roles(&joint))
}

/// Tokens that join, as a range.
type Joint = Range<usize>;

struct Reader<'a, 't> {
    tokens: &'a [Token<'t>],
}

impl Reader<'_, '_> {
    /// What joins, in order, outside brackets: `and`, `or`, `/`, `, and then`, `as well as`.
    fn joints(&self) -> impl Iterator<Item = Joint> {
        let mut depth = 0_usize;
        (0..self.tokens.len()).filter_map(move |at| {
            match self.tokens[at].kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            let token = &self.tokens[at];
            let follows = at > 0 && matches!(self.tokens[at - 1].kind, Kind::Slash | Kind::And);
            let joins = token.is_any(&["and", "or"]) || matches!(token.kind, Kind::Slash | Kind::And);
            if depth > 0 || at == 0 || !joins || (follows && token.is_any(&["and", "or"])) {
                return self.is_as_well(at).then_some(at..at + 3).filter(|_| depth == 0 && at > 0);
            }
            let mut end = at + 1;
            while self.tokens.get(end).is_some_and(|next| next.is_any(&["or", "and", "then", "also"]) || next.kind == Kind::Slash) {
                end += 1;
            }
            Some(at..end)
        })
    }

    fn is_as_well(&self, at: usize) -> bool {
        let words: Vec<&str> = self.tokens[at..].iter().take(3).map(|token| &*token.word).collect();
        words == ["as", "well", "as"]
    }

    /// The verb of what is wanted: the one after `to`, or after `can`.
    fn main_verb(&self, wish: &str) -> Option<usize> {
        let can = wish.to_ascii_lowercase();
        let bare = MODALS.iter().any(|modal| can.ends_with(modal));
        let mut at = 0;
        if !bare {
            // `the system to check`: the first infinitive that no clause hides.
            at = (0..self.tokens.len())
                .take_while(|at| !self.is_subordinate(*at))
                .find(|at| self.tokens[*at].is("to") && self.verb(self.past_lead(at + 1)).is_some())?
                + 1;
        }
        let main = self.past_lead(at);
        self.verb(main).map(|_| main)
    }

    /// Past `be able to`, `easily` and the like.
    fn past_lead(&self, mut at: usize) -> usize {
        loop {
            let lead = LEADS
                .iter()
                .find(|lead| lead.iter().enumerate().all(|(n, word)| self.tokens.get(at + n).is_some_and(|token| token.is(word))));
            match lead {
                Some(lead) => at += lead.len(),
                None if self.tokens.get(at).is_some_and(is_adverb) => at += 1,
                None => return at,
            }
        }
    }

    fn verb(&self, at: usize) -> Option<Verb> {
        self.tokens.get(at).filter(|token| token.is_word()).and_then(|token| base(&token.word))
    }

    /// Whether a clause begins that the joined parts may both be in.
    fn is_subordinate(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is_any(SUBORDINATE)
    }

    /// `and I want`, `and I expect`
    fn wishes(&self, joint: &Joint) -> Option<Coordination> {
        let next = self.tokens.get(joint.end)?;
        let wish = self.tokens.get(joint.end + 1)?;
        let is_wish =
            next.is_any(&["i", "we"]) && wish.is_any(&["want", "expect", "need", "would", "wish", "can", "should", "also", "don't", "do"]);
        is_wish.then(|| self.coordination(Joined::Wishes, 0, joint, false)).flatten()
    }

    fn actions(&self, main: usize, joint: &Joint) -> Option<Coordination> {
        if joint.start <= main {
            return None;
        }
        let mut second = joint.end;
        let explicit = self.tokens.get(second).is_some_and(|token| token.is("to"));
        second = self.past_lead(second + usize::from(explicit));
        let verb = self.verb(second)?;
        let between = &self.tokens[main + 1..joint.start];
        let hides = |at: usize| self.is_subordinate(at) || (self.tokens[at].is("to") && self.verb(self.past_lead(at + 1)).is_some());
        let hidden = (main + 1..joint.start).any(hides);
        let comma = self.tokens[joint.start - 1].kind == Kind::Comma;
        // Verbs, particles and commas only: `filter, sort and aggregate data`.
        let chained = between
            .iter()
            .all(|token| token.kind == Kind::Comma || token.is_any(PARTICLES) || is_adverb(token) || base(&token.word).is_some());
        let behind = self.tokens.get(second + 1);
        let takes_object = behind.is_some_and(|token| token.is_any(OBJECT_STARTS) || matches!(token.kind, Kind::Hidden | Kind::Number));
        let is_verb = match verb {
            Verb::Only => !hidden || comma,
            Verb::OrNoun => (explicit || takes_object) && (!hidden || comma),
            Verb::Form => false,
        };
        let idiom =
            chained && between.is_empty() && IDIOMS.iter().any(|(one, other)| self.tokens[main].is(one) && self.tokens[second].is(other));
        if idiom || !(chained || is_verb) {
            return None;
        }
        // `works well and prints the bill`: what an adverb follows has no object.
        let shared = chained && !between.last().is_some_and(is_adverb);
        self.coordination(Joined::Actions, main, &(joint.start..second), shared)
    }

    fn objects(&self, joint: &Joint, bare: bool) -> Option<Coordination> {
        let (before, after) = (self.tokens.get(joint.start.checked_sub(1)?)?, self.tokens.get(joint.end)?);
        let examples = before.kind == Kind::Hidden && after.kind == Kind::Hidden;
        let hidden = (0..joint.start).any(|at| self.is_subordinate(at));
        // `nodes and their links` is one thing seen whole.
        let opens = (after.is_any(OBJECT_STARTS) && !after.is_any(ANAPHORIC)) || after.is_any(PREPOSITIONS);
        if examples
            || (!opens && (hidden || !bare))
            || !matches!(after.kind, Kind::Word | Kind::Hidden | Kind::Number)
            || self.tokens[joint.start].kind == Kind::Slash
        {
            return None;
        }
        let opens_phrase = |at: &usize| {
            self.tokens[*at].is_any(OBJECT_STARTS) || self.tokens[*at].is_any(PREPOSITIONS) || self.verb(*at) == Some(Verb::Only)
        };
        let first = (0..joint.start).rev().find(opens_phrase).unwrap_or_default();
        let first = if self.tokens[first].is_any(OBJECT_STARTS) { first } else { (first + 1).min(joint.start - 1) };
        self.coordination(Joined::Objects, first, joint, false)
    }

    fn roles(&self, joint: &Joint) -> Option<Coordination> {
        let before = self.tokens.get(joint.start.checked_sub(1)?)?;
        let before = if before.kind == Kind::Comma { self.tokens.get(joint.start.checked_sub(2)?)? } else { before };
        let after: Vec<&Token<'_>> =
            self.tokens[joint.end..].iter().take_while(|token| token.is_word() && !token.is_any(ROLE_ENDS)).collect();
        let last = after.last()?;
        if !is_person(&before.word) || !is_person(&last.word) {
            return None;
        }
        let article = after.first().is_some_and(|token| token.is_any(&["a", "an", "the", "as"]));
        let either = self.tokens[joint.start].is("or");
        // `customer and partner manager` is one role.
        let one = !article && !either && joint.start == 1 && after.len() > 1;
        (!one).then(|| self.coordination(Joined::Roles, 0, joint, false)).flatten()
    }

    fn coordination(&self, joined: Joined, from: usize, joint: &Joint, shared: bool) -> Option<Coordination> {
        let mut before = joint.start.checked_sub(1)?;
        if self.tokens[before].kind == Kind::Comma {
            before = before.checked_sub(1)?;
        }
        // `for, and the list`: nothing is joined.
        if from > before {
            return None;
        }
        let second = self.tokens.get(joint.end)?.range.start..self.tokens.last()?.range.end;
        Some(Coordination {
            joined,
            first: self.tokens.get(from)?.range.start..self.tokens[before].range.end,
            joint: self.tokens[joint.start].range.start..self.tokens[joint.end - 1].range.end,
            second,
            shared,
        })
    }
}

#[cfg(test)]
mod tests;
