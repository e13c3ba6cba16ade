//! Finding backlogs: which folder, which configuration, which layout, which files.

use std::{collections::HashSet, sync::Arc};

use rayon::prelude::*;

use crate::{
    config::{self, Accepted, Config},
    error::Error,
    layout::{self, Clue, Layout, Place as Role, Variables},
    outcome::Notice,
    plan::Plan,
    rule::Rule,
    settings::{Mistakes, Origin, Table},
    source::{FileId, RepoPath, Source, Sources, Span, TextRange},
    story::{Acceptance, Templates},
    tree::{Entry, Tree, read_text},
};

/// A backlog that was found and not yet read.
#[derive(Debug)]
pub struct Place {
    /// Its folder.
    pub root: RepoPath,
    /// The configuration that rules it.
    pub config: Option<Arc<Source>>,
    /// What its configuration says.
    pub settings: Config,
    /// The files that it was read from, in their order.
    pub sources: Vec<FileId>,
    /// The layout as written or detected, and what its text refers to.
    pub written: (Table, Variables),
    /// Why it is read by that layout.
    pub clue: Clue,
    /// How its stories are laid out.
    pub layout: Layout,
    /// Which rules run.
    pub plan: Plan,
    /// What its new stories are made from.
    pub templates: Templates,
    /// Its stories (live) and known files, sorted by path.
    pub files: Vec<(Entry, bool)>,
    /// Other files it holds, sorted by path.
    pub elsewhere: Vec<RepoPath>,
    /// What there is to say about it.
    pub notices: Vec<Notice>,
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
        let holds = |place: &Place| place.files.iter().any(|(entry, _)| entry.path.below(&folder).is_some());
        if is_folder && folder != root && !found.places.iter().any(holds) && seen.insert(folder.clone()) {
            let mut own = Found::default();
            open_all(tree, scope, &folder, &mut own)?;
            if !scope.paths.is_empty() || own.places.iter().any(|place| !place.files.is_empty()) {
                found.places.retain(|place| place.root != root || scope.paths.len() > 1);
                found.places.append(&mut own.places);
                found.errors.append(&mut own.errors);
            }
        }
    }
    found.places.sort_by(|a, b| a.root.cmp(&b.root));
    for place in &mut found.places {
        let copy = |source: &Arc<Source>| Source::new(source.path.clone(), Arc::clone(&source.text));
        place.sources = place.settings.sources.iter().map(|source| sources.add(copy(source))).collect();
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
    let (written, clue) = ((detected.layout, detected.variables), detected.clue);
    let mut mistakes = Mistakes::default();
    let layout = resolve(&written, &config, &mut mistakes);
    let plan = Plan::new(&scope.rules, &config, &layout);
    match (&source, mistakes.0.as_slice()) {
        (_, []) => {}
        (Some(source), _) => errors.push(Error::Config { file: Arc::clone(source), mistakes: mistakes.0 }),
        (None, [first, ..]) => errors.push(Error::usage(first.message.clone(), None)),
    }
    let (templates, template_paths) = templates(tree, root, &config, &mut errors);
    if !errors.is_empty() && !scope.lenient {
        return Err(errors);
    }
    let mut files = Vec::with_capacity(entries.len());
    let mut elsewhere = Vec::new();
    let role = |entry: &Entry| {
        let below = entry.path.below(root).filter(|_| !template_paths.contains(&entry.path));
        below.map_or(Role::Elsewhere, |below| layout.place(below))
    };
    let roles: Vec<Role> = entries.par_iter().map(role).collect();
    for (entry, role) in entries.into_iter().zip(roles) {
        match role {
            Role::Story => files.push((entry, true)),
            Role::Known => files.push((entry, false)),
            Role::Elsewhere => elsewhere.push(entry.path),
        }
    }
    Ok(Place {
        root: root.clone(),
        config: source,
        settings: config,
        sources: Vec::new(),
        written,
        clue,
        layout,
        plan,
        templates,
        files,
        elsewhere,
        notices,
    })
}

