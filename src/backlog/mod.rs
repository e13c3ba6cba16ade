//! All stories together: ids, references, parents, order.

mod graph;
mod names;
mod order;
mod pair;
pub mod similar;
pub mod uses;

use std::{
    collections::HashMap,
    ops::Index,
    sync::{Arc, OnceLock},
};

use jiff::civil::Date;

pub use graph::Edge;
pub use names::{Match, Resolution};
pub use pair::Pairs;
pub use uses::Uses;

pub use crate::concept::StoryIx;

use crate::{
    concept::{Kind, Sprints, Stage, Turn, id::IdKey, vocabulary},
    layout::{Layout, RankWithin},
    source::{RepoPath, Sources, TextRange},
    story::{Reference, Story},
};

/// The stories ruled by one configuration, and what connects them.
#[derive(Debug)]
pub struct Backlog {
    /// Its folder, relative to the tree's top.
    pub root: RepoPath,
    stories: Vec<Arc<Story>>,
    names: names::Names,
    graph: graph::Graph,
    rank_within: RankWithin,
    /// How many files have each front-matter key, folded; made when the first is asked for.
    keys: OnceLock<HashMap<String, usize>>,
}

impl Backlog {
    /// Connects `stories`, which come sorted by path.
    pub fn new(root: RepoPath, mut stories: Vec<Arc<Story>>, layout: &Layout) -> Self {
        let names = names::Names::new(&stories, layout);
        let graph = graph::Graph::new(&stories, &names);
        graph.settle_kinds(&mut stories);
        Self { root, stories, names, graph, rank_within: layout.rank_within, keys: OnceLock::new() }
    }

    /// Every story and known file, in the order of paths.
    pub fn stories(&self) -> impl Iterator<Item = (StoryIx, &Story)> {
        self.stories.iter().enumerate().map(|(at, story)| (ix(at), &**story))
    }

    /// The same stories, to be shared with another backlog.
    pub fn shared(&self) -> &[Arc<Story>] {
        &self.stories
    }

    /// How many stories and known files there are.
    pub fn len(&self) -> usize {
        self.stories.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// What a reference of a story names.
    pub fn resolve(&self, from: &Story, reference: &Reference) -> Resolution {
        self.names.resolve(from, reference)
    }

    /// What a story depends on and what it is a part of, each with what it names.
    pub fn references(&self, ix: StoryIx) -> impl Iterator<Item = (&Reference, Resolution)> {
        let story = &self[ix];
        let dependencies = self.dependencies(ix).iter().filter_map(|edge| Some((story.depends_on.get(edge.reference)?, edge.to)));
        dependencies.chain(story.parent.iter().map(|reference| (reference, self.resolve(story, reference))))
    }

    /// Every story and known file that states this id itself, in the order of paths.
    pub fn with_id(&self, key: &IdKey) -> &[StoryIx] {
        self.names.with_id(key)
    }

    /// Every id that more than one story or known file states, with these.
    pub fn shared_ids(&self) -> Vec<(&IdKey, &[StoryIx])> {
        self.names.shared_ids()
    }

    /// The story or known file that an id or any other name stands for.
    pub fn named(&self, key: &IdKey) -> Option<StoryIx> {
        self.names.named(key)
    }

    /// The next free id in the series of `like`, or in the one that most stories are in; `None` where ids have no numbers. An id that
    /// `is_taken` elsewhere is not free.
    pub fn next_id(&self, like: Option<&str>, is_taken: &dyn Fn(&IdKey) -> bool) -> Option<String> {
        names::next_id(self, like, is_taken)
    }

    /// The closest existing id to one that does not exist.
    pub fn suggestion(&self, id: &str) -> Option<&str> {
        self.names.suggestion(id).and_then(|ix| self[ix].id.value()).map(String::as_str)
    }

    /// What a story depends on, in the order written.
    pub fn dependencies(&self, ix: StoryIx) -> &[Edge] {
        self.graph.dependencies(ix)
    }

    /// What a story waits for, in the order written: every dependency that is not done. A dropped one still blocks, and so does one that does
    /// not exist; a finished file that states no stage does not.
    pub fn waits_for(&self, ix: StoryIx) -> impl Iterator<Item = &Edge> {
        self.dependencies(ix).iter().filter(|edge| edge.to.target().is_none_or(|to| !self.is_out_of_the_way(to)))
    }

    /// Whether nobody has to wait for a story.
    pub fn is_out_of_the_way(&self, ix: StoryIx) -> bool {
        let story = &self[ix];
        story.stage() == Stage::Done || (!story.live && story.stated_stage.is_none())
    }

    /// How many files have a front-matter key; case, `-` and `_` do not count.
    pub fn files_with_key(&self, sources: &Sources, key: &str) -> usize {
        let keys = self.keys.get_or_init(|| {
            let mut counts = HashMap::new();
            for (_, story) in self.stories() {
                let text = &sources[story.file].text;
                for (key, _) in story.parsed.front_matter.root.pairs() {
                    if let Some(name) = key.text(text) {
                        *counts.entry(vocabulary::fold(&name).into_owned()).or_default() += 1;
                    }
                }
            }
            counts
        });
        keys.get(&*vocabulary::fold(key)).copied().unwrap_or_default()
    }

    /// The story or epic this one is a part of, if it exists.
    pub fn parent(&self, ix: StoryIx) -> Option<StoryIx> {
        self.graph.parent(ix)
    }

    /// The live and known stories that name this one as their parent.
    pub fn children(&self, ix: StoryIx) -> &[StoryIx] {
        self.graph.children(ix)
    }

    /// The shortest dependency cycle through the smallest id of each group of stories that depend on each other.
    pub fn cycles(&self) -> Vec<Vec<StoryIx>> {
        self.graph.cycles(&self.stories)
    }

    /// Whether any live story is of this kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.stories.iter().any(|story| story.live && story.kind == kind)
    }

    /// Live stories in backlog order: sprint, rank, RICE score, priority, id; what is missing sorts last.
    pub fn in_order(&self, sprints: &Sprints, today: Date) -> Vec<StoryIx> {
        let turn = |story: &Story| story.sprint.value().map_or(Turn::Other, |name| sprints.turn(name, today));
        order::in_order(&self.stories, self.rank_within, turn)
    }

    /// Whether the ranks of two stories can be compared.
    pub fn ranks_together(&self, one: StoryIx, other: StoryIx) -> bool {
        order::rank_group(&self[one], self.rank_within) == order::rank_group(&self[other], self.rank_within)
    }

    /// The place of the dependency on `to` in the text of `from`.
    pub fn edge_range(&self, from: StoryIx, to: StoryIx) -> Option<TextRange> {
        let edge = self.dependencies(from).iter().find(|edge| edge.to.target() == Some(to))?;
        self[from].depends_on.get(edge.reference).map(|reference| reference.range)
    }
}

impl Index<StoryIx> for Backlog {
    type Output = Story;

    fn index(&self, ix: StoryIx) -> &Story {
        &self.stories[ix.0 as usize]
    }
}

fn ix(at: usize) -> StoryIx {
    StoryIx(u32::try_from(at).unwrap_or(u32::MAX))
}
