//! Jobs as whoever runs the platform sees them, under their own role: row level security shows nobody else a row, and lets nobody else
//! requeue ([`crate::requeue`]) or discard ([`crate::discard`]) one. Payloads are not shown: they may be personal.

use platform_db::{DbError, Tx};
use platform_types::Timestamp;

use crate::JobId;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// For its time, or for a worker.
    Waiting,
    /// At work.
    Running,
    /// Given up.
    Dead,
}

impl JobState {
    /// Every one, those first that want a person.
    pub const ALL: [Self; 3] = [Self::Dead, Self::Waiting, Self::Running];

    /// As rows and addresses name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Dead => "dead",
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// Its number.
    pub id: JobId,
    /// What it is to do.
    pub kind: String,
    /// `waiting`, `running` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is to run.
    pub run_at: Timestamp,
    /// When it was asked for.
    pub enqueued_at: Timestamp,
    /// Whether it is regular work.
    pub is_cron: bool,
    /// What the last run said.
    pub error: Option<String>,
    /// When it was given up.
    pub died_at: Option<Timestamp>,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct JobFilter<'a> {
    /// Only these.
    pub state: Option<JobState>,
    /// Only kinds that begin so.
    pub kind: &'a str,
    /// Only jobs that come after this one in the list.
    pub before: Option<JobId>,
}

/// Jobs, the latest first, at most `most`.
pub async fn list_jobs(tx: &mut Tx, filter: &JobFilter<'_>, most: i64) -> Result<Vec<JobRow>, DbError> {
    Ok(sqlx::query_as!(
        JobRow,
        r#"SELECT id, kind, state, attempts, run_at, enqueued_at, is_cron, last_error AS error, died_at FROM jobs.queue
           WHERE ($1 = '' OR state = $1) AND starts_with(kind, $2) AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4"#,
        filter.state.map_or("", JobState::as_str),
        filter.kind,
        filter.before,
        most
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// One job that is not done.
pub async fn find_job(tx: &mut Tx, id: JobId) -> Result<Option<JobRow>, DbError> {
    Ok(sqlx::query_as!(
        JobRow,
        "SELECT id, kind, state, attempts, run_at, enqueued_at, is_cron, last_error AS error, died_at FROM jobs.queue WHERE id = $1",
        id
    )
    .fetch_optional(&mut **tx)
    .await?)
}

/// Regular work whose last run failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedRegular {
    /// What it is to do.
    pub kind: String,
    /// What the run said.
    pub error: String,
    /// When.
    pub failed_at: Timestamp,
}

/// Regular work that has failed, the latest first. It is tried again at its next time by itself.
pub async fn failed_regular(tx: &mut Tx) -> Result<Vec<FailedRegular>, DbError> {
    Ok(sqlx::query_as!(
        FailedRegular,
        r#"SELECT kind, coalesce(last_error, '') AS "error!", failed_at AS "failed_at!" FROM jobs.cron WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, kind LIMIT 100"#
    )
    .fetch_all(&mut **tx)
    .await?)
}
