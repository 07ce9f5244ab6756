//! Looking at the queue and mending it: behind the system door, or as whoever runs the platform.

use platform_db::{DbError, Tx};
use platform_types::Timestamp;

use crate::JobId;

/// A job that failed as often as it may. Its payload is not shown: it may be personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its number.
    pub id: JobId,
    /// What it was to do.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i32,
    /// What the last run said.
    pub error: String,
    /// When it was given up.
    pub died_at: Timestamp,
}

/// How full the queue is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Committed, not yet in the queue.
    pub outbox: i64,
    /// Waiting and due.
    pub due: i64,
    /// Waiting for their time.
    pub later: i64,
    /// At work.
    pub running: i64,
    /// Given up.
    pub dead: i64,
    /// How many seconds the longest waiting due job is late.
    pub late_seconds: i64,
}

/// The youngest dead letters.
pub async fn dead_letters(tx: &mut Tx, limit: i64) -> Result<Vec<DeadLetter>, DbError> {
    let rows = sqlx::query_as!(
        DeadLetter,
        r#"SELECT id AS "id!", kind AS "kind!", attempts AS "attempts!", coalesce(last_error, '') AS "error!", died_at AS "died_at!"
           FROM jobs.dead_letters ORDER BY died_at DESC, id DESC LIMIT $1"#,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows)
}

/// Tries a dead letter again, with all attempts; steps that happened are not repeated. False: there is none.
pub async fn requeue(tx: &mut Tx, id: JobId) -> Result<bool, DbError> {
    let done = sqlx::query!("UPDATE jobs.queue SET state = 'waiting', died_at = NULL, attempts = 0, key = NULL, run_at = clock.now() WHERE id = $1 AND state = 'dead'", id)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Throws a dead letter away. False: there is none.
pub async fn discard(tx: &mut Tx, id: JobId) -> Result<bool, DbError> {
    let done = sqlx::query!("DELETE FROM jobs.queue WHERE id = $1 AND state = 'dead'", id).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// How full the queue is, for health and metrics.
pub async fn depth(tx: &mut Tx) -> Result<Depth, DbError> {
    let depth = sqlx::query_as!(
        Depth,
        r#"SELECT (SELECT count(*) FROM jobs.outbox) AS "outbox!",
                  count(*) FILTER (WHERE state = 'waiting' AND run_at <= clock.now()) AS "due!",
                  count(*) FILTER (WHERE state = 'waiting' AND run_at > clock.now()) AS "later!",
                  count(*) FILTER (WHERE state = 'running') AS "running!",
                  count(*) FILTER (WHERE state = 'dead') AS "dead!",
                  coalesce(extract(epoch FROM clock.now() - min(run_at) FILTER (WHERE state = 'waiting' AND run_at <= clock.now()))::bigint, 0) AS "late_seconds!"
           FROM jobs.queue"#
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(depth)
}
