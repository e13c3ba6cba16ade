//! The tests that see backlint as a user does.

mod page;
mod pages;
