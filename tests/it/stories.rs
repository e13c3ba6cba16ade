//! How stories are read: criteria in every shape, fields from every source, layouts of one's own.

use backlint::{
    outcome::Outcome,
    rules::RULES,
    run::{Trees, run},
    source::RepoPath,
    story::{Shape, Story},
    tree::{EntryKind, MemoryTree},
};

use crate::page::request;

fn judged(files: &[(&str, &str)]) -> Outcome {
    let mut tree = MemoryTree::default();
    for (path, text) in files {
        tree.add(RepoPath::from(*path), EntryKind::File, *text);
    }
    run(&Trees::of(&tree), &request(RULES.to_vec())).unwrap()
}

fn first(outcome: &Outcome) -> &Story {
    outcome.backlogs[0].backlog.stories().next().unwrap().1
}

/// The criteria of a story with this body: their shape, and what each says.
fn criteria(body: &str) -> (Option<Shape>, Vec<String>) {
    let outcome = judged(&[("backlog/ST-1.md", &format!("---\nid: ST-1\n---\n{body}"))]);
    let story = first(&outcome);
    let text = &outcome.sources[story.file].text;
    let said = story.criteria.iter().map(|criterion| criterion.text.of(text).to_owned()).collect();
    (story.criteria.first().map(|criterion| criterion.shape), said)
}

#[test]
fn criteria_are_read_in_every_shape() {
    for (body, shape, said) in [
        ("## Acceptance criteria\n### AC-1 Log in\nText\n- x\n### AC 2: Log out\n", Shape::Heading, &["AC-1 Log in", "AC 2: Log out"][..]),
        ("## AC\n- [ ] a\n* [X] b\n+ [~] c\n1. [-] d\n", Shape::Checkbox, &["a", "b"]),
        ("## AC\n- Form:\n  - [ ] a\n  - [x] b\n    - [ ] part of b\n- text\n", Shape::Checkbox, &["a", "b"]),
        (
            "## AC\n```gherkin\nScenario: a\n  Given x\n  Then y\n\nScenario: b\n  Given z\n```\n",
            Shape::Scenario,
            &["Scenario: a\n  Given x\n  Then y", "Scenario: b\n  Given z"],
        ),
        ("## AC\n```gherkin\nGiven x\nThen y\nGiven z\n```\n", Shape::Scenario, &["Given x\nThen y", "Given z"]),
        (
            "## AC\n**Given** a\n**When** b\n\n**Given** c\n**Then** d\n",
            Shape::Scenario,
            &["**Given** a\n**When** b", "**Given** c\n**Then** d"],
        ),
        ("## AC\n1. a\n   - part of a\n2. b\nwrapped\n", Shape::Numbered, &["a", "b\nwrapped"]),
        ("## AC\n- Form:\n  - a\n  - b\n- c\n  - part of c\n", Shape::Bullet, &["a", "b", "c"]),
        ("## AC\n- Given a, when b, then c\n- d\n", Shape::Bullet, &["Given a, when b, then c", "d"]),
        ("## AC\n| n | what |\n|---|---|\n| 1 | a |\n", Shape::Row, &["| 1 | a |"]),
        ("Acceptance Criteria\n---\n- [ ] a\n", Shape::Checkbox, &["a"]),
        ("#### ✅ 3. Acceptance criteria (must):\n- a\n", Shape::Bullet, &["a"]),
        ("## AC\n- [ ] a\n## Notes\n- [ ] n\n## Done when\n- [ ] b\n", Shape::Checkbox, &["a", "b"]),
        ("## AC\n### Happy path\n- [ ] a\n### Acceptance criteria\n- [ ] b\n", Shape::Checkbox, &["a", "b"]),
        ("# Acceptance Criteria\n- [ ] a\n# Other\n- [ ] b\n", Shape::Checkbox, &["a"]),
    ] {
        assert_eq!(criteria(body), (Some(shape), said.iter().map(ToString::to_string).collect()), "{body}");
    }
}

#[test]
fn what_is_no_criterion_is_not_read() {
    for body in [
        "## Acceptance criteria\n\n## Notes\n- x\n",
        "## Acceptance criteria\nIt works.\n",
        "## Acceptance criteria verification\n- [ ] x\n",
        "## Acceptance criteria\n```sh\n- [ ] x\n```\n",
        "```md\n## Acceptance criteria\n- [ ] x\n```\n",
        "## Description\n- [ ] x\n",
    ] {
        assert_eq!(criteria(body), (None, Vec::new()), "{body}");
    }
}

#[test]
fn a_list_in_the_front_matter_counts_where_no_section_does() {
    let outcome = judged(&[("backlog/ST-1.md", "---\nid: ST-1\nacceptance_criteria:\n  - a\n  - 'b'\n---\n")]);
    let story = first(&outcome);
    let text = &outcome.sources[story.file].text;
    let said: Vec<&str> = story.criteria.iter().map(|criterion| criterion.text.of(text)).collect();
    assert_eq!(said, ["a", "b"]);
}

