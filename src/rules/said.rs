//! What a story says, as far as it is its own: title, description and criteria, without the lines of the team's template.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::{
    backlog::{StoryIx, similar::Word},
    concept::Stage,
    rule::BacklogCx,
    story::Story,
    text::{placeholder, stop_words::is_stop_word, words},
};

/// The stories whose texts are compared: those that are not finished or dropped.
pub(super) fn compared<'a>(cx: &BacklogCx<'a>) -> impl Iterator<Item = (StoryIx, &'a Story)> + use<'a> {
    cx.stories().filter(|(_, story)| !matches!(story.stage(), Stage::Done | Stage::Dropped))
}

/// The lines of its own that a story has; a placeholder says nothing.
fn lines<'a>(cx: &BacklogCx<'a>, story: &'a Story) -> impl Iterator<Item = &'a str> {
    let (text, templates) = (&*cx.around.sources[story.file].text, cx.around.templates);
    let title = story.title.value().map(String::as_str);
    let criteria = story.criteria.iter().map(|criterion| criterion.text);
    let texts = story.description().into_iter().chain(criteria).flat_map(move |range| range.of(text).lines());
    let kind = story.kind;
    title.into_iter().chain(texts).filter(move |line| !templates.holds(kind, line) && !placeholder::is_only(line))
}

/// The words of a story that say something, each once, sorted.
pub(super) fn words_of(cx: &BacklogCx<'_>, story: &Story) -> Vec<Word> {
    let mut found = Vec::with_capacity(64);
    let mut lower = String::new();
    for line in lines(cx, story) {
        for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            if !is_stop_word(&lower) {
                found.push(hash(&lower));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// All that a story says, as texts are compared, on one line.
pub(super) fn all(cx: &BacklogCx<'_>, story: &Story) -> String {
    let lines: Vec<String> = lines(cx, story).map(|line| words::normalise(words::unnumbered(line))).collect();
    lines.join(" ")
}

/// The hash of a text; the same in every run.
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
