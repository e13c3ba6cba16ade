//! Which of several stories was there first.

use std::collections::BTreeMap;

use crate::{backlog::StoryIx, concept::IdKey, rule::BacklogCx, story::Story};

/// By the day they were written, where all of them say so, else by their paths; what the change that is judged adds comes last.
pub(super) fn put_first(cx: &BacklogCx<'_>, group: &mut [StoryIx]) {
    let dates: Option<BTreeMap<StoryIx, String>> = group.iter().map(|ix| created(&cx.backlog()[*ix]).map(|date| (*ix, date))).collect();
    if let Some(dates) = dates {
        group.sort_by_key(|ix| dates.get(ix));
    }
    // A copy that a file manager made, and a file named for another id, come after the story they were made from.
    group.sort_by_key(|ix| {
        let story = &cx.backlog()[*ix];
        (is_copy(&story.path.stem()), is_named_otherwise(story))
    });
    // Whatever the files say, who comes last is at fault.
    group.sort_by_key(|ix| cx.is_added(*ix));
}

/// `ST-1 copy`, `ST-1 2`, `ST-1 (1)`, `Copy of ST-1`.
fn is_copy(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    let number = |text: &str| !text.is_empty() && text.len() < 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let last = lower.rsplit(' ').next().unwrap_or_default();
    let is_numbered = lower.contains(' ') && number(last.trim_matches(['(', ')'])) && !lower.contains(" - ");
    lower.starts_with("copy of ") || lower.ends_with(" copy") || lower.ends_with("-copy") || lower.contains(" copy ") || is_numbered
}

/// Whether the file's name begins with another id than the one it states.
fn is_named_otherwise(story: &Story) -> bool {
    let name = story.path.item_name();
    let named = crate::concept::id::in_name(&name);
    story.id.value().is_some_and(|id| named.is_some_and(|named| IdKey::of(named) != IdKey::of(id)))
}

/// When a story was written, if it says so as `2026-03-02` and on.
fn created(story: &Story) -> Option<String> {
    let written = story.created.value()?.trim();
    let day: Vec<&str> = written.get(..10)?.split('-').collect();
    let numeric = day.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let shaped = matches!(day[..], [year, month, date] if (year.len(), month.len(), date.len()) == (4, 2, 2));
    (numeric && shaped).then(|| written.replace('T', " "))
}
