//! Which English words are verbs, from `verbs.txt`.

use std::sync::LazyLock;

use crate::text::fnv::Map;

/// How sure it is that a word in its base form is a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// It is nothing else.
    Only,
    /// It may be a noun or an adjective as well.
    OrNoun,
    /// Another form of a verb that no ending gives away: `were`, `must`.
    Form,
}

static VERBS: LazyLock<Map<&'static str, Verb>> = LazyLock::new(|| {
    let mut verbs = Map::default();
    let mut class = Verb::Only;
    for line in include_str!("verbs.txt").lines().filter(|line| !line.starts_with('#')) {
        match line {
            "[verbs]" => class = Verb::Only,
            "[nouns too]" => class = Verb::OrNoun,
            "[irregular]" => class = Verb::Form,
            _ => {
                for word in line.split_whitespace() {
                    verbs.entry(word).or_insert(class);
                }
            }
        }
    }
    verbs
});

/// What the base form `word`, in lower case, is.
pub fn base(word: &str) -> Option<Verb> {
    let whole = VERBS.get(word).copied();
    // `re-open`, `pre-fill`
    whole
        .or_else(|| VERBS.get(word.split_once('-')?.1).copied().filter(|_| PREFIXES.iter().any(|prefix| word.starts_with(prefix))))
        .filter(|verb| *verb != Verb::Form)
}

/// Whether `word`, in lower case, can be a form of a verb.
pub fn any_form(word: &str) -> bool {
    let is_form = |ending: &str| word.strip_suffix(ending).is_some_and(|stem| VERBS.contains_key(stem));
    if VERBS.contains_key(word) || ["s", "ed", "ing", "d"].into_iter().any(is_form) || (word.contains('-') && base(word).is_some()) {
        return true;
    }
    // Any other form has one of these endings.
    let has_ending = word.ends_with('s') || word.ends_with("ed") || word.ends_with("ing") || word.contains('-');
    has_ending && is_changed_form(word)
}

fn is_changed_form(word: &str) -> bool {
    stems(word).any(|stem| VERBS.contains_key(&*stem))
        || ["ises", "izes", "ised", "ized", "ifies", "ified"].iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
        || (word.len() > 4 && word.ends_with("ed"))
        || word
            .split_once('-')
            .is_some_and(|(_, last)| !last.is_empty() && PREFIXES.iter().any(|prefix| word.starts_with(prefix)) && any_form(last))
}

/// What a form may come from: `tries`, `added`, `stopped`, `saving`.
fn stems(word: &str) -> impl Iterator<Item = String> {
    const ENDINGS: [(&str, &str); 11] = [
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("es", "e"),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ying", "ie"),
        ("'s", ""),
    ];
    let plain = ENDINGS.into_iter().filter_map(move |(ending, stem)| Some(format!("{}{stem}", word.strip_suffix(ending)?)));
    let doubled = ["ed", "ing"].into_iter().filter_map(move |ending| {
        let stem = word.strip_suffix(ending)?;
        let last = stem.chars().next_back()?;
        let short = stem.strip_suffix(last)?;
        short.ends_with(last).then(|| short.to_owned())
    });
    plain.chain(doubled)
}

const PREFIXES: [&str; 6] = ["re-", "pre-", "un-", "auto-", "de-", "co-"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known() {
        for word in ["adds", "tries", "stopped", "saving", "validated", "is", "re-opened", "sync", "writes", "containerised"] {
            assert!(any_form(word), "{word}");
        }
        for word in ["invoice-list", "the", "pdf", "colour", "accountant", "quickly"] {
            assert!(!any_form(word), "{word}");
        }
    }

    #[test]
    fn a_base_form_is_no_other_form() {
        assert_eq!(base("delete"), Some(Verb::Only));
        assert_eq!(base("report"), Some(Verb::OrNoun));
        assert_eq!(base("were"), None);
        assert_eq!(base("adds"), None);
    }
}
