//! What can go wrong with the private cluster. Every message says what to do.

use std::path::{Path, PathBuf};

/// Why the private cluster cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No PostgreSQL server on this machine.
    #[error("no PostgreSQL server found (looked in {searched}). Install one: {install}")]
    NoServer {
        /// Folders that were searched.
        searched: String,
        /// The command for this system.
        install: String,
    },
    /// Only servers older than [`super::OLDEST_SUPPORTED`].
    #[error("PostgreSQL {} or newer is needed, found only {found}. Install one: {install}", super::OLDEST_SUPPORTED)]
    ServerTooOld {
        /// The versions and where they are.
        found: String,
        /// The command for this system.
        install: String,
    },
    /// The data was written by another major version.
    #[error(
        "{} was made by PostgreSQL {made_by}, found only {found}. Install that version ({install}), \
         or bring the data to a newer one with pg_upgrade", data.display()
    )]
    OtherMajor {
        /// The cluster's folder.
        data: PathBuf,
        /// Its major version.
        made_by: u32,
        /// The versions on this machine.
        found: String,
        /// The command for this system.
        install: String,
    },
    /// The account named in the settings does not exist.
    #[error(
        "there is no account `{name}` to run PostgreSQL as. Make it: useradd --system --user-group --no-create-home --shell /usr/sbin/nologin {name}"
    )]
    UnknownAccount {
        /// Its name.
        name: String,
    },
    /// We are root and there is no unprivileged account at all.
    #[error(
        "PostgreSQL does not run as root and no other account was found. Make one: useradd --system --user-group --no-create-home --shell /usr/sbin/nologin callboard"
    )]
    NoAccount,
    /// Only root can run PostgreSQL as somebody else.
    #[error("only root can run PostgreSQL as `{wanted}`; this is `{current}`. Leave the account out, or start as root")]
    NotRoot {
        /// The account asked for.
        wanted: String,
        /// Who we are.
        current: String,
    },
    /// The account may not pass through a folder above the data.
    #[error(
        "PostgreSQL runs as `{account}`, who may not enter {} ({access}). Keep the data elsewhere \
         (--data-dir /var/lib/callboard), or open that folder: chmod o+x {}", dir.display(), quoted(dir)
    )]
    NotTraversable {
        /// The folder that stops it.
        dir: PathBuf,
        /// The account.
        account: String,
        /// Mode and owner of the folder.
        access: String,
    },
    /// The account may not run the server's programs.
    #[error("PostgreSQL runs as `{account}`, who may not run {}: {reason}. Install PostgreSQL from the system's packages, or choose another account", program.display())]
    NotExecutable {
        /// The program.
        program: PathBuf,
        /// The account.
        account: String,
        /// What the system said.
        reason: String,
    },
    /// Another server has this data directory.
    #[error("{} is in use by another server{}. Stop that one, or choose another --data-dir", data_dir.display(), .holder.as_ref().map(|pid| format!(" (process {pid})")).unwrap_or_default())]
    InUse {
        /// The data directory.
        data_dir: PathBuf,
        /// The process that holds it, as it said itself.
        holder: Option<String>,
    },
    /// The cluster's folder belongs to somebody else.
    #[error("{} belongs to `{owner}`, but PostgreSQL would run as `{account}`. Start as `{owner}` or root, or choose another --data-dir", path.display())]
    ForeignData {
        /// The folder.
        path: PathBuf,
        /// Its owner.
        owner: String,
        /// The account that would use it.
        account: String,
    },
    /// A folder named `postgres` that is no cluster.
    #[error("{} is there, but is no PostgreSQL cluster (no readable PG_VERSION). Move it away, or choose another --data-dir", path.display())]
    NotACluster {
        /// The folder.
        path: PathBuf,
    },
    /// The socket directory is not private to the account.
    #[error("{} cannot hold the database's socket: {reason}. Whoever controls that folder could pose as the database. Remove it, or choose another socket directory", dir.display())]
    ForeignSocketDir {
        /// The folder.
        dir: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Unix socket addresses end at 107 bytes.
    #[error("the socket {} would have {bytes} bytes, the system allows 107. Choose a shorter socket directory", path.display())]
    SocketPathTooLong {
        /// The socket.
        path: PathBuf,
        /// Its length in bytes.
        bytes: usize,
    },
    /// `initdb` failed.
    #[error("PostgreSQL could not make a cluster in {}: {output}", path.display())]
    Initialize {
        /// The folder.
        path: PathBuf,
        /// What it said.
        output: String,
    },
    /// The postmaster ended while starting.
    #[error("PostgreSQL did not start ({status}). The end of {}: {tail}", log.display())]
    Start {
        /// How it ended.
        status: String,
        /// Its log.
        log: PathBuf,
        /// The end of the log.
        tail: String,
    },
    /// The postmaster neither ended nor answered.
    #[error("PostgreSQL (process {pid}) does not answer after {seconds} s ({waiting_for}). See {}", log.display())]
    Unanswered {
        /// The postmaster.
        pid: i32,
        /// How long we waited.
        seconds: u64,
        /// What did not happen.
        waiting_for: String,
        /// Its log.
        log: PathBuf,
    },
    /// The postmaster does not stop.
    #[error("PostgreSQL (process {pid}) does not stop. Look at {} before you end it by hand", log.display())]
    Stop {
        /// The postmaster.
        pid: i32,
        /// Its log.
        log: PathBuf,
    },
    /// [`super::Cluster::stop`] was called while the postmaster was starting.
    #[error("stopped while starting")]
    Stopped,
    /// A database in which text does not work.
    #[error(
        "database `{database}` has encoding {encoding} and character type {ctype}: names such as É or \
         漢 would not sort, fold or be found. Make it with: createdb --template=template0 \
         --encoding=UTF8 --locale=C.UTF-8 {database}"
    )]
    Encoding {
        /// The database.
        database: String,
        /// Its encoding.
        encoding: String,
        /// Its LC_CTYPE.
        ctype: String,
    },
    /// An ordinary account without a home directory.
    #[error("this account has no home directory: say where the data goes with --data-dir")]
    NoHome,
    /// The system refused an operation on a file or process.
    #[error("{what} {}: {source}", path.display())]
    System {
        /// What we tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The running cluster refused a statement.
    #[error("{what}: {source}")]
    Database {
        /// What we tried.
        what: &'static str,
        /// What it said.
        source: sqlx::Error,
    },
}

