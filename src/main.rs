//! Arguments to exit code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A story is a hundred small allocations; the allocator of musl, which released binaries are linked with, is slow at these on several cores.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    backlint::engine::quiet_contained_panics();
    backlint::commands::main(std::env::args_os())
}
