//! From a configuration to everything it rests on: the files it extends, and what the command line lays over it.

use std::sync::Arc;

use super::{Config, MAX_BYTES};
use crate::{
    error::Error,
    settings::{Mistake, Mistakes, Table},
    source::{Source, TextRange},
    tree::{PathKind, Tree, read_text},
};

/// How many files may stand behind one another.
const DEPTH: usize = 8;

/// Reads `source` with what it extends below it and `above` on top; all mistakes at once, per file.
pub fn read(tree: &dyn Tree, source: Option<&Arc<Source>>, above: &[Arc<Source>]) -> (Config, Vec<Error>) {
    let mut config = Config::default();
    let mut errors = Vec::new();
    let mut chain = Vec::new();
    let mut next = source.map(Arc::clone);
    while let Some(source) = next.take() {
        let mut mistakes = Mistakes::default();
        if let Some((path, range)) = extended(&source) {
            next = follow(tree, &source, &path, range, &chain, &mut mistakes);
        }
        chain.push((source, mistakes));
    }
    let above = above.iter().map(|source| (Arc::clone(source), Mistakes::default()));
    for (source, mut mistakes) in chain.into_iter().rev().chain(above) {
        config.read(&source, &mut mistakes);
        if !mistakes.0.is_empty() {
            mistakes.0.sort_by_key(|mistake: &Mistake| mistake.range);
            errors.push(Error::Config { file: source, mistakes: mistakes.0 });
        }
    }
    (config, errors)
}

/// What a file says it extends, and where.
fn extended(source: &Arc<Source>) -> Option<(String, TextRange)> {
    let table = Table::read(source, &mut Mistakes::default());
    let extends = table.get("extends")?;
    Some((extends.text()?.to_owned(), extends.origin.value))
}

/// The file that `source` extends, unless something is wrong with it.
fn follow(
    tree: &dyn Tree,
    source: &Arc<Source>,
    written: &str,
    range: TextRange,
    chain: &[(Arc<Source>, Mistakes)],
    mistakes: &mut Mistakes,
) -> Option<Arc<Source>> {
    let Some(path) = source.path.parent().resolve(written) else {
        let help = "a policy is shared inside the repository; name a file in it, relative to this one";
        mistakes.add_with_help(range, format!("`{written}` lies outside of the repository"), help);
        return None;
    };
    if path == source.path || chain.iter().any(|(other, _)| other.path == path) {
        mistakes.add(range, format!("`{}` extends itself by way of this", path.display()));
        return None;
    }
    if chain.len() + 1 >= DEPTH {
        mistakes.add(range, format!("more than {DEPTH} configurations stand behind one another"));
        return None;
    }
    if tree.kind(&path) != Some(PathKind::File) {
        mistakes.add(range, format!("there is no file `{}`", path.display()));
        return None;
    }
    let text =
        read_text(tree, &path, MAX_BYTES).map_err(|reason| mistakes.add(range, format!("cannot read `{}`: {reason}", path.display())));
    text.ok().map(|text| Arc::new(Source::new(path, text.into())))
}
