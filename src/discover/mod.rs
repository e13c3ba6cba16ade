//! Finding backlogs: which folder, which configuration, which layout, which files.

mod candidates;
mod policy;

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

pub use policy::Policy;

use rayon::prelude::*;

use crate::{
    config::{self, Config},
    error::Error,
    layout::{self, Place as Role},
    outcome::{Notice, Proposal, Skipped},
    plan::Plan,
    rule::Rule,
    settings::Mistakes,
    source::{RepoPath, Source, Sources},
    story::Templates,
    survey::{self, Candidate, Survey},
    tree::{Entry, EntryKind, PathKind, Tree, read_text},
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
    /// Those of them that lie where stories do, and why they are none.
    pub skipped: Vec<Skipped>,
    /// Folders below the root that git ignores and whose names are those of a backlog.
    pub ignored: Vec<RepoPath>,
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

    /// How many markdown files lie below the root, stories or not.
    pub fn markdown(&self) -> usize {
        let is_markdown = |path: &&RepoPath| path.as_bytes().to_ascii_lowercase().ends_with(b".md");
        self.count() + self.elsewhere.iter().filter(is_markdown).count()
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
    /// Where that configuration lies in the tree, if it does.
    pub config_path: Option<RepoPath>,
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
    /// Folders that look like backlogs and are not opened.
    pub proposals: Vec<Proposal>,
}

impl Scope {
    /// The same for a tree that a change started from: a configuration that lies in the repository is read from there.
    pub fn in_base(&self, base: &dyn Tree) -> Result<Self, Error> {
        let Some(path) = &self.config_path else { return Ok(self.clone()) };
        let bytes = base.reader()?.read(path, config::MAX_BYTES).ok();
        let config = bytes.and_then(|bytes| config::source(path.clone(), bytes).ok());
        Ok(Self { config, ..self.clone() })
    }

    /// Where to start: what was named, else where we stand.
    fn starts(&self) -> &[RepoPath] {
        if self.paths.is_empty() { std::slice::from_ref(&self.here) } else { &self.paths }
    }
}

/// Finds every backlog that `scope` asks for; the configurations of those go to `sources`. Where no configuration rules, those that `seen` holds
/// are opened.
pub fn discover(tree: &dyn Tree, scope: &Scope, seen: &Survey, sources: &mut Sources) -> Result<Found, Error> {
    let mut found = Found::default();
    let mut opened: HashSet<RepoPath> = HashSet::new();
    for start in scope.starts() {
        let is_folder = tree.kind(start) == Some(PathKind::Folder);
        let folder = if is_folder { start.clone() } else { start.parent() };
        let (root, config) = config::ruling(tree, &folder)?;
        if config.is_none() && (scope.config.is_none() || root != scope.here) {
            unconfigured(tree, scope, seen, (start, is_folder), &mut opened, &mut found)?;
            continue;
        }
        if opened.insert(root.clone()) {
            open_all(tree, scope, &root, None, &mut found)?;
        }
        // A folder that holds nothing of the backlog around it is a backlog of its own.
        let holds = |place: &Place| place.files.entries().any(|entry| entry.path.below(&folder).is_some());
        if is_folder && folder != root && !scope.paths.is_empty() && !found.places.iter().any(holds) {
            let mut own = Found::default();
            unconfigured(tree, scope, seen, (start, true), &mut opened, &mut own)?;
            if own.places.iter().any(|place| place.files.count() > 0) {
                found.places.retain(|place| place.files.root != root || scope.paths.len() > 1);
                found.places.append(&mut own.places);
                found.errors.append(&mut own.errors);
            }
        }
    }
    found.places.sort_by(|a, b| a.files.root.cmp(&b.files.root));
    let is_new = |candidate: &&Candidate| candidate.items > 0 && !found.places.iter().any(|place| candidates::holds_any(candidate, place));
    found.proposals = seen.candidates.iter().filter(is_new).map(candidates::proposal).collect();
    for place in &mut found.places {
        place.policy.register(sources);
    }
    Ok(found)
}

/// Looks for backlogs that no configuration names, where one may be asked for.
pub fn look_around(tree: &dyn Tree, scope: &Scope) -> Result<Survey, Error> {
    let rules = |start: &RepoPath| {
        let is_folder = tree.kind(start) == Some(PathKind::Folder);
        let (root, config) = config::ruling(tree, &if is_folder { start.clone() } else { start.parent() })?;
        let is_named = scope.config.is_some() && root == scope.here;
        // A folder within a configured backlog may be one of its own.
        Ok::<bool, Error>((config.is_some() || is_named) && (scope.paths.is_empty() || !is_folder || *start == root))
    };
    let mut all_ruled = true;
    for start in scope.starts() {
        all_ruled &= rules(start)?;
    }
    if all_ruled {
        return Ok(Survey::default());
    }
    let mut listing = tree.list(&RepoPath::default())?.entries;
    let configured: Vec<RepoPath> =
        listing.iter().filter_map(|entry| config::folder_of(&entry.path)).filter(|folder| !folder.is_top()).collect();
    listing.retain(|entry| !configured.iter().any(|folder| entry.path.below(folder).is_some()));
    Ok(survey::survey(tree, &listing, &scope.paths))
}

/// Opens what was seen at, above or below a start that no configuration rules.
fn unconfigured(
    tree: &dyn Tree,
    scope: &Scope,
    seen: &Survey,
    (start, is_folder): (&RepoPath, bool),
    opened: &mut HashSet<RepoPath>,
    found: &mut Found,
) -> Result<(), Error> {
    let is_named = !scope.paths.is_empty() && !start.is_top();
    let below = |candidate: &&Candidate| candidate.folders.iter().any(|folder| folder.below(start).is_some());
    let above = |candidate: &&Candidate| candidate.folders.iter().any(|folder| start.below(folder).is_some());
    let strong = |candidate: &&Candidate| candidate.is_strong || is_named;
    let mut chosen: Vec<&Candidate> = seen.candidates.iter().filter(strong).filter(below).collect();
    if chosen.is_empty() {
        chosen = seen.candidates.iter().filter(|candidate| strong(candidate) || !start.is_top()).filter(above).collect();
    }
    let forced = (chosen.is_empty() && is_named && is_folder).then(|| candidates::asked(start));
    for candidate in chosen.into_iter().chain(&forced) {
        if opened.insert(candidate.root.clone()) {
            open_all(tree, scope, &candidate.root, Some(candidate), found)?;
        }
    }
    if !is_named {
        configured_below(tree, scope, start, opened, found)?;
    }
    if found.places.is_empty() && found.errors.is_empty() && (!is_named || !is_folder) {
        // Nothing looks like a backlog: the default says what was looked for.
        let root = if is_named { start.parent() } else { start.clone() };
        let root = if root.is_top() || !is_named { root } else { RepoPath::default() };
        if opened.insert(root.clone()) {
            open_all(tree, scope, &root, None, found)?;
        }
        // From a folder beside every backlog, those of the repository are judged.
        let is_empty = found.places.iter().all(|place| place.files.count() == 0);
        if is_empty && !is_named && !start.is_top() && found.errors.is_empty() {
            found.places.clear();
            unconfigured(tree, scope, seen, (&RepoPath::default(), true), opened, found)?;
        }
    }
    Ok(())
}

/// Opens the configured backlogs below a folder that has no configuration itself.
fn configured_below(
    tree: &dyn Tree,
    scope: &Scope,
    start: &RepoPath,
    opened: &mut HashSet<RepoPath>,
    found: &mut Found,
) -> Result<(), Error> {
    let listing = tree.list(start)?;
    let mut roots: Vec<RepoPath> = listing.entries.iter().filter_map(|entry| config::folder_of(&entry.path)).collect();
    roots.sort();
    for root in roots {
        if !opened.iter().any(|known| !known.is_top() && root.below(known).is_some()) && opened.insert(root.clone()) {
            open_all(tree, scope, &root, None, found)?;
        }
    }
    Ok(())
}

/// Opens the backlog at `root` and every one below it that has a configuration of its own.
fn open_all(tree: &dyn Tree, scope: &Scope, root: &RepoPath, as_seen: Option<&Candidate>, found: &mut Found) -> Result<(), Error> {
    let listing = tree.list(root)?;
    let ignored = listing.ignored;
    found.errors.extend(listing.errors);
    let configs = listing.entries.iter().filter(|entry| config::folder_of(&entry.path).is_some());
    let (configs, links): (Vec<&Entry>, Vec<&Entry>) = configs.partition(|entry| entry.kind == EntryKind::File);
    if !scope.lenient {
        let links = links.into_iter().map(|entry| entry.path.clone()).chain(config::linked(tree, root)).collect::<BTreeSet<_>>();
        found
            .errors
            .extend(links.into_iter().map(|path| Error::Io { path, reason: "it is a link, or no file at all, and not read".into() }));
    }
    let nested: HashSet<RepoPath> = configs.into_iter().filter_map(|entry| config::folder_of(&entry.path)).collect();
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
        // A backlog that was only seen leaves the configured ones below it to themselves.
        if as_seen.is_some() && folder != *root {
            continue;
        }
        let is_start = folder == *root;
        match open(tree, scope, &folder, (is_start, as_seen.filter(|_| is_start)), entries) {
            Ok(mut place) => {
                if is_start {
                    place.files.ignored.clone_from(&ignored);
                }
                found.places.push(place);
            }
            Err(mut errors) => found.errors.append(&mut errors),
        }
    }
    Ok(())
}

fn open(
    tree: &dyn Tree,
    scope: &Scope,
    root: &RepoPath,
    (is_start, as_seen): (bool, Option<&Candidate>),
    entries: Vec<Entry>,
) -> Result<Place, Vec<Error>> {
    let source = match &scope.config {
        Some(given) if is_start => Some(Arc::clone(given)),
        _ => found_config(tree, root).map_err(|error| vec![error])?,
    };
    let (config, mut errors) = config::read(tree, source.as_ref(), &scope.above);
    let paths: Vec<&[u8]> = entries.iter().filter_map(|entry| entry.path.below(root)).collect();
    let read = |path: &[u8]| read_text(tree, &root.join(path), layout::TOOL_CONFIG_BYTES);
    let written = config.layout();
    let is_written = written.is_some();
    let mut detected = layout::detect(written.or_else(|| as_seen.map(|seen| seen.layout.clone())), &paths, &read);
    if let Some(seen) = as_seen.filter(|_| !is_written) {
        detected.clue = seen.clue.clone();
    }
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
            Role::Skipped(reason) => {
                files.skipped.push(Skipped { path: entry.path.clone(), reason: reason.into() });
                files.elsewhere.push(entry.path);
            }
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
