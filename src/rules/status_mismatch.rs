//! `status-mismatch`.

use crate::{
    concept::{Concept, Stage},
    layout::FieldSource,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    source::{RepoPath, TextRange},
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "status-mismatch",
    group: Group::Identity,
    gate: Gate::warn_at(&[Stage::Open, Stage::Ready, Stage::Active]),
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("status_mismatch.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

// One tool writes the file, so it is one fact however many stories it leaves behind.
fn check(cx: &mut BacklogCx<'_>) {
    let layout = cx.around.layout;
    let keeps_statuses = layout.sources(Concept::Status).iter().any(|source| matches!(source, FieldSource::Tool(_)));
    let Some(file) = layout.tool_config.as_ref().filter(|_| keeps_statuses).map(RepoPath::display) else { return };
    let is_live = |story: &Story| story.live && matches!(story.stage(), Stage::Open | Stage::Ready | Stage::Active);
    let behind: Vec<_> = cx
        .stories()
        .filter(|(_, story)| is_live(story))
        .filter_map(|(ix, story)| Some((ix, story.file, other(story)?, story.status.value()?.clone())))
        .collect();
    let Some((ix, source, range, said)) = behind.first() else { return };
    let written = words::quote(range.of(&cx.around.sources[*source].text));
    let more = match behind.len() {
        1 => String::new(),
        2 => "; one more story differs too".to_owned(),
        count => format!("; {} more stories differ too", count - 1),
    };
    let message = format!("the story says {written} and `{file}` says {}{more}", words::quote(said));
    cx.report(*ix, *range, message).help(format!("`{file}` counts: bring it and the stories to the same status")).key("status");
}

/// The place of a status in the story, of one whose status is told by the tool's own file.
fn other(story: &Story) -> Option<TextRange> {
    let is_told = story.status.range().is_some_and(TextRange::is_empty);
    story.conflicts.iter().find(|(concept, _)| is_told && *concept == Concept::Status).map(|(_, range)| *range)
}
