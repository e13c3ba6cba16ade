//! Where in a clause a listed word is vague.

use super::LISTS;
use crate::text::tokens::{Kind, Token};

/// Where a word is vague.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// Behind a verb such as `is`, and before what is delivered: `a clear message`.
    Predicate,
    /// In every place.
    Adverb,
    /// Before a noun.
    BeforeNoun,
    /// Beside a verb that says nothing: `works correctly`.
    WithVerb,
    /// At the end of a short clause about what is handled: `edge cases are handled`.
    Done,
    /// At the end of a short clause, or at its start: `performance is improved`.
    Changed,
    /// As the first word: `investigate the options`.
    Activity,
    /// Only for those who ask for it.
    Strict,
}

impl Where {
    pub(super) fn of(name: &str) -> Self {
        match name {
            "before noun" => Where::BeforeNoun,
            "with verb" => Where::WithVerb,
            "done" => Where::Done,
            "changed" => Where::Changed,
            "activity" => Where::Activity,
            "strict" => Where::Strict,
            _ => Where::Predicate,
        }
    }

    /// Whether the whole clause counts, and not the word alone.
    pub(super) fn is_of_a_clause(self) -> bool {
        matches!(self, Where::WithVerb | Where::Done | Where::Changed | Where::Activity)
    }
}

