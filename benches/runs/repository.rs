//! Repositories with a commit of everything in them.

use std::{fs, path::Path};

use git2::{IndexAddOption, Repository, Signature};

use super::Outcome;

/// Makes `folder` a repository with one commit of all that lies there.
pub fn commit_all(folder: &Path) -> Outcome<()> {
    let repository = Repository::init(folder)?;
    let mut index = repository.index()?;
    index.add_all(["*"], IndexAddOption::DEFAULT, None)?;
    index.write()?;
    let tree = repository.find_tree(index.write_tree()?)?;
    let who = Signature::now("Somebody", "somebody@example.org")?;
    repository.commit(Some("HEAD"), &who, &who, "All", &tree, &[])?;
    Ok(())
}

/// Adds a criterion to every so many stories below `folder`, and stages them if `stage`; how many.
pub fn change(folder: &Path, every: usize, stage: bool) -> Outcome<usize> {
    let repository = Repository::open(folder)?;
    let mut index = repository.index()?;
    let paths: Vec<String> = index.iter().filter_map(|entry| String::from_utf8(entry.path).ok()).collect();
    let stories = paths.iter().filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "md"));
    let mut changed = 0;
    for path in stories.step_by(every) {
        let full = folder.join(path);
        fs::write(&full, fs::read_to_string(&full)? + "\nOne line more.\n")?;
        if stage {
            index.add_path(Path::new(path))?;
        }
        changed += 1;
    }
    index.write()?;
    Ok(changed)
}
