//! The policy of the branch that a change is to be merged into: it is what holds after the merge.

use std::collections::{BTreeMap, BTreeSet};

use super::{Request, Trees, look_around, run, third::files_of};
use crate::{
    base::Base,
    config::{self, MAX_BYTES},
    error::Error,
    outcome::{Notice, Outcome},
    source::RepoPath,
    tree::{Overlay, Tree, Without},
};

/// Judges a change under the policy that `target`, the tip of the branch of this name, has. That holds where the change does not touch the
/// policy itself and the branch has changed it since.
pub fn run_under(trees: &Trees<'_>, request: &Request, (name, target): (&str, &dyn Tree)) -> Result<Outcome, Error> {
    let [base] = trees.bases[..] else { return run(trees, request) };
    let Some(later) = later(trees.head, base, target, request)? else { return run(trees, request) };
    let with = |tree| Without { base: tree, gone: later.gone.clone() };
    let (head, before) = (with(trees.head), with(base));
    let head = Overlay { base: &head, files: later.files.clone() };
    let before = Overlay { base: &before, files: later.files };
    let mut outcome = run(&Trees { head: &head, bases: vec![&before] }, request)?;
    if !outcome.errors.is_empty() {
        // The later policy may have a mistake; that is not this change's.
        return run(trees, request);
    }
    let text = format!(
        "`{name}` changed the policy since ({}), and the change is checked by that policy: merge `{name}` to have it here",
        later.place
    );
    outcome.notices.push(Notice { code: "policy-of-target", text });
    Ok(outcome)
}

/// The files of a policy that a branch has changed.
struct Later {
    files: BTreeMap<RepoPath, Vec<u8>>,
    gone: BTreeSet<RepoPath>,
    /// The first line that changed.
    place: String,
}

fn later(head: &dyn Tree, base: &dyn Tree, target: &dyn Tree, request: &Request) -> Result<Option<Later>, Error> {
    let trees = [head, base, target];
    let seen = look_around(&Trees { head, bases: vec![base, target] }, &request.scope)?;
    let mut paths = BTreeSet::new();
    for tree in trees {
        let listed = tree.list(&RepoPath::default())?.entries.into_iter().map(|entry| entry.path);
        paths.extend(listed.filter(|path| config::folder_of(path).is_some()));
        paths.extend(Base::find(tree, &request.scope, &seen)?.places().flat_map(files_of));
    }
    let [mut head, mut base, mut target] = [head.reader()?, base.reader()?, target.reader()?];
    let mut later = Later { files: BTreeMap::new(), gone: BTreeSet::new(), place: String::new() };
    for path in paths {
        let [own, was, is] = [&mut head, &mut base, &mut target].map(|tree| tree.read(&path, MAX_BYTES * 64).ok());
        if own != was {
            return Ok(None);
        }
        if was == is {
            continue;
        }
        if later.place.is_empty() {
            later.place = first_line(&path, was.as_deref().unwrap_or_default(), is.as_deref().unwrap_or_default());
        }
        match is {
            Some(bytes) => drop(later.files.insert(path, bytes)),
            None => drop(later.gone.insert(path)),
        }
    }
    Ok((!later.place.is_empty()).then_some(later))
}

/// The first line of a file that is not as it was.
fn first_line(path: &RepoPath, was: &[u8], is: &[u8]) -> String {
    let mut lines = was.split(|byte| *byte == b'\n').zip(is.split(|byte| *byte == b'\n'));
    let same = lines.by_ref().take_while(|(was, is)| was == is).count();
    format!("{}:{}", path.display(), same + 1)
}
