//! The words of stories: what a run says of languages, and how a statement is split.

use backlint::{
    rules::RULES,
    run::{Trees, run},
    tree::{EntryKind, MemoryTree},
};

use crate::{folder::Folder, page::request, random::Chance};

const DUTCH: &str = "---\nid: ST-1\ntitle: Factuur als pdf\nkind: story\nstatus: open\nestimate: 3\n---\n\
    ## Description\nAls boekhouder wil ik de factuur als pdf, zodat ik haar kan bewaren.\n\n\
    ## Acceptance criteria\n- [ ] De knop may be sorted en toont het totaal\n";

#[test]
fn what_is_not_judged_in_other_languages_is_said_once() {
    let folder = Folder::with(&[("backlog/ST-1.md", DUTCH), ("backlog/ST-2.md", &DUTCH.replace("ST-1", "ST-2").replace("pdf", "brief"))]);
    let ran = folder.run(&["--hints"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(!ran.out.contains("wording-"), "{}", ran.out);
    let told = "note: 2 stories are not wholly in English (2 in Dutch), where these rules are silent: story-compound, wording-vague, wording-weak, criteria-untestable";
    assert_eq!(ran.err.matches(told).count(), 1, "{}", ran.err);
}

#[test]
fn whoever_names_the_language_is_told_nothing_of_it() {
    let folder = Folder::with(&[("backlint.toml", "language = \"nl\"\n"), ("backlog/ST-1.md", DUTCH)]);
    assert!(!folder.run(&[]).err.contains("English"));
    let folder = Folder::with(&[("backlint.toml", "language = \"en\"\n"), ("backlog/ST-1.md", DUTCH)]);
    assert!(folder.run(&["--hints", "--output-format", "concise"]).out.contains("hint[wording-weak]"));
}

#[test]
fn a_story_that_wants_two_things_is_shown_as_two() {
    let story = "---\nid: ST-1\ntitle: Invoices by mail\nkind: story\nstatus: open\nestimate: 3\n---\n\
        ## Description\n- **As a** clerk\n- **I want** to be able to print and mail the invoice\n- **so that** it is paid\n\n\
        ## Acceptance criteria\n- [ ] The invoice of last month is in the mail\n";
    let ran = Folder::with(&[("backlog/ST-1.md", story)]).run(&["--output-format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let found: Vec<_> = json["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "story-compound").collect();
    assert_eq!(found.len(), 1, "{}", ran.out);
    let help = "it could be two stories: `As a clerk I want to be able to print the invoice` and `As a clerk I want to be able to mail the invoice`";
    assert_eq!(found[0]["help"], help);
}

/// Words and signs that statements, coordinations and criteria turn on.
#[rustfmt::skip]
const PIECES: [&str; 64] = [
    "as", "a", "clerk", "admin", "I", "want", "to", "be", "able", "so", "that", "in", "order", "and", "or", "and/or", "/", "&", ",", ".", ";", ":", "\n", "\n\n", "\n- ", "> ", "(", ")", "[", "]",
    "print", "delete", "report", "the", "my", "for", "which", "when", "If", "is", "fast", "easily", "several", "may", "should", "e.g.", "...", "`x`", "\"y\"", "**", "_", "3", "été", "Als", "wil",
    "ik", "zodat", "as well as", "then", "Given", "also", "they", "qu'un", "ok",
];

#[test]
fn whatever_words_follow_each_other_no_rule_fails_and_every_place_is_one() {
    let mut chance = Chance::new(11);
    for _ in 0..300 {
        let mut tree = MemoryTree::default();
        for number in 0..20 {
            let mut text = |most: usize| (0..chance.below(most)).map(|_| PIECES[chance.below(PIECES.len())]).collect::<Vec<_>>().join(" ");
            let (title, role, means, benefit, criterion) = (text(8), text(6), text(25), text(15), text(20));
            let story = format!(
                "---\nid: ST-{number}\nkind: story\nstatus: ready\n---\n# {}\n\n## Description\nAs a {role} I want {means} so that {benefit}\n\n## Acceptance criteria\n- [ ] {criterion}\n",
                title.replace('\n', " ")
            );
            tree.add(format!("backlog/ST-{number}.md").as_str().into(), EntryKind::File, story);
        }
        let config = "language = \"en\"\n[text]\nroles = [\"clerk\"]\n[rules]\nstory-compound = { objects = true }\nstory-aside = { sentences = true }\n";
        tree.add("backlint.toml".into(), EntryKind::File, config);
        let outcome = run(&Trees::of(&tree), &request(RULES.to_vec())).unwrap();
        for finding in outcome.backlogs.iter().flat_map(|judged| &judged.findings) {
            let text = &outcome.sources[finding.span.file].text;
            assert_ne!(finding.rule, "rule-panicked", "{}\n{text}", finding.message);
            for range in finding.labels.iter().map(|label| label.span.range).chain([finding.span.range]) {
                assert!(text.get(range.range()).is_some(), "{}: {range:?} of\n{text}", finding.rule);
            }
        }
    }
}
