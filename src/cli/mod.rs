//! The command line.

mod planning;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
pub use planning::{Agenda, Filters, Graph, GraphFormat, List, New, Report};

/// A linter for backlogs kept in git as one markdown file per story.
#[derive(Debug, Parser)]
#[command(name = "backlint", version, about, max_term_width = 100, after_help = "Without a command, `check` runs.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of all commands.
    #[command(flatten)]
    pub common: Common,
}

impl Cli {
    /// Reads the command line. Without a command the arguments are those of `check`.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut arguments: Vec<OsString> = arguments.into_iter().collect();
        let commands = Self::command();
        let names_one = |argument: &OsString| commands.get_subcommands().any(|command| argument == command.get_name());
        let asks = |argument: &OsString| ["-h", "--help", "-V", "--version", "help"].iter().any(|word| argument == word);
        let begins_without = arguments.get(1).is_none_or(|first| first.to_string_lossy().starts_with('-') || is_place(first));
        if begins_without && !arguments.iter().skip(1).any(|argument| names_one(argument) || asks(argument)) {
            arguments.insert(1.min(arguments.len()), "check".into());
        }
        for argument in &mut arguments {
            if argument == "--json" {
                *argument = "--output-format=json".into();
            }
        }
        Self::try_parse_from(arguments)
    }
}

/// Whether an argument is a path or an id rather than a mistyped command.
fn is_place(argument: &OsString) -> bool {
    let text = argument.to_string_lossy();
    text.contains(['/', '\\', '.']) || text.contains(|c: char| c.is_ascii_digit()) || Path::new(argument).exists()
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge the stories and report what they lack
    Check(Check),
    /// Show what was read of each story: stage, size, criteria, dependencies, and what it lacks
    List(List),
    /// Say per story what it lacks to meet the Definition of Ready
    Ready(Ready),
    /// Say for how long what is ready lasts, where it is, and what stands in the way
    Report(Report),
    /// List what the next refinement session should look at, and what to prepare for it
    Agenda(Agenda),
    /// Print what depends on what, as Mermaid or DOT, coloured by readiness
    Graph(Graph),
    /// Write a new story with the next free id
    New(New),
    /// Print the page of a rule, with its level here and how to change it
    Explain(Explain),
    /// List the rules with their level at each stage in this backlog
    Rules(Rules),
    /// Record today's findings, so that only new ones are reported; a baseline that exists shrinks
    Baseline(Baseline),
    /// Print what the configuration says, which line says it, and what each key does
    Config(Config),
    /// Print a JSON Schema, for editors
    Schema {
        /// Of the configuration, of a story's front matter here, or of what a command prints as JSON: `json` is that of `check`
        of: SchemaOf,
    },
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
    /// Set backlint up: look at the backlog, write a configuration, and what else is asked for
    Init(Init),
}

/// `baseline`.
#[derive(Debug, Args)]
pub struct Baseline {
    /// Record new findings too
    #[arg(long)]
    pub add: bool,
    /// Read this configuration instead of the one that would be found
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The day that counts as today, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub today: Option<jiff::civil::Date>,
}

/// `config`.
#[derive(Debug, Args)]
pub struct Config {
    /// A key such as `estimate.max`, or a rule
    #[arg(value_name = "KEY or RULE")]
    pub key: Option<String>,
    /// Say what holds for this story, overrides included
    #[arg(long, value_name = "ID", requires = "key")]
    pub story: Option<String>,
    /// Read this configuration instead of the one that would be found
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Set a key of the configuration for this run; repeatable
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Set the level of a rule or `group:NAME` for this run; repeatable
    #[arg(long, value_name = "RULE=LEVEL")]
    pub level: Vec<String>,
}

/// What a schema is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `backlint.toml`.
    Config,
    /// The front matter of a story.
    Story,
    /// What `check` prints as JSON.
    Json,
    /// What `list` prints as JSON.
    List,
    /// What `ready` prints as JSON.
    Ready,
    /// What `agenda` prints as JSON.
    Agenda,
}

/// `init`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Init {
    /// The status word that means "may be started", where none does yet
    #[arg(long, value_name = "WORD")]
    pub ready: Option<String>,
    /// Write a hook too, which judges what is staged before every commit
    #[arg(long)]
    pub hook: bool,
    /// Write a workflow for GitHub Actions too, which judges pull requests
    #[arg(long)]
    pub workflow: bool,
    /// Write a template for new stories too
    #[arg(long)]
    pub template: bool,
    /// Record today's findings too, so that only new ones are reported
    #[arg(long)]
    pub baseline: bool,
    /// Add a note for coding agents to AGENTS.md
    #[arg(long)]
    pub agents: bool,
    /// Print what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Folders, files or ids of stories to report on; `-` reads a story from standard input
    #[arg(value_name = "PATH or ID")]
    pub arguments: Vec<OsString>,
    /// The path that standard input takes the place of
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Report only what BASE does not have: a revision, or `auto` in CI
    #[arg(long, value_name = "BASE", conflicts_with = "stdin_filename")]
    pub since: Option<String>,
    /// Skip files that are not stories or do not exist, with a notice; `--since` does this for files that exist or that BASE has
    #[arg(long)]
    pub ignore_unmatched: bool,
    /// A change that weakens the policy is an error; `--since auto` does this in CI
    #[arg(long)]
    pub protect_policy: bool,
    /// A change that weakens the policy is a warning; with a list, only for these rules
    #[arg(long, value_name = "RULE", num_args = 0.., require_equals = true, value_delimiter = ',')]
    pub allow_policy_change: Option<Vec<String>>,
    /// Options about mending.
    #[command(flatten)]
    pub mending: Mending,
    /// Options about judging.
    #[command(flatten)]
    pub judging: Judging,
    /// Options about reporting.
    #[command(flatten)]
    pub reporting: Reporting,
}

