//! The words that frame a user story, per language, from `frames.toml`.

use std::sync::LazyLock;

use crate::{
    settings::{Setting, Table},
    text::{fnv::Set, hashed::Sieve, tokens::Token},
};

/// A phrase as its words.
pub(super) type Phrase = Vec<String>;

/// Phrases to look for, the longest first.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    all: Vec<Phrase>,
    /// A bit for each byte that one of them begins with.
    initials: [u64; 4],
}

impl Phrases {
    fn new(texts: &[String]) -> Self {
        let mut all: Vec<Phrase> = texts.iter().map(|text| text.split(' ').map(str::to_owned).collect()).collect();
        all.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let mut initials = [0; 4];
        for byte in all.iter().filter_map(|phrase| phrase.first()?.bytes().next()) {
            initials[usize::from(byte / 64)] |= 1 << (byte % 64);
        }
        Self { all, initials }
    }

    fn first_words(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter_map(|phrase| phrase.first()).map(String::as_str)
    }

    /// How many tokens one of them takes that begins with `first`, which stands elsewhere: `I, as a clerk, want`.
    pub(super) fn tail_matched(&self, first: &str, between: &[String], tokens: &[Token<'_>]) -> Option<usize> {
        let tails = self.all.iter().filter(|phrase| phrase.len() > 1 && phrase[0] == first).map(|phrase| &phrase[1..]);
        tails.filter(|tail| tokens.first().is_some_and(|token| token.is(&tail[0]))).find_map(|tail| taken(tail, between, tokens))
    }

    /// How many tokens at the start of `tokens` one of them takes; between its words one of `between` may stand.
    pub(super) fn matched(&self, between: &[String], tokens: &[Token<'_>]) -> Option<usize> {
        let first = tokens.first().filter(|first| first.is_word())?;
        let initial = first.word.bytes().next()?;
        if self.initials[usize::from(initial / 64)] >> (initial % 64) & 1 == 0 {
            return None;
        }
        self.all.iter().filter(|phrase| phrase.first().is_some_and(|word| first.is(word))).find_map(|phrase| taken(phrase, between, tokens))
    }
}

/// The frame of one language.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Its code: `en`.
    pub(super) language: String,
    /// What a role follows, the longest first, as all lists of phrases.
    pub(super) role: Phrases,
    /// Words that after a bare `as` begin no role, and after any where no wish follows.
    pub(super) not_role: Vec<String>,
    /// More of those where no wish follows.
    pub(super) not_role_alone: Vec<String>,
    /// What names nobody, whatever follows: `As a result, I can ...`
    pub(super) aside: Vec<Phrase>,
    /// What tells a situation in place of a role.
    pub(super) situation: Phrases,
    /// How a wish begins.
    pub(super) wish: Phrases,
    /// Those that are one only at the start of a clause.
    pub(super) wish_clause: Phrases,
    /// How a wish begins that no role goes before.
    pub(super) wish_alone: Phrases,
    /// Words that may stand inside a phrase of a wish.
    pub(super) between: Vec<String>,
    /// Who speaks.
    pub(super) subject: Vec<String>,
    /// Who may say the role between subject and verb.
    pub(super) speaker: Vec<String>,
    /// How a benefit begins.
    pub(super) benefit: Phrases,
    /// How it begins only at the start of a clause.
    pub(super) behind_comma: Vec<String>,
    /// What opens a benefit behind a comma, and the verbs that have to follow: `which lets`.
    pub(super) relative: (Vec<String>, Vec<String>),
    /// What opens one behind a comma by itself: `enabling`.
    pub(super) participles: Vec<String>,
    /// What opens one behind a thing that is wanted: `to be able to`.
    pub(super) able: Phrases,
    /// What opens one only before an infinitive: `para`, `um ... zu`.
    pub(super) weak: Vec<String>,
    /// How infinitives are told.
    pub(super) infinitives: Infinitives,
    /// Those that nothing else begins with, so that a second one is a second benefit.
    pub(super) again: Phrases,
    /// Words after which `so` begins no benefit; without any, `so` never does.
    pub(super) not_so: Vec<String>,
    /// How a benefit begins that stands before the role.
    pub(super) benefit_first: Phrases,
}

/// How the infinitives of a language are told.
#[derive(Debug, Default)]
pub(super) struct Infinitives {
    /// Words of which one has to follow in the clause: `zu`.
    pub(super) with: Vec<String>,
    /// How they end.
    endings: Vec<String>,
    /// How they end behind a subject of their own.
    pub(super) inflected: Vec<String>,
    /// Those that end otherwise.
    others: Vec<String>,
    /// Other words that end so.
    not: Vec<String>,
    /// Words that may stand before them.
    pub(super) before: Vec<String>,
    /// Pronouns written in one word with them, and how they end before these.
    glued: (Vec<String>, Vec<String>),
}

impl Infinitives {
    /// Whether `word`, in lower case, is an infinitive.
    pub(super) fn holds(&self, word: &str) -> bool {
        // `l'archiver`
        let word = word.rsplit_once('\'').map_or(word, |(_, word)| word);
        let has = |list: &[String]| list.iter().any(|known| known == word);
        let ends = |word: &str, list: &[String]| list.iter().any(|ending| word.ends_with(ending.as_str()));
        let (pronouns, stems) = &self.glued;
        let glued =
            || pronouns.iter().any(|pronoun| word.strip_suffix(pronoun.as_str()).is_some_and(|stem| stem.len() > 2 && ends(stem, stems)));
        !has(&self.not) && (has(&self.others) || ends(word, &self.endings) || ends(word, &self.inflected) || glued())
    }
}

/// Every frame, English first.
pub(super) static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let table = Table::shipped(include_str!("frames.toml"));
    let frame = |(language, lists): &(String, Setting)| {
        let mut frame = Frame { language: language.clone(), ..Frame::default() };
        for (list, texts) in lists.table().into_iter().flat_map(|lists| &lists.0) {
            let texts = texts.texts();
            match list.as_str() {
                "role" => frame.role = Phrases::new(&texts),
                "not-role" => frame.not_role = texts,
                "not-role-alone" => frame.not_role_alone = texts,
                "aside" => frame.aside = texts.iter().map(|text| text.split(' ').map(str::to_owned).collect()).collect(),
                "situation" => frame.situation = Phrases::new(&texts),
                "wish" => frame.wish = Phrases::new(&texts),
                "wish-clause" => frame.wish_clause = Phrases::new(&texts),
                "wish-alone" => frame.wish_alone = Phrases::new(&texts),
                "between" => frame.between = texts,
                "subject" => frame.subject = texts,
                "benefit" => frame.benefit = Phrases::new(&texts),
                "again" => frame.again = Phrases::new(&texts),
                "not-so" => frame.not_so = texts,
                "speaker" => frame.speaker = texts,
                "behind-comma" => frame.behind_comma = texts,
                "relative" => frame.relative.0 = texts,
                "relative-verbs" => frame.relative.1 = texts,
                "participles" => frame.participles = texts,
                "able" => frame.able = Phrases::new(&texts),
                "weak" => frame.weak = texts,
                "with" => frame.infinitives.with = texts,
                "infinitive" => frame.infinitives.endings = texts,
                "inflected" => frame.infinitives.inflected = texts,
                "infinitives" => frame.infinitives.others = texts,
                "no-infinitive" => frame.infinitives.not = texts,
                "clitics" => frame.infinitives.before = texts,
                "endings" => frame.infinitives.glued.0 = texts,
                "stems" => frame.infinitives.glued.1 = texts,
                "benefit-first" => frame.benefit_first = Phrases::new(&texts),
                _ => {}
            }
        }
        frame
    };
    table.0.iter().map(frame).collect()
});

