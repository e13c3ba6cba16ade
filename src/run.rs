//! The line, from a tree to an outcome: discover, load, parse, index, check, filter.

use std::collections::BTreeSet;

use crate::{
    backlog::Backlog,
    concept::fold,
    discover::{self, Found, Place, Scope},
    engine,
    error::Error,
    filter,
    load::load,
    outcome::{Judged, Notice, Outcome, Summary},
    rule::context::Surroundings,
    tree::Tree,
};

/// What a run is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where to look.
    pub scope: Scope,
    /// Ids of stories that findings are narrowed to, besides paths.
    pub ids: Vec<String>,
    /// The day that counts as today.
    pub today: jiff::civil::Date,
    /// The largest file that is read, in bytes.
    pub max_file_size: u64,
    /// Whether finding no story is fine.
    pub allow_empty: bool,
}

/// The largest file that is read unless a run says otherwise, in bytes.
pub const MAX_FILE_SIZE: u64 = 1024 * 1024;

/// Judges every backlog that `request` asks for.
pub fn run(tree: &dyn Tree, request: &Request) -> Result<Outcome, Error> {
    let Found { places, errors } = discover::discover(tree, &request.scope)?;
    let mut outcome = Outcome { errors, ..Outcome::default() };
    for place in places {
        let loaded = load(tree, &place, request.max_file_size, &mut outcome.sources)?;
        outcome.errors.extend(loaded.errors);
        outcome.notices.extend(loaded.notices);
        let backlog = Backlog::new(place.root.clone(), loaded.stories, &place.layout);
        let around = Surroundings {
            backlog: &backlog,
            sources: &outcome.sources,
            layout: &place.layout,
            estimates: &place.estimates,
            today: request.today,
        };
        let checked = engine::check(around, &place.plan);
        outcome.errors.extend(checked.errors);
        outcome.notices.extend(notices(&place, &backlog));
        let summary = summary(&backlog, &checked.meets);
        let config = place.config.map(|config| config.path.clone());
        outcome.backlogs.push(Judged { backlog, layout: place.layout, config, meets: checked.meets, summary, findings: checked.findings });
    }
    outcome.notices.sort();
    outcome.notices.dedup();
    if outcome.errors.is_empty() && outcome.backlogs.iter().all(|judged| judged.backlog.is_empty()) {
        nothing(&mut outcome, request)?;
    }
    filter::narrow(&mut outcome, &request.scope.paths, &request.ids)?;
    Ok(outcome)
}

/// No story at all: an error, or a notice where that is allowed.
fn nothing(outcome: &mut Outcome, request: &Request) -> Result<(), Error> {
    let looked = |judged: &Judged| {
        let patterns: Vec<String> = judged.layout.stories.patterns().iter().map(|pattern| format!("`{pattern}`")).collect();
        let root = if judged.backlog.root.is_top() { String::new() } else { format!(" in `{}`", judged.backlog.root.display()) };
        format!("no file matches {}{root} (layout `{}`)", patterns.join(", "), judged.layout.name)
    };
    let message = outcome.backlogs.first().map_or_else(|| "no backlog".into(), looked);
    if request.allow_empty {
        outcome.notices.push(Notice { code: "no-stories", text: message });
        return Ok(());
    }
    let help =
        "name the folder that holds your backlog, or say where stories lie in `backlint.toml`: layout = { stories = [\"items/**/*.md\"] }";
    Err(Error::NoStories { message, help: Some(help.into()) })
}

fn summary(backlog: &Backlog, meets: &[bool]) -> Summary {
    let mut summary = Summary::default();
    for ((_, story), meets) in backlog.stories().zip(meets).filter(|((_, story), _)| story.live) {
        summary.stories += 1;
        if story.is_open_item() {
            summary.open_items += 1;
            summary.meets_checks += usize::from(*meets);
        }
    }
    summary
}

/// What the rules cannot say: what they do not look at here, and words whose meaning nobody told.
fn notices(place: &Place, backlog: &Backlog) -> Vec<Notice> {
    let mut notices = place.notices.clone();
    let rules: Vec<&str> = place.plan.not_configured().map(|planned| planned.rule.name).collect();
    if !rules.is_empty() && !backlog.is_empty() {
        let text = format!("not configured in the layout `{}`: {}", place.layout.name, rules.join(", "));
        notices.push(Notice { code: "not-configured", text });
    }
    let live = backlog.stories().map(|(_, story)| story).filter(|story| story.live && story.stated_stage.is_none());
    let words: BTreeSet<&str> = live.filter_map(|story| story.status.value()).map(String::as_str).collect();
    let mut told = BTreeSet::new();
    for word in words.into_iter().filter(|word| place.layout.allows_status(word) && told.insert(fold(word))) {
        let text = format!("the status `{word}` has no stage and counts as open; say which under `[stages]`");
        notices.push(Notice { code: "status-unmapped", text });
    }
    notices
}
