//! `status-unknown`.

use super::mend;
use crate::{
    concept::{Concept, Stage, fold},
    finding::Safety,
    layout::Layout,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "status-unknown",
    group: Group::Identity,
    gate: Gate::IDENTITY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Status],
    page: include_str!("status_unknown.md"),
    options: &[],
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let layout = cx.around.layout;
    let found: Option<(TextRange, &str)> = match &cx.story.status {
        Field::Value { range, value } if layout.stage_of(value).is_none() && !layout.allows_status(value) => Some((*range, value.as_str())),
        Field::Invalid { range, written } => Some((*range, written.as_str())),
        _ => None,
    };
    let Some((range, word)) = found else { return };
    let map = format!("add {} under `[stages]` in `backlint.toml`, with the stage it means", toml_key(word));
    let nearest = nearest(layout, word);
    let help = match &nearest {
        Some(known) => format!("did you mean `{known}`? if not, {map}"),
        None => map,
    };
    let written = cx.slice(range);
    let finding = cx.report(range, format!("the status {} is not known", words::quote(word))).help(help).key(words::normalise(word));
    if let Some(known) = nearest {
        finding.fix(Safety::Unsafe, format!("write `{known}`"), [(range, mend::requoted(written, &known))]);
    }
}

/// The word as a key of the configuration, cut where nobody would write it down.
fn toml_key(word: &str) -> String {
    format!("\"{}\"", words::quote(word).trim_matches('`').replace(['"', '\\'], ""))
}

/// The known word that `word` is likely a slip of.
fn nearest(layout: &Layout, word: &str) -> Option<String> {
    let folded = fold(word);
    if folded.is_empty() || folded.len() > LONGEST {
        return None;
    }
    let far = (folded.chars().count() / 3).max(1);
    let written = layout.statuses.iter().map(|status| (fold(status), status.clone()));
    let mapped = layout.stages.keys().map(String::as_str).chain(Stage::words()).map(|word| (word.to_owned(), spelled(word)));
    let distance = |known: &str| strsim::damerau_levenshtein(&folded, known);
    let is_alike = |known: &str| known.len().abs_diff(folded.len()) <= 2 * far && known.chars().next() == folded.chars().next();
    let near = written
        .chain(mapped)
        .filter(|(known, _)| is_alike(known))
        .map(|(known, shown)| (distance(&known), shown))
        .filter(|(distance, _)| *distance <= far);
    // Slips are rarely in the last letter.
    let ends_alike = |shown: &str| shown.chars().next_back() == folded.chars().next_back();
    near.min_by_key(|(distance, shown)| (*distance, !ends_alike(shown))).map(|(_, shown)| shown)
}

/// A folded word as people write it.
fn spelled(folded: &str) -> String {
    SPELLED.iter().find(|spelled| fold(spelled) == folded).copied().unwrap_or(folded).to_owned()
}

/// Longer texts are sentences, no slips of a word; in bytes.
const LONGEST: usize = 40;

/// The words of more than one word.
const SPELLED: [&str; 11] = [
    "to do",
    "not started",
    "on hold",
    "ready for dev",
    "ready for development",
    "in progress",
    "in development",
    "in review",
    "ready for review",
    "won't do",
    "won't fix",
];
