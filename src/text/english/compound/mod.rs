//! What a coordination in a statement joins: two actions, two wishes, two roles, or two objects.

mod people;
mod words;

use std::ops::Range;

pub use self::people::is_person;
use self::words::{
    ANAPHORIC, FIELD_VERBS, HEADS, IDIOMS, LEADS, MODALS, OBJECT_STARTS, ONE_PLACE, PARTICLES, PREPOSITIONS, ROLE_ENDS, SIGNING, STRANDED,
    STRONG, SUBORDINATE, is_adverb,
};
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
        // `have the system flag and hide spam`: the verbs are those of the system.
        let left = joint.start - 1;
        let causes =
            self.tokens[main].is_any(&["have", "let", "make", "help", "see", "watch"]) && left > main + 1 && self.verb(left).is_some();
        let mut second = joint.end;
        let explicit = self.tokens.get(second).is_some_and(|token| token.is("to"));
        second = self.past_lead(second + usize::from(explicit));
        let verb = self.verb(second)?;
        let sure = verb == Verb::Only || self.verb(left) == Some(Verb::Only);
        let main = if causes && sure && !self.tokens[left - 1].is_any(OBJECT_STARTS) { left } else { main };
        let between = main + 1..joint.start;
        let hides = |at: usize| self.is_subordinate(at) || (self.tokens[at].is("to") && self.verb(self.past_lead(at + 1)).is_some());
        let hidden = between.clone().any(hides);
        let comma = self.tokens[joint.start - 1].kind == Kind::Comma;
        // Verbs, particles and commas only: `filter, sort and aggregate data`, `log in and look around`.
        let chained = between.clone().all(|at| self.is_link(at) || self.tokens[at].is_any(PARTICLES) || self.is_listed_verb(at));
        let behind = self.tokens.get(second + 1);
        let takes_object = behind.is_some_and(|token| token.is_any(OBJECT_STARTS) || matches!(token.kind, Kind::Hidden | Kind::Number));
        if !explicit && !takes_object && self.is_modifier(main, joint.start, second) {
            return None;
        }
        // `earn badges, appear on lists and track totals`: a verb before tells what the last one is.
        let listed = || between.clone().any(|at| self.is_listed_verb(at) && self.verb(at) == Some(Verb::Only));
        let is_verb = match verb {
            Verb::Only => !hidden || comma,
            Verb::OrNoun => (explicit || takes_object || listed() || self.takes_plural(main, joint.start, second)) && (!hidden || comma),
            Verb::Form => false,
        };
        let idiom = between.is_empty() && IDIOMS.iter().any(|(one, other)| self.tokens[main].is(one) && self.tokens[second].is(other));
        if idiom || !(chained || is_verb) {
            return None;
        }
        // `works well and prints the bill`: what an adverb follows has no object, and `log in` needs none.
        let particle = between.clone().any(|at| self.tokens[at].is_any(PARTICLES) && !self.tokens[at].is_any(STRANDED));
        let shared = chained && !particle && !is_adverb(&self.tokens[joint.start - 1]);
        self.coordination(Joined::Actions, main, &(joint.start..second), shared)
    }

    /// Whether a token only links verbs: a comma, `and`, an adverb.
    fn is_link(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        matches!(token.kind, Kind::Comma | Kind::Slash) || token.is_any(&["and", "or"]) || is_adverb(token)
    }

    /// Whether a verb stands right behind a comma or a joint.
    fn is_listed_verb(&self, at: usize) -> bool {
        at > 0 && self.is_link(at - 1) && self.verb(at).is_some()
    }

    /// Whether what looks like a verb says of which sort a thing is, as the noun before it does: `the login and register pages`.
    fn is_modifier(&self, main: usize, joint: usize, second: usize) -> bool {
        let (left, before) = (&self.tokens[joint - 1], joint.checked_sub(2));
        let noun = left.is_word() && joint - 1 > main && (base(&left.word).is_some() || left.is_any(SIGNING));
        let opens = before
            .is_some_and(|before| before == main || self.tokens[before].is_any(OBJECT_STARTS) || self.tokens[before].is_any(PREPOSITIONS));
        let things: Vec<&Token<'_>> =
            self.tokens[second + 1..].iter().take_while(|token| token.is_word() && !token.is_any(PREPOSITIONS)).collect();
        // What is nothing but a verb elsewhere has to stand right before a thing that others sort.
        let sorted = || things.len() == 1 && (before == Some(main) || left.is_any(SIGNING) || things[0].is_any(HEADS));
        noun && opens && !things.is_empty() && (self.verb(second) == Some(Verb::OrNoun) || sorted())
    }

    /// `and download reports` behind another plural: a verb that is much more of one than a noun, before things that nobody sorts by it.
    fn takes_plural(&self, main: usize, joint: usize, second: usize) -> bool {
        let Some(left) = self.tokens[..joint].iter().rfind(|token| token.kind != Kind::Comma) else { return false };
        let stem = left.word.strip_suffix('s').unwrap_or(&left.word);
        let phrase: Vec<&Token<'_>> =
            self.tokens[second + 1..].iter().take_while(|token| token.is_word() && !token.is_any(PREPOSITIONS)).collect();
        let head = phrase.last().map_or("", |token| &*token.word);
        self.tokens[second].is_any(STRONG)
            && left.word.ends_with('s')
            && !(STRONG.contains(&stem) && self.tokens[main].is_any(&["see", "view", "list", "find", "have", "get", "show"]))
            && (1..=3).contains(&phrase.len())
            && head.ends_with('s')
            && !head.ends_with("ss")
            && !HEADS.contains(&head)
    }

    fn objects(&self, joint: &Joint, bare: bool) -> Option<Coordination> {
        let (before, after) = (self.tokens.get(joint.start.checked_sub(1)?)?, self.tokens.get(joint.end)?);
        let examples = before.kind == Kind::Hidden && after.kind == Kind::Hidden;
        // Between two ends or in the fields of one form nothing is a thing of its own.
        let main = self.main_verb("").or_else(|| self.verb(0).map(|_| 0));
        let one = |at: usize| {
            let token = &self.tokens[at];
            let by = token.is_any(&["by", "with", "using"]) && self.tokens.get(at + 1).is_some_and(|next| next.word.ends_with("ing"));
            by || token.is_any(ONE_PLACE) || (token.is_any(FIELD_VERBS) && Some(at) == main)
        };
        let hidden = (0..joint.start).any(|at| self.is_subordinate(at));
        // `nodes and their links` is one thing seen whole.
        let opens = (after.is_any(OBJECT_STARTS) && !after.is_any(ANAPHORIC)) || after.is_any(PREPOSITIONS);
        if examples
            || (!opens && (hidden || !bare))
            || (0..joint.start).any(one)
            || after.is_any(&["other", "others"])
            || !matches!(after.kind, Kind::Word | Kind::Hidden | Kind::Number)
            || self.tokens[joint.start].kind == Kind::Slash
        {
            return None;
        }
        let opens_phrase = |at: &usize| {
            self.tokens[*at].is_any(OBJECT_STARTS) || self.tokens[*at].is_any(PREPOSITIONS) || self.verb(*at) == Some(Verb::Only)
        };
        let first = (0..joint.start).rev().find(opens_phrase).unwrap_or_default();
        // `with a card or a voucher`, `by name or by date`: either will do.
        let opener = if self.tokens[first].is_any(OBJECT_STARTS) { first.checked_sub(1) } else { Some(first) };
        let either = self.tokens[joint.start].is("or") && opener.is_some_and(|opener| self.tokens[opener].is_any(PREPOSITIONS));
        if either && !hidden {
            return None;
        }
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
