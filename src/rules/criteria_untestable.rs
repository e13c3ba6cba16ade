//! `criteria-untestable`.

use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    story::{Criterion, Shape},
    text::{
        english::verbs::{self, Verb},
        language::Language,
        placeholder,
        tokens::{Kind, Token, tokens},
        words,
    },
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "criteria-untestable",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("criteria_untestable.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    for criterion in story.criteria.iter().filter(|criterion| is_sentence(criterion)) {
        let text = words::unnumbered(cx.slice(criterion.text));
        let Some(lack) = lacks(text) else { continue };
        if !is_judged(cx, text, &lack) || placeholder::is_only(text) {
            continue;
        }
        let message = match lack {
            Lack::Words => "says too little to be checked",
            Lack::Verb => "has no verb, so nothing happens that could be checked",
        };
        cx.report(criterion.text, format!("the criterion {message}: {}", words::quote(text)))
            .help("say what one does and what one sees then")
            .key_of_text(words::normalise(text));
    }
}

/// Whether the words of a criterion are English as far as anything tells. Where nothing does, it may be a sentence of any language, so that
/// only one of few words is judged, or one with an ending that makes English nouns.
fn is_judged(cx: &StoryCx<'_>, text: &str, lack: &Lack) -> bool {
    let set = cx.around.team.text.language;
    match set.unwrap_or_else(|| Language::of_sentence(text)) {
        Language::English => true,
        Language::Other(_) => false,
        Language::Unsure => match lack {
            Lack::Words => !matches!(cx.language(), Language::Other(_)),
            Lack::Verb => {
                text.is_ascii()
                    && cx.language() == Language::English
                    && text.split(' ').any(|word| ENDINGS.iter().any(|end| word.ends_with(end)))
            }
        },
    }
}

/// Endings of nouns that few other languages have.
const ENDINGS: [&str; 5] = ["ness", "ity", "ing", "ship", "ance"];

/// Rows and scenarios have a form of their own, and what is nested under a criterion says more.
fn is_sentence(criterion: &Criterion) -> bool {
    !matches!(criterion.shape, Shape::Scenario | Shape::Row | Shape::Heading) && criterion.range.end <= criterion.text.end
}

enum Lack {
    Words,
    Verb,
}

