//! Which layout a folder has, told by paths that are there.

use std::{collections::BTreeMap, fmt};

use rayon::prelude::*;

use super::{Globs, Variables, presets, sources::content_pattern};
use crate::{
    parse::{self, BlockKind, Node, Outline, ParsedFile, Value},
    settings::{Setting, Table},
    source::RepoPath,
};

/// How large a tool's configuration may be, in bytes.
pub const TOOL_CONFIG_BYTES: u64 = 64 * 1024;

/// A layout with what its text refers to.
#[derive(Debug)]
pub struct Detected {
    /// The layout as written.
    pub layout: Table,
    /// What its text refers to.
    pub variables: Variables,
    /// What gave it away.
    pub clue: Clue,
    /// Why the tool's configuration could not be read.
    pub fault: Option<String>,
}

/// Why a backlog is read by its layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clue {
    /// The configuration says so.
    Named,
    /// A file at this path, the first of its pattern.
    Path(String),
    /// So many of the files looked at, out of so many, have the layout's own text; the first of them.
    Content(String, usize, usize),
    /// So many files in this folder, and others beside it, bear signs of items.
    Signs(String, usize),
    /// The folder was named on the command line.
    Asked,
    /// No layout gave itself away.
    Nothing,
}

impl fmt::Display for Clue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clue::Named => f.write_str("named in the configuration"),
            Clue::Path(path) => write!(f, "told by `{path}`"),
            Clue::Content(first, 1, 1) => write!(f, "told by the text of `{first}`"),
            Clue::Content(first, saying, all) => write!(f, "told by the text of {saying} of {all} files, such as `{first}`"),
            Clue::Signs(folder, 1) => write!(f, "told by what a file in `{folder}` states"),
            Clue::Signs(folder, count) => write!(f, "told by what {count} files in `{folder}` and around state"),
            Clue::Asked => f.write_str("named on the command line"),
            Clue::Nothing => f.write_str("the default, for no layout gave itself away"),
        }
    }
}

/// How a layout's files are looked at: the paths of a folder, and the text of one of them.
struct Folder<'f> {
    paths: &'f [&'f [u8]],
    read: &'f dyn Fn(&[u8]) -> Result<String, String>,
}

/// The layout of a folder that holds `paths`, relative to it and sorted; `read` gives the text of one of them.
/// With `given`, that layout, else the first preset whose paths are there, else `stories`.
pub fn detect(given: Option<Table>, paths: &[&[u8]], read: &dyn Fn(&[u8]) -> Result<String, String>) -> Detected {
    let folder = Folder { paths, read };
    let (layout, base, clue) = if let Some(layout) = given {
        let base = folder.found(&layout).map_or_else(|| first_base(&layout), |(base, _)| base);
        (layout, base, Clue::Named)
    } else {
        let found = presets::clues().find_map(|(name, layout)| folder.found(layout).map(|(base, clue)| (name, base, clue)));
        let (name, base, clue) = found.unwrap_or(("stories", None, Clue::Nothing));
        (presets::preset(name).unwrap_or_default(), base, clue)
    };
    let mut variables = Variables { base, ..Variables::default() };
    let fault = tool_config(&layout, paths, &mut variables, read).err();
    Detected { layout, variables, clue, fault }
}

/// The layouts of tools that a folder holds by their markers, in the order in which they are tried; those without a tool are not among them.
pub fn detect_tools<'p>(paths: &'p [&[u8]], read: &'p dyn Fn(&[u8]) -> Result<String, String>) -> impl Iterator<Item = Detected> + use<'p> {
    let tools = presets::clues().filter(|(_, layout)| is_of_tool(layout));
    tools.filter_map(move |(name, layout)| {
        let (base, clue) = Folder { paths, read }.found(layout)?;
        let layout = presets::preset(name)?;
        let mut variables = Variables { base, ..Variables::default() };
        let fault = tool_config(&layout, paths, &mut variables, read).err();
        Some(Detected { layout, variables, clue, fault })
    })
}

