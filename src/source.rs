//! Texts and places in them.
//!
//! Everything between reading and reporting points into a text by byte range; lines and columns exist only in reports.

use std::{
    fmt,
    ops::{Index, Range},
    sync::{Arc, OnceLock},
};

/// A half-open byte range in one text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// The range `start..end`. Texts are capped far below 4 GiB, so offsets fit.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: offset(start), end: offset(end.max(start)) }
    }

    /// The empty range at `at`.
    pub fn at(at: usize) -> Self {
        Self::new(at, at)
    }

    /// As a range of `usize`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The bytes it covers.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within, ends included.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text it covers, or nothing where it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Moved right by `by` bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }

    /// Its lines, each with the end of line behind it.
    pub fn lines(self, text: &str) -> impl Iterator<Item = Self> + use<'_> {
        let bytes = self.of(text).as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            let start = self.start as usize + at;
            at += memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            Some(Self::new(start, self.start as usize + at))
        })
    }

    /// Without trailing white space of `text`.
    #[must_use]
    pub fn trimmed_end(self, text: &str) -> Self {
        Self::new(self.start as usize, self.start as usize + self.of(text).trim_end().len())
    }

    /// Without leading and trailing white space of `text`.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let slice = self.of(text);
        let start = self.start as usize + (slice.len() - slice.trim_start().len());
        Self::new(start, start + slice.trim().len())
    }
}

impl fmt::Debug for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range in a named text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text.
    pub file: FileId,
    /// The bytes.
    pub range: TextRange,
}

/// A path inside a tree: `/`-separated bytes, relative to the tree's top. Names need not be UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RepoPath(Arc<[u8]>);

/// Words before the extension that say what a file is.
const SECOND: [&str; 9] = ["story", "epic", "task", "bug", "spike", "todo", "ticket", "issue", "feature"];

impl RepoPath {
    /// From `/`-separated bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into().into())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As text, bytes that are not UTF-8 written `\xNN`.
    pub fn display(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for chunk in self.0.utf8_chunks() {
            out.push_str(chunk.valid());
            for byte in chunk.invalid() {
                use fmt::Write as _;
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
        out
    }

    /// The last segment.
    pub fn file_name(&self) -> String {
        let start = memchr::memrchr(b'/', &self.0).map_or(0, |at| at + 1);
        Self::new(&self.0[start..]).display()
    }

    /// The last segment without its extension.
    pub fn stem(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned()
    }

    /// What a file is called as an item: its name without the extension; of a folder's page, `README.md` or `index.md`, the folder's name.
    pub fn item_name(&self) -> String {
        let stem = self.stem();
        let folder = self.parent();
        let is_page = ["readme", "index"].iter().any(|page| stem.eq_ignore_ascii_case(page));
        if is_page && !folder.is_top() {
            return folder.file_name();
        }
        // `1.2.story.md` and `TASK-export.todo.md` have two extensions.
        match stem.rsplit_once('.') {
            Some((name, kind)) if !name.is_empty() && SECOND.iter().any(|known| kind.eq_ignore_ascii_case(known)) => name.to_owned(),
            _ => stem,
        }
    }

    /// The folder it lies in; empty at the top.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self::new(&self.0[..memchr::memrchr(b'/', &self.0).unwrap_or(0)])
    }

    /// Whether it is the tree's top.
    pub fn is_top(&self) -> bool {
        self.0.is_empty()
    }

    /// The rest below `folder`, if it lies in it.
    pub fn below(&self, folder: &Self) -> Option<&[u8]> {
        if folder.is_top() {
            return Some(&self.0);
        }
        let rest = self.0.strip_prefix(&*folder.0)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix(b"/") }
    }

    /// The path that a file in this folder writes; `None` if it leads out of the tree.
    pub fn resolve(&self, written: &str) -> Option<Self> {
        if written.starts_with('/') || written.contains('\\') {
            return None;
        }
        written.split('/').try_fold(self.clone(), |at, name| match name {
            "" | "." => Some(at),
            ".." if at.is_top() => None,
            ".." => Some(at.parent()),
            name => Some(at.join(name.as_bytes())),
        })
    }

