//! A new cluster.
//!
//! Local connections are trusted: the only way in is a socket in a directory with mode 0700 that
//! belongs to the database's account (checked at each start), so whoever gets that far is this
//! account or root, and could read the files anyway. `peer` would add nothing but a map from that
//! one account to every login, which PostgreSQL 15 cannot express, and passwords would have to
//! lie beside the data they protect. Network connections are rejected, should somebody ever set
//! `listen_addresses`.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::account::Account;
use super::binaries::Server;
use super::error::ClusterError as E;
use super::house::House;
use super::{ADMIN, ClusterError};

/// Unicode in byte order: knows upper and lower case and letters of every script, and sorts the
/// same on every system. macOS has no C.UTF-8.
pub(super) const LOCALE: &str = if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" };

/// Makes the cluster beside its place and moves it there when it is whole: a start that was
/// interrupted leaves nothing that looks like data.
pub(super) async fn initialize(house: &House, account: &Account, server: &Server, durable: bool) -> Result<(), ClusterError> {
    let fresh = house.data_dir.join("postgres.new");
    clear(&fresh)?;
    DirBuilder::new().mode(0o700).create(&fresh).map_err(E::system("cannot create", &fresh))?;
    account.give(&fresh)?;
    run_initdb(&fresh, account, server, durable).await?;
    fs::rename(&fresh, &house.cluster).map_err(E::system("cannot move", &fresh))?;
    let parent = fs::File::open(&house.data_dir).and_then(|dir| dir.sync_all());
    parent.map_err(E::system("cannot write", &house.data_dir))
}

fn clear(fresh: &Path) -> Result<(), ClusterError> {
    match fs::remove_dir_all(fresh) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(E::system("cannot remove", fresh)(e)),
        _ => Ok(()),
    }
}

async fn run_initdb(fresh: &PathBuf, account: &Account, server: &Server, durable: bool) -> Result<(), ClusterError> {
    let mut command = account.command(&server.program("initdb"));
    command.arg("-D").arg(fresh);
    command.args(["--username", ADMIN, "--encoding=UTF8", "--locale", LOCALE, "--data-checksums"]);
    command.args(["--auth-local=trust", "--auth-host=reject"]);
    if !durable {
        command.arg("--no-sync");
    }
    let program = server.program("initdb");
    let output = command.output().await.map_err(E::system("cannot run", &program))?;
    if output.status.success() {
        return Ok(());
    }
    clear(fresh)?;
    let said = [output.stderr, output.stdout].map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
    Err(E::Initialize { path: fresh.clone(), output: said.join("\n") })
}
