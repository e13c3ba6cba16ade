//! What is known of English: its verbs, what a coordination joins, which words promise nothing that can be checked.

pub mod compound;
pub mod vague;
pub mod verbs;
pub mod weak;
