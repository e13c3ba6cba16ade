//! Words: what can be said of a text without knowing what it is part of.

pub mod bytes;
pub mod counted;
pub mod english;
pub mod fnv;
pub mod hashed;
pub mod invisible;
pub mod language;
pub mod pattern;
pub mod placeholder;
pub mod policy;
pub mod prose;
pub mod scenario;
pub mod statement;
pub mod stop_words;
mod template_words;
pub mod tokens;
pub mod words;