/// The templates a configuration names, and where they lie; one that cannot be read is a mistake.
fn templates(tree: &dyn Tree, root: &RepoPath, config: &Config, errors: &mut Vec<Error>) -> (Templates, HashSet<RepoPath>) {
    let (mut templates, mut paths) = (Templates::default(), HashSet::new());
    for (kind, written, origin) in config.templates() {
        let path = root.resolve(written);
        let text = match &path {
            None => Err(format!("`{written}` lies outside of the repository")),
            Some(path) if tree.kind(path).is_none() => Err(format!("there is no file `{}`", path.display())),
            Some(path) => read_text(tree, path, config::MAX_BYTES).map_err(|reason| format!("cannot read `{}`: {reason}", path.display())),
        };
        match text {
            Ok(text) => templates.add(kind, &text),
            Err(message) => {
                let mut mistakes = Mistakes::default();
                mistakes.add(origin.value, message);
                errors.push(Error::Config { file: Arc::clone(&origin.source), mistakes: mistakes.0 });
            }
        }
        paths.extend(path);
    }
    (templates, paths)
}

fn tool_config(root: &RepoPath, file: &RepoPath, fault: &str) -> Notice {
    let path = root.join(file.as_bytes());
    Notice { code: "tool-config", text: format!("`{}` cannot be read, {fault}; its status words are not known", path.display()) }
}

/// A layout with its variables filled in, and the team's own words on top.
fn resolve((layout, variables): &(Table, Variables), config: &Config, mistakes: &mut Mistakes) -> Layout {
    let mut layout = Layout::resolve(layout, variables).unwrap_or_else(|error| {
        let of_tool = variables.config_file.as_ref().map(|file| format!(", which `{}` is part of", file.display())).unwrap_or_default();
        mistakes.add(TextRange::at(0), format!("{error}{of_tool}"));
        Layout::default()
    });
    layout.stages.extend(layout::stages(&config.settings, "stages"));
    layout.kinds.extend(layout::kinds(&config.settings, "kinds"));
    layout
}

impl Place {
    /// The span of a setting; `None` if a layout that ships has it.
    pub fn span(&self, origin: &Origin) -> Option<Span> {
        let at = self.settings.sources.iter().position(|source| Arc::ptr_eq(source, &origin.source))?;
        Some(Span { file: self.sources[at], range: origin.key })
    }

    /// The beginning of its configuration.
    pub fn start(&self) -> Option<Span> {
        let source = Arc::clone(self.config.as_ref()?);
        self.span(&Origin { source, key: TextRange::at(0), value: TextRange::at(0) })
    }

    /// What the team accepts, with the place that says so.
    pub fn acceptances(&self) -> Vec<(&Acceptance, Span)> {
        let span = |accepted: &'_ Accepted| self.span(&accepted.origin);
        self.settings.acceptances.iter().filter_map(|accepted| Some((&accepted.acceptance, span(accepted)?))).collect()
    }

    /// The layout of this place under the policy of `head`, the same backlog after a change: where stories lie is told by this place, words,
    /// fields and sections by `head`.
    #[must_use]
    pub fn layout_under(&self, head: &Place) -> Layout {
        let (own, variables) = &self.written;
        let (policy, later) = &head.written;
        let written = (layout::placed_as(policy, own), variables.with_words_of(later, policy));
        resolve(&written, &head.settings, &mut Mistakes::default())
    }

    /// Whether a story that did not change reads the same in this place and in `head`, the same backlog after a change.
    pub fn reads_like(&self, head: &Place) -> bool {
        let (own, variables) = &self.written;
        let (policy, later) = &head.written;
        self.root == head.root && layout::places_like(own, policy) && variables.with_words_of(later, policy) == *later
    }
}

fn found_config(tree: &dyn Tree, root: &RepoPath) -> Result<Option<Arc<Source>>, Error> {
    let Some(path) = config::of_folder(tree, root)? else { return Ok(None) };
    let read = tree.reader()?.read(&path, config::MAX_BYTES);
    let bytes = read.map_err(|fault| Error::Io { path: path.clone(), reason: fault.to_string() })?;
    config::source(path, bytes).map(Some)
}
