//! What the text rules say of real backlogs, read one by one: the verdicts lie in `reviewed/`, without the texts.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use backlint::{
    discover::Scope,
    finding::Level,
    rule::Group,
    rules::{self, RULES},
    run::{Request, Trees, run},
    tree::WorkTree,
};

use crate::page::request;

/// The fewest right findings, in percent.
const RIGHT: usize = 55;
/// The same of a single rule.
const RIGHT_OF_RULE: usize = 20;
/// The most stories with a statement that a rule speaks of, in percent of them.
const SPOKEN_OF: usize = 20;
/// Of fewer stories with a statement, shares say nothing.
const FEW: usize = 5;

/// Per place of a finding whether it was found to be right.
fn verdicts() -> BTreeMap<String, bool> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/reviewed/text.tsv")).unwrap();
    let verdict = |line: &str| {
        let (verdict, place) = line.split_once('\t').unwrap();
        assert!(["right", "wrong"].contains(&verdict), "{line}");
        (place.to_owned(), verdict == "right")
    };
    text.lines().filter(|line| !line.starts_with('#')).map(verdict).collect()
}

#[test]
fn every_finding_of_a_text_rule_was_read_and_most_are_right() {
    let corpora = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(folders) = fs::read_dir(&corpora) else { return };
    let verdicts = verdicts();
    let mut unread = Vec::new();
    let mut by_rule: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for folder in folders.map(|folder| folder.unwrap()).filter(|folder| folder.path().is_dir()) {
        let name = folder.file_name().into_string().unwrap();
        let scope = Scope { rules: RULES.to_vec(), ..Scope::default() };
        let tree = WorkTree::of_folder(&folder.path().canonicalize().unwrap());
        let outcome = run(&Trees::of(&tree), &Request { scope, ..request(Vec::new()) }).unwrap();
        let mut spoken_of: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
        let all = outcome.backlogs.iter().flat_map(|judged| judged.findings.iter().map(move |finding| (judged, finding)));
        for (judged, finding) in all.filter(|(_, finding)| finding.level_if_ready != Level::Off) {
            if rules::named(finding.rule).unwrap().group != Group::Text {
                continue;
            }
            let source = &outcome.sources[finding.span.file];
            let place = format!("{} {name}/{}:{}", finding.rule, source.path.display(), source.positions(finding.span.range).0.line);
            match verdicts.get(&place) {
                Some(right) => {
                    let counts = by_rule.entry(finding.rule).or_default();
                    *counts = (counts.0 + 1, counts.1 + usize::from(*right));
                }
                None => unread.push(format!("{place}: {}", finding.message)),
            }
            if judged.backlog[finding.story.unwrap()].statement(&source.text).is_some() {
                spoken_of.entry(finding.rule).or_default().insert(finding.span.file);
            }
        }
        let stories = outcome.backlogs.iter().flat_map(|judged| judged.backlog.stories());
        let stated = stories.filter(|(_, story)| story.statement(&outcome.sources[story.file].text).is_some()).count();
        for (rule, files) in spoken_of {
            assert!(stated < FEW || files.len() * 100 <= stated * SPOKEN_OF, "{name}: {rule} speaks of {} of {stated}", files.len());
        }
    }
    assert!(unread.is_empty(), "read them, and write each with `right` or `wrong` to reviewed/text.tsv:\n{}", unread.join("\n"));
    let (all, right) = by_rule.values().fold((0, 0), |sum, counts| (sum.0 + counts.0, sum.1 + counts.1));
    assert!(all >= 40 && right * 100 >= all * RIGHT, "{right} of {all} are right");
    for (rule, (all, right)) in by_rule.into_iter().filter(|(_, (all, _))| *all >= 10) {
        assert!(right * 100 >= all * RIGHT_OF_RULE, "{rule}: {right} of {all} are right");
    }
}
