//! Words that promise nothing anybody could check, from `vague.toml`.

mod places;

use std::{ops::Range, sync::LazyLock};

use self::places::{CLAUSE_STARTS, COMPARING, DEFINING, NUMBERS, Where};

use crate::{
    settings::Table,
    text::{
        fnv::{Map, Set, hash},
        policy::{self, Phrase, TextPolicy, phrase},
        tokens::{Kind, Token},
    },
};

/// A vague word or phrase in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vague {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// Why it hurts, in a phrase.
    pub why: &'static str,
    /// What to write instead.
    pub cure: &'static str,
}

/// Words that share a reason and a cure.
#[derive(Debug, Default)]
struct Group {
    why: String,
    cure: String,
}

#[derive(Debug, Default)]
struct Lists {
    groups: Vec<Group>,
    words: Map<String, (Where, usize)>,
    /// By their first words.
    phrases: Map<String, Vec<(Phrase, usize)>>,
    reach: Set<String>,
    to: Set<String>,
    /// Adjectives that are vague before one of `heads`, unless one of `told` follows.
    before_heads: Set<String>,
    heads: Set<String>,
    told: Set<String>,
    /// What adverbs say nothing about: `works correctly`.
    doing: Set<String>,
    /// What is handled without a word on how.
    subjects: Set<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists::default();
    let table = Table::shipped(include_str!("vague.toml"));
    for (section, _) in &table.0 {
        let group = lists.groups.len();
        let mut own = Group::default();
        let mut place = Where::Predicate;
        for (key, setting) in table.entries(section) {
            let texts = setting.texts();
            let first = || texts.first().cloned().unwrap_or_default();
            match (section.as_str(), key.as_str()) {
                ("reach", "words") => lists.reach.extend(texts),
                ("reach", _) => lists.to.extend(texts),
                ("heads", "adjectives") => lists.before_heads.extend(texts),
                ("heads", "told") => lists.told.extend(texts),
                ("heads", _) => lists.heads.extend(texts),
                ("doing", _) => lists.doing.extend(texts),
                ("subjects", _) => lists.subjects.extend(texts),
                (_, "where") => {
                    place = Where::of(&first());
                }
                (_, "why") => own.why = first(),
                (_, "cure") => own.cure = first(),
                (_, "words") => {
                    for word in texts {
                        lists.words.entry(word).or_insert((place, group));
                    }
                }
                (_, "adverbs") => lists.words.extend(texts.into_iter().map(|word| (word, (Where::Adverb, group)))),
                _ => {
                    for text in texts {
                        let phrase = phrase(&text);
                        lists.phrases.entry(phrase[0].clone()).or_default().push((phrase, group));
                    }
                }
            }
        }
        if !own.why.is_empty() {
            lists.groups.push(own);
        }
    }
    lists
});

/// The hash of the longest part of each listed word and phrase; a text without any has none of them.
pub(super) fn signs() -> Vec<u64> {
    let words = LISTS.words.keys().map(String::as_str);
    let phrases = LISTS.phrases.values().flatten().filter_map(|(phrase, _)| phrase.iter().max_by_key(|word| word.len()));
    words.chain(phrases.map(String::as_str)).filter_map(|word| word.split('-').max_by_key(|part| part.len())).map(hash).collect()
}

/// The first vague word of each clause of a text; a clause that a number, an example, a comparison, a reference or a term of the
/// team makes definite has none. If `strict`, every word that the lists name counts, wherever it stands and whatever else its clause says.
pub fn find(tokens: &[Token<'_>], policy: &TextPolicy, strict: bool) -> Vec<Vague> {
    clauses(tokens).filter(|clause| strict || !is_definite(clause, policy)).filter_map(|clause| first(clause, policy, strict)).collect()
}

/// Tokens between the signs and words that separate clauses.
fn clauses<'a, 't>(tokens: &'a [Token<'t>]) -> impl Iterator<Item = &'a [Token<'t>]> {
    let ends = |token: &Token<'_>| matches!(token.kind, Kind::Stop | Kind::Gap | Kind::Semicolon) || token.is_any(&["but", "then"]);
    let comma = |at: usize| tokens[at].kind == Kind::Comma && tokens.get(at + 1).is_some_and(|next| next.is_any(CLAUSE_STARTS));
    let mut from = 0;
    let bounds: Vec<usize> = (0..tokens.len()).filter(|at| ends(&tokens[*at]) || comma(*at)).chain([tokens.len()]).collect();
    bounds.into_iter().filter_map(move |end| {
        let clause = tokens.get(from..end)?;
        from = end + 1;
        Some(clause)
    })
}

/// Whether something in a clause tells what its vague words mean.
fn is_definite(clause: &[Token<'_>], policy: &TextPolicy) -> bool {
    let words: Vec<&str> = clause.iter().map(|token| &*token.word).collect();
    clause.iter().enumerate().any(|(at, token)| match token.kind {
        Kind::Number | Kind::Hidden | Kind::Sign | Kind::Open => true,
        Kind::Word => {
            // `faster than before` compares with what nobody has written down.
            let before = token.is("than") && words.get(at + 1).is_none_or(|next| places::BEFORE.contains(next));
            NUMBERS.contains(&&*token.word)
                || (COMPARING.contains(&&*token.word) && !before)
                || DEFINING.iter().any(|phrase| phrase.iter().enumerate().all(|(n, word)| words.get(at + n) == Some(word)))
                || policy::at(&policy.glossary, &words, at).is_some()
        }
        _ => false,
    })
}

fn first(clause: &[Token<'_>], policy: &TextPolicy, strict: bool) -> Option<Vague> {
    let words: Vec<&str> = clause.iter().map(|token| &*token.word).collect();
    let mut at = 0;
    while at < clause.len() {
        if let Some(len) = policy::at(&policy.allow, &words, at) {
            at += len;
            continue;
        }
        if clause[at].is_word() {
            if let Some(len) = policy::at(&policy.vague, &words, at) {
                let range = clause[at].range.start..clause[at + len - 1].range.end;
                return Some(Vague { range, why: "the team counts it as vague", cure: "say what one would see or measure" });
            }
            if let Some((len, group)) = listed(clause, &words, at, strict) {
                let group = &LISTS.groups[group];
                return Some(Vague { range: clause[at].range.start..clause[at + len - 1].range.end, why: &group.why, cure: &group.cure });
            }
        }
        at += 1;
    }
    None
}

/// How many words from `at` on are vague, and their group.
fn listed(clause: &[Token<'_>], words: &[&str], at: usize, strict: bool) -> Option<(usize, usize)> {
    let phrases = LISTS.phrases.get(words[at]).map(Vec::as_slice).unwrap_or_default();
    let fits = |(phrase, _): &&(Phrase, usize)| phrase.iter().enumerate().all(|(n, word)| words.get(at + n) == Some(&word.as_str()));
    if let Some((phrase, group)) = phrases.iter().filter(fits).max_by_key(|(phrase, _)| phrase.len()) {
        return Some((phrase.len(), *group));
    }
    let (place, group) = *LISTS.words.get(words[at])?;
    (strict && !place.is_of_a_clause() || places::is_vague(place, clause, words, at)).then_some((1, group))
}

#[cfg(test)]
mod tests;
