//! The tests that see backlint as a user does.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails, and it makes its own files"
)]

mod answers;
mod allowed;
mod architecture;
mod base;
mod baseline;
mod cli;
mod config;
mod corpora;
mod faults;
mod fixes;
mod folder;
mod front_matter;
mod fuzz;
mod git;
mod hidden;
mod init;
mod layouts;
mod limits;
mod lists;
mod new_story;
mod owners;
mod page;
mod pages;
mod planning;
mod policy;
mod random;
mod readme;
mod reports;
mod reviewed;
mod runner;
mod schemas;
mod since;
mod spans;
mod stories;
mod target;
mod text;
mod trees;
mod typed;
mod unread;
