//! What can go wrong at the doors.

/// A database fault, sorted by what a caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// PostgreSQL cannot be reached or has no connection free: try again soon.
    #[error("the database is not available at the moment")]
    Unavailable(#[source] sqlx::Error),
    /// Everything else.
    #[error(transparent)]
    Query(sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        if is_unavailable(&error) { Self::Unavailable(error) } else { Self::Query(error) }
    }
}

impl DbError {
    /// Whether trying again soon may help.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Unavailable(_) => true,
            Self::Query(e) => is_unavailable(e),
        }
    }
}

/// Whether an error means "no database right now": refused, reset, out of connections (53300),
/// shutting down or starting (57P01..57P03), read-only standby (25006), disk full (53100).
pub fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Io(_)
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(e) => e
            .code()
            .is_some_and(|c| matches!(c.as_ref(), "53300" | "53100" | "57P01" | "57P02" | "57P03" | "25006" | "08006" | "08003" | "08000")),
        _ => false,
    }
}

/// The name of the constraint a statement broke, for mapping to a use case's own error.
pub fn constraint_of(error: &sqlx::Error) -> Option<&str> {
    match error {
        sqlx::Error::Database(e) => e.constraint(),
        _ => None,
    }
}
