//! How often each text rule speaks in real backlogs, and what it says.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use backlint::{
    finding::{Finding, Level},
    outcome::Outcome,
    rule::Group,
    rules::RULES,
    run::{Trees, run},
    tree::WorkTree,
};

use crate::judged::request;

/// Every backlog below `folder`, judged.
fn judged(folder: &Path) -> Result<Vec<(String, Outcome)>, Box<dyn Error>> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    folders.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    folders.iter().map(|path| Ok((name(path), run(&Trees::of(&WorkTree::of_folder(path)), &request())?))).collect()
}

/// What the text rules say, or would say if the story were ready.
fn findings(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    let is_text = |finding: &&Finding| RULES.iter().any(|rule| rule.name == finding.rule && rule.group == Group::Text);
    outcome.backlogs.iter().flat_map(|judged| &judged.findings).filter(is_text).filter(|finding| finding.level_if_ready != Level::Off)
}

/// Per backlog: its stories, and for each rule those it would speak of if they were ready.
pub fn table(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut out = String::new();
    for (name, outcome) in judged(folder)? {
        let stories: Vec<_> = outcome.backlogs.iter().flat_map(|judged| judged.backlog.stories()).filter(|(_, story)| story.live).collect();
        let open = stories.iter().filter(|(_, story)| story.is_open_item()).count();
        let stated = stories.iter().filter(|(_, story)| story.statement(&outcome.sources[story.file].text).is_some()).count();
        let mut speaks: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
        for finding in findings(&outcome) {
            speaks.entry(finding.rule).or_default().insert(finding.span.file);
        }
        let _ = writeln!(out, "{name}: {} stories, {open} of them open, {stated} with a statement", stories.len());
        for (rule, files) in speaks {
            let _ = writeln!(out, "  {rule:<24} {:>4}", files.len());
        }
    }
    Ok(out)
}

/// Each finding with its place and the line it is on, in an order that is always the same and follows nothing.
pub fn listing(folder: &Path, rule: &str) -> Result<String, Box<dyn Error>> {
    let mut lines = Vec::new();
    for (name, outcome) in judged(folder)? {
        for finding in findings(&outcome).filter(|finding| finding.rule == rule) {
            let source = &outcome.sources[finding.span.file];
            let (start, _) = source.positions(finding.span.range);
            let line = source.text.lines().nth(start.line.saturating_sub(1)).unwrap_or_default().trim();
            let place = format!("{name}/{}:{}", source.path.display(), start.line);
            // FNV: a shuffle that is the same everywhere.
            let key = place.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
            lines.push((key, format!("{place}\n    {}\n    {line}\n", finding.message)));
        }
    }
    lines.sort();
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}
