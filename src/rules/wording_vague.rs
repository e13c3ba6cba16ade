//! `wording-vague`.

use super::spoken::is_english;
use crate::{
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    source::TextRange,
    text::{english::vague, tokens::tokens, words},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "wording-vague",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("wording_vague.md"),
    options: &[&STRICT],
    fixes: &[],
    check: Check::Story(check),
};

static STRICT: Opt<bool> = Opt {
    name: "strict",
    default: false,
    help: "report every word that standards for requirements warn of, wherever it stands and whatever else its clause says",
    weaker: Weaker::Unset,
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    if story.criteria.is_empty() {
        return;
    }
    let strict = cx.option(&STRICT);
    for criterion in &story.criteria {
        // Most criteria have no word that any list knows.
        if !criterion.signs.vague() && cx.around.team.text.vague.is_empty() {
            continue;
        }
        let text = cx.slice(criterion.text);
        let tokens = tokens(text);
        for found in vague::find(&tokens, &cx.around.team.text, strict) {
            if !is_english(cx, text) {
                break;
            }
            let range = TextRange::new(found.range.start, found.range.end).shifted(criterion.text.start as usize);
            let said = cx.slice(range);
            let (word, around) = (words::normalise(said), words::normalise(cx.slice(criterion.text)));
            cx.report(range, format!("{} is vague: {}", words::quote(said), found.why)).help(found.cure).key_in_text(&word, &around);
        }
    }
}
