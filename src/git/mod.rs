//! Repositories: found, opened and read through libgit2, which runs no command and uses no network. Nothing is ever written.

pub mod base;
mod blobs;
pub mod commits;
mod elsewhere;
mod harmless;
mod index;
mod open;
pub mod snapshot;
mod tracked;
mod trouble;
mod watch;

pub use blobs::Blobs;
pub use elsewhere::{Elsewhere, elsewhere};
pub use harmless::is_harmless;
pub use index::is_named as is_index_named;
pub use open::{Located, Need, locate, without_prefix};
pub use snapshot::{Blob, Held, Others};
pub use tracked::{State, Tracked};
pub use watch::stuck;
