//! Files of rules that libgit2 reads for us: `.gitignore` and `.gitattributes`. Git follows none that is a link; libgit2 follows links, waits for
//! pipes, and takes for ever over some patterns.
#![expect(clippy::disallowed_methods, reason = "these files are read beside the tree, as libgit2 would read them")]

use std::{fs, path::Path};

/// How large such a file may be, in bytes.
const LARGEST: u64 = 512 * 1024;

/// How many `*` a pattern may have: each multiplies the ways to match it.
const MOST_STARS: usize = 10;

/// Whether the file of this name in a folder can be left to libgit2: there is none, or it is a small one of patterns that end.
pub fn is_harmless(folder: &Path, name: &str) -> bool {
    let path = folder.join(name);
    let Ok(found) = path.symlink_metadata() else { return true };
    if !found.is_file() || found.len() > LARGEST {
        return false;
    }
    let Ok(bytes) = fs::read(&path) else { return false };
    let stars = |line: &[u8]| line.windows(2).filter(|pair| pair[0] == b'*' && pair[1] != b'*').count();
    bytes.split(|byte| *byte == b'\n').all(|line| stars(line) <= MOST_STARS)
}

/// Whether that holds for the folder of a path and every folder above it, up to `top`.
pub fn are_harmless(top: &Path, path: &Path, name: &str) -> bool {
    path.ancestors().skip(1).all(|folder| is_harmless(&top.join(folder), name))
}
