//! Words: what can be said of a text without knowing what it is part of.

pub mod placeholder;
pub mod prose;
mod template_words;
pub mod words;
