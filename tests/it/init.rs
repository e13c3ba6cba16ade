//! Setting a team up, and living with it.

use std::{fs, path::Path};

use crate::folder::{Folder, complete};

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

fn stories() -> Folder {
    let story = |id: &str, status: &str, size: &str| complete(id, status).replace("estimate: 3\n", size);
    Folder::with(&[
        ("backlog/ST-1.md", &story("ST-1", "todo", "points: 3\n")),
        ("backlog/ST-2.md", &story("ST-2", "todo", "points: 5\n")),
        ("backlog/ST-3.md", &story("ST-3", "frobbed", "points: 20\n")),
        ("backlog/ST-4.md", &story("ST-4", "doing", "points: 1\n")),
    ])
}

#[test]
fn init_writes_down_what_it_sees() {
    let folder = stories();
    let ran = folder.run(&["init", "--ready", "Todo", "--template"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "Layout `stories`, told by what 4 files in `backlog` and around state: 4 stories.",
        "  estimate       4 of 4  `estimate:`, ",
        "  todo        2  open",
        "  frobbed     1  not known, counts as open",
        "estimate-too-big  1 ",
    ] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    let config = text(&folder, "backlint.toml");
    for line in [
        "template = { story = \"backlog/_template.md\" }",
        "preset = \"stories\"",
        "\"todo\" = \"ready\"  # 2 stories",
        "\"frobbed\" = \"open\"  # 1 story  # not known to backlint; is it open?",
        "scale = \"fibonacci\"",
        "max = 8  # larger stories are to be split",
    ] {
        assert!(config.lines().any(|own| own == line), "{line}\n{config}");
    }
    assert!(
        text(&folder, "backlog/_template.md").starts_with("---\nid:\ntitle: What changes, in one line\nstatus: draft\nestimate:\n---\n")
    );
    // What was written is accepted, and the template is no story.
    let ran = folder.run(&["--output-format", "json"]);
    assert!(ran.out.contains("\"stories\":4") && ran.code == 0, "{}{}", ran.out, ran.err);
}

#[test]
fn init_never_overwrites_and_asks_nothing_without_a_terminal() {
    let folder = stories();
    folder.write("AGENTS.md", "# Agents\nBe brief.\n");
    folder.write(".github/workflows/backlint.yml", "mine\n");
    let ran = folder.run(&["init", "--workflow", "--agents"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(text(&folder, "backlint.toml").contains("# No word says that a story may be started."));
    assert_eq!(text(&folder, ".github/workflows/backlint.yml"), "mine\n");
    let agents = text(&folder, "AGENTS.md");
    assert!(agents.starts_with("# Agents\nBe brief.\n\n<!-- backlint:begin -->\n") && agents.contains("`backlint ready ID`"));
    assert_eq!(agents.lines().skip_while(|line| *line != "<!-- backlint:begin -->").count(), 8);
    folder.write("backlint.toml", "layout = \"stories\"\n");
    let ran = folder.run(&["init", "--workflow", "--agents"]);
    assert!(ran.out.contains("backlint.toml: there already") && ran.out.contains("AGENTS.md: there already"), "{}", ran.out);
    assert_eq!((text(&folder, "backlint.toml").as_str(), text(&folder, "AGENTS.md")), ("layout = \"stories\"\n", agents));
    assert_eq!(folder.run(&["init", "--ready", "todo"]).code, 2);
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = stories();
    git2::Repository::init(folder.path()).unwrap();
    let ran = folder.run(&["init", "--dry-run", "--hook", "--workflow", "--template", "--agents", "--baseline"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for written in ["--- backlint.toml\n", "--- .github/workflows/backlint.yml\n", "--- AGENTS.md\n", "--- backlog/_template.md\n"] {
        assert!(ran.out.contains(written), "{written}\n{}", ran.out);
    }
    let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, [".git", "backlog"]);
    assert!(!folder.path().join(".git/hooks/pre-commit").exists());
}

#[test]
fn init_says_what_is_missing() {
    let folder = stories();
    let ran = folder.run(&["init", "--ready", "to go"]);
    assert!(ran.code == 2 && ran.err.contains("it is one of: todo, doing, frobbed"), "{}", ran.err);
    let empty = Folder::with(&[("notes.txt", "")]);
    let ran = empty.run(&["init"]);
    assert!(ran.code == 2 && ran.err.contains("no stories found here"), "{}", ran.err);
    let ran = empty.run(&["init", "--agents"]);
    assert!(ran.code == 0 && ran.out.contains("No stories here yet") && !empty.path().join("backlint.toml").exists(), "{}", ran.out);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

/// Lines of the report that are findings.
fn found(folder: &Folder) -> (i32, Vec<String>) {
    let ran = folder.run(&["check", "--output-format", "concise"]);
    (ran.code, ran.out.lines().filter(|line| line.contains(": error[") || line.contains(": warning[")).map(str::to_owned).collect())
}

#[test]
fn a_team_with_many_old_stories_adopts_it_and_tightens_it() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/flowspec");
    if !corpus.is_dir() {
        return;
    }
    let folder = Folder::new();
    copy(&corpus, folder.path());
    let ran = folder.run(&["init", "--ready", "To Do", "--baseline"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(text(&folder, "backlint.toml").contains("\"To Do\" = \"ready\""));
    let entries = || text(&folder, "backlint-baseline.json").lines().filter(|line| line.contains("\"rule\"")).count();
    let recorded = entries();
    assert!(recorded > 5, "{recorded}");
    assert_eq!(found(&folder), (0, Vec::new()), "what is old is not reported");

    // One new story that claims to be ready and is not.
    folder.write(
        "backlog/tasks/task-9001 - Improve-things.md",
        "---\nid: task-9001\ntitle: Improvements\nstatus: To Do\n---\n\n## Description\n\nTBD\n",
    );
    let (code, lines) = found(&folder);
    assert_eq!(code, 1);
    assert!(lines.len() >= 3 && lines.iter().all(|line| line.contains("task-9001")), "{lines:#?}");
    fs::remove_file(folder.path().join("backlog/tasks/task-9001 - Improve-things.md")).unwrap();

    // Three old stories are mended; pruning shrinks the file, and never grows it.
    let bare: Vec<_> = fs::read_dir(folder.path().join("backlog/tasks")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut mended = 0;
    for path in bare {
        let story = fs::read_to_string(&path).unwrap();
        if story.starts_with("---") && !story.contains("## Acceptance Criteria") && mended < 3 {
            let description = if story.contains("## Description") {
                ""
            } else {
                "\n## Description\n\nLogs of all days are read in one place, so that nobody has to search.\n"
            };
            let more = format!(
                "{story}{description}\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 Logs of a day can be read in one file\n<!-- AC:END -->\n"
            );
            fs::write(path, more).unwrap();
            mended += 1;
        }
    }
    assert_eq!(mended, 3);
    let (code, lines) = found(&folder);
    assert!(code == 0 && lines.len() == 1 && lines[0].contains("[baseline-stale]"), "{lines:#?}");
    assert_eq!(folder.run(&["baseline"]).code, 0);
    let pruned = entries();
    assert!(pruned <= recorded - 3, "{pruned} of {recorded}");
    assert_eq!(found(&folder), (0, Vec::new()));

    // A renamed story keeps its entries, for it keeps its id.
    let kept = text(&folder, "backlint-baseline.json");
    let id = kept.split("\"criteria-missing\",\"story\":\"").nth(1).unwrap().split('"').next().unwrap().to_lowercase();
    let old = fs::read_dir(folder.path().join("backlog/tasks")).unwrap().map(|entry| entry.unwrap().path());
    let old =
        old.into_iter().find(|path| path.file_name().unwrap().to_string_lossy().to_lowercase().starts_with(&format!("{id} "))).unwrap();
    fs::rename(&old, old.with_file_name(format!("{id} - Renamed.md"))).unwrap();
    assert_eq!(found(&folder), (0, Vec::new()));
}
