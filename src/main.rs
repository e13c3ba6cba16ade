//! Arguments to exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    backlint::engine::quiet_contained_panics();
    backlint::commands::main(std::env::args_os())
}
