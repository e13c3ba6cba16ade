//! Which stories a command is asked about, by stage, kind, epic, label and sprint.

use crate::{
    backlog::StoryIx,
    cli::Filters,
    concept::{IdKey, Kind, Stage, Turn, fold_name},
    error::Error,
    outcome::{Judged, Outcome},
    settings::closest,
};

/// The filters of a command, their sprints looked up.
#[derive(Debug)]
pub(super) struct Selection<'o> {
    filters: &'o Filters,
    sprints: Vec<Sprint>,
}

/// A sprint that is asked for.
#[derive(Debug)]
enum Sprint {
    Turn(Turn),
    Name(String),
}

impl<'o> Selection<'o> {
    /// Fails for a sprint that neither the configuration nor a story knows.
    pub(super) fn new(filters: &'o Filters, outcome: &Outcome) -> Result<Self, Error> {
        let sprints = filters.sprint.iter().map(|name| Sprint::new(name, outcome)).collect::<Result<_, _>>()?;
        Ok(Self { filters, sprints })
    }

    /// Whether a story passes every filter.
    pub(super) fn holds(&self, judged: &Judged, ix: StoryIx) -> bool {
        let Filters { stage, kind, epic, label, .. } = self.filters;
        let story = &judged.backlog[ix];
        let folded = |name: &str, wanted: &String| fold_name(name) == fold_name(wanted);
        let is_under = |wanted: &String| {
            let parent = judged.backlog.parent(ix).map(|parent| judged.backlog[parent].name());
            let written = story.parent.as_ref().map(|parent| parent.id.clone()).or_else(|| story.group.value().cloned());
            parent.into_iter().chain(written).any(|name| IdKey::of(&name) == IdKey::of(wanted) || folded(&name, wanted))
        };
        let is_planned = |sprint: &Sprint| story.sprint.value().is_some_and(|name| sprint.is(name, judged));
        (stage.is_empty() || stage.iter().any(|name| Stage::named(name) == Some(story.stage())))
            && (kind.is_empty() || kind.iter().any(|name| Kind::named(name) == Some(story.kind)))
            && (epic.is_empty() || epic.iter().any(is_under))
            && (label.is_empty() || label.iter().any(|wanted| story.labels.iter().any(|own| folded(own, wanted))))
            && (self.sprints.is_empty() || self.sprints.iter().any(is_planned))
    }

    /// The filters in words, for an answer that is empty; nothing without filters.
    pub(super) fn words(&self) -> String {
        let Filters { stage, kind, epic, label, sprint } = self.filters;
        let part = |name: &str, values: &[String]| (!values.is_empty()).then(|| format!("{name} `{}`", values.join("` or `")));
        let parts = [part("stage", stage), part("kind", kind), part("epic", epic), part("label", label), part("sprint", sprint)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Sprint {
    fn new(name: &str, outcome: &Outcome) -> Result<Self, Error> {
        let has = |find: fn(&Judged) -> bool| outcome.backlogs.iter().any(find);
        let help = "say under `[sprints]` in `backlint.toml` when sprints are";
        match name {
            "current" if has(|judged| judged.planning.team.sprints.current(judged.planning.today).is_some()) => {
                Ok(Self::Turn(Turn::Current))
            }
            "next" if has(|judged| judged.planning.team.sprints.next(judged.planning.today).is_some()) => Ok(Self::Turn(Turn::Next)),
            "current" => Err(Error::usage("no sprint holds today", help.to_owned())),
            "next" => Err(Error::usage("no sprint starts after today", help.to_owned())),
            _ => Self::named(name, outcome),
        }
    }

    fn named(name: &str, outcome: &Outcome) -> Result<Self, Error> {
        let planned = |judged: &Judged| judged.planning.team.sprints.list.iter().map(|sprint| sprint.name.clone()).collect::<Vec<_>>();
        let written = |judged: &Judged| judged.backlog.stories().filter_map(|(_, story)| story.sprint.value().cloned()).collect::<Vec<_>>();
        let known: Vec<String> = outcome.backlogs.iter().flat_map(|judged| [planned(judged), written(judged)].concat()).collect();
        if known.iter().any(|own| fold_name(own) == fold_name(name)) {
            return Ok(Self::Name(fold_name(name)));
        }
        let help = closest(name, known.iter().map(String::as_str)).map(|meant| format!("did you mean `{meant}`?"));
        Err(Error::usage(format!("no story is planned for a sprint `{name}`"), help))
    }

    fn is(&self, name: &str, judged: &Judged) -> bool {
        match self {
            Self::Turn(turn) => judged.planning.team.sprints.turn(name, judged.planning.today) == *turn,
            Self::Name(wanted) => fold_name(name) == *wanted,
        }
    }
}
