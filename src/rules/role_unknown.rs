//! `role-unknown`.

use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    settings::closest,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "role-unknown",
    group: Group::Text,
    gate: Gate::HINT,
    status: Status::Preview,
    kinds: Kinds::STORIES,
    needs: &[],
    page: include_str!("role_unknown.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    let Some(role) = cx.story.statement(cx.text).and_then(|statement| statement.role) else { return };
    let written = cx.slice(role);
    let known = &cx.around.team.text.roles;
    let said = bare(written);
    if known.iter().any(|known| bare(known) == said) {
        return;
    }
    let help = match closest(&said, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the team's roles are {}; a new one is added to `roles` under `[text]`", known.join(", ")),
    };
    cx.report(role, format!("{} is none of the team's roles", words::quote(written))).help(help).key(said);
}

/// A role as roles are compared: without articles and a plural's ending.
fn bare(role: &str) -> String {
    let said = words::normalise(role);
    let said = ARTICLES.iter().find_map(|article| said.strip_prefix(article)).unwrap_or(&said);
    said.strip_suffix('s').unwrap_or(said).to_owned()
}

const ARTICLES: [&str; 8] = ["a ", "an ", "the ", "een ", "ein ", "eine ", "un ", "une "];
