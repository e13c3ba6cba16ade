//! The tests that see backlint as a user does.

mod architecture;
mod cli;
mod corpora;
mod faults;
mod folder;
mod front_matter;
mod page;
mod pages;
mod spans;
