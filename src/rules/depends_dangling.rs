//! `depends-dangling`.

use std::collections::HashSet;

use crate::{
    backlog::Resolution,
    concept::{Concept, id::IdKey},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    source::RepoPath,
    story::Reference,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "depends-dangling",
    group: Group::Order,
    gate: Gate::IDENTITY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::DependsOn],
    page: include_str!("depends_dangling.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    for (ix, story) in cx.stories() {
        let mut told = HashSet::new();
        for edge in backlog.dependencies(ix).iter().filter(|edge| edge.to == Resolution::Unknown) {
            let Some(reference) = story.depends_on.get(edge.reference) else { continue };
            let key = IdKey::of(&reference.id);
            if is_elsewhere(&reference.id) || !told.insert(key.clone()) || is_file(cx, &story.path, reference) {
                continue;
            }
            let help = match backlog.suggestion(&reference.id) {
                Some(known) => format!("did you mean {}?", words::quote(known)),
                None => "write the id of a story of this backlog, or take it out".into(),
            };
            cx.report(ix, reference.range, format!("depends on {}, but no story has this id", words::quote(&reference.id)))
                .help(help)
                .key(key.as_str());
        }
    }
}

/// Whether a reference names a file beside the story or at its path from the top: it is no story, but it exists.
fn is_file(cx: &BacklogCx<'_>, path: &RepoPath, reference: &Reference) -> bool {
    let names = std::iter::once(&reference.id).chain(&*reference.others);
    let is_there = |name: &str| {
        let beside = path.parent().resolve(name).filter(|path| cx.around.files.holds(path));
        beside.is_some() || cx.around.files.holds(&RepoPath::new(name.as_bytes()))
    };
    names.into_iter().any(|name| is_there(name) || is_there(&format!("{name}.md")))
}

/// An address, or an issue of another repository, `team/app#12`: out of sight of this backlog, not missing from it.
fn is_elsewhere(id: &str) -> bool {
    id.contains("://") || id.split_once('#').is_some_and(|(repository, _)| repository.contains('/'))
}
