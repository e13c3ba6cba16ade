//! Real backlogs, where they are at hand.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use backlint::{
    concept::Stage,
    discover::Scope,
    finding::Level,
    outcome::Outcome,
    rules::RULES,
    run::{Request, Trees, run},
    tree::WorkTree,
};

use crate::page::request;

fn judged(name: &str) -> Option<Outcome> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(name);
    if !folder.is_dir() {
        return None;
    }
    let tree = WorkTree::of_folder(&folder.canonicalize().unwrap());
    let scope = Scope { rules: RULES.to_vec(), ..Scope::default() };
    Some(run(&Trees::of(&tree), &Request { scope, ..request(Vec::new()) }).unwrap())
}

fn count(outcome: &Outcome, rule: &str) -> usize {
    outcome.findings().filter(|(_, finding)| finding.rule == rule).count()
}

#[test]
fn a_leading_at_sign_is_one_finding_and_causes_nothing_else() {
    let Some(outcome) = judged("backlog-md") else { return };
    let broken: Vec<_> = outcome.findings().filter(|(_, finding)| finding.rule == "front-matter-invalid").collect();
    assert_eq!(broken.len(), 21);
    for (judged, finding) in &broken {
        let text = &outcome.sources[finding.span.file].text;
        assert_eq!(finding.span.range.of(text), "@");
        assert!(finding.help.as_ref().unwrap().starts_with("put it in quotes"));
        let of_file = judged.findings.iter().filter(|other| other.span.file == finding.span.file);
        assert_eq!(of_file.count(), 1);
    }
    assert_eq!(count(&outcome, "parent-unknown"), 0);
    // Four drafts depend on a task that was never written.
    let dangling: Vec<_> = outcome.findings().filter(|(_, finding)| finding.rule == "depends-dangling").collect();
    assert_eq!(dangling.len(), 4);
    assert!(dangling.iter().all(|(_, finding)| finding.message.contains("`task-8`")));
}

#[test]
fn drafts_are_drafts_whatever_their_status_says() {
    let Some(outcome) = judged("backlog-md") else { return };
    let stories = outcome.backlogs[0].backlog.stories().map(|(_, story)| story);
    let drafts: Vec<_> = stories.filter(|story| story.path.display().starts_with("backlog/drafts/")).collect();
    assert!(drafts.len() > 10);
    assert!(drafts.iter().all(|story| story.stage() == Stage::Draft));
}

#[test]
fn headings_inside_description_markers_hide_no_criteria() {
    for name in ["backlog-md", "flowspec"] {
        let Some(outcome) = judged(name) else { return };
        for (_, story) in outcome.backlogs[0].backlog.stories() {
            let text = &outcome.sources[story.file].text;
            let Some((_, rest)) = text.split_once("<!-- AC:BEGIN -->") else { continue };
            let marked = rest.split("<!-- AC:END -->").next().unwrap();
            let boxes = marked.lines().filter(|line| line.starts_with("- [")).count();
            assert!(boxes == 0 || story.criteria.len() >= boxes, "{}: {} of {boxes}", story.path.display(), story.criteria.len());
        }
    }
}

const NAMES: [&str; 6] = ["backlog-md", "bmad", "flowspec", "planr", "projectman", "ticket"];

/// What is found in each real backlog without a word of configuration, as the files in `corpora` pin it: a rule that changes shows there what
/// it does. Each of the errors was read in its file and is right. One rule speaks of more than 15 % of the open items of a backlog: neither of
/// the two open tickets has criteria, which the layout makes a warning.
#[test]
fn what_is_found_in_real_backlogs_is_pinned() {
    let mut differing = String::new();
    for name in NAMES {
        let Some(outcome) = judged(name) else { return };
        let found = listing(&outcome);
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/corpora").join(format!("{name}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &found).unwrap();
        }
        let pinned = std::fs::read_to_string(&path).unwrap_or_default();
        for (sign, one, other) in [("-", &pinned, &found), ("+", &found, &pinned)] {
            for line in one.lines().filter(|line| !other.lines().any(|known| known == *line)) {
                let _ = writeln!(differing, "{sign} {name}: {line}");
            }
        }
    }
    assert!(differing.is_empty(), "BLESS=1 writes this down; read it first:\n{differing}");
}

/// The layout, what is counted, per rule what it would say if every story were ready, and each finding by its place.
fn listing(outcome: &Outcome) -> String {
    let mut out = String::new();
    for judged in &outcome.backlogs {
        let summary = judged.summary;
        let known = judged.backlog.len() - summary.stories;
        let _ = writeln!(out, "layout {}: {} stories, {known} known files", judged.layout.name, summary.stories);
        let _ = writeln!(out, "{} open items, of which {} meet the checks", summary.open_items, summary.meets_checks);
        let mut if_ready: BTreeMap<(&str, Level), usize> = BTreeMap::new();
        for finding in judged.findings.iter().filter(|finding| finding.level_if_ready != Level::Off) {
            *if_ready.entry((finding.rule, finding.level_if_ready)).or_default() += 1;
        }
        for ((rule, level), count) in if_ready {
            let _ = writeln!(out, "if ready: {count} {}[{rule}]", level.name());
        }
        for finding in judged.findings.iter().filter(|finding| finding.level != Level::Off) {
            let source = &outcome.sources[finding.span.file];
            let line = source.positions(finding.span.range).0.line;
            let _ = writeln!(out, "{}:{line}: {}[{}]", source.path.display(), finding.level.name(), finding.rule);
        }
    }
    out
}

#[test]
fn no_file_of_a_real_backlog_is_lost() {
    for name in NAMES {
        let Some(outcome) = judged(name) else { return };
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(name);
        let mut pages = 0;
        count_pages(&folder, &mut pages);
        let read: usize = outcome.backlogs.iter().map(|judged| judged.backlog.len()).sum();
        assert_eq!(pages, read, "{name}");
    }
}

/// Markdown files but for pages that introduce a folder.
fn count_pages(folder: &Path, pages: &mut usize) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            count_pages(&entry, pages);
        } else if entry.extension().is_some_and(|extension| extension == "md") && entry.file_name().is_some_and(|name| name != "readme.md")
        {
            *pages += 1;
        }
    }
}
