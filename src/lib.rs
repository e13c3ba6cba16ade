//! A linter for backlogs that live in git as one markdown file per story.
//!
//! Modules stand in the order of the line: each looks only at those before it.

pub mod source;
pub mod settings;
pub mod concept;
pub mod text;
pub mod finding;
pub mod error;
pub mod parse;
pub mod layout;
pub mod story;
pub mod backlog;
pub mod outcome;
pub mod git;
pub mod tree;
pub mod rule;
pub mod rules;
pub mod config;
pub mod plan;
pub mod engine;
pub mod discover;
pub mod load;
pub mod filter;
pub mod run;
pub mod readiness;
pub mod report;
pub mod cli;
pub mod commands;
