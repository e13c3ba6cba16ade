//! Finding backlogs: which folder, which configuration, which layout, which files.

mod policy;

use std::{collections::HashSet, sync::Arc};

pub use policy::Policy;

use rayon::prelude::*;

use crate::{
    config::{self, Config},
    error::Error,
    layout::{self, Place as Role},
    outcome::Notice,
    plan::Plan,
    rule::Rule,
    settings::Mistakes,
    source::{RepoPath, Source, Sources},
    story::Templates,
    tree::{Entry, Tree, read_text},
};

/// A backlog that was found and not yet read.
#[derive(Debug)]
pub struct Place {
    /// By what it is judged.
    pub policy: Policy,
    /// What lies in it.
    pub files: Files,
    /// What there is to say about it.
    pub notices: Vec<Notice>,
}

/// The files of a backlog, each list sorted by path.
#[derive(Debug, Default)]
pub struct Files {
    /// Its folder.
    pub root: RepoPath,
    /// Stories that are judged.
    pub live: Vec<Entry>,
    /// Files that only references look at: their ids are known.
    pub reference: Vec<Entry>,
    /// All others.
    pub elsewhere: Vec<RepoPath>,
}

impl Files {
    /// Those that are read: first the ones that are judged.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.live.iter().chain(&self.reference)
    }

    /// Those that are read, sorted by path, with whether they are judged.
    pub fn read(&self) -> Vec<(&Entry, bool)> {
        let live = self.live.iter().map(|entry| (entry, true));
        let mut all: Vec<_> = live.chain(self.reference.iter().map(|entry| (entry, false))).collect();
        if !self.reference.is_empty() {
            all.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
        }
        all
    }

    /// How many are read.
    pub fn count(&self) -> usize {
        self.live.len() + self.reference.len()
    }
}

/// What the command line says about where to look.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Where we stand.
    pub here: RepoPath,
    /// Folders and files that were named; none means where we stand.
    pub paths: Vec<RepoPath>,
    /// A configuration that takes the place of the one that would be found.
    pub config: Option<Arc<Source>>,
    /// What the command line lays over every configuration.
    pub above: Vec<Arc<Source>>,
    /// The rules there are.
    pub rules: Vec<&'static Rule>,
    /// Whether mistakes in configurations are passed over: what is past can no longer be mended.
    pub lenient: bool,
}

/// Backlogs, and what kept others from being one.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order of their roots.
    pub places: Vec<Place>,
    /// Configurations with mistakes, folders that cannot be opened.
    pub errors: Vec<Error>,
}

/// Finds every backlog that `scope` asks for; the configurations of those go to `sources`.
pub fn discover(tree: &dyn Tree, scope: &Scope, sources: &mut Sources) -> Result<Found, Error> {
    let mut found = Found::default();
    let starts = if scope.paths.is_empty() { std::slice::from_ref(&scope.here) } else { &scope.paths };
    let mut seen: HashSet<RepoPath> = HashSet::new();
    for start in starts {
        let is_folder = tree.kind(start) == Some(crate::tree::PathKind::Folder);
        let folder = if is_folder { start.clone() } else { start.parent() };
        let (root, _) = config::ruling(tree, &folder)?;
        if seen.insert(root.clone()) {
            open_all(tree, scope, &root, &mut found)?;
        }
        // A folder that holds nothing of the backlog around it is a backlog of its own.
        let holds = |place: &Place| place.files.entries().any(|entry| entry.path.below(&folder).is_some());
        if is_folder && folder != root && !found.places.iter().any(holds) && seen.insert(folder.clone()) {
            let mut own = Found::default();
            open_all(tree, scope, &folder, &mut own)?;
            if !scope.paths.is_empty() || own.places.iter().any(|place| place.files.count() > 0) {
                found.places.retain(|place| place.files.root != root || scope.paths.len() > 1);
                found.places.append(&mut own.places);
                found.errors.append(&mut own.errors);
            }
        }
    }
    found.places.sort_by(|a, b| a.files.root.cmp(&b.files.root));
    for place in &mut found.places {
        place.policy.register(sources);
    }
    Ok(found)
}

/// Opens the backlog at `root` and every one below it that has a configuration of its own.
fn open_all(tree: &dyn Tree, scope: &Scope, root: &RepoPath, found: &mut Found) -> Result<(), Error> {
    let listing = tree.list(root)?;
    found.errors.extend(listing.errors);
    let nested: HashSet<RepoPath> = listing.entries.iter().filter_map(|entry| config::folder_of(&entry.path)).collect();
    let owner = |path: &RepoPath| {
        let folders = std::iter::successors(Some(path.parent()), |folder| (!folder.is_top()).then(|| folder.parent()));
        folders.into_iter().find(|folder| folder == root || nested.contains(folder)).unwrap_or_else(|| root.clone())
    };
    let mut owned: std::collections::BTreeMap<RepoPath, Vec<Entry>> = nested.iter().map(|folder| (folder.clone(), Vec::new())).collect();
    owned.entry(root.clone()).or_default();
    if nested.is_empty() || nested.iter().all(|folder| folder == root) {
        owned.insert(root.clone(), listing.entries);
    } else {
        for entry in listing.entries {
            owned.entry(owner(&entry.path)).or_default().push(entry);
        }
    }
    for (folder, entries) in owned {
        match open(tree, scope, &folder, &folder == root, entries) {
            Ok(place) => found.places.push(place),
            Err(mut errors) => found.errors.append(&mut errors),
        }
    }
    Ok(())
}

