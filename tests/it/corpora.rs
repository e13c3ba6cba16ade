//! Real backlogs, where they are at hand.

use std::{
    collections::BTreeMap,
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

/// What a corpus holds: its layout, stories, known files, open items, those that meet the checks, and findings per rule and level.
type Held = (&'static str, usize, usize, usize, usize, &'static [(&'static str, Level, usize)]);

/// Each of these errors was read in its file and is right. One rule speaks of more than 15 % of the open items: neither of the two open tickets has
/// criteria, which the layout makes a warning.
const HELD: [(&str, Held); 6] = [
    (
        "backlog-md",
        (
            "backlog-md",
            173,
            501,
            37,
            37,
            &[
                ("depends-dangling", Level::Error, 4),
                ("front-matter-invalid", Level::Error, 21),
                ("id-reused", Level::Warning, 1),
                ("reference-inexact", Level::Warning, 1),
                ("wording-vague", Level::Hint, 6),
            ],
        ),
    ),
    (
        "flowspec",
        (
            "backlog-md",
            125,
            426,
            96,
            92,
            &[
                ("criteria-missing", Level::Warning, 4),
                ("criteria-untestable", Level::Hint, 4),
                ("depends-unlisted", Level::Hint, 4),
                ("description-missing", Level::Warning, 3),
                ("description-thin", Level::Warning, 3),
                ("front-matter-missing", Level::Error, 1),
                ("id-reused", Level::Warning, 14),
                ("wording-weak", Level::Hint, 1),
            ],
        ),
    ),
    ("ticket", ("ticket", 95, 0, 2, 2, &[("criteria-missing", Level::Warning, 2)])),
    (
        "planr",
        (
            "planr",
            122,
            0,
            23,
            20,
            &[("criteria-missing", Level::Warning, 3), ("parent-finished", Level::Warning, 1), ("wording-vague", Level::Hint, 1)],
        ),
    ),
    ("projectman", ("projectman", 448, 0, 0, 0, &[("parent-finished", Level::Warning, 3), ("story-duplicate", Level::Hint, 2)])),
    ("bmad", ("bmad", 60, 0, 0, 0, &[])),
];

#[test]
fn real_backlogs_are_read_without_a_word_of_configuration() {
    for (name, (layout, stories, known, open, meets, rules)) in HELD {
        let Some(outcome) = judged(name) else { return };
        let judged = &outcome.backlogs[0];
        let summary = judged.summary;
        let held = (
            judged.layout.name.as_str(),
            summary.stories,
            judged.backlog.len() - summary.stories,
            summary.open_items,
            summary.meets_checks,
        );
        assert_eq!(held, (layout, stories, known, open, meets), "{name}");
        let mut found: BTreeMap<(&str, Level), usize> = BTreeMap::new();
        for (_, finding) in outcome.findings() {
            *found.entry((finding.rule, finding.level)).or_default() += 1;
        }
        let expected: BTreeMap<(&str, Level), usize> = rules.iter().map(|(rule, level, count)| ((*rule, *level), *count)).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn no_file_of_a_real_backlog_is_lost() {
    for (name, (_, stories, known, ..)) in HELD {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(name);
        let mut pages = 0;
        count_pages(&folder, &mut pages);
        assert!(pages == 0 || pages == stories + known, "{name}: {pages}");
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
