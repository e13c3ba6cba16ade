//! `backlint list`.

use std::path::Path;

use super::{CLEAN, NOT_JUDGED, open::Opened, selection::Selection, trees::Content};
use crate::{
    backlog::StoryIx,
    cli::List,
    concept::{IdKey, Stage},
    error::Error,
    outcome::{Judged, Outcome},
    readiness::{Assessment, assess},
    report::{self, Format, Listed, Output, Style},
    source::RepoPath,
    story::Story,
};

pub(super) fn list(options: &List, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outputs = Output::parse(&options.output_format, &Format::LINES)?;
    let mut opened = Opened::around(here, &options.arguments, &options.judging)?;
    opened.narrow(&options.arguments, &Content::of(&options.judging), false)?;
    let wanted = Wanted { options, paths: opened.request.scope.paths.clone(), ids: std::mem::take(&mut opened.request.ids) };
    let outcome = opened.run()?;
    wanted.check(&outcome)?;
    let selection = Selection::new(&options.filters, &outcome)?;
    let items = outcome.backlogs.iter().flat_map(|judged| wanted.of(judged, &selection)).collect();
    let listed = Listed { items, skipped: options.skipped, shape: options.shape };
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
    fn of<'a>(&self, judged: &'a Judged, selection: &Selection<'_>) -> Vec<(&'a Judged, Assessment<'a>)> {
        let is_wanted = |(ix, story): &(StoryIx, &Story)| self.names(judged, *ix, story) && selection.holds(judged, *ix);
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

    fn fits(&self, story: &Story, one: &Assessment<'_>) -> bool {
        let List { ready, lacking, blocked, .. } = self.options;
        let is_live = story.live && !matches!(story.stage(), Stage::Done | Stage::Dropped);
        (!ready || one.may_start) && (!lacking || (is_live && !one.meets_checks)) && (!blocked || (is_live && !one.blocked_by.is_empty()))
    }
}
