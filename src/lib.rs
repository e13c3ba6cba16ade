//! A linter for backlogs that live in git as one markdown file per story.
//!
//! Modules stand in the order of the line; each looks only at those above it, which a test holds.

// What everything is made of.
pub mod source;
pub mod settings;
pub mod concept;
pub mod text;
pub mod team;
pub mod keys;
pub mod finding;
pub mod error;

// From bytes to a backlog.
pub mod parse;
pub mod layout;
pub mod story;
pub mod backlog;
pub mod outcome;

// Where the bytes come from.
pub mod entry;
pub mod git;
pub mod tree;

// What is checked, and how hard.
pub mod rule;
pub mod rules;
pub mod config;
pub mod schema;
pub mod plan;
pub mod engine;

// The line.
pub mod survey;
pub mod discover;
pub mod membership;
pub mod load;
pub mod baseline;
pub mod base;
pub mod filter;
pub mod policy;
pub mod run;
pub mod fix;
pub mod habits;

// What people get.
pub mod readiness;
pub mod report;
pub mod cli;
pub mod commands;