/// What a text lacks to be checked; code, numbers and comparisons can be.
fn lacks(text: &str) -> Option<Lack> {
    // Most criteria have a verb that needs no second look.
    let mut plain = text.split_ascii_whitespace().filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    if plain.any(verbs::any_form) && words::has(text, MIN) {
        return None;
    }
    let tokens = tokens(text);
    // A line that ends in a colon names what follows it.
    if tokens.iter().any(|token| is_definite(token, text)) || tokens.last().is_some_and(|last| last.kind == Kind::Break) {
        return None;
    }
    if !words::has(text, MIN) {
        let few: Vec<&Token<'_>> = tokens.iter().filter(|token| token.is_word()).collect();
        return (!says_in_two(&few)).then_some(Lack::Words);
    }
    // `visible in the list` leaves out the verb and still says what is to be, and so does `no cookies in a private window`.
    let is_state = |word: &str| word.len() > 6 && (word.ends_with("able") || word.ends_with("ible"));
    let quantified = tokens.iter().any(|token| token.is_any(STATES)) || tokens.first().is_some_and(|first| first.is_any(OPENERS));
    // `frobs the list`: nothing but a verb stands before an article with an `s`.
    let governs = |pair: &[Token<'_>]| pair[0].word.len() > 4 && pair[0].word.ends_with('s') && pair[1].is_any(ARTICLES);
    let acts = |token: &Token<'_>| token.is_word() && (is_state(&token.word) || token.word.split('-').any(verbs::any_form));
    (!quantified && !tokens.windows(2).any(governs) && !tokens.iter().any(acts)).then_some(Lack::Verb)
}

/// Whether two words say what is to happen or to be: `CI passes`, `Works offline`, `Login required`, `Admin only`.
fn says_in_two(few: &[&Token<'_>]) -> bool {
    let [first, second] = few else { return false };
    let (one, two) = (&*first.word, &*second.word);
    let third = |word: &str| word.strip_suffix("es").into_iter().chain(word.strip_suffix('s')).any(|stem| verbs::base(stem).is_some());
    let sure =
        |word: &str| word.strip_suffix("es").into_iter().chain(word.strip_suffix('s')).any(|stem| verbs::base(stem) == Some(Verb::Only));
    let many = one.ends_with('s') && !one.ends_with("ss");
    let state = two.len() > 4 && two.ends_with("ed") || two.ends_with("able") || two.ends_with("ible") || STATES.contains(&two);
    let happens = sure(two) || PASSES.contains(&two) && !EVERYTHING.contains(&one) || (many && HOLD.contains(&two));
    let opens = third(one) && !PLURALS.contains(&one) && !EVERYTHING.contains(&two);
    let denies = OPENERS.contains(&one) || STATES.contains(&one);
    state || happens || opens || denies
}

/// Words that say in which state a thing is.
const STATES: &[&str] = &[
    "only",
    "required",
    "optional",
    "mandatory",
    "unique",
    "identical",
    "same",
    "empty",
    "hidden",
    "visible",
    "read-only",
    "offline",
    "online",
    "without",
    "never",
    "all",
    "every",
    "any",
    "none",
    "equal",
    "unchanged",
    "absent",
    "present",
    "green",
    "due",
    "off",
    "gone",
    "open",
];

/// Words at the start that make a whole of what follows.
const OPENERS: &[&str] =
    &["no", "zero", "none", "without", "only", "all", "every", "each", "same", "exactly", "never", "both", "not", "nothing", "nobody"];

const ARTICLES: &[&str] = &["the", "a", "an", "its", "their", "all", "no", "every", "each"];

/// Third persons that are nouns too, but say what happens behind one.
const PASSES: &[&str] = &[
    "passes", "works", "runs", "fails", "loads", "starts", "stops", "reloads", "matches", "opens", "closes", "prints", "plays", "scrolls",
    "builds", "compiles", "saves", "expires", "rings", "moves", "locks", "changes", "exits", "boots", "crashes", "logs", "updates",
    "returns", "stays", "blinks",
];

/// Verbs behind several things.
const HOLD: &[&str] =
    &["pass", "work", "succeed", "match", "run", "fail", "load", "exist", "persist", "appear", "compile", "build", "open", "close", "stay"];

/// Words in the plural that look like verbs and open a heading.
const PLURALS: &[&str] = &[
    "tests",
    "docs",
    "logs",
    "roles",
    "notes",
    "records",
    "reports",
    "forms",
    "links",
    "files",
    "images",
    "requests",
    "results",
    "values",
    "updates",
    "changes",
    "views",
    "searches",
    "sales",
    "settings",
    "metrics",
    "analytics",
    "permissions",
    "users",
    "errors",
    "services",
    "sources",
    "queries",
    "releases",
    "events",
    "limits",
    "filters",
    "templates",
    "labels",
    "comments",
    "messages",
    "alerts",
    "reviews",
    "rules",
    "states",
    "styles",
];

/// Subjects that mean nothing by themselves.
const EVERYTHING: &[&str] =
    &["it", "everything", "this", "that", "all", "code", "feature", "functionality", "correctly", "properly", "well", "fine"];

/// Code, numbers, comparisons and names of files and of things in code.
fn is_definite(token: &Token<'_>, text: &str) -> bool {
    let written = &text[token.range.clone()];
    let marked = text[..token.range.start].ends_with(['@', '-', '.']);
    let name = marked
        || written.contains(['.', '_'])
        || written.chars().zip(written.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    match token.kind {
        Kind::Hidden | Kind::Number | Kind::Sign => true,
        Kind::Slash => !text[..token.range.start].ends_with(' ') && !text[token.range.end..].starts_with(' '),
        Kind::Word => name,
        _ => false,
    }
}

/// Fewer words are a heading.
const MIN: usize = 3;
