//! Which layout a folder has, told by paths that are there.

use std::collections::BTreeMap;

use super::{Globs, LayoutFile, Variables, file::Detect, presets};
use crate::{
    parse::{self, Node, Value},
    source::RepoPath,
};

/// How large a tool's configuration may be, in bytes.
pub const TOOL_CONFIG_BYTES: u64 = 64 * 1024;

/// A layout with what its text refers to.
#[derive(Debug)]
pub struct Detected {
    /// The layout.
    pub layout: LayoutFile,
    /// What its text refers to.
    pub variables: Variables,
    /// Why the tool's configuration could not be read.
    pub fault: Option<String>,
}

/// The layout of a folder that holds `paths`, relative to it and sorted; `read` gives the text of one of them.
/// With `given`, that layout, else the first preset whose paths are there, else `stories`.
pub fn detect(given: Option<LayoutFile>, paths: &[&[u8]], read: impl Fn(&[u8]) -> Result<String, String>) -> Detected {
    let (layout, base) = match given {
        Some(layout) => {
            let base = found(&layout, paths).map_or_else(|| first_base(&layout), |found| found.base);
            (layout, base)
        }
        None => presets::all().iter().find_map(|layout| Some((layout.clone(), found(layout, paths)?.base))).unwrap_or_else(default),
    };
    let mut variables = Variables { base, ..Variables::default() };
    let fault = tool_config(&layout, paths, &mut variables, read).err();
    Detected { layout, variables, fault }
}

fn default() -> (LayoutFile, Option<String>) {
    (presets::preset("stories").cloned().unwrap_or_default(), None)
}

/// A path to look for, and what `{base}` is if it is there.
struct Candidate {
    pattern: String,
    base: Option<String>,
}

/// The first of the layout's paths that is there.
fn found(layout: &LayoutFile, paths: &[&[u8]]) -> Option<Candidate> {
    layout.detect.iter().flatten().flat_map(candidates).find(|candidate| is_there(&candidate.pattern, paths))
}

fn first_base(layout: &LayoutFile) -> Option<String> {
    layout.detect.iter().flatten().flat_map(candidates).find_map(|candidate| candidate.base)
}

/// A path pattern for each name that `{base=a,b}` lists.
fn candidates(detect: &Detect) -> Vec<Candidate> {
    let bound = detect.path.split_once("{base=").and_then(|(head, rest)| rest.split_once('}').map(|(names, tail)| (head, names, tail)));
    match bound {
        Some((head, names, tail)) => {
            let candidate = |name: &str| Candidate { pattern: format!("{head}{name}{tail}"), base: Some(name.to_owned()) };
            names.split(',').map(candidate).collect()
        }
        None => vec![Candidate { pattern: detect.path.clone(), base: detect.base.clone() }],
    }
}

fn is_there(pattern: &str, paths: &[&[u8]]) -> bool {
    if !pattern.contains(['*', '{', '[', '?']) {
        return paths.binary_search(&pattern.as_bytes()).is_ok();
    }
    Globs::new([pattern.to_owned()]).is_ok_and(|globs| paths.iter().any(|path| globs.is_match(path)))
}

/// Reads the tool's configuration into `variables`.
fn tool_config(
    layout: &LayoutFile,
    paths: &[&[u8]],
    variables: &mut Variables,
    read: impl Fn(&[u8]) -> Result<String, String>,
) -> Result<(), String> {
    let files = layout.tool_config.iter().flatten().filter_map(|file| variables.fill(file));
    let Some(file) = files.into_iter().find(|file| paths.binary_search(&file.as_bytes()).is_ok()) else { return Ok(()) };
    variables.config_file = Some(RepoPath::from(file.as_str()));
    let text = read(file.as_bytes())?;
    let root = parse::yaml_document(&text)?;
    variables.config = settings(&root, &text);
    Ok(())
}

fn settings(root: &Node, text: &str) -> BTreeMap<String, Vec<String>> {
    let setting = |(key, value): &(Node, Node)| {
        let values: Option<Vec<String>> = match &value.value {
            Value::List(items) => items.iter().map(|item| item.text(text).map(Into::into)).collect(),
            Value::Map(_) | Value::Empty => None,
            _ => value.text(text).map(|text| vec![text.into_owned()]),
        };
        Some((key.text(text)?.into_owned(), values?))
    };
    root.pairs().iter().filter_map(setting).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(paths: &[&str], config: &str) -> Detected {
        let paths: Vec<&[u8]> = paths.iter().map(|path| path.as_bytes()).collect();
        detect(None, &paths, |_| Ok(config.to_owned()))
    }

    #[test]
    fn a_marker_file_beats_a_folder() {
        let found = detected(&["backlog/config.yml", "backlog/tasks/task-1 - A.md"], "task_prefix: back\nstatuses: [\"To Do\", 'Done']\n");
        assert_eq!(found.layout.name.as_deref(), Some("backlog-md"));
        let layout = found.layout.resolve(&found.variables).unwrap();
        assert_eq!(layout.series, [["task", "back"]]);
        assert_eq!(layout.statuses, ["To Do", "Done"]);
        assert_eq!(layout.place(b"backlog/tasks/back-1 - A.md"), super::super::Place::Story);
        assert_eq!(layout.place(b"backlog/archive/tasks/back-1 - A.md"), super::super::Place::Known);
    }

    #[test]
    fn the_base_folder_is_the_one_that_is_there() {
        let found = detected(&[".backlog/config.yml"], "");
        assert_eq!(found.variables.base.as_deref(), Some(".backlog"));
        let layout = found.layout.resolve(&found.variables).unwrap();
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
        assert_eq!(detected(&["docs/stories/ST-1.md"], "").layout.name.as_deref(), Some("stories"));
        assert_eq!(detected(&["readme.md"], "").layout.name.as_deref(), Some("stories"));
    }
}