/// Whether a statement of any language can open with `word`, in any case.
pub(super) fn opens(word: &str) -> bool {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) { OPENERS.contains(word) } else { OPENERS.contains(word.to_lowercase().as_str()) }
}

static OPENERS: LazyLock<Set<&'static str>> = LazyLock::new(|| {
    let lists = |frame: &'static Frame| [&frame.role, &frame.situation, &frame.wish_alone, &frame.benefit_first];
    let speakers = FRAMES.iter().flat_map(|frame| frame.speaker.iter()).map(String::as_str);
    // The words of a text may be cut at an apostrophe.
    let cut = |word: &'static str| [word, word.split('\'').next().unwrap_or(word)];
    FRAMES.iter().flat_map(lists).flat_map(Phrases::first_words).flat_map(cut).chain(speakers).collect()
});

/// Whether `word`, in lower case, can carry a statement on in a line of its own.
pub(super) fn carries_on(word: &str) -> bool {
    CARRYING.contains(word)
}

static CARRYING: LazyLock<Set<&'static str>> = LazyLock::new(|| {
    let lists = |frame: &'static Frame| [&frame.role, &frame.wish, &frame.wish_clause, &frame.benefit, &frame.able];
    let words = |frame: &'static Frame| frame.weak.iter().chain(&frame.behind_comma).map(String::as_str);
    let cut = |word: &'static str| [word, word.split('\'').next().unwrap_or(word)];
    FRAMES.iter().flat_map(lists).flat_map(Phrases::first_words).flat_map(cut).chain(FRAMES.iter().flat_map(words)).chain(["so"]).collect()
});

/// Whether the word of this hash can begin a second benefit.
pub(super) fn begins_again(word: u64) -> bool {
    AGAIN.holds(word)
}

static AGAIN: LazyLock<Sieve> = LazyLock::new(|| FRAMES.iter().flat_map(|frame| frame.again.first_words()).collect());

fn taken(phrase: &[String], between: &[String], tokens: &[Token<'_>]) -> Option<usize> {
    let mut at = 1;
    for word in &phrase[1..] {
        if tokens.get(at).is_some_and(|token| between.iter().any(|skip| token.is(skip))) && !tokens[at].is(word) {
            at += 1;
        }
        let token = tokens.get(at)?;
        // `qu'` is one word with what follows, which is not part of the phrase.
        if word.ends_with('\'') && token.word.len() > word.len() && token.word.starts_with(word) {
            return Some(at);
        }
        // Emphasis may begin behind the apostrophe: `qu'**employé**`.
        let cut = word.strip_suffix('\'').is_some_and(|cut| token.is(cut));
        if cut {
            at += 1;
            continue;
        }
        if !token.is(word) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_frame() {
        let languages: Vec<&str> = FRAMES.iter().map(|frame| frame.language.as_str()).collect();
        assert_eq!(languages, ["en", "nl", "de", "fr", "es", "it", "pt", "cs"]);
        for frame in FRAMES.iter() {
            assert!([&frame.role, &frame.wish, &frame.benefit].iter().all(|phrases| !phrases.all.is_empty()), "{}", frame.language);
        }
    }
}
