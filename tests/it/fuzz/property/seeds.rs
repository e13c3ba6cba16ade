//! What inputs are made from: the cases of the rules' pages, the sample backlogs, and words that mean something to some reader.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::input::written;
use crate::page::{Block, Case, Page};

/// Words that mean something to YAML, TOML, JSON, markdown, a terminal, a runner or ourselves.
pub const WORDS: [&str; 120] = [
    "---\n",
    "--- ",
    "...\n",
    "+++\n",
    ";;;\n",
    ": ",
    ":",
    ":\n",
    " #",
    "# ",
    "#\t\n",
    "- ",
    "-\n",
    "  - ",
    "? ",
    "?",
    "-",
    "'",
    "''",
    "\"",
    "\\\"",
    "\\",
    "\\x41",
    "\\u0041",
    "|",
    "|-\n",
    "|+\n",
    ">-",
    ">\n",
    "|2\n",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "!<x>",
    "<<: ",
    "%YAML 1.2\n",
    "@",
    "`",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "{{x}}",
    "~",
    "null",
    "true",
    "007",
    "1.10",
    "1e3",
    "0x1F",
    "2026-01-15",
    "=",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "\u{200d}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "\u{ad}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{9b}",
    "ß",
    "İ",
    "é",
    "e\u{301}",
    "数",
    "👩\u{200d}🚀",
    "\u{1d}",
    "\u{1e}",
    "\u{1f}",
    "id: ST-1\n",
    "id: ",
    "status: ready\n",
    "status: ",
    "title: ",
    "estimate: 3\n",
    "depends_on: [ST-1]\n",
    "labels:\n  - a\n",
    "kind: epic\n",
    "## Acceptance criteria\n",
    "# ST-1: ",
    "- [ ] ",
    "- [x] ",
    "1. ",
    "```\n",
    "~~~",
    "<!-- ",
    " -->",
    "<!-- backlint-ignore ",
    "# backlint-ignore ",
    " until 2026-12-31: ",
    "<!-- AC:BEGIN -->\n",
    "TBD",
    "TODO ",
    "?\n",
    "[a](b.md)",
    "[[ST-2]]",
    "| a |\n",
    "|---|\n",
    "> ",
    "&lt;",
    "<<<<<<< a\n",
    ">>>>>>> b\n",
    "##[",
    "]",
    "::",
    "::error::",
    "%0A",
    "Given ",
];

/// What the inputs of a property are made from; `root` is where the repository lies.
pub fn of(property: &str, root: &Path) -> Vec<Vec<u8>> {
    let cases = cases(root);
    let mut seeds = match property {
        "front_matter" => {
            stories(&cases, root).filter_map(|text| Some(text.strip_prefix("---\n")?.split_once("---\n")?.0.into())).collect()
        }
        "outline" => stories(&cases, root).map(|text| without_front_matter(&text).as_bytes().to_vec()).collect(),
        "parse" | "read_story" => stories(&cases, root).map(String::into_bytes).collect(),
        "config" | "read_config" => named(&cases, "backlint.toml"),
        "baseline" | "read_baseline" => {
            let mut seeds = named(&cases, "backlint-baseline.json");
            seeds.push(BASELINE.into());
            seeds
        }
        "directives" | "read_marks" => stories(&cases, root).flat_map(|text| marks(&text)).collect(),
        "neutral" | "clean" => WORDS.iter().map(|word| word.as_bytes().to_vec()).collect(),
        _ => cases.iter().map(case).chain(samples(root)).collect::<Vec<_>>(),
    };
    seeds.sort();
    seeds.dedup();
    assert!(!seeds.is_empty(), "{property}");
    seeds
}

/// What no page has: entries with a key, with signs to escape, twice, and of a file.
const BASELINE: &[u8] = br#"[
{"version":1}
,{"rule":"depends-dangling","story":"ST-1","key":"ST-9","level":"error"}
,{"rule":"depends-dangling","story":"ST-1","key":"ST-9","level":"error"}
,{"rule":"criteria-duplicate","story":"ST-2","key":"the \"total\" \u00e9\n is shown","level":"warning"}
,{"rule":"path-collision","story":"backlog/A.md","level":"hint"}
]
"#;

fn cases(root: &Path) -> Vec<Case> {
    let pages = files(&root.join("src/rules"), "md").into_iter().chain([root.join("tests/it/config_mistakes.md"), root.join("README.md")]);
    pages.flat_map(|path| Page::read(&fs::read_to_string(path).unwrap()).cases).collect()
}

/// A case as bytes.
fn case(case: &Case) -> Vec<u8> {
    fn texts(files: &[(String, Block)]) -> impl Iterator<Item = (&str, &[u8])> {
        files.iter().filter_map(|(path, block)| match block {
            Block::Bytes(bytes) => Some((path.as_str(), bytes.as_slice())),
            Block::Symlink => None,
        })
    }
    written(texts(&case.files), texts(&case.base))
}

/// Each story of the sample backlogs with the files its tool is told by.
fn samples(root: &Path) -> Vec<Vec<u8>> {
    let mut samples = Vec::new();
    for backlog in fs::read_dir(root.join("fixtures/backlogs")).unwrap().map(|entry| entry.unwrap().path()) {
        let read = |path: PathBuf| (path.strip_prefix(&backlog).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
        let tool: Vec<(String, Vec<u8>)> = ["yml", "yaml"].iter().flat_map(|ending| files(&backlog, ending)).map(read).collect();
        for story in files(&backlog, "md").into_iter().map(read) {
            let both = tool.iter().chain([&story]).map(|(path, content)| (path.as_str(), content.as_slice()));
            samples.push(written(both, []));
        }
    }
    samples
}

/// The text of every story there is.
fn stories<'a>(cases: &'a [Case], root: &Path) -> impl Iterator<Item = String> + use<'a> {
    let files_of_cases = cases.iter().flat_map(|case| &case.files).filter_map(|(_, block)| match block {
        Block::Bytes(bytes) => String::from_utf8(bytes.clone()).ok(),
        Block::Symlink => None,
    });
    files_of_cases.chain(files(&root.join("fixtures/backlogs"), "md").into_iter().map(|path| fs::read_to_string(path).unwrap()))
}

/// What stands behind the front matter.
fn without_front_matter(text: &str) -> &str {
    text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body)
}

/// What every file of this name says.
fn named(cases: &[Case], name: &str) -> Vec<Vec<u8>> {
    let files = cases.iter().flat_map(|case| &case.files).filter(|(path, _)| path == name);
    files.filter_map(|(_, block)| if let Block::Bytes(bytes) = block { Some(bytes.clone()) } else { None }).collect()
}

/// What stands behind `backlint-ignore`.
fn marks(text: &str) -> Vec<Vec<u8>> {
    text.split("backlint-ignore").skip(1).filter_map(|rest| rest.lines().next()).map(|mark| mark.trim().into()).collect()
}

/// Every file with this ending in or below a folder, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
    found
}
