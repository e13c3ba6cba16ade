use super::*;
use crate::text::{hashed, tokens::tokens};

fn vague(text: &str) -> Vec<&str> {
    find(&tokens(text), &TextPolicy::default(), false).into_iter().map(|found| &text[found.range]).collect()
}

#[test]
fn predicates_adverbs_amounts_and_loopholes() {
    for (text, words) in [
        ("The search is very fast", "fast"),
        ("The page feels intuitive and modern", "intuitive"),
        ("Errors are handled gracefully", "gracefully"),
        ("The export supports several formats", "several"),
        ("The old entries are removed where appropriate", "where appropriate"),
        ("The list shows name, date, etc.", "etc"),
        ("Everything works as expected", "as expected"),
        ("It must be user-friendly", "user-friendly"),
    ] {
        assert_eq!(vague(text), [words], "{text}");
    }
}

#[test]
fn what_is_definite_or_no_judgement() {
    for text in [
        "The search is fast: within 2 seconds",
        "The new search is faster than the old one",
        "The fast lane is shown first",
        "The page is accessible from the menu",
        "A simple list is shown",
        "How many items fit is shown",
        "At least as many seats as guests are free",
        "The import runs quickly (under a minute)",
        "Formats such as PDF are easily added",
        "If some rows are broken they are listed",
        "The button says `easy`",
    ] {
        assert_eq!(vague(text), [""; 0], "{text}");
    }
}

#[test]
fn no_word_is_passed_over() {
    let phrases = LISTS.phrases.values().flatten().map(|(phrase, _)| phrase.join(" "));
    let signs = signs();
    for text in LISTS.words.keys().cloned().chain(phrases) {
        assert!(hashed::words(&text).any(|word| signs.contains(&word)), "{text}");
    }
}

#[test]
fn one_finding_a_clause() {
    assert_eq!(vague("It is fast and easy. It is nice, and the rest is simple"), ["fast", "nice", "simple"]);
}

#[test]
fn every_group_says_why_and_what_instead() {
    for group in &LISTS.groups {
        assert!(!group.why.is_empty() && !group.cure.is_empty(), "{group:?}");
    }
}

#[test]
fn teams_have_their_own_words() {
    let policy = TextPolicy {
        glossary: vec![phrase("SLA")],
        allow: vec![phrase("many-to-many"), phrase("fast lane")],
        vague: vec![phrase("snazzy")],
        ..TextPolicy::default()
    };
    let found = |text: &str| find(&tokens(text), &policy, false).len();
    assert_eq!(found("The answer is fast by our SLA"), 0);
    assert_eq!(found("The queue works fast lane first"), 0);
    assert_eq!(found("A snazzy page is shown"), 1);
}

#[test]
fn no_word_stands_in_two_groups() {
    let table = Table::shipped(include_str!("vague.toml"));
    let mut seen = Set::default();
    for (group, _) in table.0.iter().filter(|(group, _)| group != "reach") {
        for (_, list) in table.entries(group).iter().filter(|(list, _)| ["words", "adverbs", "phrases"].contains(&list.as_str())) {
            for word in list.texts() {
                assert!(seen.insert(word.clone()), "{word}");
            }
        }
    }
}
