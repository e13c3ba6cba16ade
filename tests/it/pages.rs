//! Every rule is tested by its page. `BLESS=1 cargo test` rewrites what the pages expect.

use std::{collections::BTreeSet, fs, path::PathBuf};

use backlint::{
    concept::Stage,
    finding::Level,
    outcome::Outcome,
    rule::{Check, Gate, Rule},
    rules::{self, RULES},
};

use crate::page::{Block, Case, Page};

/// Rules whose example needs what a page cannot hold: a bug in a rule, a line of 64 KiB. Tests of their own show them.
const WITHOUT_EXAMPLE: [&str; 2] = ["rule-panicked", "line-too-long"];

/// Rules of which a level of the gate cannot show: where no status is, the stage is open.
const ONLY_OPEN: [&str; 2] = ["status-missing", "status-unknown"];

fn files(rule: &Rule) -> Vec<PathBuf> {
    let stem = rule.name.replace('-', "_");
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let page = folder.join(format!("{stem}.md"));
    let cases = folder.join(format!("{stem}.cases.md"));
    if cases.exists() { vec![page, cases] } else { vec![page] }
}

fn selected(rule: &'static Rule, case: &Case) -> Vec<&'static Rule> {
    let with = case.with.iter().map(|name| rules::named(name).unwrap_or_else(|| panic!("{}: no rule {name}", case.heading)));
    std::iter::once(rule).chain(with).collect()
}

fn judged(rule: &'static Rule, case: &Case) -> Outcome {
    case.judge(selected(rule, case)).unwrap_or_else(|error| panic!("{}: {}: {error}", rule.name, case.heading))
}

#[test]
fn pages_say_what_happens() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for rule in RULES {
        for file in files(rule) {
            let text = fs::read_to_string(&file).unwrap();
            let mut page = Page::read(&text);
            for at in 0..page.cases.len() {
                let case = &page.cases[at];
                let found = crate::page::findings(&judged(rule, case));
                for (file_at, text) in page.cases[at].misfixed(selected(rule, case)) {
                    if bless {
                        page.bless_fixed(at, file_at, &text);
                    } else {
                        wrong.push(format!("{}, {}\n--- fixed\n{text}", file.display(), page.cases[at].heading));
                    }
                }
                let case = &page.cases[at];
                if found == case.expected() {
                    continue;
                }
                if bless {
                    page.bless(at, &found);
                } else {
                    let heading = &case.heading;
                    wrong.push(format!("{}, {heading}\n--- expected\n{}\n--- found\n{found}", file.display(), case.expected()));
                }
            }
            if bless {
                fs::write(&file, page.text()).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases differ; BLESS=1 rewrites them\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn pages_are_complete() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let mut complain = |what: String| wrong.push(format!("{}: {what}", rule.name));
        let page = Page::read(rule.page);
        if !rule.page.starts_with(&format!("# {}\n\n", rule.name)) {
            complain("the page does not begin with the rule's name".into());
        }
        if rule.summary().chars().count() > 100 {
            complain(format!("the summary is too long for a table: {}", rule.summary()));
        }
        let shows_fix = files(rule).iter().any(|file| Page::read(&fs::read_to_string(file).unwrap()).cases.iter().any(Case::shows_fix));
        if shows_fix == rule.fixes.is_empty() {
            complain("a rule shows what its fixes come to, if it has any".into());
        }
        let sections: Vec<&str> = rule.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        for wanted in ["Why", "Example", "Instead"] {
            if !sections.contains(&wanted) {
                complain(format!("no section {wanted}"));
            }
        }
        if sections.contains(&"Options") == rule.options.is_empty() {
            complain("the section Options does not fit the rule's options".into());
        }
        let example = page.cases.iter().find(|case| case.heading == "Example");
        let fires = example.is_some_and(|case| case.expected().contains(&format!("[{}]", rule.name)));
        if !fires && !WITHOUT_EXAMPLE.contains(&rule.name) {
            complain("the example does not fire".into());
        }
        match page.cases.iter().find(|case| case.heading == "Instead") {
            Some(case) if !case.expected().is_empty() => complain("`Instead` is not silent".into()),
            None => complain("no case `Instead`".into()),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_show_every_column_of_the_gate() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.gate != Gate::FILE && rule.gate != Gate::ALWAYS && !matches!(rule.check, Check::Engine)) {
        if ONLY_OPEN.contains(&rule.name) {
            continue;
        }
        let mut levels = BTreeSet::new();
        let mut stages = BTreeSet::new();
        for case in files(rule).iter().flat_map(|file| Page::read(&fs::read_to_string(file).unwrap()).cases) {
            let outcome = judged(rule, &case);
            levels.extend(outcome.findings().filter(|(_, finding)| finding.rule == rule.name).map(|(_, finding)| finding.level));
            let live = outcome.backlogs.iter().flat_map(|judged| judged.backlog.stories()).filter(|(_, story)| story.live);
            stages.extend(live.map(|(_, story)| story.stage()));
        }
        for level in Stage::ALL.map(|stage| rule.gate.at(stage)) {
            let of_level: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| rule.gate.at(*stage) == level).collect();
            if !of_level.iter().any(|stage| stages.contains(stage)) {
                wrong.push(format!("{}: no story at {}", rule.name, of_level[0].name()));
            }
            if level != Level::Off && !levels.contains(&level) {
                wrong.push(format!("{}: no finding of level {}", rule.name, level.name()));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_is_read_as_it_is_written() {
    let text =
        "# x\n\n## Example\n````md a - b.md crlf\n---\n````\n```findings\na - b.md:1:1: error[x] y\n```\n\n## Instead\n````md a.md\n````\n";
    let page = Page::read(text);
    assert_eq!(page.text(), text);
    assert_eq!(page.cases.len(), 2);
    assert_eq!(page.cases[0].files, [("a - b.md".to_owned(), Block::Bytes(b"---\r\n".to_vec()))]);
    assert_eq!(page.cases[0].expected(), "a - b.md:1:1: error[x] y");
    assert_eq!(page.cases[1].expected(), "");
}
