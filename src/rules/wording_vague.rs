//! `wording-vague`.

use crate::{
    rule::{Check, Gate, Group, Kinds, Opt, Rule, Status, StoryCx, Weaker},
    source::TextRange,
    text::{english::vague, language::Language, tokens::tokens, words},
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
    options: &[&ANYWHERE],
    fixes: &[],
    check: Check::Story(check),
};

static ANYWHERE: Opt<bool> = Opt {
    name: "anywhere",
    default: false,
    help: "report vague adjectives wherever they stand, `a fast search` as well as `the search is fast`",
    weaker: Weaker::Unset,
};

fn check(cx: &mut StoryCx<'_>) {
    let story = cx.story;
    if story.criteria.is_empty() {
        return;
    }
    let anywhere = cx.option(&ANYWHERE);
    for criterion in &story.criteria {
        let tokens = tokens(cx.slice(criterion.text));
        for found in vague::find(&tokens, cx.around.words, anywhere) {
            if cx.language() != Language::English {
                return;
            }
            let range = TextRange::new(found.range.start, found.range.end).shifted(criterion.text.start as usize);
            let said = cx.slice(range);
            let key = format!("{} in {}", words::normalise(said), words::normalise(cx.slice(criterion.text)));
            cx.report(range, format!("{} is vague: {}", words::quote(said), found.why))
                .help(found.cure)
                .key(key);
        }
    }
}
