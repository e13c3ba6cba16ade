//! The steps of scenarios: Given, When and Then, in the languages of the frames.

use std::ops::Range;

use super::{
    english::verbs::any_form,
    prose,
    tokens::{Kind, Token, tokens},
};
use crate::source::TextRange;

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// How things stand.
    Given,
    /// What happens.
    When,
    /// What is to be seen.
    Then,
    /// More of the step before.
    And,
}

/// The step that a line opens; list marks and emphasis aside.
pub fn step(line: &str) -> Option<Step> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = line.find(|c: char| !c.is_alphabetic()).unwrap_or(line.len());
    let word = line[..end].to_lowercase();
    let found = WORDS.iter().find(|(_, words)| words.contains(&word.as_str()))?;
    // `As` and `En` are much else; in text a step goes on.
    (!line[end..].trim().is_empty()).then_some(found.0)
}

/// Whether a word opens a step.
pub fn is_step_word(word: &str) -> bool {
    let word = word.to_lowercase();
    WORDS.iter().any(|(_, words)| words.contains(&word.as_str()))
}

/// The words that open steps in English, Dutch, German, French, Spanish, Italian, Portuguese and Czech, as Gherkin lists them.
const WORDS: [(Step, &[&str]); 4] = [
    (
        Step::Given,
        &[
            "given",
            "gegeven",
            "stel",
            "gegeben",
            "angenommen",
            "soit",
            "étant",
            "etant",
            "sachant",
            "dado",
            "dada",
            "dados",
            "dadas",
            "dato",
            "data",
            "dati",
            "date",
            "pokud",
        ],
    ),
    (Step::When, &["when", "als", "wanneer", "wenn", "quand", "lorsque", "cuando", "quando", "když"]),
    (Step::Then, &["then", "dan", "dann", "alors", "donc", "entonces", "allora", "então", "entao", "pak"]),
    (Step::And, &["and", "but", "en", "maar", "und", "aber", "et", "mais", "y", "e", "pero", "ma", "mas", "a", "ale"]),
];

/// What is wrong with a scenario, and where, in bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomplete {
    /// No Then; the last step.
    NoThen(Range<usize>),
    /// A Then before any When; both steps.
    ThenFirst(Range<usize>, Range<usize>),
    /// A second When behind a Then; both steps.
    SecondWhen(Range<usize>, Range<usize>),
}

/// What is wrong with the scenario that stands in `text` with a step on each line; nothing where fewer than two steps do.
pub fn incomplete(text: &str) -> Option<Incomplete> {
    let steps = steps(text);
    let is = |wanted: Step| steps.iter().position(|(step, _)| *step == wanted);
    let opens = is(Step::Given).or(is(Step::When))?;
    if steps.len() < 2 && is(Step::Then).is_none() && is(Step::When).is_none() {
        return None;
    }
    let Some(then) = is(Step::Then) else {
        return steps.last().filter(|_| steps.len() > 1).map(|(_, range)| Incomplete::NoThen(range.clone()));
    };
    let whens: Vec<usize> = (0..steps.len()).filter(|at| steps[*at].0 == Step::When).collect();
    match whens[..] {
        [when, ..] if then < when && opens < then => Some(Incomplete::ThenFirst(steps[then].1.clone(), steps[when].1.clone())),
        [first, .., second] if second > then => Some(Incomplete::SecondWhen(steps[first].1.clone(), steps[second].1.clone())),
        _ => None,
    }
}

/// The When of a scenario on one line that has no Then, in bytes of `text`: `Given a bill, when it is paid`. A clause behind the When is one.
pub fn lacks_then(text: &str) -> Option<Range<usize>> {
    let first = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = first.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let (_, whens, thens) = ONE_LINE.iter().find(|(givens, ..)| givens.contains(&word.as_str()))?;
    let tokens = tokens(text);
    let when = (1..tokens.len()).find(|at| tokens[*at].is_any(whens))?;
    let goes_on = |token: &Token<'_>| {
        token.is_any(thens) || !matches!(token.kind, Kind::Word | Kind::Number | Kind::Hidden | Kind::Stop | Kind::Open | Kind::Close)
    };
    let behind = &tokens[when + 1..];
    // `when the clerk exports the list the file is empty`: a second verb is a Then without a comma.
    let acts = |at: &usize| {
        let token = &behind[*at];
        let third = token.word.ends_with('s') && any_form(&token.word) && *at > 0 && !behind[*at - 1].is_any(BEFORE_NOUNS);
        token.is_any(AUXILIARIES) || third
    };
    let verbs = (0..behind.len()).filter(acts).count();
    let ends = behind.iter().position(|token| token.kind == Kind::Stop).is_none_or(|stop| stop + 1 == behind.len());
    let silent = behind.is_empty() || tokens.iter().any(|token| token.is_any(thens)) || behind.iter().any(goes_on) || verbs > 1 || !ends;
    (!silent).then(|| tokens[when].range.start..text.trim_end().len())
}

