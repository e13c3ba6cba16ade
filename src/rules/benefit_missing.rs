//! `benefit-missing`.

use crate::{
    backlog::StoryIx,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::{Statement, Story},
    text::{language::Language, words},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "benefit-missing",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("benefit_missing.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    for (ix, story) in cx.stories() {
        let Some(statement) =
            story.statement(&cx.around.sources[story.file].text).filter(|statement| statement.is_whole() && statement.benefit.is_none())
        else {
            continue;
        };
        let epic = cx.backlog().parent(ix).filter(|parent| *parent != ix).map(|parent| (parent, &cx.backlog()[parent]));
        let stated_above = epic.is_some_and(|(parent, epic)| {
            says_why(cx, parent, epic) || epic.statement(&cx.around.sources[epic.file].text).is_some_and(|epic| epic.benefit.is_some())
        });
        if says_why(cx, ix, story) || stated_above || is_foreign(cx, ix, statement) {
            continue;
        }
        let opening = OPENINGS.iter().find(|(language, _)| *language == statement.language).map_or("so that", |(_, words)| words);
        cx.report(ix, statement.range, "the statement does not say what it is good for")
            .help(format!("go on with `{opening} ...`: whoever builds it can then choose the best way, and whoever plans can weigh it"));
    }
}

/// Whether the words of a known language only frame what is wanted in another one, whose reasons nobody can read.
fn is_foreign(cx: &BacklogCx<'_>, ix: StoryIx, statement: &Statement) -> bool {
    let wanted = statement.means.map_or("", |means| cx.slice(ix, means));
    match Language::of_sentence(wanted) {
        language @ Language::Other(_) => !language.has_frame(),
        Language::English | Language::Unsure => false,
    }
}

/// Whether a section or a label tells the reason.
fn says_why(cx: &BacklogCx<'_>, ix: StoryIx, story: &Story) -> bool {
    let outline = &story.parsed.outline;
    let is_reason = |name: &str| {
        REASONS.iter().any(|reason| name == *reason || name.strip_prefix(reason).is_some_and(|rest| rest.starts_with([' ', '?'])))
    };
    story.parts.iter().any(|part| part.level > 1 && is_reason(&part.name) && !part.is_empty(outline))
        || story.description().into_iter().any(|range| {
            let line = cx.slice(ix, range).lines().next().unwrap_or_default();
            line.split_once(':').is_some_and(|(label, _)| label.len() < 40 && is_reason(&words::normalise(label)))
        })
}

/// Headings and labels of the reason for a story.
const REASONS: [&str; 33] = [
    "why",
    "goal",
    "goals",
    "benefit",
    "benefits",
    "value",
    "business value",
    "user value",
    "motivation",
    "purpose",
    "rationale",
    "reason",
    "objective",
    "objectives",
    "outcome",
    "outcomes",
    "impact",
    "so that",
    "justification",
    "business case",
    "waarom",
    "doel",
    "nut",
    "waarde",
    "warum",
    "ziel",
    "nutzen",
    "pourquoi",
    "objectif",
    "objetivo",
    "obiettivo",
    "cíl",
    "proč",
];

/// How a benefit begins, per language.
const OPENINGS: [(&str, &str); 8] = [
    ("en", "so that"),
    ("nl", "zodat"),
    ("de", "damit"),
    ("fr", "afin de"),
    ("es", "para"),
    ("it", "in modo da"),
    ("pt", "para que"),
    ("cs", "abych"),
];
