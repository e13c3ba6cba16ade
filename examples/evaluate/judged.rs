//! What the rules say of samples, each made a story of a backlog in memory.

use std::{collections::BTreeSet, error::Error, fmt::Write as _};

use backlint::{
    discover::Scope,
    finding::Finding,
    rules::RULES,
    run::{MAX_FILE_SIZE, Request, Trees, run},
    tree::{EntryKind, MemoryTree},
};

use crate::data::Sample;

/// Where a sample's text stands in its story.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum As {
    /// The statement of the description.
    Statement,
    /// An acceptance criterion.
    Criterion,
}

/// Per sample the rules that speak of it, under a configuration.
pub fn judged(samples: &[&Sample], place: As, config: &str) -> Result<Vec<BTreeSet<&'static str>>, Box<dyn Error>> {
    let mut tree = MemoryTree::default();
    let config = format!("layout = \"stories\"\nlanguage = \"en\"\n{config}");
    tree.add("backlint.toml".into(), EntryKind::File, config);
    for (at, sample) in samples.iter().enumerate() {
        tree.add(path(at).as_str().into(), EntryKind::File, story(sample, place));
    }
    let outcome = run(&Trees::of(&tree), &request())?;
    let mut rules = vec![BTreeSet::new(); samples.len()];
    for Finding { rule, span, labels, .. } in outcome.backlogs.iter().flat_map(|judged| &judged.findings) {
        // A finding about two stories speaks of both.
        let files: BTreeSet<_> = labels.iter().map(|label| label.span.file).chain([span.file]).collect();
        for file in files {
            let stem = outcome.sources[file].path.stem();
            if let Some(own) = stem.strip_prefix("ST-").and_then(|number| rules.get_mut(number.parse::<usize>().ok()?)) {
                own.insert(*rule);
            }
        }
    }
    Ok(rules)
}

/// Everything is judged, with every rule.
pub fn request() -> Request {
    Request {
        scope: Scope { rules: RULES.to_vec(), ..Scope::default() },
        ids: Vec::new(),
        only: Vec::new(),
        today: jiff::civil::date(2026, 3, 2),
        max_file_size: MAX_FILE_SIZE,
        ignore_unmatched: false,
        allow_empty: false,
        suppressions: true,
        baseline: false,
        protect_policy: false,
        allow_policy_change: None,
    }
}

fn path(at: usize) -> String {
    format!("backlog/ST-{at}.md")
}

fn story(sample: &Sample, place: As) -> String {
    let mut text = "---\nkind: story\nstatus: ready\n---\n".to_owned();
    let said = sample.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = match place {
        As::Statement => write!(text, "## Story\n\n{said}\n"),
        As::Criterion => write!(text, "## Acceptance criteria\n\n- [ ] {said}\n"),
    };
    text
}
