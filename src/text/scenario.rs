//! The steps of scenarios: Given, When and Then, in the languages of the frames.

use std::ops::Range;

use super::prose;
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
