//! `id-mismatch`.

use crate::{
    concept::{
        Concept,
        id::{IdKey, is_id_shaped},
    },
    layout::Layout,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "id-mismatch",
    group: Group::Identity,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::Id],
    page: include_str!("id_mismatch.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    let layout = cx.around.layout;
    let (Some(template), Some(id), Some(range)) = (&layout.file_name, story.id.value(), story.id.range()) else { return };
    let stem = story.path.stem();
    let Some(named) = disagreeing(layout, template, &stem, id) else { return };
    let message = format!("the id {} is not the one in the file name, {}", words::quote(id), words::quote(named));
    let help = format!("rename the file or set `{}:` to {}, whichever is wrong", cx.key(Concept::Id), words::quote(named));
    cx.report(range, message).help(help);
}

/// The id a file name states, if it is of the same series as `id` and has another number.
fn disagreeing<'s>(layout: &Layout, template: &str, stem: &'s str, id: &str) -> Option<&'s str> {
    if candidates(template, stem)?.any(|named| named == id) {
        return None;
    }
    let key = IdKey::of(id);
    let (prefix, number) = key.series()?;
    let mut disagreeing = None;
    for named in candidates(template, stem)? {
        let named_key = IdKey::of(named);
        if named_key == key {
            return None;
        }
        let Some((named_prefix, named_number)) = named_key.series().filter(|_| is_id_shaped(named)) else { continue };
        if !same_series(layout, prefix, named_prefix) || named_number == number {
            return None;
        }
        disagreeing = disagreeing.or(Some(named));
    }
    disagreeing
}

/// What may be the id of a file name: all that stands before any of the texts that follow the id in the template, and the whole.
/// Nothing is said of a template that puts something other than fixed text before the id.
fn candidates<'s>(template: &str, stem: &'s str) -> Option<impl Iterator<Item = &'s str>> {
    let (before, after) = template.split_once("{id}")?;
    let stem = stem.strip_prefix(before)?;
    let separator = after.split('{').next().unwrap_or_default().to_owned();
    let ends: Vec<usize> = if separator.is_empty() { Vec::new() } else { stem.match_indices(&separator).map(|(at, _)| at).collect() };
    Some(ends.into_iter().chain([stem.len()]).filter_map(move |end| stem.get(..end)))
}

fn same_series(layout: &Layout, one: &str, other: &str) -> bool {
    let holds = |series: &Vec<String>, prefix: &str| series.iter().any(|known| known == prefix);
    one == other || layout.series.iter().any(|series| holds(series, one) && holds(series, other))
}
