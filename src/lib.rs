//! A linter for backlogs that live in git as one markdown file per story.
//!
//! Modules stand in the order of the line: each looks only at those before it.

pub mod backlog;
pub mod cli;
pub mod commands;
pub mod concept;
pub mod config;
pub mod discover;
pub mod engine;
pub mod entry;
pub mod error;
pub mod filter;
pub mod finding;
pub mod git;
pub mod layout;
pub mod load;
pub mod outcome;
pub mod parse;
pub mod plan;
pub mod readiness;
pub mod report;
pub mod rule;
pub mod rules;
pub mod run;
pub mod settings;
pub mod source;
pub mod story;
pub mod text;
pub mod tree;
