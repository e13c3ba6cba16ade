//! `kind-unknown`.

use super::mend;
use crate::{
    concept::{Concept, Kind, fold},
    finding::Safety,
    layout::Layout,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "kind-unknown",
    group: Group::Identity,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Kind],
    page: include_str!("kind_unknown.md"),
    options: &[],
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let layout = cx.around.layout;
    if layout.kinds.is_empty() {
        return;
    }
    let found: Option<(TextRange, &str)> = match &cx.story.kind_word {
        Field::Value { range, value } if layout.kind_of(value).is_none() => Some((*range, value.as_str())),
        Field::Invalid { range, written } => Some((*range, written.as_str())),
        _ => None,
    };
    let Some((range, word)) = found else { return };
    let nearest = nearest(layout, word);
    let help = match nearest {
        Some(known) => format!("did you mean `{known}`?"),
        None => "use story, task, bug, spike or epic, or say under `[kinds]` in `backlint.toml` which of these it is".into(),
    };
    let written = cx.slice(range);
    let finding = cx.report(range, format!("the kind {} is not known", words::quote(word))).help(help).key(words::normalise(word));
    if let Some(known) = nearest {
        finding.fix(Safety::Unsafe, format!("write `{known}`"), [(range, mend::requoted(written, known))]);
    }
}

/// The known word that `word` is likely a slip of.
fn nearest<'l>(layout: &'l Layout, word: &str) -> Option<&'l str> {
    let folded = fold(word);
    if folded.is_empty() || folded.len() > LONGEST {
        return None;
    }
    let far = (folded.chars().count() / 3).max(1);
    let known = layout.kinds.keys().map(String::as_str).chain(Kind::words());
    let near = known.map(|known| (strsim::damerau_levenshtein(&folded, known), known)).filter(|(distance, _)| *distance <= far);
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// Longer texts are sentences, no slips of a word; in bytes.
const LONGEST: usize = 40;