/// Options about mending.
#[derive(Debug, Args)]
#[command(next_help_heading = "Mending")]
pub struct Mending {
    /// Apply the safe fixes of what is reported, and report what is left
    #[arg(long, conflicts_with_all = ["staged", "rev", "stdin_filename"])]
    pub fix: bool,
    /// Apply, or show, those that someone should look at too
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Print what `--fix` would change, for `git apply`, and change nothing
    #[arg(long, conflicts_with_all = ["staged", "rev", "stdin_filename"])]
    pub diff: bool,
    /// Write into each story with a finding of this rule that it is put up with; `--reason` says why
    #[arg(long, value_name = "RULE", requires = "reason", conflicts_with_all = ["fix", "staged", "rev", "stdin_filename"])]
    pub add_suppression: Option<String>,
    /// Why a finding is put up with
    #[arg(long, value_name = "TEXT", requires = "add_suppression")]
    pub reason: Option<String>,
    /// The last day it is put up with, YYYY-MM-DD
    #[arg(long, value_name = "DATE", requires = "add_suppression")]
    pub until: Option<jiff::civil::Date>,
}

/// `ready`.
#[derive(Debug, Args)]
pub struct Ready {
    /// Ids of stories; all open items where none is given
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Print only the first story that may be started, or the first COUNT
    #[arg(long, conflicts_with = "ids", value_name = "COUNT", num_args = 0..=1, default_missing_value = "1", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub next: Option<usize>,
    /// With `--next`, take open stories that meet the checks too
    #[arg(long, requires = "next")]
    pub open: bool,
    /// Which stories.
    #[command(flatten)]
    pub filters: Filters,
    /// Options about judging.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print, and where to: full, concise or json, or FORMAT=FILE; repeatable
    #[arg(long, visible_alias = "output", alias = "format", short = 'f', value_name = "FORMAT[=FILE]")]
    pub output_format: Vec<String>,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule's name, as findings show it
    #[arg(required_unless_present = "all")]
    pub rule: Option<String>,
    /// Print the pages of all rules, as one document
    #[arg(long, conflicts_with = "rule")]
    pub all: bool,
    /// Read this configuration instead of the one that would be found
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// `rules`.
#[derive(Debug, Args)]
pub struct Rules {
    /// How to print: a table, or `json`
    #[arg(long, visible_alias = "output", alias = "format", short = 'f', value_name = "FORMAT", default_value = "table")]
    pub output_format: TableFormat,
    /// Read this configuration instead of the one that would be found
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Options about judging.
#[derive(Debug, Clone, Args)]
pub struct Judging {
    /// Judge what is staged, byte for byte
    #[arg(long, conflicts_with = "rev")]
    pub staged: bool,
    /// Judge a commit, without a checkout
    #[arg(long, value_name = "REV")]
    pub rev: Option<String>,
    /// Read this configuration instead of the one that would be found
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Set a key of the configuration for this run, such as `estimate.max=5`; repeatable
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Set the level of a rule or `group:NAME` for this run; repeatable
    #[arg(long, value_name = "RULE=LEVEL")]
    pub level: Vec<String>,
    /// The day that counts as today, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub today: Option<jiff::civil::Date>,
    /// Finding no story is fine
    #[arg(long)]
    pub allow_empty: bool,
    /// The largest file to read, in bytes, up to a gibibyte
    #[arg(long, value_name = "BYTES", default_value_t = crate::run::MAX_FILE_SIZE, value_parser = clap::value_parser!(u64).range(..=crate::run::MOST_FILE_SIZE))]
    pub max_file_size: u64,
    /// Let no suppression in a story and no acceptance in the configuration hold
    #[arg(long)]
    pub no_suppressions: bool,
}

impl Default for Judging {
    fn default() -> Self {
        Self {
            staged: false,
            rev: None,
            config: None,
            set: Vec::new(),
            level: Vec::new(),
            today: None,
            allow_empty: false,
            max_file_size: crate::run::MAX_FILE_SIZE,
            no_suppressions: false,
        }
    }
}

/// Options about reporting.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Reporting {
    /// The level that fails the run
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub fail_on: FailOn,
    /// Report only these rules or `group:NAME`, besides files that cannot be read
    #[arg(long, value_name = "RULE", num_args = 1.., value_delimiter = ',')]
    pub only: Vec<String>,
    /// Draw hints too
    #[arg(long)]
    pub hints: bool,
    /// Print how many findings each rule has, instead of the findings
    #[arg(long)]
    pub stats: bool,
    /// Say which layout and configuration hold, and how long it took
    #[arg(short, long)]
    pub verbose: bool,
    /// Draw every finding, however many there are
    #[arg(long)]
    pub all: bool,
    /// How to print, and where to: full, concise, json, github, summary, gitlab, sarif or rdjson, or FORMAT=FILE; repeatable
    #[arg(long, visible_alias = "output", alias = "format", short = 'f', value_name = "FORMAT[=FILE]")]
    pub output_format: Vec<String>,
}

/// Options of all commands.
#[derive(Debug, Args)]
pub struct Common {
    /// Run as if started in this folder
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub directory: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: When,
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// The lightest level that makes exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Hints, warnings and errors.
    Hint,
    /// Nothing.
    Never,
}

/// When to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Where it is of use.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
