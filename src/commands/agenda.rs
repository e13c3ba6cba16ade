//! `backlint agenda`.

use std::path::Path;

use super::{CLEAN, FOUND, NOT_JUDGED, open::Opened};
use crate::{
    cli::Agenda,
    concept::{Turn, fold_name},
    error::Error,
    outcome::{Judged, Outcome},
    readiness,
    report::{self, Output, Style},
    settings::closest,
    story::Story,
};

pub(super) fn agenda(options: &Agenda, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let outputs = Output::parse(&options.output_format)?;
    let outcome = Opened::new(here, &options.judging)?.run()?;
    let wanted = options.sprint.as_deref().map(|name| Wanted::new(name, &outcome)).transpose()?;
    let agendas: Vec<(String, readiness::Agenda)> = outcome
        .backlogs
        .iter()
        .map(|judged| {
            let root = if judged.backlog.root.is_top() { String::new() } else { judged.backlog.root.display() };
            let is_wanted = |story: &Story| wanted.as_ref().is_none_or(|wanted| wanted.holds(story, judged));
            (root, readiness::agenda(judged, options.limit, is_wanted))
        })
        .collect();
    for output in &outputs {
        output.write(style, |format, style, out, remarks| report::write_agenda(format, &outcome, &agendas, style, out, remarks))?;
    }
    let undrafted = agendas.iter().any(|(_, agenda)| agenda.topics.iter().any(|topic| !topic.has_criteria));
    Ok(match (outcome.errors.is_empty(), options.check && undrafted) {
        (false, _) => NOT_JUDGED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    })
}

/// The sprint that is asked for.
enum Wanted {
    Turn(Turn),
    Name(String),
}

impl Wanted {
    /// A sprint that neither the configuration nor a story knows is a slip.
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

    fn holds(&self, story: &Story, judged: &Judged) -> bool {
        let Some(name) = story.sprint.value() else { return false };
        match self {
            Self::Turn(turn) => judged.planning.team.sprints.turn(name, judged.planning.today) == *turn,
            Self::Name(wanted) => fold_name(name) == *wanted,
        }
    }
}
