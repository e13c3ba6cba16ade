//! What is said where no story is judged, and of what looks like a backlog and is not checked.

use super::Request;
use crate::{
    discover::Scope,
    error::Error,
    outcome::{Judged, Notice, Outcome},
    source::RepoPath,
};

/// Says which folders look like backlogs and are not checked.
pub(super) fn propose(outcome: &mut Outcome) {
    for proposal in &outcome.proposals {
        let files = if proposal.items == 1 { "1 file that states".to_owned() } else { format!("{} files that state", proposal.items) };
        let text = format!(
            "{} looks like a backlog ({files} what an item does) and is not checked: `{}` checks it",
            proposal.words(),
            proposal.command()
        );
        outcome.notices.push(Notice { code: "backlog-unchecked", text });
    }
}

/// No story at all: an error, or a notice where that is allowed.
pub(super) fn nothing(outcome: &mut Outcome, request: &Request) -> Result<(), Error> {
    let (message, help) = match (outcome.proposals.first(), outcome.backlogs.first()) {
        (Some(proposal), _) => (
            format!("no backlog is checked; {} looks like one, {}", proposal.words(), proposal.evidence),
            format!("check it with `{}`, or keep it so with `backlint init`", proposal.command()),
        ),
        (None, judged) => {
            let help = "name the folder that holds your stories: `backlint check FOLDER`; write a first one: `backlint new story \"TITLE\"`; or pass `--allow-empty`";
            (judged.map_or_else(|| "no backlog found".into(), |judged| looked(judged, &request.scope)), help.into())
        }
    };
    if request.allow_empty {
        outcome.notices.push(Notice { code: "no-stories", text: message });
        return Ok(());
    }
    Err(Error::NoStories { message, help: Some(help) })
}

/// What was looked for in a backlog without a story.
fn looked(judged: &Judged, scope: &Scope) -> String {
    let shown = |path: &RepoPath| if path.is_top() { "this repository".to_owned() } else { format!("`{}`", path.display()) };
    let folder = scope.paths.first().unwrap_or(&judged.backlog.root);
    let ignored = judged.ignored.first().map(|path| format!("; git ignores `{}`", path.display())).unwrap_or_default();
    let signs = "no status, estimate, criteria or id";
    match judged.markdown {
        0 if judged.config.is_some() => {
            let patterns: Vec<String> = judged.layout.stories.patterns().iter().map(|pattern| format!("`{pattern}`")).collect();
            format!("no file matches {} (layout `{}`){ignored}", patterns.join(", "), judged.layout.name)
        }
        0 => format!("no markdown file in {}{ignored}", shown(folder)),
        1 => format!("the one markdown file in {} does not look like a story ({signs}){ignored}", shown(folder)),
        count => format!("none of {count} markdown files in {} looks like a story ({signs}){ignored}", shown(folder)),
    }
}
