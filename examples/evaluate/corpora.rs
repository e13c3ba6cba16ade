//! How often each text rule speaks in real backlogs.

use std::{collections::BTreeMap, error::Error, fmt::Write as _, fs, path::Path};

use backlint::{
    discover::Scope,
    rule::Group,
    rules::RULES,
    run::{MAX_FILE_SIZE, Request, Trees, run},
    tree::WorkTree,
};

/// Per backlog: open items, those with a statement, and for each rule the items it speaks of and its share of those with a statement.
pub fn table(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut folders: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    folders.sort();
    let mut out = String::new();
    for folder in folders {
        let tree = WorkTree::of_folder(&folder);
        let request = Request {
            scope: Scope { rules: RULES.to_vec(), ..Scope::default() },
            ids: Vec::new(),
            only: Vec::new(),
            today: jiff::civil::date(2026, 3, 2),
            max_file_size: MAX_FILE_SIZE,
            allow_empty: false,
            suppressions: true,
            baseline: false,
            protect_policy: false,
        };
        let outcome = run(&Trees::of(&tree), &request)?;
        let stories = outcome.backlogs.iter().flat_map(|judged| judged.backlog.stories());
        let open: Vec<_> = stories.filter(|(_, story)| story.is_open_item()).collect();
        let stated = open.iter().filter(|(_, story)| story.statement.is_some()).count();
        let mut speaks: BTreeMap<&str, std::collections::BTreeSet<_>> = BTreeMap::new();
        for finding in outcome.backlogs.iter().flat_map(|judged| &judged.findings) {
            let text = RULES.iter().any(|rule| rule.name == finding.rule && rule.group == Group::Text);
            let is_open = open.iter().any(|(_, story)| story.file == finding.span.file);
            if text && is_open {
                speaks.entry(finding.rule).or_default().insert(finding.span.file);
            }
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(out, "{name}: {} open items, {stated} with a statement", open.len());
        for (rule, files) in speaks {
            let _ = writeln!(out, "  {rule:<24} {:>4}", files.len());
        }
    }
    Ok(out)
}