    /// `self/name`.
    #[must_use]
    pub fn join(&self, name: &[u8]) -> Self {
        if self.is_top() {
            return Self::new(name);
        }
        Self::new([&self.0, b"/".as_slice(), name].concat())
    }
}

impl From<&str> for RepoPath {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display())
    }
}

/// A line and a column, both from 1; columns count Unicode scalar values, neither a CR before LF nor a byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode scalar values.
    pub column: usize,
}

/// Where the lines of a text start.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    ascii: bool,
}

impl LineIndex {
    /// Indexes `text` once, in one pass.
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| offset(at + 1))).collect();
        Self { starts, ascii: text.is_ascii() }
    }

    /// How many lines there are; a text that ends in a line feed has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, that holds byte `at`.
    pub fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= at) - 1
    }

    /// The bytes of line `line` (from 0) without its line end.
    pub fn line(&self, text: &str, line: usize) -> TextRange {
        let start = self.starts[line] as usize;
        let end = self.starts.get(line + 1).map_or(text.len(), |next| *next as usize - 1);
        let carriage = end > start && self.starts.get(line + 1).is_some() && text.as_bytes()[end - 1] == b'\r';
        TextRange::new(start, end - usize::from(carriage))
    }

    /// The position of byte `at`. A place within a line end is the end of its line.
    pub fn position(&self, text: &str, at: usize) -> Position {
        let at = at.min(text.len());
        let line = self.line_of(at);
        let content = self.line(text, line);
        let start = content.start as usize + if line == 0 && text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let at = at.clamp(start, (content.end as usize).max(start));
        let column = if self.ascii { at - start } else { text.get(start..at).map_or(0, |head| head.chars().count()) };
        Position { line: line + 1, column: column + 1 }
    }
}

/// The byte order mark.
pub const BOM: char = '\u{feff}';

/// One file: where it lies and what it says.
#[derive(Debug)]
pub struct Source {
    /// Relative to the tree's top.
    pub path: RepoPath,
    /// The content; of a file that is not UTF-8 the part before the first wrong byte.
    pub text: Arc<str>,
    /// The id of the bytes where the text is not all of them.
    bytes: Option<Bytes>,
    lines: OnceLock<LineIndex>,
}

/// What is known of bytes that are not all text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bytes {
    /// The id that git gives them.
    Id(git2::Oid),
    /// Nothing: the file was not opened.
    Unread,
}

/// The id that git gives to bytes.
pub fn blob(bytes: &[u8]) -> Option<git2::Oid> {
    git2::Oid::hash_object(git2::ObjectType::Blob, bytes).ok()
}

impl Source {
    /// A file.
    pub fn new(path: RepoPath, text: Arc<str>) -> Self {
        Self { path, text, bytes: None, lines: OnceLock::new() }
    }

    /// The same of a file whose bytes are not all text.
    #[must_use]
    pub fn of_bytes(self, bytes: Option<Bytes>) -> Self {
        Self { bytes, ..self }
    }

    /// The id that git gives its bytes, where they are known.
    pub fn blob(&self) -> Option<git2::Oid> {
        match self.bytes {
            None => blob(self.text.as_bytes()),
            Some(Bytes::Id(id)) => Some(id),
            Some(Bytes::Unread) => None,
        }
    }

    /// Its lines, indexed at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The positions of both ends of `range`.
    pub fn positions(&self, range: TextRange) -> (Position, Position) {
        let lines = self.lines();
        let range = range.range();
        (lines.position(&self.text, range.start), lines.position(&self.text, range.end))
    }
}

/// Every file of a run, by id.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, source: Source) -> FileId {
        self.0.push(source);
        FileId(offset(self.0.len() - 1))
    }
}

impl Index<FileId> for Sources {
    type Output = Source;

    fn index(&self, id: FileId) -> &Source {
        &self.0[id.0 as usize]
    }
}
