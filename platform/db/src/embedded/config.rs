//! What a caller may choose about the cluster, and where it lives by default.

use std::path::{Path, PathBuf};

use nix::unistd::{User, geteuid};

use super::{ClusterError, Recovery};

/// How to run the private cluster. [`ClusterConfig::new`] has the settings of a real house.
#[derive(Clone, Debug)]
pub struct ClusterConfig {
    /// The house's data directory; the cluster is its folder `postgres`.
    pub data_dir: PathBuf,
    /// Where the socket goes. `None`: a short private directory made for this data directory.
    pub socket_dir: Option<PathBuf>,
    /// The folder with `initdb` and `postgres`. `None`: the newest usable one on the machine.
    pub pg_bin: Option<PathBuf>,
    /// The account PostgreSQL runs as when we are root. `None`: the owner of an existing
    /// cluster, else the first of `callboard`, `postgres`, `nobody` that exists.
    pub run_as: Option<String>,
    /// `false` turns `fsync` and its companions off: a power cut then loses or corrupts the
    /// data. Only for tests.
    pub durable: bool,
    /// Whether the log carries what live updates read (`wal_level=logical`).
    pub wal_logical: bool,
    /// The log that is replayed before the cluster opens; only for a folder that was just filled from a backup.
    pub recovery: Option<Recovery>,
}

impl ClusterConfig {
    /// A durable cluster with live updates.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), socket_dir: None, pg_bin: None, run_as: None, durable: true, wal_logical: true, recovery: None }
    }

    /// A throw-away cluster for tests: fast, and gone after a power cut.
    pub fn fast_and_unsafe(data_dir: impl Into<PathBuf>) -> Self {
        Self { durable: false, ..Self::new(data_dir) }
    }
}

/// Where the house keeps its data when nobody says: `/var/lib/callboard` for root, else
/// `$XDG_DATA_HOME/callboard`, else `~/.local/share/callboard`.
///
/// # Errors
/// [`ClusterError::NoHome`] when an ordinary account has no home directory.
pub fn default_data_dir() -> Result<PathBuf, ClusterError> {
    let uid = geteuid();
    if uid.is_root() {
        return Ok(PathBuf::from("/var/lib/callboard"));
    }
    let passwd = || User::from_uid(uid).ok().flatten().map(|user| user.dir);
    data_dir_of(absolute("XDG_DATA_HOME"), absolute("HOME").or_else(passwd)).ok_or(ClusterError::NoHome)
}

fn data_dir_of(xdg: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    let base = xdg.or_else(|| home.filter(|dir| dir != Path::new("/")).map(|dir| dir.join(".local/share")));
    base.map(|dir| dir.join("callboard"))
}

/// An environment variable that names an absolute path; relative ones are to be ignored (XDG
/// Base Directory Specification).
fn absolute(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_account_keeps_its_data_below_its_home() {
        let home = || Some(PathBuf::from("/home/maria"));
        assert_eq!(data_dir_of(None, home()).unwrap(), Path::new("/home/maria/.local/share/callboard"));
        assert_eq!(data_dir_of(Some("/big/disk".into()), home()).unwrap(), Path::new("/big/disk/callboard"));
        assert_eq!(data_dir_of(None, Some("/".into())), None, "containers give unknown accounts / as home");
    }
}
