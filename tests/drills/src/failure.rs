//! Why a drill ends early, and what it says on the way.

use std::io::Write as _;

/// Why a drill ends early.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The house did what it must never do, or did not do what it must.
    #[error("{0}")]
    Wrong(String),
    /// A connection ended before its answer.
    #[error(transparent)]
    Cut(#[from] crate::http::Cut),
    /// The house's database.
    #[error("the house's database: {0}")]
    Database(#[from] sqlx::Error),
    /// The machine.
    #[error("{what}: {source}")]
    System {
        /// What we tried.
        what: String,
        /// What it said.
        source: std::io::Error,
    },
}

impl Failure {
    /// For `map_err`.
    pub fn system(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::System { what, source }
    }
}

/// A [`Failure::Wrong`] in words.
pub fn wrong(text: impl Into<String>) -> Failure {
    Failure::Wrong(text.into())
}

/// A line of progress.
pub fn say(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stdout(), "{}", line.as_ref());
    let _ = std::io::stdout().flush();
}
