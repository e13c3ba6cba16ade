//! `reference-inexact`.

use std::collections::HashSet;

use super::mend;
use crate::{
    backlog::{Match, Resolution, StoryIx},
    concept::{Concept, id::IdKey},
    finding::Safety,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Reference,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "reference-inexact",
    group: Group::Order,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::DependsOn, Concept::Parent],
    page: include_str!("reference_inexact.md"),
    options: &[],
    fixes: &[Safety::Safe, Safety::Unsafe],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    for (ix, _) in cx.stories() {
        let mut told = HashSet::new();
        for (reference, resolution) in backlog.references(ix) {
            if let Some(fact) = Fact::of(cx, reference, resolution).filter(|fact| told.insert(fact.key.clone())) {
                fact.report(cx, ix, reference);
            }
        }
    }
}

/// What is loose about a reference.
struct Fact {
    message: String,
    help: String,
    key: IdKey,
    exact: String,
    safety: Safety,
}

impl Fact {
    fn of(cx: &BacklogCx<'_>, reference: &Reference, resolution: Resolution) -> Option<Self> {
        let Resolution::Inexact { ix, how } = resolution else { return None };
        let target = &cx.backlog()[ix];
        let id = target.id.value().filter(|_| target.live && !target.broken)?;
        let (written, exact) = (words::quote(&reference.id), words::quote(id));
        let (message, help) = match how {
            Match::Series => (format!("{written} names {exact} only by its number"), format!("write {exact}")),
            Match::Annotation => (format!("the reference to {exact} has a note behind it"), format!("write {exact} alone")),
        };
        // A note behind a reference was written by someone; a prefix was not meant as anything.
        let safety = if how == Match::Series { Safety::Safe } else { Safety::Unsafe };
        Some(Self { message, help, key: IdKey::of(&reference.id), exact: id.clone(), safety })
    }

    fn report(self, cx: &mut BacklogCx<'_>, ix: StoryIx, reference: &Reference) {
        let text = mend::requoted(cx.slice(ix, reference.range), &self.exact);
        let title = self.help.clone();
        cx.report(ix, reference.range, self.message)
            .help(self.help)
            .fix(self.safety, title, [(reference.range, text)])
            .key(self.key.as_str());
    }
}
