//! Started as root, the program becomes an unprivileged account before it does anything: no request is
//! ever answered with root's rights, and PostgreSQL refuses to run as root anyway.

use std::path::{Path, PathBuf};

use nix::unistd::{Group, Uid, User, chown, geteuid, setgid, setgroups, setuid};

/// Why it could not.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AccountError {
    #[error(
        "started as root, but there is no account to run as; make one with: useradd --system --home-dir /var/lib/callboard --shell /usr/sbin/nologin callboard"
    )]
    NoAccount,
    #[error("cannot prepare the data directory {path}: {source}")]
    DataDir { path: PathBuf, source: std::io::Error },
    #[error("cannot become the account {account}: {source}")]
    Become { account: String, source: nix::Error },
}

/// Gives the data directory to the account and becomes it. Does nothing when not root.
pub(crate) fn leave_root(data_dir: &Path) -> Result<(), AccountError> {
    if !geteuid().is_root() {
        return Ok(());
    }
    let user = choose(data_dir).ok_or(AccountError::NoAccount)?;
    let prepared = |source| AccountError::DataDir { path: data_dir.to_owned(), source };
    let fresh = !data_dir.exists();
    std::fs::create_dir_all(data_dir).map_err(prepared)?;
    if fresh || is_owned_by_root(data_dir) {
        chown(data_dir, Some(user.uid), Some(user.gid)).map_err(|e| prepared(e.into()))?;
        restrict(data_dir).map_err(prepared)?;
    }
    let become_it = || {
        setgroups(&[user.gid])?;
        setgid(user.gid)?;
        setuid(user.uid)
    };
    become_it().map_err(|source| AccountError::Become { account: user.name.clone(), source })
}

/// Who the program becomes for this data directory when it is started as root.
pub(crate) fn account_of(data_dir: &Path) -> Option<User> {
    choose(data_dir)
}

/// Whoever owns an existing data directory, else the first account made for such things.
fn choose(data_dir: &Path) -> Option<User> {
    use std::os::unix::fs::MetadataExt;
    let owner = std::fs::metadata(data_dir).ok().map(|m| Uid::from_raw(m.uid())).filter(|uid| !uid.is_root());
    if let Some(user) = owner.and_then(|uid| User::from_uid(uid).ok().flatten()) {
        return Some(user);
    }
    ["callboard", "postgres", "nobody"]
        .iter()
        .find_map(|name| User::from_name(name).ok().flatten())
        .filter(|user| Group::from_gid(user.gid).is_ok())
}

fn is_owned_by_root(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).is_ok_and(|m| m.uid() == 0)
}

fn restrict(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
}
