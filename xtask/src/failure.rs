//! What a task says, and how it fails.

use std::io::Write;
use std::path::Path;

use platform_db::embedded::ClusterError;
use platform_db::migrate::MigrateError;

/// Why a task did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule of the task itself.
    #[error("{0}")]
    Refused(String),
    /// A command ended badly; it has said why.
    #[error("`{0}` failed")]
    Command(String),
    /// The system refused something.
    #[error("{what}: {source}")]
    System {
        /// What we tried.
        what: String,
        /// What it said.
        source: std::io::Error,
    },
    /// The test cluster.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The checkout's SQL.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// A database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl Failure {
    /// For `map_err`: the system refused `what` on `path`.
    pub fn system(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let what = format!("{what} {}", path.display());
        move |source| Self::System { what, source }
    }
}

/// A line for people or programs on standard output. A closed pipe is not our concern.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A line on standard error.
pub fn note(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The failure, as the last thing a person sees.
pub fn complain(failure: &Failure) {
    note(&format!("error: {failure}"));
}
