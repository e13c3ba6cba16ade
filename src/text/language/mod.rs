//! The language a text is written in, or that it cannot be told.

mod sentence;

use std::{collections::HashSet, sync::LazyLock};

use whatlang::{Detector, Lang};

use super::tokens::tokens;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// Another one, by its English name.
    Other(&'static str),
    /// Too short or too mixed to tell.
    Unsure,
}

impl Language {
    /// The language of a code of two letters, such as `nl`.
    pub fn of_code(code: &str) -> Option<Self> {
        let (_, name) = CODES.iter().find(|(known, _)| *known == code)?;
        Some(if *name == "English" { Language::English } else { Language::Other(name) })
    }

    /// The codes that a configuration can name.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        CODES.iter().map(|(code, _)| *code)
    }

    /// The code of a language by its English name, if a configuration can name it.
    pub fn code_of(name: &str) -> Option<&'static str> {
        CODES.iter().find(|(_, known)| *known == name).map(|(code, _)| *code)
    }

    /// The language of `text`; unsure of fewer than 40 letters, and where the detector is.
    pub fn of(text: &str) -> Self {
        let letters = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count();
        if letters < LETTERS {
            return Language::Unsure;
        }
        // English gives itself away by words that no other language of Latin script has; that is much faster than its trigrams.
        if has_english_words(text) {
            return Language::English;
        }
        let prose: Vec<String> =
            tokens(text).into_iter().filter(super::tokens::Token::is_word).map(|token| token.word.into_owned()).collect();
        match DETECTOR.detect(&prose.join(" ")) {
            Some(found) if !found.is_reliable() => Language::Unsure,
            Some(found) if found.lang() == Lang::Eng => Language::English,
            Some(found) => Language::Other(found.lang().eng_name()),
            None => Language::Unsure,
        }
    }
}

/// Whether two different words stand in `text` that only English has, or three of its grammar.
fn has_english_words(text: &str) -> bool {
    let mut seen = HashSet::new();
    let mut points = 0;
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| (2..=6).contains(&word.len()));
    words.filter_map(|word| ENGLISH.iter().position(|known| known.eq_ignore_ascii_case(word))).any(|at| {
        if seen.insert(at) {
            points += if at < ONLY_ENGLISH { 3 } else { 2 };
        }
        points >= 6
    })
}

/// Languages so close to another that a sentence of that one would never be told for sure.
static DETECTOR: LazyLock<Detector> = LazyLock::new(|| Detector::with_denylist(vec![Lang::Afr, Lang::Epo, Lang::Lat]));

/// Fewer letters are not judged.
const LETTERS: usize = 40;

/// How many words of the list no other language of Latin script has.
const ONLY_ENGLISH: usize = 12;

const ENGLISH: [&str; 24] = [
    "the", "and", "with", "when", "should", "that", "this", "which", "have", "been", "their", "they", // Others have some of these.
    "must", "from", "are", "has", "not", "for", "can", "of", "to", "is", "be", "by",
];

const CODES: [(&str, &str); 16] = [
    ("en", "English"),
    ("nl", "Dutch"),
    ("de", "German"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("it", "Italian"),
    ("pt", "Portuguese"),
    ("cs", "Czech"),
    ("pl", "Polish"),
    ("sv", "Swedish"),
    ("da", "Danish"),
    ("fi", "Finnish"),
    ("ru", "Russian"),
    ("uk", "Ukrainian"),
    ("ja", "Japanese"),
    ("zh", "Mandarin"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, language) in [
            ("The total is shown when the clerk opens the page of the month", Language::English),
            ("Het totaal wordt getoond wanneer de medewerker de pagina van de maand opent", Language::Other("Dutch")),
            ("Die Summe wird angezeigt, wenn die Sachbearbeiterin die Seite des Monats öffnet", Language::Other("German")),
            (
                "Le total est affiché quand la comptable ouvre la page du mois en cours. Sans montant, la ligne reste vide et rien n’est envoyé au client",
                Language::Other("French"),
            ),
            ("Celková částka se zobrazí, když účetní otevře stránku daného měsíce", Language::Other("Czech")),
            ("Suma jest pokazana, kiedy księgowa otwiera stronę danego miesiąca", Language::Other("Polish")),
            ("total shown", Language::Unsure),
            (
                "Si no has pagado, el total de la factura se muestra en la tabla del mes y el cliente recibe un aviso por correo",
                Language::Other("Spanish"),
            ),
        ] {
            assert_eq!(Language::of(text), language, "{text}");
        }
    }
}
