//! `story-compound`.

use std::ops::Range;

use crate::{
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    source::TextRange,
    story::Statement,
    text::{
        english::compound::{self, Coordination, Joined},
        language::Language,
        words,
    },
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "story-compound",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("story_compound.md"),
    options: &[&OBJECTS],
    fixes: &[],
    check: Check::Story(check),
};

static OBJECTS: Opt<bool> = Opt {
    name: "objects",
    default: false,
    help: "report two objects that are bare nouns as well: `export invoices and receipts`",
    weaker: Weaker::Unset,
};

fn check(cx: &mut StoryCx<'_>) {
    let Some(statement) = cx.story.statement(cx.text) else { return };
    if statement.language != "en" || cx.language() != Language::English {
        return;
    }
    let Some(means) = statement.means else { return };
    let wish = statement.wish.map_or("i can", |wish| cx.slice(wish));
    let objects = cx.option(&OBJECTS);
    if !compound::may_join(cx.slice(means)) && !statement.role.is_some_and(|role| compound::may_join(cx.slice(role))) {
        return;
    }
    let found = compound::actions(cx.slice(means), wish).map(|found| (found, means));
    let found = found.or_else(|| statement.role.and_then(|role| compound::roles(cx.slice(role)).map(|found| (found, role))));
    let found = found.or_else(|| compound::objects(cx.slice(means), objects).map(|found| (found, means)));
    if let Some((found, within)) = found {
        report(cx, statement, &found, within);
    }
}

fn report(cx: &mut StoryCx<'_>, statement: &Statement, found: &Coordination, within: TextRange) {
    let text = cx.slice(within);
    let (first, second) = (first(text, found), &text[found.second.clone()]);
    let both = format!("{} and {}", words::quote(&first), words::quote(second));
    let message = match found.joined {
        Joined::Actions => format!("the story wants two things: {both}"),
        Joined::Wishes => format!("the statement has a second wish: {}", words::quote(second)),
        Joined::Roles => format!("the story is for two roles: {both}"),
        Joined::Objects => format!("the story is about two things: {both}"),
    };
    let help = match found.joined {
        Joined::Wishes => "what is to be expected is an acceptance criterion, and what else is wanted is another story".into(),
        Joined::Roles => "give each its own story, or name the role they share".into(),
        Joined::Actions | Joined::Objects => split(cx, statement, found, within),
    };
    let at = |range: &Range<usize>| TextRange::new(range.start, range.end).shifted(within.start as usize);
    let (place, label) = (at(&found.second), cx.span(at(&found.first)));
    let key = format!("{} {}", words::normalise(&first), words::normalise(second));
    cx.report(place, message).label(label, "the first").help(help).key(key);
}

/// The first of two things, with the object that both verbs have.
fn first(text: &str, found: &Coordination) -> String {
    let (first, second) = (&text[found.first.clone()], &text[found.second.clone()]);
    let object = second.split_once(char::is_whitespace).map_or("", |(_, object)| object);
    if found.shared { format!("{first} {object}") } else { first.to_owned() }
}

/// The two stories it could be.
fn split(cx: &StoryCx<'_>, statement: &Statement, found: &Coordination, within: TextRange) -> String {
    let text = cx.slice(within);
    let second = &text[found.second.clone()];
    let frame =
        plain(&format!("{} {}", cx.slice(TextRange { start: statement.range.start, end: within.start }), &text[..found.first.start]));
    let story = |wanted: &str| words::quote_up_to(&format!("{frame} {}", plain(wanted)), 160);
    format!("it could be two stories: {} and {}", story(&first(text, found)), story(second))
}

/// A text on one line, without emphasis and list marks.
fn plain(text: &str) -> String {
    let words = text
        .split_whitespace()
        .map(|word| word.trim_matches(['*', '_']))
        .filter(|word| !word.is_empty() && !matches!(*word, "-" | ">" | "+"));
    words.collect::<Vec<_>>().join(" ")
}
