//! The socket's directory: short, private, and ours.
//!
//! Who may enter it may be any role of the database, see [`super::initialize`].

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;
use sha2::{Digest, Sha256};

use super::account::{Account, name_of};
use super::binaries::Server;
use super::error::ClusterError as E;
use super::{ClusterError, PORT};

/// Longest path of a Unix socket, in bytes without the closing zero (`sockaddr_un`).
const LONGEST: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// Makes or checks the socket directory for this data directory.
pub(super) async fn prepare(chosen: Option<&Path>, data_dir: &Path, account: &Account, server: &Server) -> Result<PathBuf, ClusterError> {
    let candidates = chosen.map_or_else(|| usual(data_dir), |dir| vec![dir.to_path_buf()]);
    let mut refused = None;
    for dir in candidates {
        let dir = std::path::absolute(&dir).map_err(E::system("cannot resolve", &dir))?;
        refuse_long(&dir)?;
        match DirBuilder::new().mode(0o700).create(&dir) {
            Ok(()) => account.give(&dir)?,
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            Err(e) => {
                refused = Some(E::system("cannot create", &dir)(e));
                continue;
            }
        }
        refuse_foreign(&dir, account)?;
        if account.switch
            && let Err(reason) = super::house::enter(&dir, account, server).await
        {
            let reason = format!("`{}` cannot enter it: {reason}", account.name);
            return Err(E::ForeignSocketDir { dir, reason });
        }
        return Ok(dir);
    }
    Err(refused.unwrap_or(E::NoHome))
}

/// Where sockets go when nobody says. The name carries a hash of the data directory, so that each
/// house finds its own again after a crash. Not `$XDG_RUNTIME_DIR`: it goes with the last login of
/// its owner, while the house goes on.
fn usual(data_dir: &Path) -> Vec<PathBuf> {
    let digest = Sha256::digest(data_dir.as_os_str().as_encoded_bytes());
    let hash = digest.iter().take(6).fold(0_u64, |hash, byte| (hash << 8) | u64::from(*byte));
    let uid = geteuid();
    let shared = PathBuf::from(format!("/tmp/callboard-{uid}-{hash:012x}"));
    if uid.is_root() { vec![PathBuf::from(format!("/run/callboard-{hash:012x}")), shared] } else { vec![shared] }
}

fn refuse_long(dir: &Path) -> Result<(), ClusterError> {
    let path = socket_in(dir);
    let bytes = path.as_os_str().len();
    if bytes > LONGEST { Err(E::SocketPathTooLong { path, bytes }) } else { Ok(()) }
}

/// The socket's path.
pub(super) fn socket_in(dir: &Path) -> PathBuf {
    dir.join(format!(".s.PGSQL.{PORT}"))
}

/// Somebody else's folder, or one that others may enter, is not used: its owner could put a
/// socket of his own there and collect what we send.
fn refuse_foreign(dir: &Path, account: &Account) -> Result<(), ClusterError> {
    let found = fs::symlink_metadata(dir).map_err(E::system("cannot look at", dir))?;
    let foreign = |reason: String| Err(E::ForeignSocketDir { dir: dir.to_path_buf(), reason });
    if !found.is_dir() {
        return foreign("it is not a folder".to_owned());
    }
    if found.mode() & 0o077 != 0 {
        return foreign(format!("others may enter it (mode {:04o})", found.mode() & 0o7777));
    }
    if found.uid() == account.uid {
        return Ok(());
    }
    let empty = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none());
    if found.uid() == geteuid().as_raw() && empty {
        return account.give(dir);
    }
    foreign(format!("it belongs to `{}`, not to `{}`", name_of(found.uid()), account.name))
}

/// Removes what a killed postmaster of `cluster` left here. PostgreSQL does so itself unless its
/// old number still exists, as it does for ever in a container whose first process collects no
/// corpses. Call only when no postmaster serves `cluster`.
pub(super) fn clear(dir: &Path, cluster: &Path) {
    let lock = dir.join(format!(".s.PGSQL.{PORT}.lock"));
    let Ok(text) = fs::read_to_string(&lock) else { return };
    let mut lines = text.lines();
    let pid = lines.next().and_then(|line| line.trim().parse().ok());
    let ours = lines.next().is_some_and(|line| Path::new(line) == cluster);
    // Another cluster may live in a folder that a person chose.
    if ours || !pid.is_some_and(super::postmaster::is_alive) {
        for path in [lock, socket_in(dir)] {
            if let Err(error) = fs::remove_file(&path) {
                tracing::debug!(path = %path.display(), %error, "an old socket stays");
            }
        }
    }
}

/// Removes the directory if PostgreSQL left nothing in it. One that a person chose stays.
pub(super) fn remove(dir: &Path, chosen: bool) {
    if !chosen && let Err(e) = fs::remove_dir(dir) {
        tracing::debug!(dir = %dir.display(), error = %e, "the socket directory stays");
    }
}
