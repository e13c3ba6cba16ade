//! The options of the commands a team plans with.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, ValueEnum};

use super::Judging;
use crate::concept::{Kind, Stage};

/// Which stories a command looks at.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Only stories at this stage: draft, open, ready, active, done or dropped; repeatable
    #[arg(long, value_name = "STAGE", value_parser = clap::builder::PossibleValuesParser::new(Stage::ALL.map(Stage::name)))]
    pub stage: Vec<String>,
    /// Only stories of this kind: story, task, bug, spike or epic; repeatable
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(Kind::ALL.map(Kind::name)))]
    pub kind: Vec<String>,
    /// Only stories of this epic; repeatable
    #[arg(long, value_name = "ID")]
    pub epic: Vec<String>,
    /// Only stories with this label; repeatable
    #[arg(long, value_name = "LABEL")]
    pub label: Vec<String>,
    /// Only stories of this sprint: its name, `current` or `next`; repeatable
    #[arg(long, value_name = "NAME")]
    pub sprint: Vec<String>,
}

/// `list`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct List {
    /// Folders, files or ids of stories to list; everything without any
    #[arg(value_name = "PATH or ID")]
    pub arguments: Vec<OsString>,
    /// Which stories.
    #[command(flatten)]
    pub filters: Filters,
    /// Only stories that may be started
    #[arg(long)]
    pub ready: bool,
    /// Only unfinished stories that do not meet the checks
    #[arg(long)]
    pub lacking: bool,
    /// Only unfinished stories that wait for another
    #[arg(long)]
    pub blocked: bool,
    /// Name the files that were left out, with the reason
    #[arg(long)]
    pub skipped: bool,
    /// Print each file with its letters as `x` and its digits as `0`, to show how it is written and not what it says
    #[arg(long)]
    pub shape: bool,
    /// Options about judging.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print, and where to: full, concise or json, or FORMAT=FILE; repeatable
    #[arg(long, visible_alias = "output", alias = "format", short = 'f', value_name = "FORMAT[=FILE]")]
    pub output_format: Vec<String>,
}

/// `report`.
#[derive(Debug, Args)]
pub struct Report {
    /// Options about judging; `--rev A..B` says what changed between two revisions.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print, and where to: full, markdown or json, or FORMAT=FILE; repeatable
    #[arg(long, visible_alias = "output", alias = "format", short = 'f', value_name = "FORMAT[=FILE]")]
    pub output_format: Vec<String>,
}

/// `agenda`.
#[derive(Debug, Args)]
pub struct Agenda {
    /// How many items to take
    #[arg(long, value_name = "COUNT", default_value_t = 8, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub limit: usize,
    /// Which items.
    #[command(flatten)]
    pub filters: Filters,
    /// Exit with 1 if one of the items has no acceptance criteria, with 2 if the filters leave none
    #[arg(long)]
    pub check: bool,
    /// Options about judging.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print, and where to: full, markdown or json, or FORMAT=FILE; repeatable
    #[arg(long, visible_alias = "output", alias = "format", short = 'f', value_name = "FORMAT[=FILE]")]
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
    #[arg(long, visible_alias = "output", alias = "format", short = 'f', value_name = "FORMAT", default_value = "mermaid")]
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
