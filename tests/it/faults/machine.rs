//! Rows 91 to 95: whatever the machine is, does, or is told to do meanwhile.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Child, Command, Stdio},
};

use backlint::{
    entry::ReadFault,
    error::Error,
    finding::Level,
    report::Format,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    rules::RULES,
    run::{Trees, run},
    source::RepoPath,
    tree::{EntryKind, Listing, MemoryTree, PathKind, Reader, Tree},
};

use crate::{
    folder::{Folder, complete},
    page::request,
    trees::git,
};

/// A backlog with much to say about it, whose files were made in this order.
fn made(order: impl Iterator<Item = usize>) -> Folder {
    let folder = Folder::new();
    for number in order {
        let needs = format!("depends_on: [ST-{}]", number / 2);
        let story = complete(&format!("ST-{number}"), ["ready", "open", "draft"][number % 3]).replace("estimate: 3", &needs);
        folder.write(&format!("backlog/{}/ST-{number}.md", number % 7), story);
    }
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    folder
}

#[test]
fn row_91_the_same_input_gives_the_same_bytes() {
    const STORIES: usize = 100;
    let [forth, back] = [made(0..STORIES), made((0..STORIES).rev())];
    let (mut reports, mut drawn) = (BTreeSet::new(), BTreeMap::<_, BTreeSet<_>>::new());
    for at in 0..20 {
        let (folder, files) = (if at % 2 == 0 { &forth } else { &back }, Folder::new());
        let mut arguments: Vec<String> = ["check", "--all", "--hints", "--output-format", "full"].map(String::from).into();
        for (_, name) in &Format::ALL[1..] {
            arguments.extend(["--output-format".into(), format!("{name}={}", files.path().join(name).display())]);
        }
        let top = folder.path().to_str().unwrap();
        let (from, place) = [(folder, "."), (folder, "backlog/3"), (&files, top)][at % 3];
        arguments.extend(["-C".into(), place.into()]);
        let locale = ["C", "tr_TR.UTF-8", "de_DE.UTF-8"][at / 3 % 3];
        let variables = [
            ("RAYON_NUM_THREADS", ["1", "8"][at / 2 % 2]),
            ("LC_ALL", locale),
            ("TZ", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"][at / 4 % 3]),
            ("SOURCE_DATE_EPOCH", "1772409600"),
        ];
        let ran = from.run_with(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), &variables, "");
        assert!(ran.code == 1 && ran.out.contains("ST-7"), "{}", ran.err);
        // Frames are drawn with other characters where the locale is not UTF-8.
        drawn.entry(locale == "C").or_default().insert((ran.out, ran.err));
        let read = |(_, name): &(Format, &str)| fs::read_to_string(files.path().join(name)).unwrap();
        reports.insert(Format::ALL[1..].iter().map(read).collect::<Vec<_>>());
        assert!(reports.len() == 1 && drawn.values().all(|drawn| drawn.len() == 1), "run {at} differs: {variables:?}");
    }
    assert!(reports.iter().flatten().all(|report| report.contains("ST-7")) && drawn.len() == 2);
}

fn fails(_: &mut StoryCx<'_>) {
    panic!("on purpose");
}

static FAILS: Rule = Rule {
    name: "estimate-missing",
    group: Group::Ready,
    gate: Gate::READY,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: "",
    options: &[],
    fixes: &[],
    check: Check::Story(fails),
};

fn two_stories() -> MemoryTree {
    let mut tree = MemoryTree::default();
    tree.add(RepoPath::from("backlog/ST-1.md"), EntryKind::File, complete("ST-1", "ready"));
    tree.add(RepoPath::from("backlog/ST-2.md"), EntryKind::File, "---\nid: ST-2\nstatus: ready\n---\n");
    tree
}

#[test]
fn row_92_a_rule_that_panics_is_named_and_the_rest_is_judged() {
    backlint::engine::quiet_contained_panics();
    let rules = RULES.iter().map(|rule| if rule.name == FAILS.name { &FAILS } else { *rule }).collect();
    let outcome = run(&Trees::of(&two_stories()), &request(rules)).unwrap();
    let panicked = outcome.findings().filter(|(_, finding)| finding.rule == "rule-panicked" && finding.level == Level::Error);
    assert_eq!(panicked.count(), 2);
    assert!(outcome.findings().any(|(_, finding)| finding.rule == "story-empty"));
    let errors: Vec<String> = outcome.errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors, ["ST-1", "ST-2"].map(|id| format!("the rule `estimate-missing` failed on backlog/{id}.md")));
}

/// A tree whose first story takes whoever reads it down.
struct Trap(MemoryTree);

struct TrapReader<'t>(Box<dyn Reader + 't>);

impl Tree for Trap {
    fn size(&self, paths: &[&RepoPath], limit: u64) -> u64 {
        self.0.size(paths, limit)
    }

