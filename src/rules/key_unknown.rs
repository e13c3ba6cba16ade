//! `key-unknown`.

use super::mend;
use crate::{
    concept::{Concept, vocabulary},
    finding::Safety,
    layout::Layout,
    parse::Value,
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    story::Field,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "key-unknown",
    group: Group::Readable,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("key_unknown.md"),
    options: &[&STRICT],
    fixes: &[Safety::Unsafe],
    check: Check::Story(check),
};

static STRICT: Opt<bool> =
    Opt { name: "strict", default: false, help: "report every key the layout does not read, not only likely slips", weaker: Weaker::Unset };

fn check(cx: &mut StoryCx<'_>) {
    let strict = cx.option(&STRICT);
    let (story, layout) = (cx.story, cx.around.layout);
    for (key, _) in story.parsed.front_matter.root.pairs() {
        let Some(name) = key.text(cx.text).filter(|name| !layout.reads(name) && vocabulary::field(name).is_none()) else { continue };
        let folded = fold(&name);
        let unknown = || format!("unknown key {}", words::quote(&name));
        if let Some(meant) = meant(cx, &folded).filter(|_| !is_shared(cx, &folded)) {
            let renamed = mend::requoted(cx.slice(key.range), meant);
            let meant = words::quote(meant);
            cx.report(key.range, format!("{}, close to {meant}", unknown()))
                .help(format!("rename it to {meant}"))
                .fix(Safety::Unsafe, format!("rename it to {meant}"), [(key.range, renamed)])
                .key(folded);
        } else if strict && !RICE.contains(&folded.as_str()) {
            let help = "delete it, or map it to a field under `[layout]` in `backlint.toml`";
            cx.report(key.range, unknown()).help(help).key(folded);
        }
    }
}

/// Whether several files have a key: then it is the team's own word, and no slip.
fn is_shared(cx: &StoryCx<'_>, folded: &str) -> bool {
    cx.around.backlog.files_with_key(cx.around.sources, folded) >= SHARED
}

/// A slip is made once or twice.
const SHARED: usize = 3;

/// Keys the RICE rule reads beside those of the layout.
const RICE: [&str; 5] = ["rice", "reach", "impact", "confidence", "effort"];

/// The key that was probably meant: the closest one of a concept that the story does not state otherwise.
fn meant<'a>(cx: &StoryCx<'a>, name: &str) -> Option<&'a str> {
    let layout: &'a Layout = cx.around.layout;
    let keys = layout.fields.keys().flat_map(|concept| layout.keys(*concept).map(move |known| (*concept, known)));
    let near = keys.filter_map(|(concept, known)| Some((distance(known, name)?, concept, known)));
    let missing = near.filter(|(_, concept, _)| !states(cx, *concept));
    missing.min_by_key(|(distance, ..)| *distance).map(|(.., known)| known)
}

fn fold(key: &str) -> String {
    key.to_lowercase().replace('-', "_")
}

/// How far `name` is from `known`, if it is near enough for a slip of the fingers; two swapped letters count as one slip.
fn distance(known: &str, name: &str) -> Option<usize> {
    // Most keys begin otherwise.
    let first = |key: &str| key.chars().next().map(|c| c.to_ascii_lowercase());
    if first(known) != first(name) {
        return None;
    }
    let known = &*fold(known);
    let letters = known.chars().filter(|c| c.is_alphanumeric()).count();
    let limit = if letters < 8 { 1 } else { 2 };
    let far = known.len().abs_diff(name.len()) > 4 * limit;
    if far || letters < 4 || known.contains('.') || is_other_word(known, name) {
        return None;
    }
    Some(strsim::osa_distance(known, name)).filter(|distance| *distance <= limit)
}

/// `data` is no slip for `date`, and `created_at` none for `created_date`: short words that differ are other words.
fn is_other_word(known: &str, name: &str) -> bool {
    let parts = known.split('_').count();
    let mut pairs = known.split('_').zip(name.split('_')).filter(|(known, name)| known != name);
    parts == name.split('_').count() && pairs.any(|(known, name)| is_other_part(known, name))
}

fn is_other_part(known: &str, name: &str) -> bool {
    let (one, other) = (known.chars().count(), name.chars().count());
    one.min(other) < 3 || (one == 4 && other == 4 && sorted(known) != sorted(name))
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// Whether the story states a concept, wherever it was read.
fn states(cx: &StoryCx<'_>, concept: Concept) -> bool {
    let story = cx.story;
    let elsewhere = match concept {
        Concept::Id => is_stated(&story.id),
        Concept::Title => is_stated(&story.title),
        Concept::Status => is_stated(&story.status),
        Concept::Kind => is_stated(&story.kind_word),
        Concept::Estimate => is_stated(&story.estimate),
        Concept::Priority => is_stated(&story.priority),
        Concept::DependsOn => !story.depends_on.is_empty(),
        Concept::Parent => story.parent.is_some(),
        Concept::Criteria => !story.criteria.is_empty(),
        _ => false,
    };
    let root = &story.parsed.front_matter.root;
    elsewhere || cx.around.layout.keys(concept).any(|key| root.at_path(cx.text, key).is_some_and(|node| node.value != Value::Empty))
}

fn is_stated<T>(field: &Field<T>) -> bool {
    matches!(field, Field::Value { .. } | Field::Invalid { .. })
}
