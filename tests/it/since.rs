//! What a change is charged with: no more than it did, and no less.

use std::collections::BTreeMap;

use backlint::{
    finding::{Finding, Level},
    outcome::{Judged, Outcome},
    rule::{Group, Rule},
    rules::{self, RULES},
    run::{Trees, run},
    source::RepoPath,
    tree::{EntryKind, MemoryTree},
};

use crate::{
    folder::{Folder, complete},
    page::{findings, request},
    random::{Chance, Files, backlog, change},
    trees::committed,
};

/// Every rule but those that compare texts: copies of one story are what these tests are made of.
fn judging() -> Vec<&'static Rule> {
    RULES.iter().copied().filter(|rule| !["story-duplicate", "story-similar"].contains(&rule.name)).collect()
}

fn tree(files: &[(&str, String)]) -> MemoryTree {
    let mut tree = MemoryTree::default();
    for (path, text) in files {
        tree.add(RepoPath::from(*path), EntryKind::File, text.clone());
    }
    tree
}

fn written(files: &Files) -> MemoryTree {
    let mut tree = MemoryTree::default();
    for (path, story) in files {
        tree.add(RepoPath::from(path.as_str()), EntryKind::File, story.text());
    }
    tree
}

fn compared(head: &MemoryTree, base: &MemoryTree) -> Outcome {
    run(&Trees { head, bases: vec![base] }, &request(judging())).unwrap()
}

/// What `--since` reports of `base` changed to `head`.
fn news(base: &[(&str, String)], head: &[(&str, String)]) -> String {
    findings(&compared(&tree(head), &tree(base)))
}

type Levels = BTreeMap<String, Vec<Level>>;

/// Per rule, story and key, the levels found; change rules are not the business of one tree.
fn by_rule_and_story(judged: &Judged, names: &BTreeMap<String, String>) -> BTreeMap<(String, String), Levels> {
    let mut groups: BTreeMap<(String, String), Levels> = BTreeMap::new();
    let is_of_one_tree = |finding: &&Finding| rules::named(finding.rule).unwrap().group != Group::Change && finding.level != Level::Off;
    for finding in judged.findings.iter().filter(is_of_one_tree) {
        let path = judged.backlog[finding.story.unwrap()].path.display();
        if let Some(name) = names.get(&path) {
            groups.entry((finding.rule.into(), name.clone())).or_default().entry(finding.key.clone()).or_default().push(finding.level);
        }
    }
    groups
}

type Same = fn(&(String, String), &(String, String)) -> bool;

/// Which path of `after` each story of `before` has now: same id and path, same id, same path.
fn followed(before: &Judged, after: &Judged) -> BTreeMap<String, String> {
    let stories = |judged: &Judged| judged.backlog.stories().map(|(_, story)| (story.path.display(), story.name())).collect::<Vec<_>>();
    let (mut old, mut new) = (stories(before), stories(after));
    let mut found = BTreeMap::new();
    let same: [Same; 3] = [|a, b| a == b, |a, b| a.1 == b.1, |a, b| a.0 == b.0];
    for is_same in same {
        for story in new.clone() {
            if let Some(at) = old.iter().position(|earlier| is_same(earlier, &story)) {
                found.insert(old.remove(at).0, story.0.clone());
                new.retain(|other| other != &story);
            }
        }
    }
    found
}

/// How many findings of a group have no old one that weighs as much: the surplus, whatever their keys.
fn surplus(old: &Levels, new: &Levels) -> usize {
    let sorted = |levels: &Levels| {
        let mut all: Vec<Level> = levels.values().flatten().copied().collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all
    };
    let (mut old, new) = (sorted(old), sorted(new));
    let mut left = 0;
    for level in new {
        if old.first().is_some_and(|heaviest| *heaviest >= level) {
            old.remove(0);
        } else {
            left += 1;
        }
    }
    left
}

