//! Backlogs that say given words wherever a backlog can say anything, and everything that backlint prints of them.

use crate::folder::{Folder, complete};

/// The formats of `check`.
pub const FORMATS: [&str; 8] = ["full", "concise", "json", "github", "summary", "gitlab", "sarif", "rdjson"];

/// What can be run on any backlog, besides `check` in its formats.
const COMMANDS: [&[&str]; 14] = [
    &["check", "--stats"],
    &["check", "--verbose", "--only", "path-collision"],
    &["ready"],
    &["ready", "--output-format", "json"],
    &["report"],
    &["report", "--output-format", "markdown"],
    &["report", "--output-format", "json"],
    &["agenda"],
    &["agenda", "--output-format", "markdown"],
    &["graph"],
    &["graph", "--output-format", "dot"],
    &["rules"],
    &["config"],
    &["explain", "mine"],
];

/// One stream of one run.
pub struct Printed {
    /// Which.
    pub of: String,
    pub text: String,
    /// Whether the runner may find commands of ours in it.
    pub may_command: bool,
}

/// A backlog in which every field, name and word of the configuration is one of `words`.
pub fn saying(words: &[&str]) -> Folder {
    let folder = Folder::new();
    for (at, word) in words.iter().enumerate() {
        let quoted = quoted(word);
        let fields = ["id", "title", "status", "estimate", "kind", "parent"].map(|key| format!("{key}: {quoted}\n")).concat();
        folder.write(
            &format!("backlog/ST-{at}.md"),
            format!("---\n{fields}labels: [{quoted}]\ndepends_on: [{quoted}]\n{quoted}: 1\n---\n{word}\n"),
        );
        folder.write(
            &format!("backlog/raw-{at}.md"),
            format!(
                "---\nid: ST-{at}\ntitle: Say {word}\nstatus: ready {word}\nestimate: {word}\n---\n## {word}\n\n[{word}](gone.md)\n\n\
                 ## Acceptance criteria\n- [ ] TBD {word}\n- [ ] TBD {word}\n"
            ),
        );
        folder.write(
            &format!("backlog/conflict-{at}.md"),
            format!("---\nid: ST-90{at}\n---\n<<<<<<< {word}\na\n=======\nb\n>>>>>>> {word}\n"),
        );
        folder
            .write(&format!("backlog/{}.md", word.replace('/', "_")), complete(&format!("ST-8{at}"), "ready").replace("estimate: 3\n", ""));
    }
    let stages = words.iter().map(|word| format!("{} = \"ready\"\n", quoted(word))).collect::<Vec<_>>().concat();
    let first = quoted(words[0]);
    folder.write(
        "backlint.toml",
        format!("[stages]\n{stages}[[require]]\nname = \"mine\"\nfield = \"owner\"\nmessage = {first}\n[[accept]]\nstory = {first}\nrule = \"title-vague\"\nreason = {first}\nuntil = 2001-01-01\n"),
    );
    folder
}

/// A word as YAML and TOML both read it.
pub fn quoted(word: &str) -> String {
    let escaped = word.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        ' '..='~' => c.into(),
        c => format!("\\U{:08X}", u32::from(c)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Everything that is printed of a backlog on a runner of GitHub Actions, all findings and hints drawn.
pub fn printed(folder: &Folder) -> Vec<Printed> {
    let checks = FORMATS.map(|format| vec!["check", "--hints", "--all", "--output-format", format]);
    let runs = checks.into_iter().chain(COMMANDS.map(<[&str]>::to_vec));
    let streams = runs.flat_map(|arguments| {
        let ran = folder.run_with(&arguments, &[("GITHUB_ACTIONS", "true")], "");
        assert!(ran.code < 2 && !ran.out.is_empty(), "{arguments:?}: {ran:?}");
        let of = arguments.join(" ");
        let may_command = of.ends_with("github");
        [
            Printed { of: format!("{of}, out"), text: ran.out, may_command },
            Printed { of: format!("{of}, err"), text: ran.err, may_command: false },
        ]
    });
    streams.collect()
}
