//! What a story says, as far as it is its own: title, description and criteria, without the lines of the team's template.

use crate::{
    backlog::{Backlog, StoryIx, similar::Word},
    concept::Stage,
    rule::BacklogCx,
    story::Story,
    text::{hashed, placeholder, stop_words::is_stop_word, words},
};

/// The stories whose texts are compared: those that are not finished or dropped.
pub(super) fn compared<'a>(cx: &BacklogCx<'a>) -> impl Iterator<Item = (StoryIx, &'a Story)> + use<'a> {
    compared_in(cx, cx.around.backlog)
}

/// The same of another backlog.
pub(super) fn compared_in<'a>(cx: &BacklogCx<'_>, backlog: &'a Backlog) -> impl Iterator<Item = (StoryIx, &'a Story)> + use<'a> {
    cx.stories_of(backlog).filter(|(_, story)| !matches!(story.stage(), Stage::Done | Stage::Dropped))
}

/// The lines of its own that a story has; a placeholder says nothing.
fn lines<'a>(cx: &BacklogCx<'a>, story: &'a Story) -> impl Iterator<Item = &'a str> {
    let (text, templates) = (&*cx.around.sources[story.file].text, cx.around.templates);
    let title = story.title.value().map(String::as_str);
    let criteria = story.criteria.iter().map(|criterion| criterion.text);
    let texts = story.description().into_iter().chain(criteria).flat_map(move |range| range.of(text).lines());
    let kind = story.kind;
    // A placeholder is short.
    let says = move |line: &&str| !templates.holds(kind, line) && (line.len() > SHORT || !placeholder::is_only(line));
    title.into_iter().chain(texts).filter(says)
}

/// The longest line that may be nothing but a placeholder, in bytes.
const SHORT: usize = 40;

/// The words of a story that say something, as hashes, each once, sorted.
pub(super) fn words_of(cx: &BacklogCx<'_>, story: &Story) -> Vec<Word> {
    let mut found = Vec::with_capacity(256);
    for line in lines(cx, story) {
        found.extend(hashed::words(line).filter(|word| !is_stop_word(*word)));
    }
    found.sort_unstable();
    found.dedup();
    found.shrink_to_fit();
    found
}

/// All that a story says, as texts are compared, on one line.
pub(super) fn all(cx: &BacklogCx<'_>, story: &Story) -> String {
    let lines: Vec<String> = lines(cx, story).map(|line| words::normalise(words::unnumbered(line))).collect();
    lines.join(" ")
}
