//! Finding backlogs: which folder, which configuration, which layout, which files.

use std::{collections::HashSet, sync::Arc};

use rayon::prelude::*;

use crate::{
    config::{self, Accepted, Config},
    error::Error,
    layout::{self, Clue, Layout, Place as Role, Variables},
    outcome::{Notice, Proposal, Skipped},
    plan::Plan,
    rule::Rule,
    settings::{Mistakes, Origin, Table},
    source::{FileId, RepoPath, Source, Sources, Span, TextRange},
    story::{Acceptance, Templates},
    survey::{self, Candidate, Survey},
    tree::{Entry, PathKind, Tree, read_text},
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
    /// Files that lie where its stories do and are none, sorted by path.
    pub skipped: Vec<Skipped>,
    /// Folders below its root that git ignores and whose names are those of a backlog.
    pub ignored: Vec<RepoPath>,
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
    /// Folders that look like backlogs and are not opened.
    pub proposals: Vec<Proposal>,
}

impl Scope {
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
        let holds = |place: &Place| place.files.iter().any(|(entry, _)| entry.path.below(&folder).is_some());
        if is_folder && folder != root && !scope.paths.is_empty() && !found.places.iter().any(holds) {
            let mut own = Found::default();
            unconfigured(tree, scope, seen, (start, true), &mut opened, &mut own)?;
            if own.places.iter().any(|place| !place.files.is_empty()) {
                found.places.retain(|place| place.root != root || scope.paths.len() > 1);
                found.places.append(&mut own.places);
                found.errors.append(&mut own.errors);
            }
        }
    }
    found.places.sort_by(|a, b| a.root.cmp(&b.root));
    let is_new = |candidate: &&Candidate| !found.places.iter().any(|place| holds_any(candidate, place));
    found.proposals = seen.candidates.iter().filter(is_new).map(proposal).collect();
    for place in &mut found.places {
        let copy = |source: &Arc<Source>| Source::new(source.path.clone(), Arc::clone(&source.text));
        place.sources = place.settings.sources.iter().map(|source| sources.add(copy(source))).collect();
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
    let configured: Vec<RepoPath> = listing.iter().filter_map(|entry| config::folder_of(&entry.path)).filter(|folder| !folder.is_top()).collect();
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
    let forced = (chosen.is_empty() && is_named && is_folder).then(|| asked(start));
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
    }
    Ok(())
}

/// Whether any of a candidate's folders holds a file of `place`.
fn holds_any(candidate: &Candidate, place: &Place) -> bool {
    let holds = |path: &RepoPath| candidate.folders.iter().any(|folder| path.below(folder).is_some());
    place.files.iter().any(|(entry, _)| holds(&entry.path))
}

fn proposal(candidate: &Candidate) -> Proposal {
    Proposal {
        root: candidate.root.clone(),
        folders: candidate.folders.clone(),
        layout: candidate.layout.text("name").unwrap_or_default().to_owned(),
        evidence: candidate.clue.to_string(),
        items: candidate.items,
    }
}

/// A folder that was named on the command line as a backlog of its own.
fn asked(folder: &RepoPath) -> Candidate {
    let layout = survey::placed(folder, std::slice::from_ref(folder));
    Candidate { root: folder.clone(), layout, folders: vec![folder.clone()], clue: Clue::Asked, is_strong: false, items: 0 }
}

/// Opens the configured backlogs below a folder that has no configuration itself.
fn configured_below(tree: &dyn Tree, scope: &Scope, start: &RepoPath, opened: &mut HashSet<RepoPath>, found: &mut Found) -> Result<(), Error> {
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
        // A backlog that was only seen leaves the configured ones below it to themselves.
        if as_seen.is_some() && folder != *root {
            continue;
        }
        let is_start = folder == *root;
        match open(tree, scope, &folder, (is_start, as_seen.filter(|_| is_start)), entries) {
            Ok(place) => found.places.push(Place { ignored: if is_start { ignored.clone() } else { Vec::new() }, ..place }),
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
    let mut skipped = Vec::new();
    let role = |entry: &Entry| {
        let below = entry.path.below(root).filter(|_| !template_paths.contains(&entry.path));
        below.map_or(Role::Elsewhere, |below| layout.place(below))
    };
    let roles: Vec<Role> = entries.par_iter().map(role).collect();
    for (entry, role) in entries.into_iter().zip(roles) {
        match role {
            Role::Story => files.push((entry, true)),
            Role::Known => files.push((entry, false)),
            Role::Skipped(reason) => {
                skipped.push(Skipped { path: entry.path.clone(), reason: reason.into() });
                elsewhere.push(entry.path);
            }
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
        skipped,
        ignored: Vec::new(),
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
    /// How many markdown files lie below its root, stories or not.
    pub fn markdown(&self) -> usize {
        let is_markdown = |path: &&RepoPath| path.as_bytes().to_ascii_lowercase().ends_with(b".md");
        self.files.len() + self.elsewhere.iter().filter(is_markdown).count()
    }

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
