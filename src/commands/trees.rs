//! Which content is judged, and what it is compared with.

use std::path::{Path, PathBuf};

use crate::{
    cli::Judging,
    error::Error,
    git::{self, Located, Need, base, commits, snapshot},
    outcome::Notice,
    source::RepoPath,
    tree::{Snapshot, Tree, WorkTree, no_repository, repo_path},
};

/// What the user wants judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    WorkTree,
    Staged,
    Rev(String),
}

/// What is judged, and what findings are compared with.
pub(super) struct Opened {
    pub(super) head: Box<dyn Tree>,
    pub(super) bases: Vec<Snapshot>,
    /// The branch that the change is to be merged into, and what it has.
    pub(super) target: Option<(String, Snapshot)>,
    /// Where the tree's top lies on the disk.
    pub(super) top: PathBuf,
    /// Where we stand in it.
    pub(super) here: RepoPath,
    pub(super) notices: Vec<Notice>,
}

impl Content {
    pub(super) fn of(judging: &Judging) -> Self {
        match &judging.rev {
            Some(rev) => Self::Rev(rev.clone()),
            None if judging.staged => Self::Staged,
            None => Self::WorkTree,
        }
    }

    fn option(&self) -> Option<&'static str> {
        match self {
            Self::WorkTree => None,
            Self::Staged => Some("--staged"),
            Self::Rev(_) => Some("--rev"),
        }
    }
}

/// Opens what `folder` lies in.
pub(super) fn open(folder: &Path, content: &Content, since: Option<&str>) -> Result<Opened, Error> {
    let start = folder.canonicalize().map(git::without_prefix);
    let start = start.map_err(|error| Error::usage(format!("cannot open `{}`: {error}", folder.display()), None))?;
    let need = if matches!(content, Content::Rev(_)) { Need::Commits } else { Need::WorkTree };
    let Some(found) = git::locate(&start, need)? else {
        if let Some(option) = content.option().or(since.map(|_| "--since")) {
            return Err(Error::usage(format!("`{option}` needs a git repository, and `{}` is in none", start.display()), None));
        }
        let tree = WorkTree::of_folder(&start);
        return Ok(Opened {
            here: RepoPath::default(),
            top: tree.top().to_path_buf(),
            head: Box::new(tree),
            bases: Vec::new(),
            target: None,
            notices: vec![no_repository()],
        });
    };
    let is_bare = found.repository.is_bare();
    let mut opened = Opened {
        head: Box::new(Snapshot::default()),
        bases: Vec::new(),
        target: None,
        top: found.top.clone(),
        here: if is_bare { RepoPath::default() } else { repo_path(&found.top, &start) },
        notices: Vec::new(),
    };
    opened.compare(found, content, since)?;
    Ok(opened)
}

impl Opened {
    fn compare(&mut self, mut found: Located, content: &Content, since: Option<&str>) -> Result<(), Error> {
        let commit = match content {
            Content::Rev(written) => Some(commits::named(&found.repository, written)?),
            _ => commits::head(&found.repository)?,
        };
        if let Some(written) = since {
            let merged = if *content == Content::Staged || *content == Content::WorkTree {
                commits::merge_heads(&mut found.repository)?
            } else {
                Vec::new()
            };
            let variables = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
            match base::base(&found.repository, written, commit, &merged, &variables)? {
                base::Base::Nothing(notice) => self.notices.push(notice),
                base::Base::Empty => self.bases.push(Snapshot::default()),
                base::Base::Commits(commits) => {
                    if let ([base], Some(head)) = (commits.as_slice(), commit) {
                        match base::target(&found.repository, written, head, *base, &variables) {
                            Ok(target) => self.target = target.map(|target| tip(&found, target)).transpose()?,
                            Err(notice) => self.notices.push(notice),
                        }
                    }
                    for commit in commits {
                        self.bases.push(Snapshot::new(&found.folder, snapshot::of_commit(&found.repository, commit)?));
                    }
                }
            }
        }
        self.head = match (content, commit) {
            (Content::WorkTree, _) => Box::new(WorkTree::of_repository(found)?),
            (Content::Staged, _) => Box::new(Snapshot::new(&found.folder, snapshot::of_index(&found.repository, &found.top)?)),
            (Content::Rev(_), commit) => {
                let files = commit.map(|commit| snapshot::of_commit(&found.repository, commit)).transpose()?;
                Box::new(Snapshot::new(&found.folder, files.unwrap_or_default()))
            }
        };
        Ok(())
    }
}

/// What the tip of a branch has.
fn tip(found: &Located, target: base::Target) -> Result<(String, Snapshot), Error> {
    Ok((target.name, Snapshot::new(&found.folder, snapshot::of_commit(&found.repository, target.tip)?)))
}

/// Whether HEAD holds a path.
pub(super) fn is_committed(folder: &Path, path: &RepoPath) -> Result<bool, Error> {
    let start = folder.canonicalize().map_or_else(|_| folder.to_path_buf(), git::without_prefix);
    let Some(found) = git::locate(&start, Need::WorkTree)? else { return Ok(false) };
    let Some(head) = commits::head(&found.repository)? else { return Ok(false) };
    Ok(Snapshot::new(&found.folder, snapshot::of_commit(&found.repository, head)?).kind(path).is_some())
}

/// Whether what is staged is what HEAD holds, so that a commit of it would change no story.
pub(super) fn is_nothing_staged(folder: &Path) -> Result<bool, Error> {
    let start = folder.canonicalize().map_or_else(|_| folder.to_path_buf(), git::without_prefix);
    let Some(found) = git::locate(&start, Need::WorkTree)? else { return Ok(false) };
    let Some(head) = commits::head(&found.repository)? else { return Ok(false) };
    Ok(snapshot::of_index(&found.repository, &found.top)?.files == snapshot::of_commit(&found.repository, head)?.files)
}
