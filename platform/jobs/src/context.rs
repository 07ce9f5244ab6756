//! What a running job can reach.

use platform_db::{Db, DbError, Service, Tx};
use platform_types::{Actor, ActorKind, Clock, Entropy};
use uuid::Uuid;

use crate::{JobError, JobId};

/// Another worker runs the job now; this run's effect must not happen.
#[derive(Debug, thiserror::Error)]
#[error("the job was taken over by another worker")]
pub(crate) struct LeaseLost;

/// One run of one job.
#[derive(Clone)]
pub struct JobCtx {
    pub(crate) db: Db,
    pub(crate) entropy: Entropy,
    pub(crate) kind: &'static str,
    pub(crate) id: JobId,
    pub(crate) lease: Uuid,
    pub(crate) attempt: u32,
    pub(crate) max_attempts: u32,
    pub(crate) actor: Actor,
    pub(crate) asked_by: Actor,
}

impl JobCtx {
    /// The doors.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The house's clock.
    pub fn clock(&self) -> &Clock {
        self.db.clock()
    }

    /// The house's chance.
    pub fn entropy(&self) -> &Entropy {
        &self.entropy
    }

    /// The job's number in the queue; the same in every run.
    pub fn id(&self) -> JobId {
        self.id
    }

    /// Which run this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Whether a failure of this run is final.
    pub fn is_last_attempt(&self) -> bool {
        self.attempt >= self.max_attempts
    }

    /// Under whose eyes this runs: who asked, or the house.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Who asked, whatever the kind runs as. For telling, not for deciding.
    pub fn asked_by(&self) -> &Actor {
        &self.asked_by
    }

    /// A transaction under [`JobCtx::actor`].
    pub async fn begin(&self) -> Result<Tx, DbError> {
        match self.actor.kind {
            ActorKind::System(_) => self.db.as_system(self.kind).await,
            _ => self.db.as_actor(&self.actor).await,
        }
    }

    /// A transaction for the job's effect; none when the effect has happened in an earlier run.
    pub async fn begin_once(&self) -> Result<Option<Tx>, JobError> {
        let mut tx = self.begin().await?;
        Ok(if self.once(&mut tx, "").await? { Some(tx) } else { None })
    }

    /// As [`JobCtx::begin_once`], behind a service door.
    pub async fn begin_once_at(&self, service: Service) -> Result<Option<Tx>, JobError> {
        let mut tx = self.db.as_service(service, &self.actor).await?;
        Ok(if self.once(&mut tx, "").await? { Some(tx) } else { None })
    }

    /// Notes in `tx` that `step` of this job happens; false when it happened in an earlier run. Fails
    /// when another worker has taken the job over. Locks the job until `tx` ends: one at a time.
    pub async fn once(&self, tx: &mut Tx, step: &str) -> Result<bool, JobError> {
        match sqlx::query_scalar!(r#"SELECT jobs.once($1, $2, $3) AS "first!""#, self.id, self.lease, step).fetch_one(&mut **tx).await {
            Ok(first) => Ok(first),
            Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("55000") => Err(LeaseLost.into()),
            Err(e) => Err(e.into()),
        }
    }
}
