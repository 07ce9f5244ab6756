//! The data directory: who may enter it, what lies in it, and that one server has it.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::ClusterError;
use super::account::{Account, group_of, name_of};
use super::binaries::Server;
use super::error::ClusterError as E;

/// The data directory, locked for as long as this lives.
#[derive(Debug)]
pub(super) struct House {
    /// Canonical.
    pub data_dir: PathBuf,
    /// PostgreSQL's own folder, the only one that belongs to its account.
    pub cluster: PathBuf,
    /// What PostgreSQL says.
    pub log: PathBuf,
    /// The settings we write at each start.
    pub settings: PathBuf,
    _lock: File,
}

const CLUSTER: &str = "postgres";
const LOCK: &str = "callboard.lock";

/// Whether a cluster was ever made in this data directory; yes where it cannot be looked into. Makes and changes
/// nothing.
pub fn has_cluster(data_dir: &Path) -> bool {
    match fs::metadata(cluster_in(data_dir)) {
        Ok(_) => true,
        Err(e) => !matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}

/// PostgreSQL's folder in a data directory.
pub fn cluster_in(data_dir: &Path) -> PathBuf {
    data_dir.join(CLUSTER)
}

/// An existing cluster's owner and major version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Existing {
    pub owner: u32,
    pub made_by: u32,
}

impl Existing {
    /// Looks at a data directory before anything is created.
    pub(super) fn look(data_dir: &Path) -> Result<Option<Self>, ClusterError> {
        refuse_closed(data_dir)?;
        let cluster = data_dir.join(CLUSTER);
        let owner = match fs::metadata(&cluster) {
            Ok(found) => found.uid(),
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(e) => return Err(E::system("cannot look at", &cluster)(e)),
        };
        let version = match fs::read_to_string(cluster.join("PG_VERSION")) {
            Ok(text) => text.trim().parse().ok(),
            Err(e) if e.kind() == ErrorKind::PermissionDenied => {
                let account = name_of(nix::unistd::geteuid().as_raw());
                return Err(E::ForeignData { path: cluster, owner: name_of(owner), account });
            }
            Err(_) => None,
        };
        let made_by = version.ok_or(E::NotACluster { path: cluster })?;
        Ok(Some(Self { owner, made_by }))
    }
}

impl House {
    /// Makes the data directory if needed, sees that the account can reach it, and locks it.
    pub(super) async fn open(data_dir: &Path, account: &Account, server: &Server) -> Result<Self, ClusterError> {
        let wanted = std::path::absolute(data_dir).map_err(E::system("cannot resolve", data_dir))?;
        refuse_unreachable(&above(&wanted)?, account, server).await?;
        make(&wanted, account)?;
        let data_dir = wanted.canonicalize().map_err(E::system("cannot resolve", &wanted))?;
        let lock = lock(&data_dir)?;
        open_to(&data_dir, account)?;
        refuse_unreachable(&data_dir, account, server).await?;
        Ok(Self {
            cluster: data_dir.join(CLUSTER),
            log: data_dir.join("postgres.log"),
            settings: data_dir.join("postgres.conf"),
            _lock: lock,
            data_dir,
        })
    }
}

/// Creates the data directory. Root keeps it: an account that could rename what is in it could
/// replace the master key.
fn make(data_dir: &Path, account: &Account) -> Result<(), ClusterError> {
    if data_dir.is_dir() {
        return Ok(());
    }
    if let Some(parent) = data_dir.parent() {
        fs::create_dir_all(parent).map_err(E::system("cannot create", parent))?;
    }
    let mode = if account.switch { 0o710 } else { 0o700 };
    match DirBuilder::new().mode(mode).create(data_dir) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(E::system("cannot create", data_dir)(e)),
        _ => Ok(()),
    }
}

