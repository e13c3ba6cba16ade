//! Repositories: found, opened and read through libgit2, which runs no command and uses no network. Nothing is ever written.

mod blobs;
mod open;
mod tracked;
mod trouble;

pub use blobs::Blobs;
pub use open::{Located, locate, without_prefix};
pub use tracked::{State, Tracked};
