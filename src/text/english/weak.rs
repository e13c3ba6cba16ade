//! Words that leave open whether a thing must be.

use std::ops::Range;

use super::compound::is_person;
use crate::text::{
    fnv::hash,
    policy::{self, TextPolicy},
    tokens::{Kind, Token},
};

/// Every weak word or phrase in a text, in bytes of it; those in clauses that only describe do not count.
pub fn find(tokens: &[Token<'_>], policy: &TextPolicy) -> Vec<Range<usize>> {
    let words: Vec<&str> = tokens.iter().map(|token| &*token.word).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(len) = policy::at(&policy.allow, &words, at) {
            at += len;
            continue;
        }
        let len = weak(tokens, &words, at).or_else(|| policy::at(&policy.weak, &words, at).filter(|_| tokens[at].is_word()));
        if let Some(len) = len {
            found.push(tokens[at].range.start..tokens[at + len - 1].range.end);
        }
        at += len.unwrap_or(1);
    }
    found
}

/// The hashes of words that the built-in phrases cannot do without: one of each phrase, and the modals.
pub(super) fn signs() -> Vec<u64> {
    ["might", "may", "could", "able", "possible", "ideally", "preferably", "nice", "time", "probably"].map(hash).into()
}

fn weak(tokens: &[Token<'_>], words: &[&str], at: usize) -> Option<usize> {
    let token = &tokens[at];
    if !token.is_word() || token.capitals {
        return None;
    }
    if let Some(phrase) = PHRASES.iter().find(|phrase| phrase.iter().enumerate().all(|(n, word)| words.get(at + n) == Some(word))) {
        return Some(phrase.len());
    }
    let modal = MODALS.contains(&&*token.word);
    let next = tokens.get(at + 1)?;
    // `may not` forbids, `could not be read` tells what happened, `May 3` is a day, and a modal opens no sentence but a question.
    let other =
        next.is_any(&["not", "n't", "never"]) || !next.is_word() || at == 0 || matches!(tokens[at - 1].kind, Kind::Stop | Kind::Gap);
    (modal && !other && !describes(tokens, at) && !allows(tokens, at) && !goes_on(tokens, at)).then_some(1)
}

/// Whether the modal stands in a clause that says of what things are, not what the story does: `files that may be large`.
fn describes(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[..at]
        .iter()
        .rev()
        .take_while(|token| !matches!(token.kind, Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Gap))
        .any(|token| token.is_any(DESCRIBING))
}

/// Whether the modal says what is allowed: `the field may be empty`, `a user may have several roles`, `guests may cancel`.
fn allows(tokens: &[Token<'_>], at: usize) -> bool {
    if tokens[at].is("could") {
        return false;
    }
    let said = |from: usize| (from..tokens.len()).find(|at| !tokens[*at].is_any(ADVERBS)).map(|at| &tokens[at]);
    let person =
        tokens[..at].iter().rfind(|token| !token.is_any(ADVERBS)).is_some_and(|before| is_person(&before.word) || before.is_any(PERSONS));
    if person && tokens[at].is("may") {
        return true;
    }
    match said(at + 1) {
        Some(verb) if verb.is("be") => {
            let next = tokens.iter().position(|token| std::ptr::eq(token, verb)).and_then(|verb| said(verb + 1));
            next.is_some_and(|next| next.is_any(STATES) || !(next.word.ends_with("ed") || next.is_any(PARTICIPLES)))
        }
        Some(verb) => verb.is_any(HOLDING),
        None => false,
    }
}

/// Whether the text goes on with what happens then: `the token might be expired: then ...`
fn goes_on(tokens: &[Token<'_>], at: usize) -> bool {
    let pairs = tokens[at..].windows(2);
    pairs.filter(|pair| matches!(pair[0].kind, Kind::Break | Kind::Comma | Kind::Semicolon | Kind::Stop)).any(|pair| {
        pair[1].is_any(&["then", "otherwise"]) || {
            let rest: Vec<&str> =
                tokens.iter().skip_while(|token| token.range.start < pair[1].range.start).take(3).map(|token| &*token.word).collect();
            rest == ["in", "that", "case"]
                || rest == ["in", "this", "case"]
                || rest == ["in", "which", "case"]
                || rest.starts_with(&["if", "so"])
        }
    })
}

/// Subjects that are people.
const PERSONS: &[&str] = &["anyone", "anybody", "everyone", "everybody", "nobody", "they", "you", "he", "she", "we", "one"];

const ADVERBS: &[&str] = &["also", "only", "still", "then", "either", "both", "each", "therefore", "already"];

/// Verbs of what a thing can be made of.
const HOLDING: &[&str] = &[
    "have", "contain", "hold", "include", "consist", "differ", "exceed", "last", "take", "occur", "appear", "arrive", "overlap", "repeat",
    "span", "carry", "belong", "refer", "point", "need", "end", "begin", "come", "vary", "remain", "stay", "cost",
];

/// Participles that tell a state.
const STATES: &[&str] = &[
    "expired",
    "omitted",
    "closed",
    "deleted",
    "locked",
    "disabled",
    "archived",
    "cancelled",
    "canceled",
    "revoked",
    "unused",
    "unassigned",
    "undefined",
    "left",
    "shared",
    "nested",
    "repeated",
    "mixed",
    "limited",
    "interrupted",
    "damaged",
    "corrupted",
    "outdated",
    "signed",
    "unsigned",
];

/// Participles that no ending gives away.
const PARTICIPLES: &[&str] = &[
    "shown", "sent", "made", "given", "taken", "kept", "set", "put", "written", "read", "built", "drawn", "chosen", "hidden", "found",
    "done", "run", "split", "cut", "sold", "bought", "paid", "brought", "held", "seen", "known",
];

const MODALS: &[&str] = &["might", "may", "could"];

const PHRASES: &[&[&str]] = &[
    &["should", "be", "able", "to"],
    &["if", "possible"],
    &["when", "possible"],
    &["where", "possible"],
    &["whenever", "possible"],
    &["wherever", "possible"],
    &["ideally"],
    &["preferably"],
    &["nice", "to", "have"],
    &["nice-to-have"],
    &["if", "time", "permits"],
    &["if", "time", "allows"],
    &["should", "probably"],
];

const DESCRIBING: &[&str] = &[
    "that", "which", "who", "if", "when", "whenever", "where", "because", "what", "whether", "how", "as", "since", "while", "so",
    "although", "though", "unless", "until",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{hashed, tokens::tokens};

    fn weak(text: &str) -> Vec<&str> {
        find(&tokens(text), &TextPolicy::default()).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_leaves_it_open() {
        for (text, words) in [
            ("The list may be sorted", "may"),
            ("Users should be able to sort the list", "should be able to"),
            ("The date is kept, if possible", "if possible"),
            ("Ideally the page loads in 2 s", "Ideally"),
            ("It could also show the total", "could"),
        ] {
            assert_eq!(weak(text), [words], "{text}");
        }
    }

    #[test]
    fn no_phrase_is_passed_over() {
        let all = PHRASES.iter().map(|phrase| phrase.join(" ")).chain(MODALS.iter().map(|word| (*word).to_owned()));
        for phrase in all {
            assert!(hashed::words(&phrase).any(|word| signs().contains(&word)), "{phrase}");
        }
    }

    #[test]
    fn what_does_not() {
        for text in [
            "The list should be sorted",
            "Guests may not see the total",
            "A file that could be larger is refused",
            "The error says that the file could not be read",
            "Valid from May 3",
            "The field may be empty",
            "A rower may have several boats",
            "The pass might be expired: then the gate stays shut",
            "Guests may cancel a trip",
            "The crate may be up to 3 m long",
            "The server MAY answer later",
            "`may` is a word",
        ] {
            assert_eq!(weak(text), [""; 0], "{text}");
        }
    }
}