/// Lets the account pass through the data directory (not list it) if the directory is ours.
fn open_to(data_dir: &Path, account: &Account) -> Result<(), ClusterError> {
    let found = fs::metadata(data_dir).map_err(E::system("cannot look at", data_dir))?;
    let ours = found.uid() == nix::unistd::geteuid().as_raw();
    if !account.switch || !ours || passes(&found, account) {
        return Ok(());
    }
    std::os::unix::fs::chown(data_dir, None, Some(account.gid)).map_err(E::system("cannot give away", data_dir))?;
    let mode = (found.mode() & 0o7707) | 0o010;
    fs::set_permissions(data_dir, Permissions::from_mode(mode)).map_err(E::system("cannot open", data_dir))
}

fn passes(found: &Metadata, account: &Account) -> bool {
    let bit = match found {
        _ if found.uid() == account.uid => 0o100,
        _ if found.gid() == account.gid => 0o010,
        _ => 0o001,
    };
    found.mode() & bit != 0
}

/// Names the folder above the data that we ourselves may not pass through: a server that was
/// started by root has become another account by now.
fn refuse_closed(data_dir: &Path) -> Result<(), ClusterError> {
    let wanted = std::path::absolute(data_dir).map_err(E::system("cannot resolve", data_dir))?;
    let mut path: Vec<&Path> = wanted.ancestors().collect();
    path.reverse();
    let closed = |dir: &&&Path| fs::metadata(dir.join(".")).is_err_and(|e| e.kind() == ErrorKind::PermissionDenied);
    match path.iter().find(closed) {
        Some(dir) => Err(not_traversable(dir, &name_of(nix::unistd::geteuid().as_raw()))),
        None => Ok(()),
    }
}

/// Finds out by trying, since modes do not tell about access lists and mount options: the
/// account must be able to enter `dir`. Names the outermost folder that stops it.
async fn refuse_unreachable(dir: &Path, account: &Account, server: &Server) -> Result<(), ClusterError> {
    if !account.switch || enter(dir, account, server).await.is_ok() {
        return Ok(());
    }
    let mut path: Vec<&Path> = dir.ancestors().collect();
    path.reverse();
    for dir in path {
        if let Err(reason) = enter(dir, account, server).await {
            return Err(if dir.parent().is_some() {
                not_traversable(dir, &account.name)
            } else {
                // Everybody may enter /: then it is the program that does not run.
                E::NotExecutable { program: server.program("postgres"), account: account.name.clone(), reason }
            });
        }
    }
    Ok(())
}

/// The nearest folder above `data_dir` that exists.
fn above(data_dir: &Path) -> Result<PathBuf, ClusterError> {
    let existing = data_dir.ancestors().skip(1).find(|dir| dir.is_dir()).unwrap_or(Path::new("/"));
    existing.canonicalize().map_err(E::system("cannot resolve", existing))
}

fn not_traversable(dir: &Path, account: &str) -> ClusterError {
    let access = fs::metadata(dir).map_or_else(
        |e| e.to_string(),
        |found| format!("mode {:04o}, owner {}, group {}", found.mode() & 0o7777, name_of(found.uid()), group_of(found.gid())),
    );
    E::NotTraversable { dir: dir.to_path_buf(), account: account.to_owned(), access }
}

/// Runs a harmless command of PostgreSQL as the account inside `dir`.
pub(super) async fn enter(dir: &Path, account: &Account, server: &Server) -> Result<(), String> {
    let mut command = account.command(&server.program("postgres"));
    match command.arg("--version").current_dir(dir).output().await {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(e) => Err(e.to_string()),
    }
}

/// Takes the data directory, or says who has it. The kernel lets go when the process ends,
/// however it ends.
fn lock(data_dir: &Path) -> Result<File, ClusterError> {
    let path = data_dir.join(LOCK);
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
    let mut file = open.map_err(E::system("cannot open", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let known = file.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty();
            let holder = known.then(|| holder.trim().to_owned());
            return Err(E::InUse { data_dir: data_dir.to_path_buf(), holder });
        }
        Err(TryLockError::Error(e)) => return Err(E::system("cannot lock", &path)(e)),
    }
    let written = file.set_len(0).and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
    written.map_err(E::system("cannot write", &path))?;
    Ok(file)
}
