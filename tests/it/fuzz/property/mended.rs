//! What holds of mending any tree: nothing new comes up, once is enough, and marks and line ends stay.

use std::collections::BTreeMap;

use backlint::{
    finding::{Level, Safety},
    fix::{Fixed, fix},
    outcome::Outcome,
    rule::Check,
    rules::{self, RULES},
    run::{Trees, run},
    tree::{Overlay, Tree},
};

use crate::page::request;

/// Per file, rule and key how many findings count.
fn counted(outcome: &Outcome) -> BTreeMap<(String, &'static str, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in outcome.backlogs.iter().flat_map(|judged| &judged.findings) {
        if finding.level != Level::Off || finding.level_if_ready != Level::Off {
            let path = outcome.sources[finding.span.file].path.display();
            *counts.entry((path, finding.rule, finding.key.clone())).or_default() += 1;
        }
    }
    counts
}

fn broken(outcome: &Outcome) -> Vec<String> {
    let stories = outcome.backlogs.iter().flat_map(|judged| judged.backlog.stories());
    stories.filter(|(_, story)| story.broken).map(|(_, story)| story.path.display()).collect()
}

/// Whether a rule looks at more than one story: what a broken file kept from it can be told once the file is read.
fn is_among_stories(rule: &str) -> bool {
    rules::named(rule).is_none_or(|rule| !matches!(rule.check, Check::Story(_)))
}

/// Everything that holds of mending any tree.
pub fn mended(tree: &dyn Tree) -> Fixed {
    let (trees, request) = (Trees::of(tree), request(RULES.to_vec()));
    let found = || run(&trees, &request).unwrap();
    let fixed = fix(&trees, &request, Safety::Unsafe, found()).unwrap();
    let files = fixed.files.iter().map(|(path, changed)| (path.clone(), changed.after.clone().into_bytes()));
    let overlay = Overlay { base: tree, files: files.collect() };

    // Nothing new, but for what could not be told before.
    let (before, after) = (found(), run(&Trees::of(&overlay), &request).unwrap());
    let (known, unread) = (counted(&before), broken(&before));
    let is_read_now = broken(&after).len() < unread.len();
    for ((path, rule, key), count) in counted(&after) {
        let had = known.get(&(path.clone(), rule, key.clone())).copied().unwrap_or_default();
        let is_told_now = is_read_now && is_among_stories(rule);
        assert!(count <= had || unread.contains(&path) || is_told_now, "mending brings up {rule} ({key}) in {path}");
    }
    assert_eq!(counted(&after), counted(&fixed.outcome));

    // Once is enough.
    let again = fix(&Trees::of(&overlay), &request, Safety::Unsafe, after).unwrap();
    let twice = again.files.iter().find(|(path, changed)| fixed.files.get(*path).is_none_or(|first| first.after != changed.after));
    assert!(twice.is_none(), "mending twice changes {twice:?}");

    for (path, changed) in &fixed.files {
        let (text, after) = (&*changed.before, &*changed.after);
        assert_ne!(text, after, "{}", path.display());
        assert_eq!(text.starts_with('\u{feff}'), after.starts_with('\u{feff}'), "a byte order mark stays");
        let bare = |text: &str| text.replace("\r\n", "").contains('\n');
        assert!(!text.contains("\r\n") || bare(text) || !bare(after), "line ends stay: {after:?}");
    }
    fixed
}