/// Words of Given, When and Then in one language, as far as the first opens nothing else there.
const ONE_LINE: [(&[&str], &[&str], &[&str]); 8] = [
    (&["given"], &["when", "whenever", "if"], &["then", "should", "must", "expect", "so"]),
    (&["gegeven", "stel"], &["als", "wanneer"], &["dan", "moet"]),
    (&["gegeben", "angenommen"], &["wenn", "sobald"], &["dann", "soll", "muss"]),
    (&["étant", "etant", "sachant", "soit"], &["quand", "lorsque", "lorsqu'il", "lorsqu'on"], &["alors", "doit"]),
    (&["dado", "dada", "dados", "dadas"], &["cuando"], &["entonces", "debe"]),
    (&["dato", "dati", "data", "date"], &["quando"], &["allora", "deve"]),
    (&["dado", "dada", "dados", "dadas"], &["quando"], &["então", "entao", "deve"]),
    (&["pokud"], &["když"], &["pak", "musí"]),
];

const AUXILIARIES: &[&str] =
    &["is", "are", "was", "were", "has", "have", "can", "cannot", "will", "gets", "does", "do", "may", "remains", "becomes"];

const BEFORE_NOUNS: &[&str] =
    &["the", "a", "an", "all", "two", "three", "some", "his", "her", "its", "their", "my", "more", "new", "old", "no", "of"];

/// The lines that open steps.
fn steps(text: &str) -> Vec<(Step, Range<usize>)> {
    let shown = prose::hide(text);
    let opens = |line: TextRange| {
        let said = line.of(&shown);
        let start = line.start as usize + (said.len() - said.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
        step(said).map(|step| (step, start..line.trimmed_end(&shown).end as usize))
    };
    TextRange::new(0, shown.len()).lines(&shown).filter_map(opens).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_scenario_lacks() {
        assert!(matches!(incomplete("Given a bill\nWhen it is paid"), Some(Incomplete::NoThen(range)) if range == (13..28)));
        assert!(matches!(incomplete("Given a bill\nThen it is shown\nWhen it is paid"), Some(Incomplete::ThenFirst(..))));
        assert!(matches!(incomplete("Given a\nWhen b\nThen c\nWhen d\nThen e"), Some(Incomplete::SecondWhen(..))));
        assert!(matches!(incomplete("Gegeben a\nWenn b passiert"), Some(Incomplete::NoThen(_))));
    }

    #[test]
    fn scenarios_on_one_line() {
        for text in ["Given a bill, when it is paid", "Given a bill when the clerk pays it.", "Gegeben eine Rechnung, wenn sie bezahlt ist"]
        {
            assert!(lacks_then(text).is_some(), "{text}");
        }
        for text in [
            "Given a bill, when it is paid, it is gone",
            "Given a bill, when it is paid then it is gone",
            "Given a bill when the clerk pays it the list is shorter",
            "Given a bill",
            "When it is paid",
            "Given a bill, when it is paid: gone",
            "Date is shown when the bill is paid",
        ] {
            assert_eq!(lacks_then(text), None, "{text}");
        }
    }

    #[test]
    fn whole_scenarios() {
        for text in [
            "Given a bill\nWhen it is paid\nThen it is gone\nAnd the list is shorter",
            "- **Given** a bill\n- **When** it is paid\n- **Then** it is gone",
            "Given a bill\nAnd a clerk\nThen it is shown",
            "When it is paid\nThen it is gone",
            "Given nothing else",
            "When it is paid\nWhen it is sent\nThen it is gone",
            "Als de rekening betaald is\nDan is hij weg",
        ] {
            assert_eq!(incomplete(text), None, "{text}");
        }
    }
}
