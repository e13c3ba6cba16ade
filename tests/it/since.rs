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

/// How many of `new` have no partner among `old` that weighs as much.
fn unmatched(old: &[Level], new: &[Level]) -> usize {
    let (mut old, mut new) = (old.to_vec(), new.to_vec());
    old.sort_unstable_by(|a, b| b.cmp(a));
    new.sort_unstable_by(|a, b| b.cmp(a));
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

/// How many findings of a group are new at least, if every key were text that was reworded, and at most, if each were an identity.
fn surplus(old: &Levels, new: &Levels) -> (usize, usize) {
    let all = |levels: &Levels| levels.values().flatten().copied().collect::<Vec<_>>();
    let none = Vec::new();
    let by_key = new.iter().map(|(key, levels)| unmatched(old.get(key).unwrap_or(&none), levels)).sum();
    (unmatched(&all(old), &all(new)), by_key)
}

/// The rules whose keys are texts of stories.
const REWORDED: [&str; 8] = [
    "placeholder-left",
    "title-vague",
    "criteria-duplicate",
    "criteria-untestable",
    "criteria-unseen",
    "criteria-boilerplate",
    "story-compound",
    "wording-vague",
];

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
        // Who is at fault for an id that is taken is another question with a base than without.
        for (group, levels) in is.iter().filter(|(group, _)| group.0 != "id-duplicate") {
            let (least, most) = surplus(was.get(group).unwrap_or(&nothing), levels);
            let told = found.remove(group).unwrap_or_default();
            // What is found in a text that went elsewhere is not followed here.
            let is_followed = followed.values().any(|path| *path == group.1);
            let least = if !is_followed {
                0
            } else if REWORDED.contains(&group.0.as_str()) {
                least
            } else {
                most
            };
            assert!((least..=most).contains(&told), "seed {seed}: {told} of {group:?}, expected {least} to {most}");
        }
        assert!(found.is_empty(), "seed {seed}: {found:?}");
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
fn an_old_fault_that_was_fixed_pays_for_no_other() {
    let needs = |ids: &str| complete("ST-1", "ready").replace("estimate: 3\n", &format!("estimate: 3\ndepends_on: [{ids}]\n"));
    let link = |to: &str| complete("ST-1", "ready").replace("## Acc", &format!("See [the page]({to}).\n\n## Acc"));
    let estimate = |size: &str| complete("ST-1", "ready").replace("estimate: 3", &format!("estimate: {size}"));
    let asks = |question: &str| format!("{}\n## Open questions\n- {question}\n", complete("ST-1", "ready"));
    for (before, after, rule) in [
        (needs("ST-98"), needs("ST-99"), "depends-dangling"),
        (needs("ST-98, ST-97"), needs("ST-97, ST-96"), "depends-dangling"),
        (complete("ST-1", "brewing"), complete("ST-1", "stewing"), "status-unknown"),
        (link("old.md"), link("new.md"), "link-broken"),
        (estimate("soon"), estimate("later"), "estimate-invalid"),
        (estimate("13"), estimate("21"), "estimate-too-big"),
        (
            vague("ready", "- [ ] The total is shown with TBD digits\n- [ ] A copy is kept for ten years\n"),
            vague("ready", "- [ ] The total is shown with two digits\n- [ ] A copy is kept for TBD years\n"),
            "placeholder-left",
        ),
        (asks("Who signs the invoice?"), asks("Which printers must be supported?"), "question-open"),
    ] {
        let told = news(&[("backlog/ST-1.md", before.clone())], &[("backlog/ST-1.md", after.clone())]);
        assert_eq!(told.lines().filter(|line| line.contains(rule)).count(), 1, "{rule}: {told}");
        let moved = news(&[("backlog/ST-1.md", before.clone())], &[("backlog/later/ST-1.md", before.replace('\n', "\r\n"))]);
        assert!(!moved.contains(rule) || rule == "link-broken", "{rule}: {moved}");
    }
}

#[test]
fn a_text_that_is_wrapped_anew_and_a_question_that_is_reworded_are_no_news() {
    let words = "Customers forward the invoice, whose layout is still TBD at the time of writing, to their accountant every single month.";
    let story = |text: &str| complete("ST-1", "ready").replace("## Acc", &format!("{text}\n\n## Acc"));
    let wrapped = words.replace("layout ", "layout\n").replace("time of ", "time\nof ");
    assert_eq!(news(&[("backlog/ST-1.md", story(words))], &[("backlog/ST-1.md", story(&wrapped))]), "");
    let asks = |question: &str| format!("{}\n## Open questions\n- {question}\n", complete("ST-1", "ready"));
    let reworded = (asks("Which bank do we use for refunds?"), asks("Which bank do we use for all refunds?"));
    assert_eq!(news(&[("backlog/ST-1.md", reworded.0)], &[("backlog/ST-1.md", reworded.1)]), "");
}

#[test]
fn a_story_that_is_renumbered_with_its_file_brings_no_news() {
    let thin = |id: &str| complete("ST-1", "ready").replace("estimate: 3\n", "").replace("id: ST-1", &format!("id: {id}"));
    let waiting = |id: &str| complete("ST-5", "ready").replace("estimate: 3\n", &format!("estimate: 3\ndepends_on: [{id}]\n"));
    let base = [("backlog/ST-1.md", thin("ST-1")), ("backlog/ST-5.md", waiting("ST-1"))];
    assert_eq!(news(&base, &[("backlog/ST-12.md", thin("ST-12")), ("backlog/ST-5.md", waiting("ST-12"))]), "");
    // Edited on the way, it is still the same story.
    let edited = thin("ST-12").replace("## Acc", "It is needed by March.\n\n## Acc");
    assert_eq!(news(&base, &[("backlog/ST-12.md", edited), ("backlog/ST-5.md", waiting("ST-12"))]), "");
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
