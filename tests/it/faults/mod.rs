//! The table of faults and bad input: each test bears the number of its row.

mod command_line;
mod commits;
mod config;
mod damage;
mod events;
mod files;
mod fixing;
mod front_matter;
mod hostile;
mod judged;
mod machine;
mod names;
mod output;
mod policy;
mod repositories;
mod shared;
mod shell;
mod steering;
mod table;
mod text;
