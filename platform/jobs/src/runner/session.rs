//! The worker's own connection: its lock says that the worker lives, and all of the queue's statements go through it.

use platform_types::Timestamp;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::{Inner, Outcome};
use crate::Registry;
use crate::stamp::Stamp;

/// First half of the advisory lock's key; the second is the worker's number.
const LOCK: i32 = 7412;

/// Rows relayed in one transaction.
const BATCH: i32 = 500;

pub(super) struct Session {
    connection: PgConnection,
    number: i32,
}

/// A job this worker runs.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub id: i64,
    pub kind: String,
    pub payload: Value,
    pub lease: Uuid,
    pub attempt: u32,
    pub actor: Stamp,
}

impl Session {
    /// Connects, takes a number and its lock. `first` session of a process: the house's subscriptions
    /// become exactly this program's; a later one only adds its own, so that an older node that lost its
    /// connection does not undo what a newer one brought.
    pub(super) async fn open(inner: &Inner, first: bool) -> Result<Self, sqlx::Error> {
        let mut connection = PgConnection::connect_with(&inner.worker).await?;
        let number =
            sqlx::query_scalar!(r#"SELECT nextval('jobs.worker_numbers')::integer AS "number!""#).fetch_one(&mut connection).await?;
        sqlx::query!("SELECT pg_advisory_lock($1, $2)", LOCK, number).execute(&mut connection).await?;
        let (events, kinds) = inner.registry.subscriptions();
        let mut tx = connection.begin().await?;
        if first {
            sqlx::query!("DELETE FROM jobs.subscriptions s WHERE NOT EXISTS (SELECT 1 FROM unnest($1::text[], $2::text[]) AS mine(event, kind) WHERE mine.event = s.event AND mine.kind = s.kind)", &events, &kinds)
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query!(
            "INSERT INTO jobs.subscriptions (event, kind) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING",
            &events,
            &kinds
        )
        .execute(&mut *tx)
        .await?;
        // A house whose clock was set back keeps each job's distance from when it was asked for.
        let now = inner.db.clock().now();
        sqlx::query!("UPDATE jobs.queue SET run_at = jobs.due(run_at, enqueued_at, $1), enqueued_at = $1 WHERE state = 'waiting' AND enqueued_at > $1::timestamptz + interval '1 minute'", now)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Self { connection, number })
    }

    /// Moves everything committed from the outbox to the queue.
    pub(super) async fn relay(&mut self, now: Timestamp) -> Result<(), sqlx::Error> {
        loop {
            let moved = sqlx::query_scalar!(r#"SELECT jobs.relay($1, $2) AS "moved!""#, BATCH, now).fetch_one(&mut self.connection).await?;
            if moved < BATCH {
                return Ok(());
            }
        }
    }

    /// Queues what is regular and due.
    pub(super) async fn tick(&mut self, registry: &Registry, now: Timestamp) -> Result<(), sqlx::Error> {
        let (kinds, ticks) = registry.ticks(now.timestamp());
        if !kinds.is_empty() {
            sqlx::query_scalar!("SELECT jobs.tick($1, $2, $3)", &kinds, &ticks, now).fetch_one(&mut self.connection).await?;
        }
        Ok(())
    }

    /// Gives back the jobs of workers that died.
    pub(super) async fn take_over(&mut self) -> Result<i32, sqlx::Error> {
        sqlx::query_scalar!(r#"SELECT jobs.take_over($1) AS "back!""#, self.number).fetch_one(&mut self.connection).await
    }

    /// Takes up to `limit` due jobs of kinds this node knows.
    pub(super) async fn claim(&mut self, registry: &Registry, now: Timestamp, limit: usize) -> Result<Vec<Claimed>, sqlx::Error> {
        let rows = sqlx::query!(
            r#"UPDATE jobs.queue q SET state = 'running', worker = $1, lease = gen_random_uuid(), attempts = attempts + 1
               FROM (SELECT id FROM jobs.queue WHERE state = 'waiting' AND run_at <= $2 AND kind = ANY($3) ORDER BY run_at, id LIMIT $4 FOR UPDATE SKIP LOCKED) AS due
               WHERE q.id = due.id
               RETURNING q.id, q.kind, q.payload, q.lease AS "lease!", q.attempts, q.actor AS "actor: Json<Stamp>""#,
            self.number,
            now,
            &registry.names(),
            i64::try_from(limit).unwrap_or(1)
        )
        .fetch_all(&mut self.connection)
        .await?;
        Ok(rows
            .into_iter()
            .map(|r| Claimed {
                id: r.id,
                kind: r.kind,
                payload: r.payload,
                lease: r.lease,
                attempt: r.attempts.unsigned_abs(),
                actor: r.actor.0,
            })
            .collect())
    }

    /// Writes down how a run ended.
    pub(super) async fn settle(&mut self, job: &Claimed, outcome: &Outcome, now: Timestamp) -> Result<(), sqlx::Error> {
        let (run_at, error) = match outcome {
            Outcome::Retry { after, error } => (Some(now + *after), Some(error.as_str())),
            Outcome::Dead { error } => (None, Some(error.as_str())),
            Outcome::Done | Outcome::Release => (None, None),
            Outcome::Lost => return Ok(()),
        };
        let ours = sqlx::query_scalar!(
            r#"SELECT jobs.settle($1, $2, $3, $4, $5, $6) AS "ours!""#,
            job.id,
            job.lease,
            outcome.name(),
            run_at as _,
            error as _,
            now
        )
        .fetch_one(&mut self.connection)
        .await?;
        if !ours {
            tracing::warn!(kind = job.kind, id = job.id, outcome = outcome.name(), "job was taken over while it ran");
        }
        Ok(())
    }

    /// After a lost connection: what this process still runs goes on under its new number.
    pub(super) async fn adopt(&mut self, leases: &[Uuid]) -> Result<(), sqlx::Error> {
        sqlx::query!("UPDATE jobs.queue SET worker = $1 WHERE state = 'running' AND lease = ANY($2)", self.number, leases)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    pub(super) async fn close(self) {
        // The session's end gives the lock back either way.
        self.connection.close().await.ok();
    }
}
