//! What is being read from the object store, and since when: libgit2 reads an object that is cut short for ever.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use git2::Oid;

use crate::error::Error;

/// Something that libgit2 looks up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Object(Oid),
    /// As the user typed it.
    Revision(String),
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wanted::Object(id) => write!(f, "the object {id}"),
            Wanted::Revision(written) => write!(f, "`{written}`"),
        }
    }
}

static READING: Mutex<Vec<(Wanted, Instant)>> = Mutex::new(Vec::new());

fn reading() -> MutexGuard<'static, Vec<(Wanted, Instant)>> {
    READING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads something under watch.
pub(super) fn watched<T>(wanted: &Wanted, read: impl FnOnce() -> T) -> T {
    let since = Instant::now();
    reading().push((wanted.clone(), since));
    let found = read();
    let mut reading = reading();
    if let Some(at) = reading.iter().position(|(other, started)| *started == since && other == wanted) {
        reading.swap_remove(at);
    }
    found
}

/// What is being read for longer than `limit`, as an error: no object that backlint asks for takes as long.
pub fn stuck(limit: Duration) -> Option<Error> {
    let reading = reading();
    let (wanted, _) = reading.iter().find(|(_, since)| since.elapsed() > limit)?;
    let message = format!("reading {wanted} did not end within {} seconds", limit.as_secs());
    Some(Error::repository(message, "it is probably cut short: `git fsck` lists what is damaged".to_owned()))
}
