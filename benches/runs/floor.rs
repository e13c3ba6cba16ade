//! What cannot be saved: going through the folders and reading every byte, on all cores, into buffers that are used again.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use git2::{ObjectType, Oid, Repository, TreeWalkMode, TreeWalkResult};
use rayon::prelude::*;
use walkdir::WalkDir;

use super::Outcome;

/// Reads every markdown file below `folder`.
pub fn files(folder: &Path) {
    let is_story = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md");
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let paths: Vec<PathBuf> = entries.map(walkdir::DirEntry::into_path).filter(is_story).collect();
    let read = |buffer: &mut Vec<u8>, path: &PathBuf| {
        buffer.clear();
        File::open(path).and_then(|mut file| file.read_to_end(buffer)).unwrap_or_default()
    };
    let bytes: usize = paths.par_iter().map_init(|| Vec::with_capacity(64 * 1024), read).sum();
    println!("{} files, {bytes} bytes", paths.len());
}

/// Reads every blob of the last commit of the repository at `folder`, each thread with a handle of its own.
pub fn blobs(folder: &Path) -> Outcome<()> {
    git2::opts::strict_hash_verification(false);
    let repository = Repository::open(folder)?;
    let mut ids: Vec<Oid> = Vec::new();
    repository.head()?.peel_to_tree()?.walk(TreeWalkMode::PreOrder, |_, entry| {
        if entry.kind() == Some(ObjectType::Blob) {
            ids.push(entry.id());
        }
        TreeWalkResult::Ok
    })?;
    let read = |repository: &mut Option<Repository>, id: &Oid| {
        let blob = repository.as_ref().and_then(|repository| repository.find_blob(*id).ok());
        blob.map_or(0, |blob| blob.content().iter().map(|byte| usize::from(*byte == b'\n')).sum())
    };
    let lines: usize = ids.par_iter().map_init(|| Repository::open(folder).ok(), read).sum();
    println!("{} blobs, {lines} lines", ids.len());
    Ok(())
}