fn open(tree: &dyn Tree, scope: &Scope, root: &RepoPath, is_start: bool, entries: Vec<Entry>) -> Result<Place, Vec<Error>> {
    let source = match &scope.config {
        Some(given) if is_start => Some(Arc::clone(given)),
        _ => found_config(tree, root).map_err(|error| vec![error])?,
    };
    let (config, mut errors) = config::read(tree, source.as_ref(), &scope.above);
    let paths: Vec<&[u8]> = entries.iter().filter_map(|entry| entry.path.below(root)).collect();
    let read = |path: &[u8]| read_text(tree, &root.join(path), layout::TOOL_CONFIG_BYTES);
    let detected = layout::detect(config.layout(), &paths, &read);
    let mut notices = Vec::new();
    if let (Some(fault), Some(file)) = (detected.fault, &detected.variables.config_file) {
        notices.push(tool_config(root, file, &fault));
    }
    let (written, detected) = ((detected.layout, detected.variables), detected.clue);
    let mut mistakes = Mistakes::default();
    let layout = policy::resolve(&written, &config, &mut mistakes);
    let plan = Plan::new(&scope.rules, &config, &layout);
    match (&source, mistakes.0.as_slice()) {
        (_, []) => {}
        (Some(source), _) => errors.push(Error::Config { file: Arc::clone(source), mistakes: mistakes.0 }),
        (None, [first, ..]) => errors.push(Error::usage(first.message.clone(), None)),
    }
    let (templates, texts) = templates(tree, root, &config, &mut errors);
    if !errors.is_empty() && !scope.lenient {
        return Err(errors);
    }
    let role = |entry: &Entry| {
        let below = entry.path.below(root).filter(|_| !texts.iter().any(|(path, _)| *path == entry.path));
        below.map_or(Role::Elsewhere, |below| layout.place(below))
    };
    let roles: Vec<Role> = entries.par_iter().map(role).collect();
    let mut files = Files { root: root.clone(), live: Vec::with_capacity(entries.len()), ..Files::default() };
    for (entry, role) in entries.into_iter().zip(roles) {
        match role {
            Role::Story => files.live.push(entry),
            Role::Known => files.reference.push(entry),
            Role::Elsewhere => files.elsewhere.push(entry.path),
        }
    }
    let print = policy::print(&config, &written.0, &layout, &texts);
    let policy = Policy { config: source, settings: config, sources: Vec::new(), written, detected, layout, plan, templates, print };
    Ok(Place { policy, files, notices })
}

/// The templates a configuration names, and the files they are read from; one that cannot be read is a mistake.
fn templates(tree: &dyn Tree, root: &RepoPath, config: &Config, errors: &mut Vec<Error>) -> (Templates, Vec<(RepoPath, String)>) {
    let (mut templates, mut files) = (Templates::default(), Vec::new());
    for (kind, written, origin) in config.templates() {
        let path = root.resolve(written);
        let text = match &path {
            None => Err(format!("`{written}` lies outside of the repository")),
            Some(path) if tree.kind(path).is_none() => Err(format!("there is no file `{}`", path.display())),
            Some(path) => read_text(tree, path, config::MAX_BYTES).map_err(|reason| format!("cannot read `{}`: {reason}", path.display())),
        };
        match &text {
            Ok(text) => templates.add(kind, text),
            Err(message) => {
                let mut mistakes = Mistakes::default();
                mistakes.add(origin.value, message.as_str());
                errors.push(Error::Config { file: Arc::clone(&origin.source), mistakes: mistakes.0 });
            }
        }
        files.extend(path.map(|path| (path, text.unwrap_or_default())));
    }
    (templates, files)
}

fn tool_config(root: &RepoPath, file: &RepoPath, fault: &str) -> Notice {
    let path = root.join(file.as_bytes());
    Notice { code: "tool-config", text: format!("`{}` cannot be read, {fault}; its status words are not known", path.display()) }
}

fn found_config(tree: &dyn Tree, root: &RepoPath) -> Result<Option<Arc<Source>>, Error> {
    let Some(path) = config::of_folder(tree, root)? else { return Ok(None) };
    let read = tree.reader()?.read(&path, config::MAX_BYTES);
    let bytes = read.map_err(|fault| Error::Io { path: path.clone(), reason: fault.to_string() })?;
    config::source(path, bytes).map(Some)
}
