//! The verdict about one story.

use crate::{
    backlog::StoryIx,
    concept::Stage,
    finding::{Finding, Level},
    outcome::Judged,
};

/// What stands between a story and its start.
#[derive(Debug)]
pub struct Assessment<'a> {
    /// The story.
    pub story: StoryIx,
    /// Whether no error is left at the ready column.
    pub meets_checks: bool,
    /// The errors at the ready column.
    pub lacks: Vec<&'a Finding>,
    /// Names of dependencies that are not done, in the order written.
    pub blocked_by: Vec<String>,
    /// Whether it meets the checks, is at stage ready, and every dependency is done.
    pub may_start: bool,
}

/// Every open item in backlog order.
pub fn open_items(judged: &Judged) -> Vec<StoryIx> {
    judged.in_order().into_iter().filter(|ix| judged.backlog[*ix].is_open_item()).collect()
}

/// Whether a status that is in use, or that the configuration or the tool lists, says that a story may be started.
pub fn has_ready_word(judged: &Judged) -> bool {
    let layout = &judged.layout;
    let is_ready = |stage: Option<Stage>| stage == Some(Stage::Ready);
    layout.stages.values().any(|stage| *stage == Stage::Ready)
        || layout.statuses.iter().any(|word| is_ready(layout.stage_of(word)))
        || judged.backlog.stories().any(|(_, story)| is_ready(story.stated_stage))
}

/// Assesses stories of one backlog, in the order given.
pub fn assess<'a>(judged: &'a Judged, stories: &[StoryIx]) -> Vec<Assessment<'a>> {
    let mut lacks: Vec<Vec<&Finding>> = vec![Vec::new(); judged.backlog.len()];
    for finding in judged.findings.iter().filter(|finding| finding.level_if_ready == Level::Error) {
        if let Some(ix) = finding.story {
            lacks[ix.0 as usize].push(finding);
        }
    }
    let assessment = |ix: &StoryIx| {
        let blocked_by = blocked_by(judged, *ix);
        let meets_checks = judged.meets_checks(*ix);
        let may_start = meets_checks && judged.backlog[*ix].stage() == Stage::Ready && blocked_by.is_empty();
        Assessment { story: *ix, meets_checks, lacks: std::mem::take(&mut lacks[ix.0 as usize]), blocked_by, may_start }
    };
    stories.iter().map(assessment).collect()
}

/// Names of what a story waits for; of a story that does not exist, its id as written.
fn blocked_by(judged: &Judged, ix: StoryIx) -> Vec<String> {
    let backlog = &judged.backlog;
    let name = |edge: &crate::backlog::Edge| match edge.to.target() {
        Some(to) => Some(backlog[to].name()),
        None => backlog[ix].depends_on.get(edge.reference).map(|reference| reference.id.clone()),
    };
    let mut names: Vec<String> = Vec::new();
    for name in backlog.waits_for(ix).filter_map(name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
