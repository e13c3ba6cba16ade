//! Arguments to exit code.

use std::process::ExitCode;
#[cfg(unix)]
use std::sync::Arc;

use mimalloc::MiMalloc;

/// A story is a hundred small allocations; the allocator of musl, which released binaries are linked with, is slow at these on several cores.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    end_writes_with_an_error();
    backlint::engine::quiet_contained_panics();
    backlint::commands::main(std::env::args_os())
}

/// A file that grows over the limit of the system is an error of writing, with exit code 2, instead of the end of the process.
#[cfg(unix)]
fn end_writes_with_an_error() {
    // Without the handler the process ends as the system has it.
    let _ = signal_hook::flag::register(libc::SIGXFSZ, Arc::default());
}

/// There is no such limit.
#[cfg(not(unix))]
fn end_writes_with_an_error() {}
