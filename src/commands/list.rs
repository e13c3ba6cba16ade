//! `backlint list`.

use std::path::Path;

use super::{CLEAN, NOT_JUDGED, open::Opened, trees::Content};
use crate::{
    backlog::StoryIx,
    cli::List,
    concept::{IdKey, Kind, Stage, fold_name},
    error::Error,
    outcome::{Judged, Outcome},
    readiness::{Assessment, assess},
    report::{self, Listed, Output, Style},
    source::RepoPath,
    story::Story,
};

pub(super) fn list(options: &List, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outputs = Output::parse(&options.output_format)?;
    let mut opened = Opened::new(here, &options.judging)?;
    opened.narrow(&options.arguments, &Content::of(&options.judging), false)?;
    let wanted = Wanted { options, paths: opened.request.scope.paths.clone(), ids: std::mem::take(&mut opened.request.ids) };
    let outcome = opened.run()?;
    wanted.check(&outcome)?;
    let items = outcome.backlogs.iter().flat_map(|judged| wanted.of(judged)).collect();
    let listed = Listed { items, skipped: options.skipped };
    for output in &outputs {
        output.write(style, |format, style, out, remarks| report::write_list(format, &outcome, &listed, style, out, remarks))?;
    }
    Ok(if outcome.errors.is_empty() { CLEAN } else { NOT_JUDGED })
}

/// Which stories are asked for.
struct Wanted<'o> {
    options: &'o List,
    paths: Vec<RepoPath>,
    ids: Vec<String>,
}

impl Wanted<'_> {
    /// An id that no backlog has is a mistake.
    fn check(&self, outcome: &Outcome) -> Result<(), Error> {
        crate::filter::wanted_stories(outcome, &self.ids).map(drop)
    }

    /// The stories of one backlog that are asked for, in the order of their paths.
    fn of<'a>(&self, judged: &'a Judged) -> Vec<(&'a Judged, Assessment<'a>)> {
        let is_wanted = |(ix, story): &(StoryIx, &Story)| self.names(judged, *ix, story) && self.holds(judged, *ix, story);
        let stories: Vec<StoryIx> = judged.backlog.stories().filter(is_wanted).map(|(ix, _)| ix).collect();
        let items = assess(judged, &stories).into_iter().map(|one| (judged, one));
        items.filter(|(judged, one)| self.fits(&judged.backlog[one.story], one)).collect()
    }

    fn names(&self, judged: &Judged, ix: StoryIx, story: &Story) -> bool {
        let by_id = |id: &String| judged.backlog.named(&IdKey::of(id)) == Some(ix);
        (self.paths.is_empty() && self.ids.is_empty())
            || self.paths.iter().any(|path| story.path.below(path).is_some())
            || self.ids.iter().any(by_id)
    }

    fn holds(&self, judged: &Judged, ix: StoryIx, story: &Story) -> bool {
        let List { stage, kind, epic, label, sprint, .. } = self.options;
        let folded = |name: &str, wanted: &String| fold_name(name) == fold_name(wanted);
        let is_under = |wanted: &String| {
            let parent = judged.backlog.parent(ix).map(|parent| judged.backlog[parent].name());
            let written = story.parent.as_ref().map(|parent| parent.id.clone()).or_else(|| story.group.value().cloned());
            parent.into_iter().chain(written).any(|name| IdKey::of(&name) == IdKey::of(wanted) || folded(&name, wanted))
        };
        (stage.is_empty() || stage.iter().any(|name| Stage::named(name) == Some(story.stage())))
            && (kind.is_empty() || kind.iter().any(|name| Kind::named(name) == Some(story.kind)))
            && (epic.is_empty() || epic.iter().any(is_under))
            && (label.is_empty() || label.iter().any(|wanted| story.labels.iter().any(|own| folded(own, wanted))))
            && (sprint.is_empty() || sprint.iter().any(|wanted| story.sprint.value().is_some_and(|own| folded(own, wanted))))
    }

    fn fits(&self, story: &Story, one: &Assessment<'_>) -> bool {
        let List { ready, lacking, blocked, .. } = self.options;
        let is_live = story.live && !matches!(story.stage(), Stage::Done | Stage::Dropped);
        (!ready || one.may_start) && (!lacking || (is_live && !one.meets_checks)) && (!blocked || (is_live && !one.blocked_by.is_empty()))
    }
}
