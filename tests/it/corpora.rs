//! Real backlogs, where they are at hand.

use std::path::PathBuf;

use backlint::{
    concept::Stage,
    discover::Scope,
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