/// Whether the word at `at` is vague there.
pub(super) fn is_vague(place: Where, clause: &[Token<'_>], words: &[&str], at: usize) -> bool {
    let next = clause.get(at + 1);
    let conditional = || words[..at].iter().any(|word| CONDITIONS.contains(word));
    match place {
        Where::Strict => false,
        Where::Adverb => !conditional(),
        Where::BeforeNoun => {
            let noun = next
                .is_some_and(|next| next.is_word() && !next.is_any(&["of", "and", "or", "to", "the", "more", "other", "recent", "times"]));
            let counted = at > 0 && ["how", "as", "too", "so", "not", "no", "for", "a", "is", "are"].contains(&words[at - 1]);
            let hedged = words[at] == "some" && conditional();
            // `some rows are hidden, some are shown`
            let contrast = words[at] == "some" && words.iter().filter(|word| **word == "some").count() > 1;
            // `a user may have several roles` allows more than one.
            let allowed = words[..at].iter().any(|word| ["may", "can"].contains(word))
                && words[..at].last().is_some_and(|word| ["have", "hold", "contain"].contains(word));
            noun && !counted && !hedged && !contrast && !allowed
        }
        Where::Predicate => {
            let reaches = LISTS.reach.contains(words[at]) && next.is_some_and(|next| LISTS.to.contains(&*next.word));
            let compound = next.is_some_and(|next| next.is_word() && !next.is_any(BEHIND));
            (!reaches && !compound && is_predicate(words, at)) || (!conditional() && is_before_head(clause, words, at))
        }
        Where::WithVerb => {
            let verb = |at: usize| words.get(at).is_some_and(|word| LISTS.doing.contains(*word));
            let beside = (1..=2).any(|far| at >= far && verb(at - far)) || verb(at + 1);
            beside && !conditional() && !next.is_some_and(|next| next.is_any(&["as", "enough", "within", "formed"]))
        }
        Where::Done => {
            at + 1 == words.len() && words.len() <= SHORT && !conditional() && words[..at].iter().any(|word| LISTS.subjects.contains(*word))
        }
        Where::Changed => {
            let last = at + 1 == words.len() && words[..at].iter().any(|word| LINKING.contains(word));
            let opens = at == 0 && !words[at].ends_with("ed") && words.len() > 1;
            (last || opens) && words.len() <= SHORT && !conditional()
        }
        Where::Activity => {
            at == 0
                && next
                    .is_some_and(|next| next.is_any(ARTICLES) || (!next.is_any(&["is", "are", "page", "button"]) && words[at] != "review"))
        }
    }
}

/// `a clear message`, `proper error handling`, unless what follows says what is in it.
fn is_before_head(clause: &[Token<'_>], words: &[&str], at: usize) -> bool {
    if !LISTS.before_heads.contains(words[at]) {
        return false;
    }
    let noun =
        |at: &usize| clause.get(*at).is_some_and(|token| token.is_word() && !token.is_any(BEHIND) && !LISTS.told.contains(&*token.word));
    let head = (at + 1..at + 4).take_while(noun).find(|at| LISTS.heads.contains(words[*at]));
    let Some(head) = head else { return false };
    let told = clause[head + 1..].iter().any(|token| token.kind == Kind::Break || LISTS.told.contains(&*token.word));
    let denied = words[..at].iter().any(|word| ["no", "without", "not", "never", "lacks", "missing"].contains(word));
    // `clear messages on submit`: there it is a verb.
    let verb = words[at] == "clear" && !(at > 0 && BEFORE_CLEAR.contains(&words[at - 1]));
    !told && !denied && !verb
}

const BEFORE_CLEAR: &[&str] = &[
    "a", "an", "with", "show", "shows", "display", "displays", "return", "returns", "provide", "provides", "give", "gives", "has", "have",
    "get", "gets", "see", "sees", "produce", "produces", "of", "and", "emit", "emits", "print", "prints", "raises", "throws", "very",
];

/// The most words of a clause that says nothing else.
const SHORT: usize = 6;

const ARTICLES: &[&str] =
    &["the", "a", "an", "all", "existing", "current", "our", "other", "possible", "alternative", "whether", "how", "which", "if"];

/// What may stand behind an adjective that is not before a noun.
const BEHIND: &[&str] = &[
    "and",
    "or",
    "for",
    "to",
    "in",
    "on",
    "when",
    "while",
    "if",
    "with",
    "at",
    "even",
    "as",
    "by",
    "across",
    "so",
    "from",
    "throughout",
    "during",
    "than",
];

/// What a comparison is made with that nobody can look up.
pub(super) const BEFORE: &[&str] =
    &["before", "now", "today", "currently", "ever", "previously", "usual", "normal", "expected", "necessary", "needed", "it"];

/// Whether the adjective at `at` is said of the subject: behind a form of `be`, or a verb of seeming or working, adverbs aside.
fn is_predicate(words: &[&str], at: usize) -> bool {
    let joined =
        |word: &str| ["and", "or", "also"].contains(&word) || LISTS.words.get(word).is_some_and(|(place, _)| *place != Where::Strict);
    let before = words[..at].iter().rev().take(5).find(|word| !joined(word) && !is_degree(word));
    before.is_some_and(|word| LINKING.contains(word))
}

fn is_degree(word: &str) -> bool {
    [
        "very",
        "really",
        "more",
        "most",
        "quite",
        "too",
        "always",
        "still",
        "fairly",
        "extremely",
        "reasonably",
        "both",
        "as",
        "not",
        "only",
        "visually",
        "generally",
        "highly",
    ]
    .contains(&word)
}

/// What a comma before makes a new clause.
pub(super) const CLAUSE_STARTS: &[&str] = &[
    "and", "or", "when", "if", "so", "which", "while", "where", "with", "the", "it", "they", "but", "then", "a", "an", "no", "without",
    "unless",
];

const CONDITIONS: &[&str] = &["if", "when", "whenever", "unless", "whether", "where", "not"];

pub(super) const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "fifty", "hundred",
    "thousand", "once", "twice", "zero", "first", "half", "single",
];

pub(super) const COMPARING: &[&str] = &[
    "than",
    "like",
    "same",
    "identical",
    "equal",
    "equals",
    "match",
    "matches",
    "matching",
    "according",
    "e.g",
    "i.e",
    "within",
    "compared",
    "relative",
    "unlike",
    "per",
    "vs",
    "wcag",
    "namely",
    "see",
    "following",
    "specifically",
];

pub(super) const DEFINING: &[&[&str]] = &[
    &["such", "as"],
    &["for", "example"],
    &["for", "instance"],
    &["at", "least"],
    &["at", "most"],
    &["up", "to"],
    &["consistent", "with"],
    &["compatible", "with"],
    &["as", "in"],
    &["as", "before"],
    &["as", "defined"],
    &["as", "described"],
    &["as", "specified"],
    &["as", "documented"],
    &["defined", "in"],
    &["no", "more"],
    &["as", "required", "by"],
    &["as", "needed", "by"],
    &["as", "expected", "by"],
    &["as", "listed"],
    &["as", "shown"],
    &["as", "stated"],
    &["as", "given"],
    &["as", "set"],
    &["as", "agreed"],
    &["as", "laid"],
    &["listed", "in"],
    &["listed", "by"],
    &["named", "in"],
    &["described", "in"],
    &["specified", "in"],
    &["specified", "by"],
    &["documented", "in"],
    &["defined", "by"],
    &["required", "by"],
    &["prescribed", "by"],
    &["set", "by"],
    &["set", "out"],
    &["laid", "down"],
    &["in", "accordance"],
    &["in", "line"],
    &["based", "on"],
];

const LINKING: &[&str] = &[
    "is", "are", "be", "being", "been", "was", "were", "become", "becomes", "remain", "remains", "stay", "stays", "feel", "feels",
    "feeling", "look", "looks", "looking", "seem", "seems", "appear", "appears", "sound", "sounds", "work", "works", "working", "perform",
    "performs", "run", "runs", "load", "loads", "respond", "responds", "render", "renders", "behave", "behaves", "start", "starts", "it's",
    "isn't", "aren't", "that's", "keep", "keeps", "return", "returns",
];
