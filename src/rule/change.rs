//! What a rule about a change may see: a backlog before it and after it.

use super::context::{Surroundings, Work};
use crate::{
    backlog::{Backlog, Pairs, StoryIx},
    finding::Finding,
    source::TextRange,
    story::Story,
};

/// A change rule's view.
#[derive(Debug)]
pub struct ChangeCx<'a> {
    /// The run, with the backlog after the change.
    pub around: Surroundings<'a>,
    /// The backlog before it.
    pub before: &'a Backlog,
    /// Which story is which.
    pub pairs: &'a Pairs,
    /// Per story after the change: the errors at the ready column.
    pub lacks: &'a [Vec<&'a Finding>],
    /// The rule at work.
    pub work: Work<'a>,
}

impl<'a> ChangeCx<'a> {
    /// The stories after the change that this rule may speak about, with what they were before it; none that could not be read.
    pub fn stories(&self) -> impl Iterator<Item = (StoryIx, &'a Story, Option<&'a Story>)> + use<'a> {
        let (rule, before, pairs) = (self.work.rule, self.before, self.pairs);
        let may = move |story: &Story| story.live && !story.broken && (rule.kinds.0)(story);
        let stories = self.around.backlog.stories().filter(move |(_, story)| may(story));
        let earlier = move |ix| pairs.before(ix).map(|earlier| &before[earlier]);
        stories.map(move |(ix, story)| (ix, story, earlier(ix))).filter(|(_, _, earlier)| earlier.is_none_or(|earlier| !earlier.broken))
    }

    /// What a story lacks to meet the checks.
    pub fn lacks(&self, ix: StoryIx) -> &'a [&'a Finding] {
        self.lacks.get(ix.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Reports a fact about a place in a story.
    pub fn report(&mut self, ix: StoryIx, range: TextRange, message: impl Into<String>) -> &mut Finding {
        let story = &self.around.backlog[ix];
        self.work.report(ix, story, range, message.into())
    }
}
