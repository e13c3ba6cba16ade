//! The table of faults and bad input: each test bears the number of its row.

mod command_line;
mod config;
mod files;
mod fixing;
mod front_matter;
mod hostile;
mod judged;
mod output;
mod shell;
mod steering;
mod text;
