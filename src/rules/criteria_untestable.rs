//! `criteria-untestable`.

use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    story::{Criterion, Shape},
    text::{
        english::verbs,
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
        let message = match lacks(text) {
            Some(Lack::Words) => "says too little to be checked",
            Some(Lack::Verb) if cx.language() == Language::English => "has no verb, so nothing happens that could be checked",
            _ => continue,
        };
        if placeholder::is_only(text) {
            continue;
        }
        cx.report(criterion.text, format!("the criterion {message}: {}", words::quote(text)))
            .help("say what one does and what one sees then")
            .key(words::normalise(text));
    }
}

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
    if tokens.iter().any(|token| is_definite(token, text)) {
        return None;
    }
    if !words::has(text, MIN) {
        return Some(Lack::Words);
    }
    // `visible in the list` leaves out the verb and still says what is to be.
    let is_state = |word: &str| word.len() > 6 && (word.ends_with("able") || word.ends_with("ible"));
    let acts = |token: &Token<'_>| token.is_word() && (is_state(&token.word) || token.word.split('-').any(verbs::any_form));
    (!tokens.iter().any(acts)).then_some(Lack::Verb)
}

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