#[test]
fn findings_are_those_of_head_less_those_of_base() {
    let mut changed = 0;
    for seed in 0..300 {
        let mut chance = Chance::new(seed);
        let before = backlog(&mut chance);
        let mut after = before.clone();
        for _ in 0..=chance.below(4) {
            change(&mut after, &mut chance);
        }
        let (base, head) = (written(&before), written(&after));
        let alone = |tree| run(&Trees::of(tree), &request(judging())).unwrap();
        let (old, new) = (alone(&base), alone(&head));
        let followed = followed(&old.backlogs[0], &new.backlogs[0]);
        let itself = new.backlogs[0].backlog.stories().map(|(_, story)| (story.path.display(), story.path.display())).collect();
        let was = by_rule_and_story(&old.backlogs[0], &followed);
        let is = by_rule_and_story(&new.backlogs[0], &itself);
        let nothing = Levels::new();
        let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (group, levels) in &is {
            // Who is at fault for an id that is taken is another question with a base than without.
            let left = surplus(was.get(group).unwrap_or(&nothing), levels);
            if left > 0 && group.0 != "id-duplicate" {
                expected.insert(group.clone(), left);
            }
        }
        let outcome = compared(&head, &base);
        let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (judged, finding) in outcome.findings() {
            let rule = rules::named(finding.rule).unwrap();
            if rule.group != Group::Change && rule.name != "id-duplicate" {
                let path = judged.backlog[finding.story.unwrap()].path.display();
                *found.entry((rule.name.into(), path)).or_default() += 1;
            }
        }
        changed += usize::from(!found.is_empty());
        assert_eq!(found, expected, "seed {seed}");
    }
    assert!(changed > 100, "only {changed} changes brought anything up");
}

#[test]
fn nothing_is_new_where_nothing_changed() {
    for seed in 300..330 {
        let files = backlog(&mut Chance::new(seed));
        let outcome = compared(&written(&files), &written(&files));
        assert_eq!(findings(&outcome), "");
        let alone = run(&Trees::of(&written(&files)), &request(judging())).unwrap();
        assert_eq!(outcome.hidden.unchanged, alone.findings().count());
    }
}

fn vague(status: &str, criteria: &str) -> String {
    let text = complete("ST-1", status);
    let (head, _) = text.split_once("## Acceptance criteria\n").unwrap();
    format!("{head}## Acceptance criteria\n{criteria}")
}

#[test]
fn a_mended_typo_and_a_criterion_above_are_no_news() {
    let before = vague("open", "- [ ] TBD by the acountant\n- [ ] TODO ask the printer\n");
    let after = vague("open", "- [ ] The PDF opens on a phone\n- [ ] TBD by the accountant\n- [ ] TODO ask the printer\n");
    let told = news(&[("backlog/ST-1.md", before)], &[("backlog/ST-1.md", after)]);
    // What is still to be written is no criterion, so the estimate is older than none.
    assert_eq!(told, "");
}

#[test]
fn the_finding_that_was_added_is_the_one_that_is_shown() {
    let before = vague("open", "- [ ] TBD by the acountant\n");
    let after = vague("open", "- [ ] TODO find out about stamps\n- [ ] TBD by the accountant\n");
    let told = news(&[("backlog/ST-1.md", before)], &[("backlog/ST-1.md", after)]);
    assert!(told.contains("backlog/ST-1.md:10:7: warning[placeholder-left]") && told.lines().count() == 1, "{told}");
}

#[test]
fn a_heavier_claim_is_news() {
    let story = |status| complete("ST-1", status).replace("estimate: 3\n", "");
    let told = news(&[("backlog/ST-1.md", story("open"))], &[("backlog/ST-1.md", story("ready"))]);
    assert_eq!(told, "backlog/ST-1.md:4:9: error[estimate-missing] no estimate");
    assert_eq!(news(&[("backlog/ST-1.md", story("ready"))], &[("backlog/ST-1.md", story("open"))]), "");
}

#[test]
fn two_stories_of_one_id_are_told_apart() {
    let mended = complete("ST-1", "ready");
    let thin = mended.replace("estimate: 3\n", "");
    let base = [("backlog/a.md", thin.clone()), ("backlog/b.md", mended.clone())];
    assert_eq!(news(&base, &[("backlog/a.md", thin.clone()), ("backlog/b.md", mended.replace("totals", "sums"))]).lines().count(), 1);
    let swapped = news(&base, &[("backlog/a.md", mended), ("backlog/b.md", thin)]);
    assert_eq!(swapped, "backlog/b.md:4:9: error[estimate-missing] no estimate");
}

