//! `story-form`.

use crate::{
    concept::fold,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    story::Story,
    text::{english::verbs, language::Language},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "story-form",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("story_form.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    let Some(statement) = story.statement(cx.text) else {
        if is_asked(story) && is_readable(cx) {
            cx.report_absence("no sentence says who wants this: `As a ..., I want ...`").help(HELP).key("statement");
        }
        return;
    };
    if statement.is_whole() || !is_asked(story) || !is_readable(cx) {
        return;
    }
    let (message, help, key) = if statement.wish.is_none() {
        (
            "the statement says who, but not what they want",
            "say what they want to be able to do, and not what they do: `As a clerk, I want to ...`",
            "wish",
        )
    } else if statement.means.is_none() {
        ("the statement says who, but not what they want", HELP, "means")
    } else {
        ("the statement names nobody who wants it", "say who it is for, by the name of their role: `As a clerk, I want ...`", "role")
    };
    cx.report(statement.range, message).help(help).key(key);
}

const HELP: &str =
    "write one sentence: `As a <role>, I want <what>, so that <why>`; or switch the rule off, if your stories have another form";

/// Whether the story is in a language whose statements can be read. What gives no language away has to have an English verb.
fn is_readable(cx: &StoryCx<'_>) -> bool {
    if let Some(language) = cx.around.team.text.language {
        return language.has_frame();
    }
    let is_english = |text: &str| text.split(|c: char| !c.is_alphabetic()).any(|word| verbs::base(&word.to_lowercase()).is_some());
    match cx.story.language_of_description(cx.text) {
        Language::Unsure => {
            let texts = cx.story.description();
            let title = cx.story.title.value().filter(|_| texts.is_empty());
            title.is_some_and(|title| is_english(title)) || texts.into_iter().any(|range| is_english(cx.slice(range)))
        }
        language => language.has_frame(),
    }
}

/// The form is asked for where the kind says that this is a user story, or a section of that name stands here.
fn is_asked(story: &Story) -> bool {
    // A folder that every story lies in says nothing of its form.
    let stated = story.kind_word.range().is_some_and(|range| !range.is_empty());
    let kind = story.kind_word.value().filter(|_| stated).map(|word| fold(word));
    let says_story = |word: &str| word == "us" || word.contains("story") || word.contains("stories");
    kind.is_some_and(|word| says_story(&word))
        || story.parts.iter().any(|part| part.level > 1 && ["story", "user story"].contains(&part.name.as_str()))
}
