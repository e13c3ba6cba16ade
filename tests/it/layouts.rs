//! Backlogs of every layout: which one it is, what is read, what is found, and what is written.

use std::{fs, path::Path};

use crate::{
    folder::{Folder, complete},
    trees::committed,
};

/// The sample backlog of a layout, where a run cannot see the repository around it.
pub fn sample(layout: &str) -> Folder {
    let folder = Folder::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/backlogs").join(layout), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What a run finds, one line each, and the line that closes it.
pub fn found(folder: &Folder) -> (Vec<String>, String) {
    let ran = folder.run(&["--output-format", "concise", "--hints", "--verbose"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    let told = ran.err.lines().find_map(|line| line.strip_prefix("note: backlog `.`: ")).unwrap().to_owned();
    (ran.out.lines().filter(|line| line.contains(".md:")).map(str::to_owned).collect(), told)
}

#[track_caller]
fn assert_found(layout: &str, told: &str, expected: &[&str]) {
    let folder = sample(layout);
    let (lines, said) = found(&folder);
    assert_eq!(lines, expected, "{layout}");
    assert_eq!(said, told);
}

#[test]
fn tickets() {
    assert_found(
        "ticket",
        "layout `ticket`, told by `.tickets/bk-07de.md`; no configuration, 4 stories, 0 known files",
        &[
            ".tickets/bk-07de.md:3:9: warning[bug-unreproducible] no steps to reproduce",
            ".tickets/bk-07de.md:3:9: warning[bug-unreproducible] no expected result",
            ".tickets/bk-07de.md:3:9: warning[bug-unreproducible] no actual result",
            ".tickets/bk-07de.md:3:9: warning[criteria-missing] no acceptance criteria",
            ".tickets/bk-07de.md:4:8: error[depends-dangling] depends on `bk-ffff`, but no story has this id",
            ".tickets/bk-91c0.md:3:9: warning[criteria-missing] no acceptance criteria",
        ],
    );
    // No ticket is held back for want of criteria, and the command says who decided that.
    let ran = sample("ticket").run(&["explain", "criteria-missing"]);
    assert!(ran.out.contains("Here: open warning, ready warning, active warning (the layout `ticket`)."), "{}", ran.out);
    assert!(sample("ticket").run(&["config", "criteria-missing"]).out.contains("# the layout `ticket`: criteria-missing = \"warning\""));
}

#[test]
fn taskmd() {
    assert_found(
        "taskmd",
        "layout `taskmd`, told by `.taskmd.yaml`; no configuration, 3 stories, 1 known file, 1 file skipped (1: left out by a pattern): `tasks/.worklogs/002.md`",
        &[
            "tasks/web/003-show-the-tide.md:4:9: warning[criteria-missing] no acceptance criteria",
            "tasks/web/003-show-the-tide.md:6:9: warning[estimate-invalid] `oodles` is not an estimate",
            "tasks/web/003-show-the-tide.md:7:21: error[depends-dangling] depends on `017`, but no story has this id",
        ],
    );
    // The tool's own configuration says where tasks lie.
    let folder = sample("taskmd");
    fs::rename(folder.path().join("tasks"), folder.path().join("work")).unwrap();
    folder.write(".taskmd.yaml", "dir: ./work/\n");
    assert_eq!(found(&folder).0.len(), 3);
}

#[test]
fn planr() {
    assert_found(
        "planr",
        "layout `planr`, told by `.plan/epics/01-audio-guide.md`; no configuration, 4 stories, 0 known files",
        &[
            ".plan/stories/02-languages.md:5:9: warning[parent-unknown] is part of `audio-gide`, but no story has this id",
            ".plan/stories/02-languages.md:7:9: warning[criteria-missing] no acceptance criteria; the section is empty",
            ".plan/stories/02-languages.md:12:36: error[depends-dangling] depends on `voices`, but no story has this id",
            ".plan/stories/02-languages.md:17:1: warning[description-thin] the description has only 7 words",
        ],
    );
}

#[test]
fn projectman() {
    assert_found(
        "projectman",
        "layout `projectman`, told by `.project/config.yaml`; no configuration, 6 stories, 0 known files",
        &[
            ".project/stories/US-GP-2.md:4:9: error[criteria-missing] no acceptance criteria; the list is empty",
            ".project/stories/US-GP-2.md:6:9: error[estimate-too-big] an estimate of 13 is over the limit of 8",
            ".project/stories/US-GP-3.md:4:9: warning[criteria-missing] no acceptance criteria; the list is empty",
            ".project/stories/US-GP-3.md:4:9: warning[description-missing] no description, only `To be written.`",
            ".project/stories/US-GP-3.md:4:9: warning[estimate-missing] no estimate, only `null`",
        ],
    );
}

#[test]
fn kano() {
    assert_found(
        "kano",
        "layout `kano`, told by `_kano/backlog/products/radio/items/bug/0000/RAD-BUG-0001_wrong-title.md`; no configuration, 4 stories, 0 known files, 1 file skipped (1: left out by a pattern): `_kano/backlog/products/radio/items/epic/0000/RAD-EPIC-0001_archive.index.md`",
        &[
            "_kano/backlog/products/radio/items/bug/0000/RAD-BUG-0001_wrong-title.md:18:16: error[depends-dangling] depends on `RAD-TSK-0009`, but no story has this id",
        ],
    );
}

#[test]
fn bmad() {
    assert_found(
        "bmad",
        "layout `bmad`, told by `docs/sprint-artifacts/sprint-status.yaml`; no configuration, 4 stories, 0 known files",
        &[
            "docs/sprint-artifacts/1-3-tickets-on-the-phone.md:1:14: error[criteria-missing] no acceptance criteria; the section is empty",
            "docs/sprint-artifacts/1-3-tickets-on-the-phone.md:13:9: error[depends-dangling] depends on `1.7`, but no story has this id",
        ],
    );
    // The tool's file beats the line in the story, and where it is silent the line counts.
    let folder = sample("bmad");
    let stage = |id: &str| {
        let ran = folder.run(&["ready", id, "--output-format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        report["stories"][0]["stage"].as_str().unwrap().to_owned()
    };
    assert_eq!(stage("1.1"), "done");
    assert_eq!(stage("1-3"), "ready");
    fs::remove_file(folder.path().join("docs/sprint-artifacts/sprint-status.yaml")).unwrap();
    folder.write("backlint.toml", "layout = \"bmad\"\n");
    assert_eq!(stage("1.1"), "active");
}

#[test]
fn inline() {
    assert_found(
        "inline",
        "layout `inline`, named in the configuration; configured by `backlint.toml`, 4 stories, 0 known files, 1 file skipped (1: a page about its folder): `docs/user-stories/README.md`",
        &[
            "docs/user-stories/US-003-give-back-a-ticket.md:5:12: error[criteria-missing] no acceptance criteria",
            "docs/user-stories/US-003-give-back-a-ticket.md:5:12: error[estimate-missing] no estimate, only `TBD`",
            "docs/user-stories/US-003-give-back-a-ticket.md:7:24: error[depends-dangling] depends on `US-009`, but no story has this id",
        ],
    );
}

#[test]
fn a_story_about_templates_is_a_story() {
    let folder = Folder::with(&[
        ("backlog/ST-1-mail-template.md", &complete("ST-1", "ready").replace("estimate: 3\n", "")),
        ("backlog/story-template.md", "---\nid:\nstatus: ready\n---\n"),
        ("backlog/ST-000-copy-me.md", "---\nid:\nstatus: ready\n---\n"),
        ("backlog/templates/ST-2.md", "---\nid:\nstatus: ready\n---\n"),
    ]);
    let (lines, told) = found(&folder);
    assert_eq!(lines, ["backlog/ST-1-mail-template.md:4:9: error[estimate-missing] no estimate"]);
    assert!(told.contains("1 story, 0 known files, 3 files skipped (3: left out by a pattern):"), "{told}");
}

#[test]
fn references_in_prose_are_those_a_line_begins_with() {
    let folder = Folder::with(&[(
        "stories/US-1-pay.md",
        "# US-1: Pay by card\n\n**Status:** In progress\n**Dependencies:** US-2 (the plan), [US-3](US-3.md); nothing else\n\nText.\n",
    )]);
    folder.write("backlint.toml", "layout = \"inline\"\n");
    let dangling = |folder: &Folder| found(folder).0.into_iter().filter(|line| line.contains("dangling")).collect::<Vec<_>>();
    assert_eq!(
        dangling(&folder),
        [
            "stories/US-1-pay.md:4:19: error[depends-dangling] depends on `US-2`, but no story has this id",
            "stories/US-1-pay.md:4:37: error[depends-dangling] depends on `US-3`, but no story has this id",
        ]
    );
    for prose in ["None", "none (first of its epic)", "The US-2 plan has to be there", "**Enables:** US-2, US-3"] {
        folder.write("stories/US-1-pay.md", format!("# US-1: Pay\n\n**Status:** In progress\n**Dependencies:** {prose}\n\nText.\n"));
        assert_eq!(dangling(&folder), [""; 0], "{prose}");
    }
}

#[test]
fn a_list_of_what_waits_for_a_story_is_no_list_of_what_it_waits_for() {
    let folder = Folder::with(&[
        (
            "docs/stories/story-1.2.md",
            "# Story 1.2: Pay\n\nStatus: Draft\n\n## Dependencies\n\n**Blocks:**\n- Story 1.3 (gift cards)\n\n**Blocked By:**\n- Story 1.1: the plan\n",
        ),
        ("docs/stories/1.1.plan.md", "# Story 1.1: Plan\n\nStatus: Draft\n\n## Dependencies\n\n### Enables\n\n- Story 1.2\n"),
        ("docs/stories/1-3-4-gift-cards.md", "# Story 1.3.4: Gift cards\n\nStatus: Draft\n"),
    ]);
    let (lines, told) = found(&folder);
    assert_eq!(lines, [""; 0]);
    assert!(told.ends_with("3 stories, 0 known files"), "{told}");
    assert_eq!(folder.run(&["graph", "--focus", "1.3.4"]).out.matches("-->").count(), 0);
    assert_eq!(folder.run(&["graph", "--all"]).out.matches(" --> ").count(), 1);
}

#[test]
fn files_that_nothing_marks_as_stories_are_counted_where_none_is_one() {
    let folder = Folder::with(&[("backlog/ideas.md", "Some day.\n"), ("backlog/people.md", "Who is who.\n")]);
    let ran = folder.run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("none of 2 markdown files in this repository looks like a story"), "{}", ran.err);
}

#[test]
fn a_team_describes_a_layout_of_its_own() {
    let folder = Folder::with(&[
        (
            "backlint.toml",
            "[layout]\nstories = [\"items/*.md\"]\nfront-matter = \"none\"\n\
             fields = { id = 'path:(?<id>[^/]+)\\.md$', title = \"h1\", status = \"label:Stand\", estimate = \"label:Größe\", depends_on = \"label:Nach\" }\n\
             ids = { shape = '[a-zäöü]+(-[a-zäöü]+)*' }\nestimate = { words = { klein = \"S\", riesig = \"XL\" } }\n\
             sections = { criteria = [\"Fertig, wenn\"], description = [\"Warum\"] }\n\
             rules = { description-thin = \"off\" }\n\n[stages]\n\"bereit\" = \"ready\"\n",
        ),
        (
            "items/ausleihe-verlängern.md",
            "# Ausleihe am Telefon verlängern\n\n**Stand:** bereit\n**Größe:** klein\n**Nach:** konto-ansehen, mahnungen\n\n## Warum\n\nWeniger Anrufe.\n\n## Fertig, wenn\n\n- [ ] Die neue Frist steht im Konto\n",
        ),
        ("items/konto-ansehen.md", "# Das eigene Konto ansehen\n\n**Stand:** bereit\n**Größe:** riesig\n\n## Warum\n\nWeniger Anrufe.\n"),
    ]);
    assert_eq!(
        found(&folder).0,
        [
            "items/ausleihe-verlängern.md:5:26: error[depends-dangling] depends on `mahnungen`, but no story has this id",
            "items/konto-ansehen.md:3:12: error[criteria-missing] no acceptance criteria",
            "items/konto-ansehen.md:4:12: error[estimate-too-big] an estimate of XL is over the limit of L",
        ]
    );
}

#[test]
fn each_configuration_rules_the_folder_below_it() {
    let folder = sample("ticket");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/backlogs/projectman"), &folder.path().join("plots"));
    folder.write("plots/backlint.toml", "layout = \"projectman\"\n[estimate]\nmax = 20\n");
    let ran = folder.run(&["--output-format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let backlogs: Vec<_> =
        report["backlogs"].as_array().unwrap().iter().map(|one| (one["root"].as_str().unwrap(), one["layout"].as_str().unwrap())).collect();
    assert_eq!(backlogs, [("", "ticket"), ("plots", "projectman")]);
    let errors = report["findings"].as_array().unwrap().iter().filter(|one| one["level"] == "error");
    let errors: Vec<_> = errors.map(|one| (one["backlog"].as_str().unwrap(), one["rule"].as_str().unwrap())).collect();
    assert_eq!(errors, [("", "depends-dangling"), ("plots", "criteria-missing")]);
    // Where we stand decides what is judged.
    let ran = folder.run(&["-C", "plots", "--output-format", "concise"]);
    assert_eq!(ran.out.lines().filter(|line| line.contains(".md:")).count(), 4, "{}", ran.out);
    let ran = folder.run(&["report"]);
    assert!(ran.out.starts_with("1 of 2 open items meets the checks.\n") && ran.out.contains("\nplots\n\n1 of 3"), "{}", ran.out);
}

#[test]
fn a_tools_configuration_that_names_itself_ends() {
    let folder = sample("taskmd");
    for dir in ["{config:dir}", "{config:dir}{config:dir}"] {
        folder.write(".taskmd.yaml", format!("dir: \"{dir}\"\n"));
        // A marker whose layout matches no item is none: the folder is read for what its files state.
        let ran = folder.run(&["--output-format", "json"]);
        assert!(ran.code == 1 && ran.out.contains("\"layout\":\"stories\""), "{dir}: {}", ran.out);
    }
    folder.write(".taskmd.yaml", "dir: \"[z\"\n");
    let ran = folder.run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is no path pattern") && ran.err.contains("`.taskmd.yaml` is part of"), "{}", ran.err);
}

#[test]
fn the_following_stories_are_depended_on() {
    let folder = Folder::with(&[(
        "docs/stories/story-1.2.md",
        "# Story 1.2: Pay\n\nStatus: In progress\n\n## Dependencies\n\nDepends on the following stories:\n\n- Story 1.1: the plan\n- Story 1.4 (related work):\n",
    )]);
    let dangling = found(&folder).0.into_iter().filter(|line| line.contains("dangling")).count();
    assert_eq!(dangling, 2);
}

#[test]
fn help_names_what_the_layout_writes() {
    let help = |layout: &str| sample(layout).run(&["--output-format", "full"]).out;
    assert!(help("inline").contains("help: set `Story Points:` to a size"));
    assert!(help("planr").contains("help: list under `## Acceptance`, as"));
    assert!(help("projectman").contains("help: list in `acceptance_criteria:` what must hold"));
}

#[test]
fn what_the_tools_own_file_starts_is_charged_to_the_change() {
    let folder = sample("bmad");
    committed(&folder);
    let path = "docs/sprint-artifacts/sprint-status.yaml";
    let text = fs::read_to_string(folder.path().join(path)).unwrap();
    folder.write(path, text.replace("phone: ready-for-dev", "phone: in-progress"));
    let ran = folder.run(&["check", "--since", "HEAD", "--output-format", "concise"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let lines: Vec<&str> = ran.out.lines().filter(|line| line.contains(".md:")).collect();
    assert_eq!(
        lines,
        [
            "docs/sprint-artifacts/1-3-tickets-on-the-phone.md:1:14: error[started-unready] started while it does not meet the checks: no acceptance criteria; the section is empty, depends on `1.7`, but no story has this id"
        ]
    );
}

#[test]
fn init_leaves_out_a_status_that_nobody_writes() {
    let folder = Folder::new();
    for number in 1..=5 {
        let id = format!("ST-{number}");
        folder.write(&format!("backlog/{id}.md"), complete(&id, "x").replace("status: x\n", ""));
    }
    folder.run(&["init"]);
    assert!(fs::read_to_string(folder.path().join("backlint.toml")).unwrap().contains("\nstatus = false  # no story here states it\n"));
    assert_eq!(folder.run(&[]).code, 0);
}