#[test]
fn whoever_takes_an_id_that_is_taken_is_at_fault() {
    let story = complete("ST-1", "ready");
    let told = news(&[("backlog/b.md", story.clone())], &[("backlog/a.md", story.clone()), ("backlog/b.md", story)]);
    assert!(told.starts_with("backlog/a.md:2:5: error[id-duplicate]") && told.lines().count() == 1, "{told}");
}

#[test]
fn during_a_merge_what_either_side_had_is_not_news() {
    let thin = |id: &str| complete(id, "ready").replace("estimate: 3\n", "");
    let (ours, theirs) = (tree(&[("backlog/ST-1.md", thin("ST-1"))]), tree(&[("backlog/ST-2.md", thin("ST-2"))]));
    let merged = tree(&[("backlog/ST-1.md", thin("ST-1")), ("backlog/ST-2.md", thin("ST-2")), ("backlog/ST-3.md", thin("ST-3"))]);
    let outcome = run(&Trees { head: &merged, bases: vec![&ours, &theirs] }, &request(judging())).unwrap();
    assert_eq!(findings(&outcome), "backlog/ST-3.md:4:9: error[estimate-missing] no estimate");
}

/// What `story-similar` says of a change from `base` to `head`, between trees in memory and in a repository.
fn similar(base: &[(&str, &str)], head: &[(&str, &str)]) -> String {
    let story = |(name, text): &(&str, &str)| {
        (format!("backlog/{name}.md"), format!("---\nid: {name}\ntitle: {}\nstatus: ready\n---\n{text}\n", text.split(',').next().unwrap()))
    };
    let (folder, mut trees) = (Folder::new(), [MemoryTree::default(), MemoryTree::default()]);
    for (path, text) in base.iter().map(story) {
        trees[0].add(path.as_str().into(), EntryKind::File, text.clone());
        folder.write(&path, text);
    }
    committed(&folder);
    for (name, _) in base {
        std::fs::remove_file(folder.path().join(format!("backlog/{name}.md"))).unwrap();
    }
    for (path, text) in head.iter().map(story) {
        trees[1].add(path.as_str().into(), EntryKind::File, text.clone());
        folder.write(&path, text);
    }
    let rules = RULES.iter().copied().filter(|rule| rule.name == "story-similar").collect();
    let found = findings(&run(&Trees { head: &trees[1], bases: vec![&trees[0]] }, &request(rules)).unwrap());
    let ran = folder.run(&["--since", "HEAD", "--only", "story-similar", "--hints", "--output-format", "concise"]);
    assert_eq!(ran.out.trim_end(), found, "{}", ran.err);
    found
}

#[test]
fn stories_are_compared_with_those_of_their_own_tree() {
    const INVOICE: &str =
        "Export the monthly invoice, because customers forward every document to their accountant before the tax deadline";
    const REMINDER: &str = "Remind late payers kindly, since nobody notices an unpaid amount until the shop has closed its yearly books";
    const LIKE_INVOICE: &str =
        "Export the yearly invoice, because customers forward every document to their accountant before the tax deadline";
    let told = "backlog/ST-2.md:3:8: hint[story-similar] shares 83 % of its words with `ST-1`";
    let alone = [("ST-1", INVOICE), ("ST-2", REMINDER)];
    let alike = [("ST-1", INVOICE), ("ST-2", LIKE_INVOICE)];
    // A story is like itself before the change, and that says nothing.
    assert_eq!(similar(&alone, &alone), "");
    assert_eq!(similar(&alone, &[("ST-1", INVOICE), ("ST-3", REMINDER)]), "", "a new name");
    assert!(similar(&alone, &alike).starts_with(told), "{}", similar(&alone, &alike));
    assert_eq!(similar(&alike, &alike), "", "what was there before is not new");
    assert_eq!(similar(&alike, &alone), "");
    assert!(similar(&[("ST-1", INVOICE)], &alike).starts_with(told));
}
