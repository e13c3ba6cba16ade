//! Commits: what names them, what they have in common, what they hold.

use git2::{ErrorCode, ObjectType, Oid, Repository, Tree};

use super::{
    Blob, Held, Others, trouble,
    watch::{Wanted, watched},
};
use crate::{
    entry::{EntryKind, MAX_DEPTH, MAX_ENTRIES, is_listed},
    error::Error,
    source::RepoPath,
};

/// The commit that is checked out; `None` before the first.
pub fn head(repository: &Repository) -> Result<Option<Oid>, Error> {
    match repository.head() {
        Ok(head) => {
            let id = head.target().unwrap_or(Oid::ZERO_SHA1);
            let commit = watched(&Wanted::Object(id), || repository.find_commit(id));
            commit.map(|commit| Some(commit.id())).map_err(|error| trouble::object(&error, id))
        }
        Err(error) if error.code() == ErrorCode::UnbornBranch => Ok(None),
        Err(error) => Err(trouble::head(&error, repository.path())),
    }
}

/// The commits that a merge under way brings in. Before git asks for a message it has written no `MERGE_HEAD`; then the environment of its
/// hooks names them, `GITHEAD_ID=BRANCH`.
pub fn merge_heads(repository: &mut Repository) -> Result<Vec<Oid>, Error> {
    let names = std::env::vars_os().filter_map(|(name, _)| Oid::from_str(name.to_str()?.strip_prefix("GITHEAD_")?).ok());
    let mut heads: Vec<Oid> = names.filter(|id| repository.find_commit(*id).is_ok()).collect();
    let told = repository.mergehead_foreach(|head| {
        heads.push(*head);
        true
    });
    match told {
        Err(error) if error.code() != ErrorCode::NotFound => Err(trouble::head(&error, repository.path())),
        _ => {
            heads.sort_unstable();
            heads.dedup();
            Ok(heads)
        }
    }
}

/// The commit that `written`, which the user typed, names.
pub fn named(repository: &Repository, written: &str) -> Result<Oid, Error> {
    let wanted = Wanted::Revision(written.to_owned());
    let peeled = |object: git2::Object<'_>| object.peel_to_commit().map(|commit| commit.id());
    let found = watched(&wanted, || repository.revparse_single(written).map(peeled));
    found
        .map_err(|error| trouble::revision(&error, written, repository.is_shallow()))?
        .map_err(|_| Error::usage(format!("`{written}` is no commit"), None))
}

/// The commit where two histories part.
pub fn merge_base(repository: &Repository, written: &str, base: Oid, head: Oid) -> Result<Oid, Error> {
    if base == head {
        return Ok(base);
    }
    repository.merge_base(base, head).map_err(|error| match error.code() {
        ErrorCode::NotFound => trouble::no_merge_base(written, repository.is_shallow()),
        _ => trouble::object(&error, base),
    })
}

/// How many names a commit may hold in all, whatever they end in.
const MAX_NAMES: usize = 2_000_000;

/// Everything a commit holds.
pub(super) fn held(repository: &Repository, commit: Oid) -> Result<Held, Error> {
    let root = repository.find_commit(commit).map(|commit| commit.tree_id()).map_err(|error| trouble::object(&error, commit))?;
    let mut walk = Walk { repository, names: 0, found: Vec::new(), others: Others::default() };
    walk.folder(&tree_of(repository, root)?, &RepoPath::default(), true)?;
    let mut found = walk.found;
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found.dedup_by(|(path, _), (kept, blob)| {
        let is_twice = path == kept;
        if is_twice {
            blob.kind = EntryKind::UnsafeName;
        }
        is_twice
    });
    Ok(Held { files: found, others: walk.others })
}

fn tree_of(repository: &Repository, id: Oid) -> Result<Tree<'_>, Error> {
    watched(&Wanted::Object(id), || repository.find_tree(id)).map_err(|error| trouble::object(&error, id))
}

struct Walk<'r> {
    repository: &'r Repository,
    names: usize,
    found: Vec<(RepoPath, Blob)>,
    others: Others,
}

impl Walk<'_> {
    /// Whether what lies in `tree` could be checked out is passed down as `is_safe`.
    fn folder(&mut self, tree: &Tree<'_>, path: &RepoPath, is_safe: bool) -> Result<(), Error> {
        self.names += tree.len();
        if self.names > MAX_NAMES {
            return Err(Error::Limit { message: format!("the commit holds more than {MAX_NAMES} names") });
        }
        for entry in tree {
            let name = entry.name_bytes();
            let below = path.join(name);
            let is_safe = is_safe && is_safe_name(name);
            if entry.kind() == Some(ObjectType::Tree) {
                if below.as_bytes().split(|byte| *byte == b'/').count() > MAX_DEPTH {
                    return Err(Error::Limit { message: format!("folders lie more than {MAX_DEPTH} deep at `{}`", path.display()) });
                }
                self.folder(&tree_of(self.repository, entry.id())?, &below, is_safe)?;
            } else if is_listed(name) {
                if self.found.len() == MAX_ENTRIES {
                    return Err(Error::Limit { message: format!("more than {MAX_ENTRIES} files to look at in the commit") });
                }
                let kind = if is_safe { kind(entry.filemode()) } else { EntryKind::UnsafeName };
                self.found.push((below, Blob { id: entry.id(), kind }));
            } else {
                self.others.add(&below, kind(entry.filemode()));
            }
        }
        Ok(())
    }
}

/// Whether git would check a file of this name out: one that leads nowhere else.
fn is_safe_name(name: &[u8]) -> bool {
    !name.is_empty() && name != b"." && name != b".." && !name.eq_ignore_ascii_case(b".git") && !name.contains(&b'/')
}

fn kind(mode: i32) -> EntryKind {
    match mode {
        0o120_000 => EntryKind::Symlink,
        0o160_000 => EntryKind::Submodule,
        _ => EntryKind::File,
    }
}