/// The first fixed segments of the paths that give tools away.
pub fn tool_anchors() -> Vec<String> {
    let tools = presets::clues().filter(|(_, layout)| is_of_tool(layout));
    let patterns = tools.flat_map(|(_, layout)| candidates(layout).map(|candidate| candidate.pattern).collect::<Vec<_>>());
    let mut anchors: Vec<String> =
        patterns.filter_map(|pattern| pattern.split('/').next().map(str::to_owned)).filter(|first| !first.contains('*')).collect();
    anchors.sort();
    anchors.dedup();
    anchors
}

fn is_of_tool(layout: &Table) -> bool {
    layout.text("tool").is_some()
}

/// A path to look for, what `{base}` is if it is there, and what else is asked of it.
struct Candidate<'d> {
    pattern: String,
    base: Option<String>,
    detect: &'d Table,
}

/// How many files are read to tell a layout by what they say.
const READ_FILES: usize = 40;

impl Folder<'_> {
    /// What gives `layout` away here, and what `{base}` is then.
    fn found(&self, layout: &Table) -> Option<(Option<String>, Clue)> {
        candidates(layout).find_map(|candidate| {
            let clue = self.clue(&candidate)?;
            Some((candidate.base, clue))
        })
    }

    fn clue(&self, candidate: &Candidate<'_>) -> Option<Clue> {
        let paths = self.matching(&candidate.pattern);
        if paths.is_empty() {
            return None;
        }
        let name = |path: &[u8]| String::from_utf8_lossy(path).into_owned();
        let Some(pattern) = candidate.detect.text("content").and_then(|pattern| content_pattern(pattern).ok()) else {
            return paths.first().map(|path| Clue::Path(name(path)));
        };
        let looked_at = &paths[..paths.len().min(READ_FILES)];
        let says = |path: &&&[u8]| (self.read)(path).is_ok_and(|text| pattern.is_match(&text));
        let saying: Vec<&&[u8]> = looked_at.iter().filter(says).collect();
        let first = saying.first()?;
        #[expect(clippy::cast_precision_loss, reason = "at most READ_FILES")]
        let share = saying.len() as f64 / looked_at.len() as f64;
        let least = candidate.detect.get("share").and_then(Setting::number).unwrap_or(0.0);
        (share >= least).then(|| Clue::Content(name(first), saying.len(), looked_at.len()))
    }

    /// The paths of a pattern, in their order.
    fn matching(&self, pattern: &str) -> Vec<&[u8]> {
        if !pattern.contains(['*', '{', '[', '?']) {
            return self.paths.binary_search(&pattern.as_bytes()).map(|at| self.paths[at]).into_iter().collect();
        }
        // Sorted paths with one start stand side by side.
        let start = pattern.split(['*', '{', '[', '?']).next().unwrap_or_default().as_bytes();
        let rest = &self.paths[self.paths.partition_point(|path| *path < start)..];
        let paths = &rest[..rest.partition_point(|path| path.starts_with(start))];
        if paths.is_empty() {
            return Vec::new();
        }
        let globs = Globs::new([pattern.to_owned()]).unwrap_or_default();
        paths.par_iter().copied().filter(|path| globs.is_match(path)).collect()
    }
}

fn first_base(layout: &Table) -> Option<String> {
    candidates(layout).find_map(|candidate| candidate.base)
}

/// What to look for, in the order written.
fn candidates(layout: &Table) -> impl Iterator<Item = Candidate<'_>> {
    layout.items("detect").filter_map(Setting::table).flat_map(of_item)
}

/// A path pattern for each name that `{base=a,b}` lists.
fn of_item(detect: &Table) -> Vec<Candidate<'_>> {
    let Some(path) = detect.text("path") else { return Vec::new() };
    let bound = path.split_once("{base=").and_then(|(head, rest)| rest.split_once('}').map(|(names, tail)| (head, names, tail)));
    match bound {
        Some((head, names, tail)) => {
            let candidate = |name: &str| Candidate { pattern: format!("{head}{name}{tail}"), base: Some(name.to_owned()), detect };
            names.split(',').map(candidate).collect()
        }
        None => vec![Candidate { pattern: path.to_owned(), base: detect.text("base").map(str::to_owned), detect }],
    }
}

