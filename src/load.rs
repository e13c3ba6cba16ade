//! Reading a backlog's files: bytes to stories, in parallel.

use std::sync::Arc;

use rayon::prelude::*;

use crate::{
    discover::Files,
    engine::contained,
    error::Error,
    finding::Fault,
    layout::Layout,
    membership,
    outcome::{Notice, Skipped},
    parse::{self, ParsedFile},
    source::{self, Bytes, FileId, RepoPath, Source, Sources, TextRange},
    story::{Origin, Story},
    team::Team,
    tree::{Entry, EntryKind, ReadFault, Reader, Tree},
};

/// What was read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Stories and known files, sorted by path.
    pub stories: Vec<Arc<Story>>,
    /// Files that could not be opened or read.
    pub errors: Vec<Error>,
    /// Files that were gone when they were to be read.
    pub notices: Vec<Notice>,
    /// Files that are no stories, sorted by path.
    pub skipped: Vec<Skipped>,
}

/// Stories of another tree that need not be read again where their content is the same.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// The tree they were read from.
    pub tree: &'k dyn Tree,
    /// The stories, sorted by path.
    pub stories: &'k [Arc<Story>],
}

impl Known<'_> {
    /// The story in a file, number `at` of its tree, if it is known as it is there.
    fn story(&self, tree: &dyn Tree, at: usize, entry: &Entry, live: bool) -> Option<Arc<Story>> {
        // Most files are the same ones in both trees.
        let searched = || self.stories.binary_search_by(|story| story.path.cmp(&entry.path)).ok().map(|found| &self.stories[found]);
        let story = self.stories.get(at).filter(|story| story.path == entry.path).or_else(searched)?;
        let blob = tree.blob(&entry.path)?;
        (story.live == live && self.tree.blob(&entry.path) == Some(blob)).then(|| Arc::clone(story))
    }
}

/// Reads the files of a backlog; their texts go to `sources`.
pub fn load<'t>(
    tree: &'t dyn Tree,
    files: &Files,
    reading: Reading<'_>,
    known: Option<Known<'_>>,
    sources: &mut Sources,
) -> Result<Loaded, Error> {
    let paths: Vec<&RepoPath> = files.read().into_iter().map(|(entry, _)| &entry.path).collect();
    if paths.len() as u64 * reading.max_file_size > MOST_BYTES {
        let bytes = tree.size(&paths, reading.max_file_size);
        if bytes > MOST_BYTES {
            let message = format!("the stories hold {}, the limit is {}", size(bytes), size(MOST_BYTES));
            return Err(Error::Limit { message });
        }
    }
    let read = |reader: &mut Result<Box<dyn Reader + 't>, Error>, (at, (entry, live)): (usize, (&Entry, bool))| {
        if let Some(story) = known.and_then(|known| known.story(tree, at, entry, live)) {
            return Ok(Read::Known(story));
        }
        match reader {
            Ok(reader) => {
                let mut read = None;
                contained(|| {
                    read = Some(story(files, reading, entry, live, Content::of((tree, &mut **reader), entry, reading.max_file_size)));
                });
                Ok(read.unwrap_or_else(|| story(files, reading, entry, live, Content::panicked())))
            }
            Err(error) => Err(error.clone()),
        }
    };
    let read: Result<Vec<Read>, Error> = files.read().into_par_iter().enumerate().map_init(|| tree.reader(), read).collect();
    let mut loaded = Loaded::default();
    for read in read? {
        match read {
            Read::Story { mut story, text, bytes, error } => {
                let file = sources.add(Source::new(story.path.clone(), text).of_bytes(bytes));
                // Nobody else has it yet: this copies nothing.
                Arc::make_mut(&mut story).file = file;
                loaded.errors.extend(error);
                loaded.stories.push(story);
            }
            Read::Known(story) => loaded.stories.push(story),
            Read::Skipped(skipped) => loaded.skipped.push(skipped),
            Read::Gone(path) => {
                loaded.notices.push(Notice { code: "vanished", text: format!("`{}` was deleted while it was to be read", path.display()) });
            }
        }
    }
    membership::without_supporting(&mut loaded.stories, &mut loaded.skipped);
    Ok(loaded)
}

/// How many bytes the stories of a backlog may hold together: reading takes several times as much memory.
const MOST_BYTES: u64 = 512 << 20;

/// How files are read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r> {
    /// How stories are laid out.
    pub layout: &'r Layout,
    /// The team's settings.
    pub team: &'r Team,
    /// The largest file that is read, in bytes.
    pub max_file_size: u64,
}

/// One file that was read.
enum Read {
    Story { story: Arc<Story>, text: Arc<str>, bytes: Option<Bytes>, error: Option<Error> },
    Known(Arc<Story>),
    Gone(RepoPath),
    Skipped(Skipped),
}

/// The bytes of a file, as text, or why there are none.
struct Content {
    text: String,
    /// What is known of bytes that are not all text.
    bytes: Option<Bytes>,
    fault: Option<Fault>,
    /// The reason the system gave.
    failed: Option<String>,
    gone: bool,
}

