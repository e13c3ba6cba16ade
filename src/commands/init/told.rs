//! What `init` says.

use std::{fmt::Write as _, path::Path};

use super::{New, Plan};
use crate::{
    cli,
    habits::Habits,
    outcome::{Judged, Outcome},
    report::{by_rule, clean},
    text::counted::{counted, stories},
};

/// Layout, fields and status words as they were found.
pub(super) fn habits(judged: &Judged, habits: &Habits) -> String {
    let layout = &judged.layout;
    let tool = layout.tool_config.as_ref().map(|path| format!(", as `{}` says", clean(&path.display()))).unwrap_or_default();
    let known = if habits.known == 0 { String::new() } else { format!(", {} of finished work", counted(habits.known, "file", "files")) };
    let clue = judged.clue.to_string();
    let clue = clean(&clue);
    let mut text = format!("Layout `{}`, {clue}{tool}: {}{known}.\n\n", layout.name, stories(habits.stories));
    let width = habits.fields.iter().map(|(concept, ..)| concept.name().len()).max().unwrap_or_default();
    for (concept, sources, count) in &habits.fields {
        let _ = writeln!(text, "  {:<width$}  {:>4} of {}  {}", concept.name(), count, habits.stories, clean(sources));
    }
    text.push_str("\nStatus words:\n");
    let width = habits.statuses.iter().map(|(word, ..)| word.chars().count()).max().unwrap_or_default();
    for (word, stage, count) in &habits.statuses {
        let stage = stage.map_or("not known, counts as open", crate::concept::Stage::name);
        let _ = writeln!(text, "  {:<width$}  {count:>4}  {stage}", clean(word));
    }
    text
}

/// How many findings there are now.
pub(super) fn findings(text: &mut String, after: &Outcome) {
    let counts = crate::habits::by_rule(after);
    if counts.is_empty() {
        text.push_str("\nNothing is found in it.\n");
        return;
    }
    text.push_str("\nFindings with this configuration:\n");
    text.push_str(&by_rule(&counts));
}

/// What is written, or would be.
pub(super) fn files(text: &mut String, plan: &Plan, top: &Path, dry: bool) {
    text.push('\n');
    let shown = |path: &Path| clean(&path.strip_prefix(top).unwrap_or(path).display().to_string()).into_owned();
    for path in &plan.kept {
        let _ = writeln!(text, "{}: there already, left as it is", shown(path));
    }
    for New { path, text: content, .. } in &plan.files {
        if dry {
            let _ = writeln!(text, "--- {}\n{content}", shown(path));
        } else {
            let _ = writeln!(text, "{}: written", shown(path));
        }
    }
}

/// What to do next.
pub(super) fn next(options: &cli::Init) -> &'static str {
    if options.dry_run {
        ""
    } else if options.baseline {
        "\nNext: `backlint check` reports what is new from now on; commit these files.\n"
    } else {
        "\nNext: `backlint check`. If there is too much to mend at once, `backlint baseline` records it, and only what is new is reported.\n"
    }
}