    fn list(&self, folder: &RepoPath) -> Result<Listing, Error> {
        self.0.list(folder)
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(TrapReader(self.0.reader()?)))
    }

    fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        self.0.kind(path)
    }

    fn blob(&self, path: &RepoPath) -> Option<git2::Oid> {
        self.0.blob(path)
    }
}

impl Reader for TrapReader<'_> {
    fn read(&mut self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, ReadFault> {
        assert_ne!(path.display(), "backlog/ST-1.md", "on purpose");
        self.0.read(path, limit)
    }
}

#[test]
fn row_92_a_worker_that_panics_names_the_file_and_the_rest_is_judged() {
    backlint::engine::quiet_contained_panics();
    let outcome = run(&Trees::of(&Trap(two_stories())), &request(RULES.to_vec())).unwrap();
    let errors: Vec<String> = outcome.errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors, ["cannot read backlog/ST-1.md: backlint failed on this file, which is a bug"]);
    let found = crate::page::findings(&outcome);
    assert!(found.starts_with("backlog/ST-1.md:1:1: error[file-unreadable] backlint failed on this file, which is a bug\n"), "{found}");
    assert!(found.contains("backlog/ST-2.md:3:9: error[story-empty]"), "{found}");
}

const FILES: usize = 50;

fn path(number: usize) -> String {
    format!("backlog/ST-{number:03}.md")
}

fn unfixed(number: usize) -> String {
    complete(&format!("ST-{number:03}"), "ready").replace("estimate: 3", "estimate: 3 maybe")
}

fn fixed(number: usize) -> String {
    unfixed(number).replace("3 maybe", "3 # maybe")
}

fn fixing(folder: &Folder) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backlint"));
    command.args(["check", "--fix"]).current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Stops a fix with `signal` once it has written that many files, and looks at all of them.
fn stop(signal: &str, after: usize) {
    let folder = Folder::new();
    for number in 0..FILES {
        folder.write(&path(number), unfixed(number));
    }
    let read = |number: usize| fs::read_to_string(folder.path().join(path(number))).unwrap();
    let mut fix = fixing(&folder);
    // A shell that waits for its input to end is quicker than a program that is yet to start.
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("read line; kill -{signal} {}", fix.id())]).stderr(Stdio::null());
    let mut shell = shell.stdin(Stdio::piped()).spawn().unwrap();
    let is_over = loop {
        if read(after) != unfixed(after) {
            break false;
        }
        if fix.try_wait().unwrap().is_some() {
            break true;
        }
    };
    if is_over {
        shell.kill().unwrap();
    }
    drop(shell.stdin.take());
    shell.wait().unwrap();
    fix.wait().unwrap();
    let new = (0..FILES).filter(|number| read(*number) == fixed(*number)).count();
    let old = (0..FILES).filter(|number| read(*number) == unfixed(*number)).count();
    assert_eq!(new + old, FILES, "a file is neither what it was nor what it is to be");
    // What may be left of a file that was not put in place is no story.
    let ran = folder.run(&["check", "--fix", "--output-format", "json"]);
    assert!(ran.out.contains(&format!("\"stories\":{FILES},")), "{}", ran.err);
    assert!((0..FILES).all(|number| read(number) == fixed(number)), "{}", ran.out);
}

#[test]
fn row_93_a_fix_that_is_stopped_leaves_no_half_file() {
    for signal in ["TERM", "INT"] {
        for after in [0, 3, 20] {
            stop(signal, after);
        }
    }
}

#[test]
fn row_95_nothing_that_speaks_to_a_network_is_built_in() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let packages: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(packages.contains(&"libgit2-sys"));
    let speaks = |name: &&str| {
        let parts = ["tls", "ssl", "http", "curl", "reqwest", "ureq", "socket", "ssh", "tokio", "mio", "quic", "websocket", "resolver"];
        name.split(['-', '_']).any(|part| parts.iter().any(|word| part.trim_matches(|c: char| c.is_ascii_digit()).starts_with(word)))
            || ["rustls", "openssl", "schannel", "isahc", "hyper-", "h2", "h3"].iter().any(|word| name.starts_with(word))
    };
    assert_eq!(packages.into_iter().filter(speaks).collect::<Vec<_>>(), [""; 0]);
    let libgit2 = git2::Version::get();
    assert!(!libgit2.https() && !libgit2.ssh());
}

#[test]
fn row_95_no_code_opens_a_connection_or_starts_a_program() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let code = fs::read_to_string(&path).unwrap();
                read += 1;
                for word in ["std::net", "TcpStream", "UdpSocket", "UnixStream", "process::Command", ".fetch(", "RemoteCallbacks"] {
                    assert!(!code.contains(word), "{} says `{word}`", path.display());
                }
            }
        }
    }
    assert!(read > 100, "{read}");
}
