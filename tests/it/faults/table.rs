//! Which test shows which row of the table of faults, and which promise of the README rests on it: `README.md` beside this file.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// What can go wrong, what is to happen then, and the promises of the README that rest on it, by their numbers.
const ROWS: [(usize, &str, &str, &[usize]); 91] = [
    (1, "a story holds a runner's command in the middle of a line", "no output holds it", &[4]),
    (2, "a command at the start of a line, behind odd blanks or a carriage return", "no output holds it", &[4]),
    (
        3,
        "file names that are commands, or hold commas, colons and line ends",
        "properties are escaped, and mean the same when read back",
        &[4],
    ),
    (4, "commands of other runners", "broken up", &[4]),
    (5, "control characters anywhere, arguments too", "shown as escapes, on both streams", &[4]),
    (6, "signs that turn text around or cannot be seen", "shown as escapes, and a finding", &[4]),
    (8, "markup in the summary for a pull request", "stands there as text", &[4]),
    (9, "the same in SARIF, GitLab, rdjson and JSON", "valid, and escaped", &[4]),
    (10, "paths that are no UTF-8 there", "valid, and nothing is lost", &[4]),
    (11, "more errors than a runner takes as annotations", "the most severe, and how many more", &[6]),
    (12, "a summary of more than a megabyte", "cut, and says so", &[5, 6]),
    (13, "long messages, places over several lines", "cut between characters; no place that ends before it starts", &[4]),
    (14, "more findings than SARIF may hold", "as many as it may, and a note", &[6]),
    (15, "a list in a list ten thousand times", "a finding", &[5]),
    (16, "aliases that grow without end", "a finding, at once and in little memory", &[5]),
    (17, "deep maps, endless flows, huge scalars, many keys", "findings, or read within the limits", &[5]),
    (18, "duplicate keys, tabs, tags, merge keys, a second document", "each a finding with its line", &[5]),
    (19, "byte order marks, line ends, fences of all kinds", "each as defined, at its exact place", &[5]),
    (20, "values another reader would change: 007, 1.10, yes", "kept as written", &[5]),
    (21, "bodies made to be slow to parse", "read in time", &[5]),
    (22, "a line of 200 kB, and of 50 MB", "judged, its excerpt cut", &[5]),
    (23, "places at the end, in empty files, within characters", "drawn", &[5]),
    (24, "a file or blob of 300 MB", "a finding, and never read", &[5]),
    (25, "bytes that are no UTF-8, of every sort", "a finding that says which", &[5, 6]),
    (26, "patterns in a configuration that are wrong or grow too large", "a mistake with its key", &[5]),
    (27, "a pattern that is slow on a long line", "ends in time", &[5]),
    (28, "configurations with unknown keys, wrong types, too deep, too large, no text", "a mistake with its line and what was meant", &[5]),
    (29, "`extends` that leads out, to a URL, through a link, in a circle, too deep", "refused, nothing else is read", &[3]),
    (30, "templates and outputs outside of the repository", "refused", &[3]),
    (31, "a story that is a link, to anywhere", "a finding; its target is never opened", &[3]),
    (32, "folders that link to each other", "the walk ends, nothing twice", &[3]),
    (33, "pipes, sockets and devices with a story's name", "a finding, never opened", &[3, 5]),
    (34, "files and folders nobody may read", "named, exit code 2, the rest is judged", &[6]),
    (35, "a file that vanishes or grows while it is read", "told, or read as it was", &[5]),
    (36, "fixes for links, hard links, files of other modes and read-only ones", "refused, or the mode is kept", &[9]),
    (37, "fixes in files with any line ends", "nothing else changes", &[9]),
    (38, "an editor saves while a fix is made", "the fix is not written", &[9]),
    (39, "killed before the new file is in place; a full disk", "the old file is whole", &[9]),
    (40, "fixing twice", "is fixing once", &[9]),
    (41, "fixes in files with conflicts, or only announced to git", "refused", &[9]),
    (42, "the reader of the output is gone; the disk is full", "the judgement's exit code; exit code 2", &[6]),
    (43, "no story at all", "exit code 2", &[6]),
    (44, "arguments that lead nowhere, outside, or to what git ignores", "exit code 2 with the reason", &[6]),
    (45, "no repository, no commit yet, a detached head", "judged, or told what is missing", &[6]),
    (46, "a bare repository", "exit code 2, or its commits", &[6]),
    (47, "a repository committed inside another", "leads nobody astray", &[2, 3]),
    (48, "a working tree that lies elsewhere", "refused", &[3]),
    (49, "linked working trees", "judged as any other", &[8]),
    (50, "submodules and repositories within", "not entered, judged where one stands in them", &[3]),
    (51, "a sparse checkout", "what is not there is judged from the index", &[8]),
    (52, "a sparse or split index", "exit code 2 with the cure", &[6]),
    (53, "formats of repositories that are new", "named, exit code 2; SHA-256 is read", &[6]),
    (54, "a partial clone", "what was not fetched is named, and not fetched", &[2, 6]),
    (55, "a checkout of one commit", "exit code 2 with the depth to fetch", &[6]),
    (56, "a checkout of two commits", "exactly the pull request", &[8]),
    (57, "an event whose base is outdated", "the merge's own parent counts", &[8]),
    (59, "histories without a common start, or with several", "exit code 2, or one of them", &[6]),
    (60, "every event a workflow can run on, and events that are damaged", "the right base, or exit code 2", &[6]),
    (61, "every way to commit", "what is committed is judged", &[8]),
    (62, "an index named by git, or by mistake", "that one, or exit code 2", &[8]),
    (63, "another repository in the environment", "the path wins", &[8]),
    (64, "a push that is not yet let in", "seen", &[8]),
    (65, "files with flags, announced, in conflict", "as their bytes are", &[8]),
    (66, "what is staged differs from what lies there", "what is staged", &[8]),
    (67, "a locked index, a repository nobody may write to", "judged, nothing written", &[1]),
    (68, "a repository of somebody else", "opened where it is trusted", &[3]),
    (69, "programs in the repository's configuration", "never run", &[2]),
    (70, "damaged configurations and heads", "named with their places", &[6]),
    (71, "damaged objects", "named, exit code 2 in time", &[5, 6]),
    (72, "a damaged index", "exit code 2, never zero stories", &[6]),
    (73, "a repository that holds itself many times over", "a limit, exit code 2 in time", &[5]),
    (74, "names that lead elsewhere", "a finding, nothing written", &[3]),
    (75, "names that are one on some disks", "a finding everywhere", &[8]),
    (76, "names with anything in them", "judged, and shown so that they can be told apart", &[4]),
    (77, "names that Windows cannot hold", "a finding", &[8]),
    (78, "line ends that git converts", "the same findings in every tree", &[8]),
    (79, "encodings that git converts, pointers of LFS", "read, or named", &[6, 8]),
    (80, "renames, copies, deletions and changes of type in a change", "followed", &[8]),
    (81, "replaced objects, grafts, other object stores", "nothing wrong is said", &[8]),
    (84, "a change that weakens the policy, in each way", "an error that lists it", &[7]),
    (85, "suppressions without a reason, of nothing, of no rule", "findings", &[7]),
    (86, "a first configuration", "allowed, and said", &[7]),
    (87, "baselines that grow, are stale, or are none", "findings, or exit code 2", &[7]),
    (88, "inputs of the action that are commands", "data", &[4, 11]),
    (89, "downloads that are not as released, missing, or for no such machine", "a failure, or a build", &[11]),
    (90, "forks, no summary file, other folders", "judged, at the right paths", &[10]),
    (91, "other threads, locale, time zone, folder and order of files", "the same bytes", &[12]),
    (92, "a rule that fails", "named, exit code 2, everything else is judged", &[5, 6]),
    (93, "stopped by a signal while files are mended", "every file is whole", &[9]),
    (94, "any bytes as story, configuration, baseline or event", "findings or exit code 2", &[5]),
    (95, "the network", "never used", &[2]),
];

