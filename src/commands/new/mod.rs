//! `backlint new`.

mod draft;
mod taken;

use std::{cell::RefCell, collections::BTreeMap, path::Path};

use super::{CLEAN, open::Opened, write};
use crate::{
    backlog::Backlog,
    cli::{Judging, New},
    concept::{IdKey, Kind, fold},
    config,
    discover::Place,
    error::Error,
    report::{Output, Style, clean},
    settings::closest,
    source::RepoPath,
    story::Story,
    tree::{PathKind, full_path, read_text},
};

pub(super) fn new(options: &New, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let judging = Judging { config: options.config.clone(), allow_empty: true, ..Judging::default() };
    let opened = Opened::new(here, &judging)?;
    let mut found = opened.discover()?;
    if let Some(error) = found.errors.pop() {
        return Err(error);
    }
    let Some(place) = ruling(&found.places, &opened.request.scope.here) else { return Err(Error::usage("there is no backlog here", None)) };
    let layout = &place.policy.layout;
    if let Some(command) = &layout.new_command {
        let message = format!("the tool of the layout `{}` makes new stories and hands out their ids", layout.name);
        return Err(Error::usage(message, format!("run `{command}`")));
    }
    let kind = layout.kind_of(&options.kind).ok_or_else(|| unknown_kind(&options.kind))?;
    let title = options.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(Error::usage("a story has a title", "say in one line what changes".to_owned()));
    }
    let backlog = opened.backlog(place)?;
    let taken = taken::elsewhere(&opened, place)?;
    let passed = RefCell::new(Vec::new());
    let is_taken = |key: &IdKey| {
        let place = taken.get(key);
        passed.borrow_mut().extend(place.map(|place| format!("note: `{}` is taken by `{}`", clean(key.as_str()), clean(place))));
        place.is_some()
    };
    let id = next_id(&backlog, kind, &is_taken);
    let folder = folder(place, &backlog, kind);
    let path = folder.resolve(&format!("{}.md", file_name(place, &id, &title))).filter(|path| path.below(&folder).is_some());
    let path = path.filter(|_| is_name(&id)).ok_or_else(|| {
        let message = format!("the next id in line is `{}`, which is no name for a file", clean(&id));
        Error::usage(message, "mend the ids it follows".to_owned())
    })?;
    let template = template(place, &opened, kind)?;
    let wanted = draft::Wanted { id: &id, title: &title, kind, word: &options.kind };
    let text = draft::text(&wanted, place, &backlog, template.as_deref());
    if !is_reached(&opened, &path) {
        return Err(Error::usage(format!("`{}` lies behind a link, which is not followed", clean(&path.display())), None));
    }
    let target =
        full_path(&opened.top, &path).ok_or_else(|| Error::usage(format!("no file can be called `{}` here", path.display()), None))?;
    if !options.dry_run {
        if let Some(folder) = target.parent() {
            write::folder(folder)?;
        }
        write::create(&target, text.as_bytes())?;
    }
    let name = path.display();
    let lines = |text: &str| text.lines().flat_map(|line| [clean(line).into_owned(), "\n".into()]).collect::<String>();
    let shown = if options.dry_run { format!("--- {}\n{}", clean(&name), lines(&text)) } else { format!("{}\n", clean(&name)) };
    Output::terminal().write(style, |_, _, out, remarks| {
        passed.borrow().iter().try_for_each(|note| writeln!(remarks, "{note}"))?;
        out.write_all(shown.as_bytes())
    })?;
    Ok(CLEAN)
}

/// Letters, digits and what joins them: an id is part of a path.
fn is_name(id: &str) -> bool {
    id.starts_with(char::is_alphanumeric) && id.chars().all(|c| c.is_alphanumeric() || "-_.#".contains(c))
}

/// Whether every folder on the way is one, or not there yet.
fn is_reached(opened: &Opened, path: &RepoPath) -> bool {
    let folders = std::iter::successors(Some(path.parent()), |folder| (!folder.is_top()).then(|| folder.parent()));
    folders.filter(|folder| !folder.is_top()).all(|folder| opened.head.kind(&folder) != Some(PathKind::Other))
}