impl ClusterError {
    /// The stable code of this kind of failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoServer { .. } => "cluster.no_server",
            Self::ServerTooOld { .. } => "cluster.server_too_old",
            Self::OtherMajor { .. } => "cluster.other_major",
            Self::UnknownAccount { .. } => "cluster.unknown_account",
            Self::NoAccount => "cluster.no_account",
            Self::NotRoot { .. } => "cluster.not_root",
            Self::NotTraversable { .. } => "cluster.not_traversable",
            Self::NotExecutable { .. } => "cluster.not_executable",
            Self::InUse { .. } => "cluster.in_use",
            Self::ForeignData { .. } => "cluster.foreign_data",
            Self::NotACluster { .. } => "cluster.not_a_cluster",
            Self::ForeignSocketDir { .. } => "cluster.foreign_socket_dir",
            Self::SocketPathTooLong { .. } => "cluster.socket_path_too_long",
            Self::Initialize { .. } => "cluster.initialize",
            Self::Start { .. } => "cluster.start",
            Self::Unanswered { .. } => "cluster.unanswered",
            Self::Stop { .. } => "cluster.stop",
            Self::Stopped => "cluster.stopped",
            Self::Encoding { .. } => "cluster.encoding",
            Self::NoHome => "cluster.no_home",
            Self::System { .. } => "cluster.system",
            Self::Database { .. } => "cluster.database",
        }
    }

    /// For `map_err`: the system refused `what` on `path`.
    pub(super) fn system(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::System { what, path, source }
    }
}

/// A path as a shell takes it, for commands a person copies.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_to_copy_survives_spaces_and_quotes() {
        assert_eq!(quoted(Path::new("/srv/call-board")), "/srv/call-board");
        assert_eq!(quoted(Path::new("/srv/it's here")), r"'/srv/it'\''s here'");
    }
}