/// Rows that are for a later version.
const LATER: [usize; 4] = [7, 58, 82, 83];

#[test]
fn every_row_is_shown_and_the_table_says_where() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shown: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (folder, start) in [("tests/it", "fn row_"), (".ci", "def row_"), ("src", "fn row_")] {
        collect(top, &top.join(folder), start, &mut shown);
    }
    let known = ROWS.map(|(row, ..)| row);
    let expected: Vec<usize> = (1..=95).filter(|row| !LATER.contains(row)).collect();
    assert_eq!(known[..], expected[..]);
    let missing: Vec<usize> = known.into_iter().filter(|row| !shown.contains_key(row)).collect();
    assert!(missing.is_empty(), "no test shows {missing:?}");
    let unknown: Vec<&usize> = shown.keys().filter(|row| !known.contains(row)).collect();
    assert!(unknown.is_empty(), "no row for the tests of {unknown:?}");

    let mut table = String::from(
        "# What can go wrong\n\nEvery fault that was thought of, what happens then, the tests that show it, and the promises of the\n\
         [README](../../../README.md#what-it-promises) that rest on it. Written by `BLESS=1 cargo test`; those in `.ci` run in `.ci/run`.\n\n\
         | row | fault | what happens | promise | shown by |\n|---|---|---|---|---|\n",
    );
    for (row, fault, then, promises) in ROWS {
        let promises: Vec<String> = promises.iter().map(ToString::to_string).collect();
        let _ = writeln!(table, "| {row} | {fault} | {then} | {} | {} |", promises.join(", "), shown[&row].join("<br>"));
    }
    let path = top.join("tests/it/faults/README.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), table, "BLESS=1 writes the table anew");
}

/// The promises that rows name are those of the README.
#[test]
fn every_promise_rests_on_a_row() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, section) = readme.split_once("## What it promises").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let promises: Vec<usize> = section.lines().filter_map(|line| line.split_once(". ")?.0.parse().ok()).collect();
    assert_eq!(promises, (1..=promises.len()).collect::<Vec<_>>());
    for promise in promises {
        assert!(ROWS.iter().any(|(.., rests)| rests.contains(&promise)), "no row shows promise {promise}");
    }
    assert!(ROWS.iter().all(|(.., rests)| rests.iter().all(|promise| section.contains(&format!("\n{promise}. ")))));
}

/// The tests in the files of a folder whose names begin with a row.
fn collect(top: &Path, folder: &Path, start: &str, shown: &mut BTreeMap<usize, Vec<String>>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(top, &path, start, shown);
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for line in text.lines() {
            let Some((row, rest)) = line.trim_start().strip_prefix(start).and_then(|name| name.split_once('_')) else { continue };
            let Ok(row) = row.parse() else { continue };
            let name = rest.split('(').next().unwrap_or_default();
            let file = path.strip_prefix(top).unwrap().display().to_string();
            shown.entry(row).or_default().push(format!("`{file}` {}", name.replace('_', " ")));
        }
    }
}
