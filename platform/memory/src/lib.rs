//! What the program frees goes back to the machine.
//!
//! glibc's allocator learns from what it sees: after one large block was freed it takes blocks of that size from its heaps,
//! which it seldom gives back, and it makes eight heaps per core. A house that drew one large picture kept 90 MiB for ever.
//! With a fixed threshold every large block is a mapping of its own, gone when it is freed, and there are few heaps.
//! Measured on two cores, after 160 PDFs: 70 MiB with these settings; 90 as glibc is, 83 with jemalloc, 100 and 140 with
//! mimalloc 2 and 3.
//!
//! The settings are read from the environment when a program starts, and from nowhere else without `unsafe`: so the program
//! starts once more, as the same process. With another C library nothing happens.

use std::ffi::{OsStr, OsString};
use std::io;
use std::process::{Command, ExitStatus};

/// Where glibc (2.26 and newer) looks; "Memory Allocation Tunables" in its manual says what there is.
const VARIABLE: &str = "GLIBC_TUNABLES";

/// Says that the settings are ours. A program with more rights than its caller never sees [`VARIABLE`] again, and would
/// start for ever.
const MARK: &str = "GLIBC_TUNABLES_BY";
const OURS: &str = "callboard";

/// From this size on a block is a mapping of its own, in bytes.
const LARGE: usize = 256 << 10;

/// Older names of the same settings. Whoever gave one of them wants it.
const BY_HAND: [&str; 4] = [VARIABLE, "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"];

/// Heaps: one per core, for few waits, and no more than eight.
fn settings() -> String {
    let heaps = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
    format!("glibc.malloc.mmap_threshold={LARGE}:glibc.malloc.trim_threshold={LARGE}:glibc.malloc.arena_max={heaps}")
}

/// Whether this process runs with the settings, or with somebody's own, or cannot have any.
fn is_settled() -> bool {
    cfg!(not(all(target_os = "linux", target_env = "gnu")))
        || std::env::var_os(MARK).is_some()
        || BY_HAND.iter().any(|name| std::env::var_os(name).is_some())
}

fn anew(arguments: impl IntoIterator<Item = OsString>) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments).env(VARIABLE, settings()).env(MARK, OURS);
    Ok(command)
}

/// To be called before anything else. Starts the program again with the settings, as the same process with the same
/// arguments; comes back where that is not needed or not possible.
pub fn settle() {
    if is_settled() {
        return;
    }
    let mut arguments = std::env::args_os();
    let name = arguments.next();
    if let Ok(mut command) = anew(arguments) {
        use std::os::unix::process::CommandExt as _;
        if let Some(name) = name {
            command.arg0(name);
        }
        // It answers only when it failed, and then the house is merely larger.
        let _ = command.exec();
    }
}

/// For tests of memory, whose `main` is not ours: runs this program with these arguments and the settings, and says how it
/// ended; nothing when it runs with them already.
pub fn in_settled_process(arguments: &[&str]) -> Option<io::Result<ExitStatus>> {
    if is_settled() {
        return None;
    }
    let arguments = arguments.iter().map(|argument| OsStr::new(argument).to_owned());
    Some(anew(arguments).and_then(|mut command| command.status()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test says what it needs by stopping")]

    use super::*;

    fn resident_kib() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().split(' ').next().unwrap().parse().unwrap()
    }

    /// A block is freed and teaches the allocator; then twenty more, of which the last stays.
    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn what_was_freed_is_gone() {
        if let Some(ended) = in_settled_process(&["--exact", "tests::what_was_freed_is_gone", "--nocapture"]) {
            assert!(ended.unwrap().success());
            return;
        }
        drop(vec![1_u8; 30 << 20]);
        let before = resident_kib();
        let mut blocks: Vec<Vec<u8>> = (0..20).map(|_| vec![1_u8; 4 << 20]).collect();
        assert!(resident_kib() > before + (70 << 10));
        let last = blocks.pop();
        drop(blocks);
        let left = resident_kib().saturating_sub(before) >> 10;
        assert!(left < 8, "{left} MiB stayed");
        drop(last);
    }
}
