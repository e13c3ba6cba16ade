//! What a configuration says about the words of stories: `language` and `[text]`.

use crate::{
    settings::{Mistakes, Setting},
    text::{
        language::Language,
        policy::{Phrase, TextPolicy, phrase},
    },
};

/// Reads `language`.
pub(super) fn language(into: &mut TextPolicy, value: Setting<'_>, mistakes: &mut Mistakes) {
    let Some(code) = mistakes.text("language", value) else { return };
    into.language = Language::of_code(&code);
    if into.language.is_none() {
        let codes: Vec<&str> = Language::codes().collect();
        let help = format!("it is a code of two letters: {}", codes.join(", "));
        mistakes.add_with_help(value.range(), format!("unknown language `{code}`"), help);
    }
}

/// Reads `[text]`; lists of a configuration that this one extends grow.
pub(super) fn text(into: &mut TextPolicy, value: Setting<'_>, mistakes: &mut Mistakes) {
    for entry in mistakes.entries("text", value).unwrap_or_default() {
        match entry.key {
            "roles" => into.roles.extend(listed(entry.key, entry.value, mistakes)),
            "glossary" => into.glossary.extend(phrases(entry.key, entry.value, mistakes)),
            "allow" => into.allow.extend(phrases(entry.key, entry.value, mistakes)),
            "words" => {
                for list in mistakes.entries(entry.key, entry.value).unwrap_or_default() {
                    match list.key {
                        "vague" => into.vague.extend(phrases(list.key, list.value, mistakes)),
                        "weak" => into.weak.extend(phrases(list.key, list.value, mistakes)),
                        _ => mistakes.unknown(list.key_range, "list of words", list.key, ["vague", "weak"]),
                    }
                }
            }
            _ => mistakes.unknown(entry.key_range, "key", entry.key, ["roles", "glossary", "allow", "words"]),
        }
    }
}

fn phrases(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Vec<Phrase> {
    listed(key, value, mistakes).iter().map(|text| phrase(text)).collect()
}

/// Texts that each say something.
fn listed(key: &str, value: Setting<'_>, mistakes: &mut Mistakes) -> Vec<String> {
    let mut texts = mistakes.texts_with_places(key, value).unwrap_or_default();
    texts.retain(|(text, range)| {
        if text.trim().is_empty() {
            mistakes.add(*range, format!("`{key}` takes words, and here is none"));
        }
        !text.trim().is_empty()
    });
    texts.into_iter().map(|(text, _)| text).collect()
}
