//! Who PostgreSQL runs as.

use std::path::Path;

use nix::unistd::{Group, Uid, User, getegid, geteuid};
use tokio::process::Command;

use super::ClusterError;
use super::error::ClusterError as E;

/// The account that owns the cluster and runs its processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub uid: u32,
    pub gid: u32,
    pub name: String,
    /// Whether we are root and have to become this account.
    pub switch: bool,
}

/// `callboard` is made for us by bin/run. The others are shared with other services, which could
/// then read our cluster: better than not starting, worse than an account of our own.
const FALLBACKS: [&str; 3] = ["callboard", "postgres", "nobody"];

impl Account {
    /// The account asked for, else the owner of the existing cluster, else a fallback. Without
    /// root it can only be ourselves.
    pub(super) fn choose(run_as: Option<&str>, owner: Option<u32>) -> Result<Self, ClusterError> {
        if !geteuid().is_root() {
            return Self::ourselves(run_as);
        }
        if let Some(name) = run_as {
            let account = named(name)?.ok_or_else(|| E::UnknownAccount { name: name.to_owned() })?;
            return if account.uid == 0 { Err(E::NoAccount) } else { Ok(account) };
        }
        if let Some(uid) = owner.filter(|uid| *uid != 0) {
            let user = User::from_uid(Uid::from_raw(uid)).map_err(lookup)?;
            let fallback = || Self { uid, gid: uid, name: uid.to_string(), switch: true };
            return Ok(user.map_or_else(fallback, Self::of));
        }
        for name in FALLBACKS {
            if let Some(account) = named(name)? {
                return Ok(account);
            }
        }
        Err(E::NoAccount)
    }

    fn ourselves(run_as: Option<&str>) -> Result<Self, ClusterError> {
        let uid = geteuid();
        let name = name_of(uid.as_raw());
        match run_as {
            Some(wanted) if wanted != name => Err(E::NotRoot { wanted: wanted.to_owned(), current: name }),
            _ => Ok(Self { uid: uid.as_raw(), gid: getegid().as_raw(), name, switch: false }),
        }
    }

    fn of(user: User) -> Self {
        Self { uid: user.uid.as_raw(), gid: user.gid.as_raw(), name: user.name, switch: true }
    }

    /// A command that will run as this account, in its own process group, with an environment
    /// of our making: what the caller's shell exports (`PG*`, `LANG`, `LD_*`) must not decide how
    /// the cluster behaves.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = super::tools::plain(program);
        if self.switch {
            // The standard library drops root's supplementary groups together with the uid.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Gives a file or folder to this account; a symbolic link is not followed.
    pub(super) fn give(&self, path: &Path) -> Result<(), ClusterError> {
        if !self.switch {
            return Ok(());
        }
        std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid)).map_err(E::system("cannot give away", path))
    }
}

fn named(name: &str) -> Result<Option<Account>, ClusterError> {
    Ok(User::from_name(name).map_err(lookup)?.map(Account::of))
}

fn lookup(errno: nix::Error) -> ClusterError {
    E::System { what: "cannot read the accounts", path: "/etc/passwd".into(), source: errno.into() }
}

/// The account's name, or its number when it has none.
pub(super) fn name_of(uid: u32) -> String {
    User::from_uid(Uid::from_raw(uid)).ok().flatten().map_or_else(|| uid.to_string(), |user| user.name)
}

/// The group's name, or its number when it has none.
pub(super) fn group_of(gid: u32) -> String {
    let group = Group::from_gid(nix::unistd::Gid::from_raw(gid)).ok().flatten();
    group.map_or_else(|| gid.to_string(), |group| group.name)
}
