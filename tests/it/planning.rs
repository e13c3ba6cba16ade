//! What a team plans by: report, agenda, graph.

use std::path::Path;

use backlint::{
    report::{self, Notation, Selection},
    rules,
    run::{Trees, run as run_all},
    source::RepoPath,
    tree::{EntryKind, MemoryTree},
};
use git2::Repository;
use serde_json::Value;

use crate::{
    folder::{Folder, complete},
    page::request,
};

/// A backlog of two epics and two sprints, half of it ready.
fn backlog() -> Folder {
    let item = |id: &str, status: &str, more: &str| complete(id, status).replace("estimate: 3\n", more);
    Folder::with(&[
        (
            "backlint.toml",
            "[sprints]\ncapacity = 5\nlist = [{ name = \"S1\", start = 2026-03-02, end = 2026-03-13 }, { name = \"S2\", start = 2026-03-16, end = 2026-03-27 }]\n\
             [refinement]\ninvite = { UI = \"the designer\" }\n",
        ),
        (
            "backlog/EP-1.md",
            "---\nid: EP-1\ntitle: Invoices\nkind: epic\nstatus: open\n---\nInvoices leave the house without a clerk who prints them.\n",
        ),
        ("backlog/ST-1.md", &item("ST-1", "ready", "estimate: 3\nrank: 2\nepic: EP-1\nsprint: S1\n")),
        (
            "backlog/ST-2.md",
            &item(
                "ST-2",
                "ready",
                "estimate: 5\nrank: 2\nepic: EP-1\nsprint: S2\nrice: { reach: 100, impact: 1, confidence: 50, effort: 2 }\n",
            ),
        ),
        ("backlog/ST-3.md", &item("ST-3", "open", "rank: 1\nlabels: [ui]\ndepends_on: [ST-2]\n")),
        ("backlog/ST-4.md", &item("ST-4", "open", "estimate: 13\nsprint: s1\n").replace("- [ ]", "Text")),
        ("backlog/ST-5.md", &item("ST-5", "draft", "")),
        ("backlog/ST-6.md", &item("ST-6", "done", "estimate: 2\n")),
        ("backlog/ST-7.md", &item("ST-7", "in progress", "estimate: 1\ndepends_on: [ST-6]\n")),
    ])
}

const TODAY: [&str; 2] = ["--today", "2026-03-04"];

