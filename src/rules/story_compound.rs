//! `story-compound`.

use std::ops::Range;

use crate::{
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    source::TextRange,
    story::Statement,
    text::{
        english::{
            compound::{self, Coordination, Joined},
            verbs,
        },
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
    help: "report two objects of one action as well: `export invoices and receipts`",
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
    // Two nouns are often one thing: fields of a form, alternatives, a thing and its parts.
    let found = found.or_else(|| if objects { compound::objects(cx.slice(means), true).map(|found| (found, means)) } else { None });
    if let Some((found, within)) = found
        && !matches!(Language::of_sentence(cx.slice(within)), Language::Other(_))
    {
        report(cx, statement, &found, within);
    }
}

fn report(cx: &mut StoryCx<'_>, statement: &Statement, found: &Coordination, within: TextRange) {
    let text = cx.slice(within);
    let parts = parts(text, found);
    let (first, second) = (&text[found.first.clone()], &text[found.second.clone()]);
    let all = list(&parts);
    let count = COUNTS.get(parts.len()).copied().unwrap_or("several");
    let message = match found.joined {
        Joined::Actions => format!("the story wants {count} things: {all}"),
        Joined::Wishes => format!("the statement has a second wish: {}", words::quote(second)),
        Joined::Roles => format!("the story is for two roles: {all}"),
        Joined::Objects => format!("the story is about two things: {all}"),
    };
    let help = match found.joined {
        Joined::Wishes => "what is to be expected is an acceptance criterion, and what else is wanted is another story".into(),
        Joined::Roles => "give each its own story, or name the role they share".into(),
        Joined::Objects => "if one of them can be wanted without the other, give each its own story".into(),
        Joined::Actions => split(cx, statement, found, (within, &parts)),
    };
    let at = |range: &Range<usize>| TextRange::new(range.start, range.end).shifted(within.start as usize);
    let (place, label) = (at(&found.second), cx.span(at(&found.first)));
    let key = parts.iter().map(|part| words::normalise(part)).collect::<Vec<_>>().join(" ");
    let key = if found.joined == Joined::Actions { key } else { format!("{} {}", words::normalise(first), words::normalise(second)) };
    cx.report(place, message).label(label, "the first").help(help).key_of_text(key);
}

/// How many things there are, in words.
const COUNTS: [&str; 7] = ["no", "one", "two", "three", "four", "five", "six"];

/// What is joined, each with the object that all verbs have: `create plans`, `update plans` and `delete plans`.
fn parts(text: &str, found: &Coordination) -> Vec<String> {
    let (first, second) = (&text[found.first.clone()], &text[found.second.clone()]);
    let object = second.split_once(char::is_whitespace).map_or("", |(_, object)| object);
    // `add and remove items and see the total`: what follows the object belongs to the last part.
    let object = [" and ", " or ", ", "].iter().filter_map(|joint| object.find(joint)).min().map_or(object, |end| &object[..end]);
    let pieces: Vec<&str> = first.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let acts = |piece: &&str| verbs::base(&piece.split_whitespace().next().unwrap_or_default().to_lowercase()).is_some();
    let pieces = if found.joined == Joined::Actions && pieces.iter().all(acts) { pieces } else { vec![first] };
    let whole = |piece: &str| if found.shared && !object.is_empty() { format!("{piece} {object}") } else { piece.to_owned() };
    pieces.into_iter().map(whole).chain([second.to_owned()]).collect()
}

/// Texts in quotes, the last behind `and`.
fn list(parts: &[String]) -> String {
    let quoted: Vec<String> = parts.iter().map(|part| words::quote(part)).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => quoted.join(", "),
    }
}

/// The stories it could be, as sentences where each part says all of it by itself.
fn split(cx: &StoryCx<'_>, statement: &Statement, found: &Coordination, (within, parts): (TextRange, &[String])) -> String {
    let text = cx.slice(within);
    let count = COUNTS.get(parts.len()).copied().unwrap_or("several");
    let dangles = |part: &String| {
        part.split(|c: char| !c.is_alphanumeric()).any(|word| DANGLING.iter().any(|known| word.eq_ignore_ascii_case(known)))
    };
    // `view, comment on and approve requests`: what the first ones are done to stands behind the last.
    let bare = !found.shared && parts.len() > 2 && parts[..parts.len() - 1].iter().any(|part| !part.contains(' '));
    if bare || text[found.joint.clone()].contains('/') || parts.iter().any(dangles) {
        return format!("it could be {count} stories, one for each");
    }
    let frame =
        plain(&format!("{} {}", cx.slice(TextRange { start: statement.range.start, end: within.start }), &text[..found.first.start]));
    let stories: Vec<String> = parts.iter().map(|wanted| words::quote_up_to(&format!("{frame} {}", plain(wanted)), 160)).collect();
    let (last, before) = stories.split_last().map_or(("", &[][..]), |(last, before)| (last.as_str(), before));
    format!("it could be {count} stories: {} and {last}", before.join(", "))
}

/// Words that mean something in the other part.
const DANGLING: [&str; 16] =
    ["it", "its", "them", "they", "their", "theirs", "this", "that", "these", "those", "him", "his", "her", "one", "ones", "both"];

/// A text on one line, without emphasis and list marks.
fn plain(text: &str) -> String {
    let words = text
        .split_whitespace()
        .map(|word| word.trim_matches(['*', '_']))
        .filter(|word| !word.is_empty() && !matches!(*word, "-" | ">" | "+"));
    words.collect::<Vec<_>>().join(" ")
}
