//! Which of several stories was there first.

use std::collections::BTreeMap;

use crate::{backlog::StoryIx, rule::BacklogCx, story::Story};

/// By the day they were written, where all of them say so, else by their paths; what the change that is judged adds comes last.
pub(super) fn put_first(cx: &BacklogCx<'_>, group: &mut [StoryIx]) {
    let dates: Option<BTreeMap<StoryIx, String>> = group.iter().map(|ix| created(&cx.backlog()[*ix]).map(|date| (*ix, date))).collect();
    if let Some(dates) = dates {
        group.sort_by_key(|ix| dates.get(ix));
    }
    // Whatever the files say, who comes last is at fault.
    group.sort_by_key(|ix| cx.is_added(*ix));
}

/// When a story was written, if it says so as `2026-03-02` and on.
fn created(story: &Story) -> Option<String> {
    let written = story.created.value()?.trim();
    let day: Vec<&str> = written.get(..10)?.split('-').collect();
    let numeric = day.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let shaped = matches!(day[..], [year, month, date] if (year.len(), month.len(), date.len()) == (4, 2, 2));
    (numeric && shaped).then(|| written.replace('T', " "))
}
