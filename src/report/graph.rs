//! What depends on what, for `graph`.

use std::{
    collections::{BTreeSet, VecDeque},
    fmt::Write as _,
};

use super::neutral::{clean, clip};
use crate::{
    backlog::StoryIx,
    concept::Stage,
    outcome::{Judged, Outcome},
};

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Mermaid, which GitHub and GitLab draw.
    Mermaid,
    /// DOT, for Graphviz.
    Dot,
}

/// Which dependencies are drawn.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only what this story, as its backlog and its place in it, needs and what needs it, over any number of steps.
    pub focus: Option<(usize, StoryIx)>,
    /// Dependencies of finished work too.
    pub all: bool,
}

/// A dependency: who needs whom.
type Arrow = (StoryIx, StoryIx);

/// How ready a story is, as colours show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Colour {
    Ready,
    Lacking,
    Draft,
    Active,
    Done,
}

impl Colour {
    const ALL: [Colour; 5] = [Colour::Ready, Colour::Lacking, Colour::Draft, Colour::Active, Colour::Done];

    fn of(judged: &Judged, ix: StoryIx) -> Self {
        let story = &judged.backlog[ix];
        match story.stage() {
            _ if !story.live => Colour::Done,
            Stage::Draft => Colour::Draft,
            Stage::Active => Colour::Active,
            Stage::Done | Stage::Dropped => Colour::Done,
            Stage::Open | Stage::Ready if judged.meets_checks(ix) => Colour::Ready,
            Stage::Open | Stage::Ready => Colour::Lacking,
        }
    }

    /// Its name, and how it is filled; dark text reads on all of them.
    fn style(self) -> (&'static str, &'static str) {
        match self {
            Colour::Ready => ("ready", "#b7e4c7"),
            Colour::Lacking => ("lacking", "#ffd6a5"),
            Colour::Draft => ("draft", "#f1f3f5"),
            Colour::Active => ("active", "#a5d8ff"),
            Colour::Done => ("done", "#ced4da"),
        }
    }
}

/// The dependencies of every backlog.
pub fn graph(outcome: &Outcome, selection: &Selection, notation: Notation) -> String {
    let mut text = match notation {
        Notation::Mermaid => "flowchart RL\n".to_owned(),
        Notation::Dot => "digraph backlog {\n  rankdir=RL;\n  node [shape=box, style=filled, fontname=\"sans-serif\"];\n".to_owned(),
    };
    let mut used = BTreeSet::new();
    for (at, judged) in outcome.backlogs.iter().enumerate() {
        let focus = match selection.focus {
            Some((backlog, _)) if backlog != at => continue,
            focus => focus.map(|(_, ix)| ix),
        };
        let arrows = arrows(judged, focus, selection.all);
        let nodes: BTreeSet<StoryIx> = arrows.iter().flat_map(|(from, to)| [*from, *to]).chain(focus).collect();
        for ix in nodes {
            let colour = Colour::of(judged, ix);
            used.insert(colour);
            node(&mut text, judged, (at, ix), colour, notation);
        }
        for (from, to) in arrows {
            let (arrow, end) = if notation == Notation::Mermaid { ("-->", "") } else { ("->", ";") };
            let _ = writeln!(text, "  b{at}n{} {arrow} b{at}n{}{end}", from.0, to.0);
        }
    }
    match notation {
        Notation::Mermaid => {
            for colour in Colour::ALL.into_iter().filter(|colour| used.contains(colour)) {
                let (name, fill) = colour.style();
                let _ = writeln!(text, "  classDef {name} fill:{fill},stroke:#495057,color:#212529");
            }
        }
        Notation::Dot => text.push_str("}\n"),
    }
    text
}

fn node(text: &mut String, judged: &Judged, (backlog, ix): (usize, StoryIx), colour: Colour, notation: Notation) {
    let story = &judged.backlog[ix];
    let title = story.title.value().map(|title| clip(&clean(title), 60).into_owned()).unwrap_or_default();
    let id = clean(&story.name()).into_owned();
    let (name, fill) = colour.style();
    let _ = match notation {
        Notation::Mermaid => {
            // Entities keep text text, whatever it says.
            let label: String = format!("{id} {title}").trim_end().chars().map(entity).collect();
            writeln!(text, "  b{backlog}n{}[\"{label}\"]:::{name}", ix.0)
        }
        Notation::Dot => {
            let escape = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
            writeln!(
                text,
                "  b{backlog}n{} [label=\"{}\\n{}\", fillcolor=\"{fill}\", tooltip=\"{name}\"];",
                ix.0,
                escape(&id),
                escape(&title)
            )
        }
    };
}

fn entity(c: char) -> String {
    if c.is_alphanumeric() || " -_.,/()".contains(c) { c.to_string() } else { format!("#{};", u32::from(c)) }
}

/// Dependencies to draw, in the order of paths.
fn arrows(judged: &Judged, focus: Option<StoryIx>, all: bool) -> Vec<Arrow> {
    let backlog = &judged.backlog;
    let is_past = |ix: StoryIx| matches!(Colour::of(judged, ix), Colour::Done);
    let of = |ix: StoryIx| backlog.dependencies(ix).iter().filter_map(move |edge| Some((ix, edge.to.target()?)));
    let live = backlog.stories().filter(|(_, story)| story.live).map(|(ix, _)| ix);
    let mut arrows: Vec<Arrow> = live.filter(|ix| all || focus.is_some() || !is_past(*ix)).flat_map(of).collect();
    arrows.sort_unstable();
    arrows.dedup();
    if let Some(focus) = focus {
        let reached = reached(backlog.len(), &arrows, focus);
        arrows.retain(|(from, to)| reached.contains(from) && reached.contains(to));
    }
    arrows
}

/// What `focus` needs and what needs it, over any number of steps.
fn reached(count: usize, arrows: &[Arrow], focus: StoryIx) -> BTreeSet<StoryIx> {
    let mut reached = BTreeSet::from([focus]);
    for forward in [true, false] {
        let mut next: Vec<Vec<StoryIx>> = vec![Vec::new(); count];
        for (from, to) in arrows {
            let (from, to) = if forward { (from, to) } else { (to, from) };
            next[from.0 as usize].push(*to);
        }
        let mut seen = BTreeSet::from([focus]);
        let mut queue = VecDeque::from([focus]);
        while let Some(ix) = queue.pop_front() {
            queue.extend(next[ix.0 as usize].iter().copied().filter(|to| seen.insert(*to)));
        }
        reached.append(&mut seen);
    }
    reached
}
