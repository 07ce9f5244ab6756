//! Why there is no backup, in words that say what to do.

use std::path::{Path, PathBuf};

use platform_db::embedded::ClusterError;

/// What can go wrong with a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder is not there.
    #[error("the backup folder {} is not there. If its disk is not mounted, mount it; if it is new, make it: install -d -m 700 -o {account} '{}'", folder.display(), folder.display())]
    Missing {
        /// As set.
        folder: PathBuf,
        /// Who has to write there.
        account: String,
    },
    /// No backups in it.
    #[error("{} holds no backups of Callboard (no {}). Name the folder that backup.folder named", .0.display(), crate::folder::MARKER)]
    NoBackups(PathBuf),
    /// Empty, though this house had backups.
    #[error("the backup folder {} is empty, though this house had backups: its disk is probably not mounted. If it is a new place, begin there with `callboard backup --begin`", .0.display())]
    Emptied(PathBuf),
    /// Holds something else.
    #[error("{} is neither empty nor a folder of backups; choose another backup.folder", .0.display())]
    NotOurs(PathBuf),
    /// Another house's.
    #[error("{} holds the backups of another house; choose another backup.folder", .0.display())]
    OtherHouse(PathBuf),
    /// Another program writes there.
    #[error("another program is writing backups to {}; wait until it has ended", .0.display())]
    InUse(PathBuf),
    /// A file says something else than we write.
    #[error("{} is damaged: {why}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// How.
        why: String,
    },
    /// A program of PostgreSQL failed.
    #[error("{program}: {said}")]
    Program {
        /// Its name.
        program: &'static str,
        /// What it said.
        said: String,
    },
    /// The log is not received any more.
    #[error("the log is not received: {0}")]
    Log(String),
    /// Nothing to restore from.
    #[error("{0}")]
    Nothing(String),
    /// The place to restore to is in use.
    #[error("{} is not empty: a restore fills a new folder only. Name one that does not exist with --data-dir", .0.display())]
    Occupied(PathBuf),
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The cluster.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The files.
    #[error("uploaded files: {0}")]
    Files(#[from] platform_storage::UploadError),
    /// The files' store.
    #[error("uploaded files: {0}")]
    Store(#[from] platform_storage::StoreError),
    /// The system refused something.
    #[error("cannot {what} {}: {source}", path.display())]
    System {
        /// What we tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
}

impl BackupError {
    /// The stable code of this kind of failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "backup.missing",
            Self::NoBackups(_) => "backup.no_backups",
            Self::Emptied(_) => "backup.emptied",
            Self::NotOurs(_) => "backup.not_ours",
            Self::OtherHouse(_) => "backup.other_house",
            Self::InUse(_) => "backup.in_use",
            Self::Damaged { .. } => "backup.damaged",
            Self::Program { .. } => "backup.program",
            Self::Log(_) => "backup.log",
            Self::Nothing(_) => "backup.nothing",
            Self::Occupied(_) => "backup.occupied",
            Self::Database(_) => "backup.database",
            Self::Cluster(error) => error.code(),
            Self::Files(_) | Self::Store(_) => "backup.files",
            Self::System { .. } => "backup.system",
        }
    }

    /// For `map_err`: the system refused `what` on `path`.
    pub(crate) fn system(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::System { what, path, source }
    }
}
