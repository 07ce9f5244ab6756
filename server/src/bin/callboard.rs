//! `callboard`: everything is in the library beside it, where the sweeps can reach it too.

use std::process::ExitCode;

fn main() -> ExitCode {
    platform_memory::settle();
    callboard::run()
}
