//! What depends on what, and what is a part of what.

use std::{collections::VecDeque, sync::Arc};

use rayon::prelude::*;

use super::{
    Resolution, StoryIx, ix,
    names::Names,
    order::{IdOrder, id_order},
};
use crate::{
    concept::{Kind, fold},
    story::{Reference, Story},
};

/// A dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Which of the story's references it is.
    pub reference: usize,
    /// What it names.
    pub to: Resolution,
}

/// Dependencies, parents and children of every story.
#[derive(Debug)]
pub(super) struct Graph {
    dependencies: Vec<Vec<Edge>>,
    parents: Vec<Option<StoryIx>>,
    children: Vec<Vec<StoryIx>>,
}

impl Graph {
    pub(super) fn new(stories: &[Arc<Story>], names: &Names) -> Self {
        let edges = |story: &Arc<Story>| {
            let edge = |(at, reference)| Edge { reference: at, to: names.resolve(story, reference) };
            // In prose a word may look like an id and be none: `UTF-8`.
            let is_meant = |(_, reference): &(usize, &Reference)| {
                !reference.in_prose || names.resolve(story, reference).target().is_some() || names.knows_series_of(&reference.id)
            };
            story.depends_on.iter().enumerate().filter(is_meant).map(edge).collect()
        };
        let parent = |(at, story): (usize, &Arc<Story>)| {
            let named = story.parent.as_ref().and_then(|parent| names.resolve(story, parent).target());
            named.filter(|parent| *parent != ix(at))
        };
        let parents: Vec<_> = stories.par_iter().enumerate().map(parent).collect();
        let mut children = vec![Vec::new(); stories.len()];
        for (at, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                children[parent.0 as usize].push(ix(at));
            }
        }
        Self { dependencies: stories.par_iter().map(edges).collect(), parents, children }
    }

    pub(super) fn dependencies(&self, story: StoryIx) -> &[Edge] {
        &self.dependencies[story.0 as usize]
    }

    pub(super) fn parent(&self, story: StoryIx) -> Option<StoryIx> {
        self.parents[story.0 as usize]
    }

    pub(super) fn children(&self, story: StoryIx) -> &[StoryIx] {
        &self.children[story.0 as usize]
    }

    /// Kinds that only the family tells: a feature with children is an epic, an item under a story that says nothing is a task.
    pub(super) fn settle_kinds(&self, stories: &mut [Arc<Story>]) {
        let is_feature = |story: &Story| story.kind_word.value().is_some_and(|word| fold(word) == "feature");
        let mut kinds: Vec<Kind> = stories.iter().map(|story| story.own_kind).collect();
        for (at, story) in stories.iter().enumerate() {
            if story.own_kind == Kind::Story && !self.children[at].is_empty() && is_feature(story) {
                kinds[at] = Kind::Epic;
            }
        }
        let mut under_story = vec![false; stories.len()];
        for (at, parent) in self.parents.iter().enumerate() {
            let Some(parent) = parent else { continue };
            under_story[at] = kinds[parent.0 as usize] != Kind::Epic;
            if under_story[at] && stories[at].kind_word.value().is_none() {
                kinds[at] = Kind::Task;
            }
        }
        for ((story, kind), under_story) in stories.iter_mut().zip(kinds).zip(under_story) {
            if (story.kind, story.under_story) != (kind, under_story) {
                let story = Arc::make_mut(story);
                (story.kind, story.under_story) = (kind, under_story);
            }
        }
    }

    /// Per group of live stories that depend on each other, the shortest cycle through the smallest id, that one first.
    pub(super) fn cycles(&self, stories: &[Arc<Story>]) -> Vec<Vec<StoryIx>> {
        let groups = Groups::new(self, stories).found;
        let mut group_of = vec![usize::MAX; stories.len()];
        for (number, group) in groups.iter().enumerate() {
            for story in group {
                group_of[*story] = number;
            }
        }
        let mut cycles: Vec<Vec<usize>> = groups
            .iter()
            .filter_map(|group| {
                let start = *group.iter().min_by_key(|story| smallest(stories, **story))?;
                self.shortest_cycle(start, &group_of)
            })
            .collect();
        cycles.sort_by_key(|cycle| smallest(stories, cycle[0]));
        cycles.into_iter().map(|cycle| cycle.into_iter().map(ix).collect()).collect()
    }

    fn next(&self, story: usize) -> impl Iterator<Item = usize> {
        self.dependencies[story].iter().filter_map(|edge| edge.to.target()).map(|to| to.0 as usize)
    }

    /// Breadth first from `start` back to `start`, within its group.
    fn shortest_cycle(&self, start: usize, group_of: &[usize]) -> Option<Vec<usize>> {
        let mut came_from = std::collections::HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(story) = queue.pop_front() {
            for next in self.next(story).filter(|next| group_of[*next] == group_of[start]) {
                if next == start {
                    let back = std::iter::successors(Some(story), |at| if *at == start { None } else { came_from.get(at).copied() });
                    let mut cycle: Vec<usize> = back.collect();
                    cycle.reverse();
                    return Some(cycle);
                }
                if let std::collections::hash_map::Entry::Vacant(entry) = came_from.entry(next) {
                    entry.insert(story);
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

fn smallest(stories: &[Arc<Story>], story: usize) -> (IdOrder, usize) {
    (id_order(&stories[story]), story)
}

/// Tarjan's strongly connected components with a stack of its own, so that a long chain cannot exhaust the thread's.
struct Groups<'g> {
    graph: &'g Graph,
    stories: &'g [Arc<Story>],
    /// Order of the first visit, from 1; 0 is not visited.
    visited: Vec<usize>,
    lowest: Vec<usize>,
    on_path: Vec<bool>,
    path: Vec<usize>,
    count: usize,
    found: Vec<Vec<usize>>,
}

impl<'g> Groups<'g> {
    /// Groups of live stories in which each reaches each other, or itself.
    fn new(graph: &'g Graph, stories: &'g [Arc<Story>]) -> Self {
        let zeros = || vec![0; stories.len()];
        let on_path = vec![false; stories.len()];
        let mut groups = Self { graph, stories, visited: zeros(), lowest: zeros(), on_path, path: Vec::new(), count: 0, found: Vec::new() };
        for story in 0..stories.len() {
            if groups.is_open(story) {
                groups.visit_from(story);
            }
        }
        groups
    }

    fn is_open(&self, story: usize) -> bool {
        self.visited[story] == 0 && self.stories[story].live
    }

    fn visit_from(&mut self, start: usize) {
        let mut calls = vec![(self.enter(start), Vec::new())];
        calls[0].1 = self.graph.next(start).collect();
        while let Some((story, rest)) = calls.last_mut() {
            let story = *story;
            let Some(next) = rest.pop() else {
                calls.pop();
                self.leave(story, calls.last().map(|(outer, _)| *outer));
                continue;
            };
            if self.is_open(next) {
                let after = self.graph.next(next).collect();
                let entered = self.enter(next);
                calls.push((entered, after));
            } else if self.on_path[next] {
                self.lowest[story] = self.lowest[story].min(self.visited[next]);
            }
        }
    }

    fn enter(&mut self, story: usize) -> usize {
        self.count += 1;
        self.visited[story] = self.count;
        self.lowest[story] = self.count;
        self.on_path[story] = true;
        self.path.push(story);
        story
    }

    fn leave(&mut self, story: usize, outer: Option<usize>) {
        if self.lowest[story] == self.visited[story] {
            let start = self.path.iter().rposition(|member| *member == story).unwrap_or_default();
            let group = self.path.split_off(start);
            for member in &group {
                self.on_path[*member] = false;
            }
            if group.len() > 1 || self.graph.next(story).any(|next| next == story) {
                self.found.push(group);
            }
        }
        if let Some(outer) = outer {
            self.lowest[outer] = self.lowest[outer].min(self.lowest[story]);
        }
    }
}