#[test]
fn a_layout_of_ones_own_reads_labels_headings_sections_and_paths() {
    let config = r#"
        [layout]
        stories = ["items/**/*.md"]
        front-matter = "none"
        [layout.stage-by-path]
        "items/later/**" = "draft"
        [layout.fields]
        id = ['h1:^Item (?<id>[0-9]+):', 'path:(?<id>[0-9]+)\.md$']
        title = ['h1:^Item [0-9]+: (?<title>.+)$', "h1"]
        status = ["label:State"]
        estimate = ["section:Effort"]
        depends_on = ["label:After"]
        [layout.sections]
        criteria = ["Checks"]
    "#;
    let item =
        "# Item 7: Pay by card\n\n**State:** ready | **After:** 8, 9\n\n## Effort\n5 points\n\n## Checks\n- The receipt is printed\n";
    let outcome = judged(&[("backlint.toml", config), ("items/7.md", item), ("items/later/8.md", "# Refund\n")]);
    let stories: Vec<&Story> = outcome.backlogs[0].backlog.stories().map(|(_, story)| story).collect();
    let [paid, later] = stories.as_slice() else { panic!("{stories:?}") };
    assert_eq!(paid.id.value().map(String::as_str), Some("7"));
    assert_eq!(paid.title.value().map(String::as_str), Some("Pay by card"));
    assert_eq!(paid.status.value().map(String::as_str), Some("ready"));
    assert_eq!(paid.estimate.value().map(ToString::to_string).as_deref(), Some("5"));
    assert_eq!(paid.depends_on.iter().map(|reference| reference.id.as_str()).collect::<Vec<_>>(), ["8", "9"]);
    assert_eq!(paid.criteria.len(), 1);
    assert_eq!(later.id.value().map(String::as_str), Some("8"));
    assert_eq!(later.stage().name(), "draft");
}

#[test]
fn references_find_their_story_by_every_name_it_has() {
    let target = "---\nid: [broken\n---\n# ST-7: Broken\n";
    for (reference, resolves) in [
        ("ST-1", true),
        ("st-001", true),
        ("[[ST-1]]", true),
        ("'#ST-1'", true),
        ("ST-1.md", true),
        ("../backlog/ST-1-pay.md", true),
        ("ST-7", true),
        ("other", true),
        ("None", true),
        ("ST-10", false),
    ] {
        let story = format!("---\nid: ST-9\nstatus: open\ndepends_on: [{}]\n---\n", reference.replace("[[", "\"[[").replace("]]", "]]\""));
        let outcome = judged(&[
            ("backlog/ST-1-pay.md", "---\nid: ST-1\nstatus: open\n---\n"),
            ("backlog/ST-9.md", &story),
            ("backlog/other.md", target),
        ]);
        let dangling = outcome.findings().any(|(_, finding)| finding.rule == "depends-dangling");
        assert_eq!(dangling, !resolves, "{reference}");
    }
}

#[test]
fn a_status_the_tool_allows_and_nobody_explains_is_a_notice() {
    let config = "statuses: [\"To Do\", \"Frobbed\"]\ntask_prefix: task\n";
    let task = "---\nid: task-1\ntitle: Park the bus at the depot\nstatus: Frobbed\n---\n";
    let outcome = judged(&[("backlog/config.yml", config), ("backlog/tasks/task-1 - A.md", task)]);
    assert!(outcome.notices.iter().any(|notice| notice.code == "status-unmapped" && notice.text.contains("`Frobbed`")));
    assert!(!outcome.findings().any(|(_, finding)| finding.rule == "status-unknown"));
    assert!(outcome.notices.iter().any(|notice| notice.code == "not-configured" && notice.text.contains("estimate-missing")));
}

#[test]
fn kinds_follow_from_the_family() {
    let story = |id: &str, rest: &str| format!("---\nid: {id}\nstatus: open\n{rest}---\n");
    let outcome = judged(&[
        ("backlog/ST-1.md", &story("ST-1", "type: feature\n")),
        ("backlog/ST-2.md", &story("ST-2", "parent: ST-1\n")),
        ("backlog/ST-3.md", &story("ST-3", "parent: ST-2\n")),
        ("backlog/ST-4.md", &story("ST-4", "type: feature\n")),
    ]);
    let kinds: Vec<&str> = outcome.backlogs[0].backlog.stories().map(|(_, story)| story.kind.name()).collect();
    assert_eq!(kinds, ["epic", "story", "task", "story"]);
    assert_eq!(outcome.summary().open_items, 2);
}
