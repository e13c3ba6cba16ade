//! Where the reason for what is wanted begins.

use super::Reader;
use crate::text::{
    english::verbs::{any_form, base},
    tokens::{Kind, Token},
};

/// How surely a word begins a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opener {
    /// Nothing else begins so: `so that`.
    Sure,
    /// It may belong to the thing that is wanted: `a button to print`, `una lista para imprimir`.
    Weak,
}

impl Reader<'_, '_> {
    /// Where what is wanted ends, and where the benefit begins.
    pub(super) fn means_end(&self, from: usize) -> (usize, Option<usize>) {
        let end = self.sentence_end(from);
        let mut openers = (from..end).filter_map(|at| Some((at, self.benefit_at(at, from)?)));
        if let Some((first, opener)) = openers.next() {
            // `una lista para imprimir, para que ...`: the second is the reason.
            let surer =
                |(at, _): &(usize, Opener)| self.frame.again.matched(&[], &self.tokens[*at..]).is_some() || self.is_behind_comma(*at);
            let second = if opener == Opener::Weak { openers.find(surer) } else { None };
            let benefit = second.map_or(first, |(at, _)| at);
            return (benefit, Some(benefit));
        }
        // A full stop before `So that` is a slip.
        let next = end + usize::from(self.tokens.get(end).is_some_and(|token| matches!(token.kind, Kind::Stop | Kind::Gap)));
        let next = next + usize::from(self.tokens.get(next).is_some_and(|token| token.kind == Kind::Gap));
        let follows = next < self.tokens.len() && self.benefit_at(next, usize::MAX).is_some();
        (end, follows.then_some(next))
    }

    /// Whether a reason begins with the token at `at`; what is wanted begins at `from`.
    pub(super) fn benefit_at(&self, at: usize, from: usize) -> Option<Opener> {
        let token = &self.tokens[at];
        if !token.is_word() {
            return None;
        }
        let rest = &self.tokens[at..];
        if self.frame.benefit.matched(&[], rest).is_some() || self.opens_so(at) || self.is_behind_comma(at) || self.is_relative(at) {
            return Some(Opener::Sure);
        }
        let weak = self.is_able(at, from) || self.is_purpose(at, from) || (at != from && self.precedes_infinitive(at));
        weak.then_some(Opener::Weak)
    }

    /// `so` before a clause: `so auditors find it`, not `so far` and not `is so large`.
    fn opens_so(&self, at: usize) -> bool {
        if self.frame.not_so.is_empty() || !self.tokens[at].is("so") {
            return false;
        }
        let Some(next) = self.tokens.get(at + 1).filter(|next| matches!(next.kind, Kind::Word | Kind::Hidden | Kind::Number)) else {
            return false;
        };
        let degree = at > 0 && self.tokens[at - 1].is_any(DEGREE);
        let compared = self.tokens.get(at + 2).is_some_and(|third| third.is_any(&["that", "as"]));
        let how = next.word.len() > 4 && next.word.ends_with("ly");
        if degree || compared || how || self.frame.not_so.iter().any(|word| next.is(word)) {
            return false;
        }
        let clause = self.tokens[at + 1..].iter().take(CLAUSE).take_while(|token| !matches!(token.kind, Kind::Stop | Kind::Gap));
        let verb = |token: &Token<'_>| token.is_word() && any_form(&token.word);
        let pronoun = next.word.split('\'').next().is_some_and(|word| PRONOUNS.contains(&word));
        pronoun || clause.skip(1).any(verb)
    }

    fn is_behind_comma(&self, at: usize) -> bool {
        self.frame.behind_comma.iter().any(|word| self.tokens[at].is(word)) && self.opens_clause(at)
    }

    /// `, which lets me file it`, `, enabling me to file it`
    fn is_relative(&self, at: usize) -> bool {
        let has = |list: &[String], at: usize| self.tokens.get(at).is_some_and(|token| list.iter().any(|word| token.is(word)));
        let (openers, verbs) = &self.frame.relative;
        let past =
            |at: usize| at + usize::from(self.tokens.get(at).is_some_and(|token| token.is_any(&["would", "will", "then", "also", "can"])));
        let relative = has(openers, at) && has(verbs, past(at + 1));
        (relative || has(&self.frame.participles, past(at)) && !self.tokens[at].is("would"))
            && at > 0
            && self.tokens[at - 1].kind == Kind::Comma
    }

    /// `to be able to` behind something that is wanted itself: `a list to be able to pay`, not `the clerk to be able to pay`.
    fn is_able(&self, at: usize, from: usize) -> bool {
        let behind =
            || self.tokens[at - 1].kind == Kind::Comma || self.tokens.get(from).is_some_and(|first| first.is_any(&["to", "a", "an"]));
        at > 0 && at != from && self.frame.able.matched(&[], &self.tokens[at..]).is_some() && behind()
    }

    /// `an export, to file it`
    fn is_purpose(&self, at: usize, from: usize) -> bool {
        // `to open the list, to sort it and to print it` lists what is wanted.
        let list = || self.tokens[at..].windows(2).any(|pair| pair[0].is_any(&["and", "or"]) && pair[1].is("to"));
        let thing = || self.tokens.get(from).is_some_and(|first| !first.is("to") || (at > from + 3 && !list()));
        let acts = || self.tokens.get(at + 1).is_some_and(|next| base(&next.word).is_some());
        !self.frame.not_so.is_empty()
            && self.tokens[at].is("to")
            && at > from
            && self.tokens[at - 1].kind == Kind::Comma
            && thing()
            && acts()
    }

    /// `para` before an infinitive, `um` where `zu` follows.
    fn precedes_infinitive(&self, at: usize) -> bool {
        if !self.frame.weak.iter().any(|word| self.tokens[at].is(word)) {
            return false;
        }
        let infinitives = &self.frame.infinitives;
        let clause =
            self.tokens[at + 1..].iter().take(CLAUSE).take_while(|token| !matches!(token.kind, Kind::Stop | Kind::Gap | Kind::Comma));
        if !infinitives.with.is_empty() {
            // `um die Liste auszudrucken`
            let within = |token: &Token<'_>, word: &str| token.word.ends_with('n') && token.word.find(word).is_some_and(|at| at > 1);
            return clause
                .into_iter()
                .any(|token| infinitives.with.iter().any(|word| token.is(word) || (word == "zu" && within(token, word))));
        }
        let words: Vec<&Token<'_>> = clause.collect();
        let first = words.iter().find(|token| infinitives.holds(&token.word) || !infinitives.before.iter().any(|word| token.is(word)));
        // `para os clientes verem`
        let inflected = |token: &&Token<'_>| infinitives.inflected.iter().any(|ending| token.word.ends_with(ending.as_str()));
        first.is_some_and(|first| infinitives.holds(&first.word)) || words.iter().take(SUBJECT).any(inflected)
    }
}

/// What makes `so` a degree.
const DEGREE: &[&str] = &[
    "is", "are", "be", "was", "were", "been", "being", "isn't", "aren't", "look", "looks", "feel", "feels", "not", "ever", "even", "quite",
    "or", "do", "does", "did", "doing", "done", "if", "just", "more", "less", "why", "say", "think", "hope", "a", "an", "the",
];

const PRONOUNS: &[&str] = &["i", "we", "they", "he", "she", "it", "you", "there", "everyone", "everybody", "nobody", "anyone", "anybody"];

/// How far a clause is read, in tokens.
const CLAUSE: usize = 15;

/// The longest subject of an infinitive, with its article.
const SUBJECT: usize = 5;
