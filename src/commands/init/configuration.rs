//! The configuration that `init` writes.

use std::fmt::Write as _;

use crate::{
    backlog::uses::{OPTIONAL, Uses},
    concept::{Concept, Scale, Stage},
    habits::Habits,
    layout::Globs,
    outcome::Judged,
    text::counted::stories,
};

/// What was chosen for the team, or by it.
#[derive(Debug)]
pub(super) struct Choices {
    /// The status word that means "may be started", where none did.
    pub(super) ready: Option<String>,
    /// The template for new stories, below the backlog's root.
    pub(super) template: Option<String>,
}

/// The whole file: what holds, and in comments what could.
pub(super) fn text(judged: &Judged, habits: &Habits, choices: &Choices) -> String {
    let mut text = format!(
        "#:schema {}/raw/v{}/schemas/config.json\n\
         # How backlint judges this backlog. `backlint config` shows every key with its value, `backlint rules` every rule.\n\n",
        env!("CARGO_PKG_REPOSITORY"),
        env!("CARGO_PKG_VERSION"),
    );
    if let Some(template) = &choices.template {
        let _ = writeln!(
            text,
            "# New stories are made from it; a line of it that was left as it is, is a finding.\ntemplate = {{ story = {} }}\n",
            string(template)
        );
    }
    layout(&mut text, judged);
    stages(&mut text, habits, choices);
    uses(&mut text, judged);
    estimate(&mut text, judged, habits);
    rules(&mut text, judged, habits);
    text
}

/// Where stories lie, spelled out, so that no later version finds others.
fn layout(text: &mut String, judged: &Judged) {
    let layout = &judged.layout;
    let _ = writeln!(text, "# Where stories lie and how they are read; fields and sections are those of the preset.\n[layout]");
    let _ = writeln!(text, "preset = {}", string(&layout.name));
    for (key, globs) in [("stories", &layout.stories), ("known", &layout.known), ("ignore", &layout.ignore)] {
        if !globs.patterns().is_empty() {
            let _ = writeln!(text, "{key} = {}", list(globs));
        }
    }
    text.push('\n');
}

fn stages(text: &mut String, habits: &Habits, choices: &Choices) {
    text.push_str("# What the status words mean: draft, open, ready, active, done or dropped.\n[stages]\n");
    let is_chosen = |word: &str| choices.ready.as_deref() == Some(word);
    for (word, stage, count) in &habits.statuses {
        let (off, meant) = match stage {
            _ if is_chosen(word) => ("", Stage::Ready),
            Some(stage) => ("# ", *stage),
            None => ("", Stage::Open),
        };
        let note = if stage.is_none() && !is_chosen(word) { "  # not known to backlint; is it open?" } else { "" };
        let _ = writeln!(text, "{off}{} = {}  # {}{note}", string(word), string(meant.name()), stories(*count));
    }
    if !habits.has_ready() && choices.ready.is_none() {
        text.push_str(
            "# No word says that a story may be started. Until one is set to \"ready\", a story is held to the checks when it is started.\n",
        );
    }
    text.push('\n');
}

/// What the team's stories do without, so that no rule asks for it.
fn uses(text: &mut String, judged: &Judged) {
    let uses = Uses::of([&judged.backlog], &judged.planning.team.uses);
    let unused = OPTIONAL.into_iter().filter(|concept| *concept != Concept::Id && uses.is_unused(*concept));
    let lines: Vec<String> = unused.map(|concept| format!("{} = false  # no story here states it\n", concept.name())).collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "# What stories here do without; no rule asks for it.\n[uses]\n{}", lines.concat());
    }
}

/// Whether and how the team estimates, as far as it is used to.
fn estimate(text: &mut String, judged: &Judged, habits: &Habits) {
    if !judged.layout.maps(Concept::Estimate) {
        return;
    }
    let _ = writeln!(text, "# {} of {} planned stories have an estimate.\n[estimate]", habits.estimated, habits.planned);
    match (&habits.scale, habits.estimated) {
        (_, 0) => {
            text.push_str("# scale = \"fibonacci\"  # or \"t-shirt\", \"hours\", \"days\", a list, or \"none\" to refuse estimates\n");
        }
        (Some(scale), _) => {
            let _ = writeln!(text, "scale = {}", string(&scale.words()));
        }
        (None, _) => text.push_str("# scale = \"fibonacci\"  # no one scale holds all that is there\n"),
    }
    if habits.estimated > 0 {
        let max = match &habits.scale {
            Some(Scale::TShirt) => "\"L\"",
            Some(Scale::Hours) => "40",
            Some(Scale::Days) => "5",
            _ => "8",
        };
        let _ = writeln!(text, "max = {max}  # larger stories are to be split");
    }
    text.push('\n');
}

/// Levels that differ from the default because the team is used to something else.
fn rules(text: &mut String, judged: &Judged, habits: &Habits) {
    text.push_str("[rules]\n");
    let is_mapped = judged.layout.maps(Concept::Estimate);
    if is_mapped && habits.estimated > 0 && habits.estimated * 2 < habits.planned {
        let _ = writeln!(text, "estimate-missing = \"hint\"  # most stories here have none; raise it when the team is ready to");
    }
    text.push_str(
        "# title-vague = \"off\"\n\
         # estimate-too-big = { max = 5 }\n\
         # criteria-missing = { stages = { open = \"hint\", ready = \"error\" } }\n\n\
         # A clause of the team's own Definition of Ready:\n\
         # [[require]]\n\
         # name = \"design-link\"\n\
         # when = { label = \"ui\" }\n\
         # section = \"Design\"\n\
         # message = \"no link to the design\"\n",
    );
}

fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(globs: &Globs) -> String {
    let patterns: Vec<String> = globs.patterns().iter().map(|pattern| string(pattern)).collect();
    format!("[{}]", patterns.join(", "))
}
