//! The options of the commands a team plans with.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Judging;

/// `report`.
#[derive(Debug, Args)]
pub struct Report {
    /// Options about judging; `--rev A..B` says what changed between two revisions.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print, and where to: full, markdown or json, or FORMAT=FILE; repeatable
    #[arg(long, visible_alias = "output", value_name = "FORMAT[=FILE]")]
    pub output_format: Vec<String>,
}

/// `agenda`.
#[derive(Debug, Args)]
pub struct Agenda {
    /// How many items to take
    #[arg(long, value_name = "COUNT", default_value_t = 8, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub limit: usize,
    /// Only items of this sprint: its name, `current` or `next`
    #[arg(long, value_name = "NAME")]
    pub sprint: Option<String>,
    /// Exit with 1 if one of the items has no draft of acceptance criteria
    #[arg(long)]
    pub check: bool,
    /// Options about judging.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print, and where to: full, markdown or json, or FORMAT=FILE; repeatable
    #[arg(long, visible_alias = "output", value_name = "FORMAT[=FILE]")]
    pub output_format: Vec<String>,
}

/// `graph`.
#[derive(Debug, Args)]
pub struct Graph {
    /// Only what this story needs and what needs it, over any number of steps
    #[arg(long, value_name = "ID")]
    pub focus: Option<String>,
    /// What finished work depended on too
    #[arg(long)]
    pub all: bool,
    /// How to print
    #[arg(long, visible_alias = "output", value_name = "FORMAT", default_value = "mermaid")]
    pub output_format: GraphFormat,
    /// Options about judging.
    #[command(flatten)]
    pub judging: Judging,
}

/// How a graph is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// For GitHub, GitLab and most editors.
    Mermaid,
    /// For Graphviz.
    Dot,
}

/// `new`.
#[derive(Debug, Args)]
pub struct New {
    /// What it is: story, task, bug, spike or epic, or a word your backlog has for it
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// What changes, in one line
    #[arg(value_name = "TITLE")]
    pub title: String,
    /// Print what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Read this configuration instead of the one that would be found
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}