/// The backlog we stand in, else the first.
fn ruling<'p>(places: &'p [Place], here: &RepoPath) -> Option<&'p Place> {
    let around = places.iter().filter(|place| here.below(&place.files.root).is_some() || place.files.root.is_top());
    around.max_by_key(|place| place.files.root.as_bytes().len()).or(places.first())
}

fn unknown_kind(word: &str) -> Error {
    let help = match closest(&fold(word), Kind::words()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it is one of: {}", Kind::ALL.map(Kind::name).join(", ")),
    };
    Error::usage(format!("`{word}` is no kind of story"), help)
}

/// The stories of a kind, or all where there are none.
fn alike(backlog: &Backlog, kind: Kind) -> Vec<&Story> {
    let live = || backlog.stories().map(|(_, story)| story).filter(|story| story.live && !story.broken);
    let own: Vec<&Story> = live().filter(|story| story.kind == kind).collect();
    if own.is_empty() { live().collect() } else { own }
}

/// The next free id of the series that stories of the kind are in; the first of one where there are no stories.
fn next_id(backlog: &Backlog, kind: Kind, is_taken: &dyn Fn(&IdKey) -> bool) -> String {
    let like = alike(backlog, kind).into_iter().filter(|story| story.kind == kind).filter_map(|story| story.id.value()).next_back();
    let next = like.and_then(|like| backlog.next_id(Some(like), is_taken)).or_else(|| backlog.next_id(None, is_taken));
    next.unwrap_or_else(|| {
        let prefix = match kind {
            Kind::Story => "ST",
            Kind::Task => "TASK",
            Kind::Bug => "BUG",
            Kind::Spike => "SPIKE",
            Kind::Epic => "EPIC",
        };
        let first = |number: &usize| !is_taken(&IdKey::of(&format!("{prefix}-{number}")));
        format!("{prefix}-{}", (1..=MOST_TRIED).find(first).unwrap_or(1))
    })
}

/// How many first ids are tried until one is free.
const MOST_TRIED: usize = 1000;

/// Where most stories of the kind lie, else where the layout's first pattern begins.
fn folder(place: &Place, backlog: &Backlog, kind: Kind) -> RepoPath {
    let mut counts: BTreeMap<RepoPath, usize> = BTreeMap::new();
    for story in alike(backlog, kind) {
        *counts.entry(story.path.parent()).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(folder, _)| folder);
    most.unwrap_or_else(|| {
        let pattern = place.policy.layout.stories.patterns().first().map_or("", String::as_str);
        let first = pattern.strip_prefix('{').map_or(pattern, |names| names.split([',', '}']).next().unwrap_or(names));
        let fixed = first.split(['*', '?', '[', '{']).next().unwrap_or_default();
        place.files.root.resolve(fixed.trim_end_matches('/')).unwrap_or_else(|| place.files.root.clone())
    })
}

/// How long the part of a file name that says the title may be, in characters.
const SLUG: usize = 60;

fn file_name(place: &Place, id: &str, title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    let mut slug = String::new();
    for word in words {
        if slug.chars().count() + word.chars().count() > SLUG && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(SLUG));
    }
    let template = place.policy.layout.file_name.as_deref().unwrap_or("{id}-{slug}");
    template.replace("{id}", id).replace("{slug}", &slug).trim_end_matches(['-', '_', ' ']).to_owned()
}

/// The team's own template of the kind.
fn template(place: &Place, opened: &Opened, kind: Kind) -> Result<Option<String>, Error> {
    let Some((_, written, _)) = place.policy.settings.templates().find(|(own, ..)| *own == kind) else { return Ok(None) };
    let Some(path) = place.files.root.resolve(written) else { return Ok(None) };
    read_text(&*opened.head, &path, config::MAX_BYTES).map(Some).map_err(|reason| Error::Io { path, reason })
}
