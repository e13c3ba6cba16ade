//! `title-vague`.

use std::sync::LazyLock;

use crate::{
    concept::{Concept, id},
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    story::Field,
    text::{
        fnv::hash,
        hashed::{self, Sieve},
        words,
    },
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "title-vague",
    group: Group::Ready,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::LEAVES,
    needs: &[Concept::Title],
    page: include_str!("title_vague.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let Field::Value { range, value } = &cx.story.title else { return };
    // What is long and has a word of its own is no stock title.
    let bare = bare(value);
    if words::has(bare, LONG) && !hashed::words(bare).all(|word| EMPTY_WORDS.holds(word)) {
        return;
    }
    let said = words::normalise(bare);
    if said.is_empty() || value.chars().any(words::is_unspaced) {
        return;
    }
    let fault = if is_stock(&said) {
        "the title could stand on any story"
    } else if is_one_word(&said) {
        "the title is one word"
    } else {
        return;
    };
    cx.report(*range, format!("{fault}: {}", words::quote(value)))
        .help("say what will be different and where: `Totals are wrong for two currencies` instead of `Fix bug`")
        .key_of_text(said);
}

/// A title without the tags and the id in front of it: `[web] ST-1: Export` is `Export`.
pub(super) fn bare(title: &str) -> &str {
    let mut rest = title.trim();
    while let Some((_, after)) = rest.strip_prefix('[').and_then(|tag| tag.split_once(']')) {
        rest = after.trim_start();
    }
    if let Some((head, after)) = rest.split_once(':')
        && id::is_id_shaped(head)
    {
        rest = after.trim_start();
    }
    if rest.is_empty() { title } else { rest }
}

/// Words that say nothing of the matter; a title of these alone fits any story.
const EMPTY: &str = " fix fixes fixed fixing bug bugs bugfix bugfixes bugfixing bug-fix bug-fixes hotfix hotfixes issue issues error errors \
    problem problems improve improvement improvements enhancement enhancements optimisation optimisations optimization optimizations refactor \
    refactors refactoring refactorings clean up cleanup cleanups clean-up tidy code codebase minor small various misc miscellaneous general some \
    more other several few quick change changes update updates tweak tweaks polish stuff thing things maintenance technical tech debt work wip \
    todo progress the a an and of in to do it ";

static EMPTY_WORDS: LazyLock<Sieve> = LazyLock::new(|| EMPTY.split_ascii_whitespace().collect());

/// No other stock title has so many words.
const LONG: usize = 7;

/// What tools and people call an item they have not named.
const ITEMS: [&str; 12] =
    ["story", "user story", "task", "ticket", "item", "feature", "bug", "issue", "spike", "chore", "work item", "backlog item"];

/// What stands before such a name.
const UNNAMED: [&str; 8] = ["new", "untitled", "unnamed", "my", "test", "example", "sample", "dummy"];

/// Stock titles in other words.
const PHRASES: [&str; 24] = [
    "user story",
    "no title",
    "title",
    "does not work",
    "doesn't work",
    "it does not work",
    "it doesn't work",
    "not working",
    "fehler beheben",
    "bug beheben",
    "bugs beheben",
    "bug fixen",
    "bugs fixen",
    "kleine verbesserungen",
    "diverse verbesserungen",
    "corriger un bug",
    "corriger les bugs",
    "correction de bugs",
    "corregir errores",
    "corregir un error",
    "corrigir bugs",
    "bug oplossen",
    "bugs oplossen",
    "fouten oplossen",
];

fn is_stock(said: &str) -> bool {
    said.split(' ').all(|word| EMPTY_WORDS.holds(hash(word))) || PHRASES.contains(&said) || is_unnamed(said)
}

/// `story 12`, `new task`.
fn is_unnamed(said: &str) -> bool {
    let (name, numbered) = match said.rsplit_once(' ') {
        Some((name, number)) if is_number(number) => (name, true),
        _ => (said, false),
    };
    let (name, marked) = match name.split_once(' ') {
        Some((mark, name)) if UNNAMED.contains(&mark) => (name, true),
        _ => (name, false),
    };
    (numbered || marked) && ITEMS.contains(&name)
}

fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches('#');
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// One word, or a compound of two. A word longer than `internationalization` is a whole phrase in languages that write phrases as words.
fn is_one_word(said: &str) -> bool {
    let parts = said.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).count();
    !said.contains(' ') && (1..=2).contains(&parts) && said.chars().count() <= 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_words_too() {
        assert!(is_stock("fix bug") && is_stock("bug-fixes and clean-up"));
        assert!(!is_stock("→") && !is_stock("a+") && !is_stock("fix-up") && !is_stock("fix → bug"));
    }

    #[test]
    fn parts_of_empty_words_are_empty_words() {
        assert!(hashed::words(EMPTY).all(|word| EMPTY_WORDS.holds(word)));
    }
}
