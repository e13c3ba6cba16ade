//! `depends-unlisted`.

use std::{collections::HashSet, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::mend;
use crate::{
    backlog::{Resolution, StoryIx},
    concept::{Concept, Stage, id::IdKey},
    finding::Safety,
    layout::Section,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    source::TextRange,
    story::{Reference, Story},
    text::{prose, words},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "depends-unlisted",
    group: Group::Order,
    gate: Gate::HINT,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[Concept::DependsOn],
    page: include_str!("depends_unlisted.md"),
    options: &[],
    fixes: &[Safety::Unsafe],
    check: Check::Backlog(check),
};

/// Words that say that something comes first, and the id that follows them.
static SAYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let id = r"(?<id>[a-z][a-z0-9]*(?:[-_][a-z][a-z0-9]*)*[-_][0-9]+(?:\.[0-9]+)*)";
    let says = r"(?:\b(?<not>not|never|no longer|without|isn't) +)?\b(?:after|once|blocked by|requires|depends on|needs|waits for)";
    Regex::new(&format!(r"(?i){says}:? +(?:the +)?(?:(?:story|task|issue|ticket|bug) +)?[\[(*`#]*{id}\b")).ok()
});

fn check(cx: &mut BacklogCx<'_>) {
    let stories: Vec<(StoryIx, &Story)> = cx.stories().collect();
    let view = &*cx;
    let mentioned: Vec<Vec<Reference>> = stories.par_iter().map(|(ix, story)| mentioned(view, *ix, story)).collect();
    for ((ix, story), references) in stories.into_iter().zip(mentioned) {
        if references.is_empty() {
            continue;
        }
        let mut listed: HashSet<StoryIx> = cx.backlog().dependencies(ix).iter().filter_map(|edge| edge.to.target()).collect();
        for reference in references {
            let Resolution::Exact(to) = cx.backlog().resolve(story, &reference) else { continue };
            if listed.insert(to) && is_to_come(cx, ix, to) {
                report(cx, ix, story, &reference, to);
            }
        }
    }
}

/// The ids that a story's prose says come first.
fn mentioned(cx: &BacklogCx<'_>, ix: StoryIx, story: &Story) -> Vec<Reference> {
    let mut found = Vec::new();
    for part in story.section(Section::Description).chain(story.section(Section::Criteria)) {
        let text = cx.slice(ix, part.content);
        // Most say nothing of the sort; then what is prose need not be told apart.
        if !may_name_id(text) {
            continue;
        }
        let Some(says) = SAYS.as_ref().filter(|says| says.is_match(text)) else { continue };
        for said in says.captures_iter(&prose::hide(text)) {
            if let Some(id) = said.name("id").filter(|_| said.name("not").is_none()) {
                let range = TextRange::new(id.start(), id.end()).shifted(part.content.start as usize);
                found.push(Reference::to(range, id.as_str().to_owned()));
            }
        }
    }
    found
}

/// Whether a number stands behind a dash anywhere.
fn may_name_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'-', b'_', bytes).any(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_digit))
}

fn report(cx: &mut BacklogCx<'_>, ix: StoryIx, story: &Story, reference: &Reference, to: StoryIx) {
    let layout = cx.around.layout;
    let id = cx.backlog()[to].name();
    let edit = mend::add_reference(story, &cx.around.sources[story.file].text, layout, &id);
    let quoted = words::quote(&id);
    let finding = cx
        .report(ix, reference.range, format!("the text says that {quoted} comes first, and no dependency does"))
        .help(format!("add {quoted} to `{}:`, so that the order of work is known", layout.key(Concept::DependsOn)))
        .key(IdKey::of(&reference.id).as_str());
    if let Some(edit) = edit {
        finding.fix(Safety::Unsafe, format!("depend on {id}"), [edit]);
    }
}

/// Whether a story is still to be done, and not tied to this one in another way.
fn is_to_come(cx: &BacklogCx<'_>, ix: StoryIx, to: StoryIx) -> bool {
    let backlog = cx.backlog();
    let target = &backlog[to];
    let is_kin = || backlog.parent(ix) == Some(to) || backlog.parent(to) == Some(ix);
    let is_mutual = || backlog.dependencies(to).iter().any(|edge| edge.to.target() == Some(ix));
    to != ix && target.live && !matches!(target.stage(), Stage::Done | Stage::Dropped) && !is_kin() && !is_mutual()
}
