//! PostgreSQL's own programs.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use super::ClusterError;
use super::binaries::Server;

/// Programs of one version, found where the server is.
#[derive(Clone, Debug)]
pub struct Tools(Server);

impl Tools {
    pub(super) fn new(server: Server) -> Self {
        Self(server)
    }

    /// Of the version that made this data directory, or of this major version.
    ///
    /// # Errors
    /// [`ClusterError`] when that version is not on the machine.
    pub fn find(data_dir: &Path, major: Option<u32>) -> Result<Self, ClusterError> {
        let made_by = super::house::Existing::look(data_dir)?.map(|found| found.made_by).or(major);
        Server::find(None, data_dir, made_by).map(Self)
    }

    /// The major version.
    pub fn major(&self) -> u32 {
        self.0.major
    }

    /// Where a program is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.program(name)
    }

    /// A command under our own account, with an environment of our making, in its own process group: Ctrl-C reaches
    /// the server alone, which ends what it started.
    pub fn command(&self, name: &str) -> Command {
        let mut command = plain(&self.path(name));
        command.kill_on_drop(true);
        command
    }
}

/// A program in its own process group, with an environment of our making: what the caller's shell exports (`PG*`, `LANG`,
/// `LD_*`) must not decide how it behaves.
pub(super) fn plain(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("LC_ALL", super::initialize::LOCALE)
        .env("TZ", "UTC")
        // The caller's directory may be one that the account it runs as cannot enter.
        .current_dir("/")
        .stdin(Stdio::null())
        .process_group(0);
    command
}
