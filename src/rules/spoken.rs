//! In what language a part of a story is, for the rules that know only English words.

use crate::{rule::StoryCx, text::language::Language};

/// Whether a sentence or criterion is English: by what the configuration says, by its own words, or, where these say nothing, by the story's.
pub(super) fn is_english(cx: &StoryCx<'_>, sentence: &str) -> bool {
    let language = cx.around.team.text.language.unwrap_or_else(|| Language::of_sentence(sentence));
    let language = if language == Language::Unsure { cx.language() } else { language };
    language == Language::English
}