impl Content {
    fn of((tree, reader): (&dyn Tree, &mut dyn Reader), entry: &Entry, limit: u64) -> Self {
        if let Some(fault) = irregular(entry.kind) {
            return Self::without(fault);
        }
        match reader.read(&entry.path, limit) {
            Ok(bytes) => {
                let is_text = std::str::from_utf8(&bytes).is_ok();
                let id = if is_text { None } else { Some(source::blob(&bytes).map_or(Bytes::Unread, Bytes::Id)) };
                let (text, fault) = parse::decode(bytes);
                Self { text, bytes: id, fault, failed: None, gone: false }
            }
            Err(fault) => {
                let bytes = tree.blob(&entry.path).map_or(Bytes::Unread, Bytes::Id);
                Self { bytes: Some(bytes), ..Self::failed(&fault, limit) }
            }
        }
    }

    fn without(fault: Fault) -> Self {
        Self { text: String::new(), bytes: Some(Bytes::Unread), fault: Some(fault), failed: None, gone: false }
    }

    fn unreadable(message: String, help: &str, key: &'static str) -> Self {
        Self::without(Fault { rule: "file-unreadable", range: TextRange::at(0), message, help: help.into(), key, mended: Vec::new() })
    }

    /// Of a file on which reading or parsing itself failed.
    fn panicked() -> Self {
        let reason = "backlint failed on this file, which is a bug";
        Self { failed: Some(reason.into()), ..Self::unreadable(reason.into(), "report it with the file", "panic") }
    }

    fn failed(fault: &ReadFault, limit: u64) -> Self {
        let unreadable = Self::unreadable;
        match fault {
            ReadFault::Missing => Self { text: String::new(), bytes: None, fault: None, failed: None, gone: true },
            ReadFault::TooLarge { bytes } => unreadable(
                format!("the file has {}, the limit is {}", size(*bytes), size(limit)),
                "move attachments and logs out of it, or raise the limit with `--max-file-size`",
                "size",
            ),
            ReadFault::Encoding(name) => unreadable(
                format!("`.gitattributes` gives it the encoding `{name}`"),
                "take `working-tree-encoding` away and save the file as UTF-8",
                "working-tree-encoding",
            ),
            ReadFault::Permission => Self {
                failed: Some("permission denied".into()),
                ..unreadable("the file cannot be opened: permission denied".into(), "give yourself the right to read it", "permission")
            },
            ReadFault::Io(reason) => Self {
                failed: Some(reason.clone()),
                ..unreadable(format!("the file cannot be read: {reason}"), "try again; if it stays, check the disk", "io")
            },
        }
    }
}

/// What is no file, in words.
fn irregular(kind: EntryKind) -> Option<Fault> {
    let (what, help, key) = match kind {
        EntryKind::File => return None,
        EntryKind::Symlink => ("a symbolic link, not a file", "put the story itself here; links are not followed", "symlink"),
        EntryKind::Pipe => ("a named pipe, not a file", "delete or rename it", "pipe"),
        EntryKind::Socket => ("a socket, not a file", "delete or rename it", "socket"),
        EntryKind::Device => ("a device, not a file", "delete or rename it", "device"),
        EntryKind::Folder => ("a folder, not a file", "delete or rename it", "folder"),
        EntryKind::Submodule => ("a submodule, not a file", "put the story itself here; submodules are not entered", "submodule"),
        EntryKind::UnsafeName => {
            ("a name that git would not check out", "rename it; it leads elsewhere, or stands twice in its folder", "name")
        }
        EntryKind::Unmerged => ("a merge of this file is not finished", "resolve it, then `git add` the file", "unmerged"),
    };
    Some(Fault { rule: "file-irregular", range: TextRange::at(0), message: what.into(), help: help.into(), key, mended: Vec::new() })
}

/// A number of bytes as people say it: whole above ten of a unit, else with one digit; rounded up.
fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    for (unit, one) in UNITS {
        if bytes >= one {
            let tenths = (u128::from(bytes) * 10).div_ceil(u128::from(one));
            let whole = tenths.div_ceil(10);
            return if tenths >= 100 || tenths % 10 == 0 {
                format!("{whole} {unit}")
            } else {
                format!("{}.{} {unit}", tenths / 10, tenths % 10)
            };
        }
    }
    format!("{bytes} bytes")
}

/// The story in a file; skipped if the layout takes only marked files and this one has no mark.
fn story(files: &Files, reading: Reading<'_>, entry: &Entry, live: bool, content: Content) -> Read {
    if content.gone {
        return Read::Gone(entry.path.clone());
    }
    let below = entry.path.below(&files.root).unwrap_or_default();
    let unread = content.fault.is_some();
    let mut parsed = ParsedFile::new(if unread { "" } else { &content.text });
    parsed.faults.extend(content.fault);
    let origin = Origin { file: FileId(0), path: entry.path.clone(), below, live };
    let story = Story::new(origin, &content.text, parsed, reading.layout, &reading.team.estimates);
    let left_out = if unread { None } else { membership::left_out(&story, &content.text, reading.layout) };
    let error = content.failed.map(|reason| Error::Io { path: entry.path.clone(), reason });
    if let Some(reason) = left_out {
        return Read::Skipped(Skipped { path: entry.path.clone(), reason: reason.into() });
    }
    Read::Story { story: Arc::new(story), text: content.text.into(), bytes: content.bytes, error }
}
