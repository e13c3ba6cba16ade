//! What else `init` writes: a workflow, a template, a note for coding agents.

use std::path::Path;

use super::{New, Plan, write};
use crate::{cli, concept::Concept, error::Error, layout::Section, outcome::Judged, source::RepoPath};

const WORKFLOW: &str = include_str!("workflow.yml");

/// Between these the note for agents stands.
const BEGIN: &str = "<!-- backlint:begin -->";

const AGENTS: &str = "<!-- backlint:begin -->
## Backlog

Stories are checked by backlint.
- Before you start a story: `backlint ready ID`. If it lacks anything, ask; do not start it.
- `backlint ready --next` names the story to take.
- After you change a story: `backlint check ID`.
<!-- backlint:end -->
";

/// Plans the files that are asked for.
pub(super) fn add(options: &cli::Init, top: &Path, plan: &mut Plan) -> Result<(), Error> {
    if options.workflow {
        plan.add(top.join(".github/workflows/backlint.yml"), WORKFLOW.to_owned())?;
    }
    if options.agents {
        let path = top.join("AGENTS.md");
        match write::existing(&path)?.map(String::from_utf8) {
            None => plan.files.push(New { path, before: None, text: AGENTS.to_owned() }),
            Some(Ok(text)) if !text.contains(BEGIN) => {
                let added = format!("{}\n\n{AGENTS}", text.trim_end());
                plan.files.push(New { path, before: Some(text), text: added });
            }
            Some(_) => plan.kept.push(path),
        }
    }
    Ok(())
}

/// The template of a story in a layout, and where it goes, below the backlog's root.
pub(super) fn template(judged: &Judged) -> Result<(RepoPath, String), Error> {
    let layout = &judged.layout;
    if layout.new_command.is_some() {
        let message = format!("the tool of the layout `{}` makes new stories itself", layout.name);
        return Err(Error::usage(message, "leave `--template` out".to_owned()));
    }
    let keys = [(Concept::Id, ""), (Concept::Title, "What changes, in one line"), (Concept::Status, "draft"), (Concept::Estimate, "")];
    let fields: String = keys
        .into_iter()
        .filter(|(concept, _)| layout.keys(*concept).next().is_some())
        .map(|(concept, value)| format!("{}: {value}", layout.key(concept)).trim_end().to_owned() + "\n")
        .collect();
    let heading = layout.heading(Section::Criteria);
    let text = format!(
        "---\n{fields}---\n\nWho needs this, what should be different for them, and why?\n\n\
         ## {heading}\n\n- [ ] What can be seen when it is done\n\n\
         ## {}\n\n",
        layout.heading(Section::Questions)
    );
    let folder = judged.backlog.stories().find(|(_, story)| story.live).map(|(_, story)| super::below(&story.path, judged).parent());
    Ok((folder.unwrap_or_default().join(b"_template.md"), text))
}
