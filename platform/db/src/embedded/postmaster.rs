//! A running postmaster: our child, or one that outlived the server that started it.

use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::Child;

use super::ClusterError;

/// How often we look whether something happened.
pub(super) const TICK: Duration = Duration::from_millis(20);

/// How long a fast shutdown may take: it ends with a checkpoint, which a slow disk draws out.
const FAST: Duration = Duration::from_mins(1);

/// How long an immediate one may take.
const IMMEDIATE: Duration = Duration::from_secs(10);

/// The process.
#[derive(Debug)]
pub(super) struct Postmaster {
    pub pid: i32,
    child: Option<Child>,
}

impl Postmaster {
    /// One we started.
    pub(super) fn started(pid: i32, child: Child) -> Self {
        Self { pid, child: Some(child) }
    }

    /// One we found.
    pub(super) fn found(pid: i32) -> Self {
        Self { pid, child: None }
    }

    /// How it ended, if it did.
    pub(super) fn ended(&mut self) -> Option<String> {
        match &mut self.child {
            Some(child) => child.try_wait().ok().flatten().map(|status| status.to_string()),
            None => (!is_alive(self.pid)).then(|| "ended".to_owned()),
        }
    }

    pub(super) fn signal(&self, signal: Signal) {
        // Fails only for a process that has just ended, which is what callers look for next.
        let _ = kill(Pid::from_raw(self.pid), signal);
    }

    /// Ends it: fast (sessions are ended, everything committed is on disk), then, if that hangs,
    /// immediately, which costs a recovery at the next start.
    pub(super) async fn stop(&mut self, log: &Path) -> Result<(), ClusterError> {
        for (signal, patience) in [(Signal::SIGINT, FAST), (Signal::SIGQUIT, IMMEDIATE)] {
            self.signal(signal);
            let since = Instant::now();
            while since.elapsed() < patience {
                if self.ended().is_some() {
                    return Ok(());
                }
                tokio::time::sleep(TICK).await;
            }
            tracing::warn!(pid = self.pid, ?signal, "the database does not stop");
        }
        Err(ClusterError::Stop { pid: self.pid, log: log.to_path_buf() })
    }
}

/// Whether the process exists and is not a corpse that nobody has collected.
pub(super) fn is_alive(pid: i32) -> bool {
    if kill(Pid::from_raw(pid), None).is_err() {
        return false;
    }
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
        return true; // No /proc on this system.
    };
    let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
    !matches!(state, Some('Z' | 'X'))
}

/// Whether this process is the postmaster of this cluster and not a stranger to whom the system
/// gave the same number: a postmaster works inside its cluster's folder.
pub(super) fn serves(pid: i32, cluster: &Path) -> bool {
    if !is_alive(pid) {
        return false;
    }
    if !Path::new("/proc/self").exists() {
        return true; // Whether it answers decides, see `launch`.
    }
    std::fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == cluster)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reused_number_is_not_taken_for_the_postmaster() {
        let me = i32::try_from(std::process::id()).unwrap();
        assert!(is_alive(me));
        assert!(!serves(me, Path::new("/nowhere/postgres")));
    }
}