fn run(folder: &Folder, arguments: &[&str]) -> String {
    let ran = folder.run(&[arguments, &TODAY].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

#[test]
fn a_report_leads_with_how_long_the_ready_items_last() {
    assert_eq!(
        run(&backlog(), &["report"]),
        "Enough ready for 1.6 sprints: 8 points meet the checks, 5 fit in one.
2 of 4 open items meet the checks.
8 points meet the checks, 13 do not; 1 item has no estimate.

By stage
  open   ░░░░░░░░░░░░░░░░░░░░  0 of 2
  ready  ████████████████████  2 of 2
  besides: 1 active, 1 done, 1 draft

By epic
  EP-1  ████████████████████  2 of 2  Invoices
  none  ░░░░░░░░░░░░░░░░░░░░  0 of 2

By sprint
  S1    ██████████░░░░░░░░░░  1 of 2
  S2    ████████████████████  1 of 1
  none  ░░░░░░░░░░░░░░░░░░░░  0 of 1

What stands in the way
  criteria-missing  1 item
  estimate-missing  1 item
  estimate-too-big  1 item

Closest to meeting the checks
  ST-3  Let the clerk export the invoice of ST-3
    no estimate
  ST-4  Let the clerk export the invoice of ST-4
    no acceptance criteria; the section holds text but no list
    an estimate of 13 is over the limit of 8

Order
  1 item has no rank

RICE
        25  ST-2
"
    );
}

#[test]
fn a_report_is_a_page_and_data_too() {
    let page = run(&backlog(), &["report", "--output-format", "markdown"]);
    assert!(page.starts_with("## Backlog\n\nEnough ready for 1.6 sprints"), "{page}");
    assert!(
        page.contains("\n### By epic\n\n| epic | meet the checks | open items |\n|---|--:|--:|\n| EP-1 Invoices | 2 | 2 |\n"),
        "{page}"
    );
    let report: Value = serde_json::from_str(&run(&backlog(), &["report", "--output-format", "json"])).unwrap();
    let one = &report["backlogs"][0];
    assert_eq!((&one["supply"]["sprints"], &one["open"]["items"], &one["open"]["meets_checks"]), (&1.6.into(), &4.into(), &2.into()));
    assert_eq!((&one["unit"], &one["before"]), (&"points".into(), &Value::Null));
    let ran = backlog().run(&["report", "--output-format", "sarif"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("this command has: full, concise, summary, json"), "{}", ran.err);
}

#[test]
fn nobody_is_named_in_a_report() {
    let folder = backlog();
    folder.write("backlog/ST-8.md", complete("ST-8", "ready").replace("estimate: 3", "estimate: 3\nowner: Frances\nassignee: [Frances]"));
    for arguments in [vec!["report"], vec!["report", "--output-format", "json"], vec!["agenda"], vec!["graph"]] {
        assert!(!run(&folder, &arguments).contains("Frances"));
    }
}

#[test]
fn items_are_counted_where_nobody_estimates() {
    let folder = Folder::with(&[
        ("backlint.toml", "[estimate]\nscale = \"none\"\n[sprints]\ncapacity = 2\n"),
        ("backlog/ST-1.md", &complete("ST-1", "ready")),
    ]);
    assert!(
        run(&folder, &["report"])
            .starts_with("Enough ready for 0.5 sprints: 1 items meet the checks, 2 fit in one.\n1 of 1 open items meets the checks.\n\n")
    );
}

#[test]
fn ranks_that_leave_the_order_open_are_told() {
    let item = |id: &str, rank: &str| complete(id, "open").replace("estimate: 3\n", rank);
    let folder = backlog();
    for (id, rank) in [("ST-11", "rank: 4\n"), ("ST-12", "rank: 4\nrice_score: 9\n"), ("ST-13", "rank: 4\nsprint: S1\n"), ("ST-14", "")] {
        folder.write(&format!("backlog/{id}.md"), item(id, rank));
    }
    let out = run(&folder, &["report"]);
    assert!(out.contains("\nOrder\n  rank 4 is taken by ST-12, ST-11\n  2 items have no rank\n"), "{out}");
}

#[test]
fn a_report_says_what_changed_between_two_revisions() {
    let folder = Folder::with(&[
        ("backlog/ST-1.md", &complete("ST-1", "ready")),
        ("backlog/ST-2.md", &complete("ST-2", "open").replace("estimate: 3\n", "")),
    ]);
    let repository = Repository::init(folder.path()).unwrap();
    let first = commit(&repository, &[]);
    repository.tag_lightweight("v1", repository.find_commit(first).unwrap().as_object(), false).unwrap();
    folder.write("backlog/ST-2.md", complete("ST-2", "open"));
    folder.write("backlog/ST-3.md", complete("ST-3", "open"));
    let second = commit(&repository, &[first]);
    let ran = folder.run(&["report", "--rev", "v1.."]);
    assert!(ran.out.starts_with("3 (+2) of 3 (+1) open items meet the checks.\n9 (+6) points meet the checks, 0 do not.\n"), "{}", ran.out);
    let ran = folder.run(&["report", "--rev", "HEAD..v1"]);
    assert!(ran.out.starts_with("1 (-2) of 2 (-1) open items meets the checks."), "{}", ran.out);
    assert_eq!(folder.run(&["report", "--rev", "nowhere..HEAD"]).code, 2);
    // Where there was no backlog yet, everything is new.
    std::fs::remove_dir_all(folder.path().join("backlog")).unwrap();
    folder.write("readme.md", "Soon.\n");
    let emptied = commit(&repository, &[second]);
    let ran = folder.run(&["report", "--rev", &format!("{emptied}..v1")]);
    assert!(ran.out.starts_with("1 (+1) of 2 (+2) open items meets the checks."), "{}{}", ran.out, ran.err);
}

/// Commits everything that lies in the working tree.
fn commit(repository: &Repository, parents: &[git2::Oid]) -> git2::Oid {
    let mut index = repository.index().unwrap();
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let who = git2::Signature::new("A", "a@example.org", &git2::Time::new(1_772_000_000, 0)).unwrap();
    let parents: Vec<_> = parents.iter().map(|id| repository.find_commit(*id).unwrap()).collect();
    repository.commit(Some("HEAD"), &who, &who, "change", &tree, &parents.iter().collect::<Vec<_>>()).unwrap()
}

#[test]
fn an_agenda_splits_what_one_person_can_prepare_from_what_needs_the_team() {
    assert_eq!(
        run(&backlog(), &["agenda"]),
        "Before the session
  ST-4  Let the clerk export the invoice of ST-4  open
    no acceptance criteria; the section holds text but no list
      write each thing to check under `## Acceptance criteria` as an item of its own: `- [ ] ...`

In the session
  ST-4  Let the clerk export the invoice of ST-4  open
    an estimate of 13 is over the limit of 8
      split it into stories of at most 8; cut it by what a user can do after each part, not by screen, service and database
  ST-3  Let the clerk export the invoice of ST-3  open
    no estimate
      add `estimate:` (1, 2, 3, 5 or 8)
  ST-5  Let the clerk export the invoice of ST-5  draft
    no estimate
      add `estimate:` (1, 2, 3, 5 or 8)

Questions
  ST-3  Let the clerk export the invoice of ST-3  open
    It waits for other items. Can a part of it start without them?

Invite the designer: ST-3
3 items to refine, open items first, each in the order of the backlog.
"
    );
    let page = run(&backlog(), &["agenda", "--limit", "1", "--output", "markdown"]);
    assert!(
        page.contains(
            "1 item to refine, open items first, each in the order of the backlog; 2 more.\n\n### Before the session\n\n- **ST-4** "
        ),
        "{page}"
    );
    assert!(!page.contains("ST-3"), "{page}");
    let report: Value = serde_json::from_str(&run(&backlog(), &["agenda", "--output", "json"])).unwrap();
    assert_eq!(report["backlogs"][0]["topics"][0]["session"][0]["rule"], "estimate-too-big");
    assert_eq!(report["backlogs"][0]["invite"]["the designer"][0], "ST-3");
}

#[test]
fn an_agenda_can_be_of_one_sprint_and_can_be_a_gate() {
    let folder = backlog();
    for name in ["S1", "s1", "current"] {
        let out = run(&folder, &["agenda", "--sprint", name]);
        assert!(out.contains("ST-4") && !out.contains("ST-3"), "{name}: {out}");
    }
    assert_eq!(
        run(&folder, &["agenda", "--sprint", "next"]),
        "Nothing to refine: 1 open item of sprint `next` meets the checks, and there is no draft.\n"
    );
    let ran = folder.run(&["agenda", "--sprint", "S3"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no story is planned for a sprint `S3`"), "{}", ran.err);
    assert_eq!(folder.run(&["agenda", "--sprint", "next", "--today", "2027-01-01"]).code, 2);
    assert_eq!(folder.run(&["agenda", "--check", TODAY[0], TODAY[1]]).code, 1);
    assert_eq!(folder.run(&["agenda", "--check", "--sprint", "S2", TODAY[0], TODAY[1]]).code, 0);
    assert_eq!(folder.run(&["agenda", "--limit", "0"]).code, 2);
    // A layout, or a team, that makes a want of criteria a warning has items without them all the same.
    let lenient = ["agenda", "--check", "--sprint", "S1", "--level", "criteria-missing=warning", TODAY[0], TODAY[1]];
    assert_eq!(folder.run(&lenient).code, 1);
}

#[test]
fn a_graph_shows_what_waits_for_what_and_how_ready_it_is() {
    let graph = run(&backlog(), &["graph"]);
    assert_eq!(
        graph,
        "flowchart RL
  b0n2[\"ST-2 Let the clerk export the invoice of ST-2\"]:::ready
  b0n3[\"ST-3 Let the clerk export the invoice of ST-3\"]:::lacking
  b0n6[\"ST-6 Let the clerk export the invoice of ST-6\"]:::done
  b0n7[\"ST-7 Let the clerk export the invoice of ST-7\"]:::active
  b0n3 --> b0n2
  b0n7 --> b0n6
  classDef ready fill:#b7e4c7,stroke:#495057,color:#212529
  classDef lacking fill:#ffd6a5,stroke:#495057,color:#212529
  classDef active fill:#a5d8ff,stroke:#495057,color:#212529
  classDef done fill:#ced4da,stroke:#495057,color:#212529
"
    );
    let focus = run(&backlog(), &["graph", "--focus", "st-2", "--output", "dot"]);
    assert!(focus.starts_with("digraph backlog {\n") && focus.ends_with("  b0n3 -> b0n2;\n}\n"), "{focus}");
    assert!(!focus.contains("ST-7"), "{focus}");
    assert_eq!(backlog().run(&["graph", "--focus", "ST-9"]).code, 2);
}

#[test]
fn text_stays_text_in_a_graph() {
    let folder = backlog();
    folder.write(
        "backlog/ST-3.md",
        complete("ST-3", "open").replace("Let the clerk", "'\"]; click x \"\\\" --> end").replace(" of ST-3\n", "'\ndepends_on: [ST-2]\n"),
    );
    let mermaid = run(&folder, &["graph"]);
    assert!(mermaid.contains("b0n3[\"ST-3 #34;#93;#59; click x #34;#92;#34; --#62; end export the invoice\"]:::"), "{mermaid}");
    let dot = run(&folder, &["graph", "--output", "dot"]);
    assert!(dot.contains(r#"label="ST-3\n\"]; click x \"\\\" --> end export the invoice""#), "{dot}");
}

#[test]
fn a_chain_of_a_hundred_thousand_that_bites_its_tail_is_followed_to_its_end() {
    const LENGTH: usize = 100_000;
    let mut tree = MemoryTree::default();
    for at in 0..LENGTH {
        let text = format!("---\nid: ST-{at}\nstatus: done\ndepends_on: [ST-{}]\n---\n", (at + 1) % LENGTH);
        tree.add(RepoPath::from(format!("backlog/{at}.md").as_str()), EntryKind::File, text);
    }
    let rules = ["depends-cycle", "depends-dangling"].map(|name| rules::named(name).unwrap()).to_vec();
    let outcome = run_all(&Trees::of(&tree), &request(rules)).unwrap();
    let found: Vec<_> = outcome.findings().map(|(_, finding)| finding).collect();
    assert_eq!(found.len(), 1, "{:?}", found.iter().map(|finding| &finding.message).take(5).collect::<Vec<_>>());
    assert!(found[0].message.contains("ST-0") && found[0].labels.len() <= 10, "{}", found[0].message);
    let focus = Some((0, outcome.backlogs[0].in_order()[7]));
    let drawn = report::graph(&outcome, &Selection { focus, all: false }, Notation::Dot);
    assert_eq!(drawn.matches(" -> ").count(), LENGTH);
}

#[test]
fn samples_can_be_planned_by() {
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/backlogs")).unwrap() {
        let path = entry.unwrap().path();
        for command in ["report", "agenda", "graph"] {
            let ran = Folder::new().run(&["-C", path.to_str().unwrap(), command]);
            assert_eq!(ran.code, 0, "{} {command}: {}", path.display(), ran.err);
        }
    }
}
