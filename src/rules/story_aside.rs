//! `story-aside`.

use std::ops::Range;

use crate::{
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    source::TextRange,
    text::{
        statement,
        tokens::{Kind, Token, tokens},
        words,
    },
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "story-aside",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("story_aside.md"),
    options: &[&SENTENCES],
    fixes: &[],
    check: Check::Story(check),
};

static SENTENCES: Opt<bool> = Opt {
    name: "sentences",
    default: false,
    help: "report text that follows the statement in its paragraph as well",
    weaker: Weaker::Unset,
};

fn check(cx: &mut StoryCx<'_>) {
    let Some(statement) = cx.story.statement(cx.text).filter(|statement| statement.is_whole()) else { return };
    let parts = [statement.role, statement.means, statement.benefit];
    for part in parts.into_iter().flatten() {
        if let Some(aside) = bracketed(cx.slice(part)) {
            let range = place(part, &aside);
            let said = words::quote(cx.slice(range));
            cx.report(range, format!("an aside in brackets: {said}"))
                .help("leave it out, or move it to the notes or the criteria: the statement is who, what and why")
                .key_of_text(said);
        }
    }
    if let Some(benefit) = statement.benefit
        && let Some(second) = statement::second_benefit(cx.slice(benefit))
    {
        let range = place(benefit, &second);
        cx.report(range, "a second reason in one statement")
            .help("keep the one that counts, and move the other to the notes")
            .key("reason");
    }
    if cx.option(&SENTENCES) {
        let behind = TextRange { start: statement.range.end, end: statement.block.end.max(statement.range.end) };
        let from = cx.slice(behind).find(char::is_alphanumeric);
        if let Some(from) = from {
            let range = TextRange { start: behind.start + u32::try_from(from).unwrap_or_default(), end: behind.end };
            let said = words::quote(cx.slice(range));
            cx.report(range, format!("more than the statement: {said}"))
                .help("start a new paragraph, or move it to the notes or the criteria")
                .key_of_text(said);
        }
    }
}

fn place(part: TextRange, within: &Range<usize>) -> TextRange {
    TextRange::new(within.start, within.end).shifted(part.start as usize)
}

/// The first brackets that hold a thought: three words or more that are no names in capitals, numbers, code or link.
fn bracketed(text: &str) -> Option<Range<usize>> {
    if !text.contains(['(', '[']) {
        return None;
    }
    let tokens = tokens(text);
    let mut opens = (0..tokens.len()).filter(|at| tokens[*at].kind == Kind::Open);
    opens.find_map(|open| {
        let close = open + tokens[open..].iter().position(|token| token.kind == Kind::Close)?;
        let inner = &tokens[open + 1..close];
        let link = tokens.get(close + 1).is_some_and(|next| next.kind == Kind::Hidden && next.range.start == tokens[close].range.end);
        let names = inner.iter().all(|token| token.capitals || !token.is_word());
        let said = inner.iter().filter(|token| token.is_word() && !token.is_any(&["e.g", "i.e", "etc"])).count();
        let least = if inner.iter().any(|token| token.kind == Kind::Number) { MEASURED } else { MIN };
        (said >= least && !link && !names && !is_list(inner)).then(|| tokens[open].range.start..tokens[close].range.end)
    })
}

/// Whether brackets list what the word before them stands for: `(create, update, archive)`.
fn is_list(inner: &[Token<'_>]) -> bool {
    let parts = inner.split(|token| matches!(token.kind, Kind::Comma | Kind::Slash | Kind::Semicolon));
    let lengths: Vec<usize> = parts.map(<[Token<'_>]>::len).collect();
    lengths.len() > 1
        && lengths.iter().all(|length| *length <= LISTED)
        && !inner.first().is_some_and(|first| first.is_any(&["e.g", "i.e", "or"]))
}

/// The most words of an entry of a list.
const LISTED: usize = 3;

/// Fewer words in brackets beside a number are a limit.
const MEASURED: usize = 6;

/// Fewer words in brackets are a unit, a plural, an abbreviation or a synonym.
const MIN: usize = 3;
