//! Which stories some rules say nothing about, for the language they are written in.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    backlog::Backlog,
    concept::{Kind, Stage},
    discover::Place,
    outcome::Notice,
    plan::Planned,
    source::Sources,
    story::{Statement, Story},
    text::language::Language,
};

/// Stories that rules which know only some languages say nothing about, or not all; none where the configuration names the language.
pub(super) fn languages(place: &Place, backlog: &Backlog, sources: &Sources) -> Option<Notice> {
    let runs = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().filter(|name| place.policy.plan.named(name).is_some_and(Planned::runs)).collect()
    };
    let (english, framed) = (runs(&ENGLISH_ONLY), runs(&FRAMED_ONLY));
    if (english.is_empty() && framed.is_empty()) || place.policy.settings.team.text.language.is_some() {
        return None;
    }
    let spoken = |story: &&Arc<Story>| {
        story.live && !story.broken && story.kind == Kind::Story && matches!(story.stage(), Stage::Open | Stage::Ready | Stage::Active)
    };
    let found: Vec<(Language, bool)> =
        backlog.shared().par_iter().filter(spoken).filter_map(|story| foreign(story, &sources[story.file].text)).collect();
    let mut counts: BTreeMap<Language, usize> = BTreeMap::new();
    for (language, _) in &found {
        *counts.entry(*language).or_default() += 1;
    }
    let unread = found.iter().filter(|(language, stated)| *stated && !language.has_frame()).map(|(language, _)| language.name());
    let unread: BTreeSet<&str> = unread.collect();
    if found.is_empty() || (english.is_empty() && unread.is_empty()) {
        return None;
    }
    let languages: Vec<String> = counts.iter().map(|(language, count)| format!("{count} in {}", language.name())).collect();
    let stories = if found.len() == 1 { "story is" } else { "stories are" };
    let names: Vec<&str> = unread.into_iter().collect();
    let silent = if english.is_empty() { String::new() } else { format!(", where these rules are silent: {}", english.join(", ")) };
    let more = if framed.is_empty() || names.is_empty() {
        String::new()
    } else {
        format!("; silent in {}: {}", names.join(", "), framed.join(", "))
    };
    Some(Notice {
        code: "language",
        text: format!("{} {stories} not wholly in English ({}){silent}{more}", found.len(), languages.join(", ")),
    })
}

/// The language of a story, of its description or of its criteria, if one of them is not in English; and whether its statement would be in it.
fn foreign(story: &Story, text: &str) -> Option<(Language, bool)> {
    let other = |language: Language| matches!(language, Language::Other(_)).then_some(language);
    let is_whole = story.statement(text).is_some_and(Statement::is_whole);
    let described = if is_whole { None } else { other(story.language_of_description(text)) };
    let criteria = || {
        let texts: Vec<&str> = story.criteria.iter().map(|criterion| criterion.text.of(text)).collect();
        texts.iter().any(|text| !text.is_ascii()).then(|| other(Language::of_sentence(&texts.join("\n")))).flatten()
    };
    described.map(|language| (language, true)).or_else(|| other(story.language(text)).or_else(criteria).map(|language| (language, false)))
}

/// The rules that know only English.
const ENGLISH_ONLY: [&str; 4] = ["story-compound", "wording-vague", "wording-weak", "criteria-untestable"];

/// The rules that know the languages in which statements can be read.
const FRAMED_ONLY: [&str; 2] = ["story-form", "benefit-missing"];