/// Reads the tool's configuration into `variables`.
fn tool_config(
    layout: &Table,
    paths: &[&[u8]],
    variables: &mut Variables,
    read: &dyn Fn(&[u8]) -> Result<String, String>,
) -> Result<(), String> {
    let patterns = variables.fill_all(&layout.texts("tool-config.files"));
    let folder = Folder { paths, read };
    let Some(file) = patterns.iter().find_map(|pattern| folder.matching(pattern).first().copied()) else { return Ok(()) };
    variables.config_file = Some(RepoPath::new(file));
    let text = read(file)?;
    if file.ends_with(b".md") {
        variables.config.extend(columns(&text));
    } else {
        let root = parse::yaml_document(&text)?;
        settings(&root, &text, "", &mut variables.config);
    }
    // The tool's own configuration may say where its folder is.
    if let Some(base) = variables.base.take() {
        variables.base = variables.fill(&base);
    }
    Ok(())
}

/// The column of each task on a board in markdown, by `columns.NAME`: headings are columns, and the entries of their lists name tasks.
fn columns(text: &str) -> BTreeMap<String, Vec<String>> {
    let Outline { headings, blocks, .. } = ParsedFile::new(text).outline;
    let entries = blocks.iter().filter_map(|block| {
        let BlockKind::Item(item) = block.kind else { return None };
        let column = headings.iter().rfind(|heading| heading.level == 2 && heading.range.start < block.range.start)?;
        let entry = item.text.of(text).trim();
        let name = entry.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or(entry);
        Some((format!("columns.{name}"), vec![column.title.of(text).to_owned()]))
    });
    entries.filter(|(key, _)| key.len() <= LONGEST_KEY).collect()
}

/// No tool has longer keys, in bytes; a file of nested ones would come to many times its size.
const LONGEST_KEY: usize = 300;

/// Every setting by its dotted key.
fn settings(node: &Node, text: &str, above: &str, found: &mut BTreeMap<String, Vec<String>>) {
    for (key, value) in node.pairs() {
        let Some(key) = key.text(text).map(|key| format!("{above}{key}")).filter(|key| key.len() <= LONGEST_KEY) else { continue };
        let values: Option<Vec<String>> = match &value.value {
            Value::Map(_) => {
                settings(value, text, &format!("{key}."), found);
                None
            }
            Value::List(items) => items.iter().map(|item| item.text(text).map(Into::into)).collect(),
            Value::Empty => None,
            _ => value.text(text).map(|text| vec![text.into_owned()]),
        };
        found.extend(values.map(|values| (key, values)));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Layout, *};

    fn detected(paths: &[&str], config: &str) -> Detected {
        let paths: Vec<&[u8]> = paths.iter().map(|path| path.as_bytes()).collect();
        detect(None, &paths, &|_| Ok(config.to_owned()))
    }

    #[test]
    fn a_marker_file_beats_a_folder() {
        let found = detected(&["backlog/config.yml", "backlog/tasks/task-1 - A.md"], "task_prefix: back\nstatuses: [\"To Do\", 'Done']\n");
        assert_eq!(found.layout.text("name"), Some("backlog-md"));
        let layout = Layout::resolve(&found.layout, &found.variables).unwrap();
        assert_eq!(layout.series, [["task", "back"]]);
        assert_eq!(layout.statuses, ["To Do", "Done"]);
        assert_eq!(layout.place(b"backlog/tasks/back-1 - A.md"), super::super::Place::Story);
        assert_eq!(layout.place(b"backlog/archive/tasks/back-1 - A.md"), super::super::Place::Known);
    }

    #[test]
    fn the_base_folder_is_the_one_that_is_there() {
        let found = detected(&[".backlog/config.yml"], "");
        assert_eq!(found.variables.base.as_deref(), Some(".backlog"));
        let layout = Layout::resolve(&found.layout, &found.variables).unwrap();
        assert_eq!(layout.series, [["task"]]);
        assert_eq!(layout.place(b".backlog/tasks/task-1 - A.md"), super::super::Place::Story);
    }

    #[test]
    fn a_broken_tool_configuration_is_told() {
        let found = detected(&["backlog/config.yml"], "statuses: [a\n");
        assert!(found.fault.is_some());
    }

    #[test]
    fn stories_is_the_default() {
        assert_eq!(detected(&["docs/stories/ST-1.md"], "").layout.text("name"), Some("stories"));
        assert_eq!(detected(&["readme.md"], "").layout.text("name"), Some("stories"));
    }
}
