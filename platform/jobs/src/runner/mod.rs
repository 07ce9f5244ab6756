//! Finding what is due and doing it.

mod backoff;
mod execute;
mod session;
mod work;

use std::sync::Arc;

use platform_db::{Db, DbError};
use platform_types::Entropy;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::Mutex;

use crate::{Registry, RegistryError};
use execute::{Outcome, execute};
use session::Session;

/// Runs jobs on this node. Cheap to clone.
#[derive(Clone)]
pub struct Runner(Arc<Inner>);

struct Inner {
    db: Db,
    worker: PgConnectOptions,
    entropy: Entropy,
    registry: Registry,
    /// [`Runner::run_due`]'s session, kept from call to call.
    session: Mutex<Option<Session>>,
}

/// What [`Runner::run_due`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Runs that succeeded.
    pub done: u32,
    /// Runs that failed and will be tried again.
    pub retried: u32,
    /// Jobs given up.
    pub dead: u32,
}

/// Why work could not be looked for.
#[derive(Debug, thiserror::Error)]
pub enum RunnerError {
    /// PostgreSQL said no.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Jobs keep asking for more jobs that are due at once.
    #[error("10,000 jobs ran and more are due: a job asks for itself without end")]
    Endless,
}

impl From<sqlx::Error> for RunnerError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl Runner {
    /// `worker` reaches the database as the worker's own login and **not** through a pooler: the session
    /// holds a lock as long as it lives.
    pub fn new(db: Db, worker: PgConnectOptions, entropy: Entropy, registry: Registry) -> Result<Self, RegistryError> {
        registry.check()?;
        // The server notices within half a minute that this machine is gone, and gives the lock back.
        let settings =
            [("tcp_keepalives_idle", "10"), ("tcp_keepalives_interval", "5"), ("tcp_keepalives_count", "4"), ("statement_timeout", "30s")];
        let worker = worker.application_name("callboard_worker").options(settings);
        Ok(Self(Arc::new(Inner { db, worker, entropy, registry, session: Mutex::new(None) })))
    }

    /// Every kind this node can do.
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// Does everything that is due by the house's clock, one after the other, and what that causes, until
    /// nothing is. For tests and the command line: with a manual clock nobody sleeps.
    pub async fn run_due(&self) -> Result<Ran, RunnerError> {
        let mut guard = self.0.session.lock().await;
        let session = match guard.take() {
            Some(session) => session,
            None => Session::open(&self.0, true).await?,
        };
        // Kept only when all went well: after an error the connection may be in any state.
        let (session, ran) = self.drain(session).await?;
        *guard = Some(session);
        Ok(ran)
    }

    async fn drain(&self, mut session: Session) -> Result<(Session, Ran), RunnerError> {
        let mut ran = Ran::default();
        session.take_over().await?;
        for _ in 0..10_000 {
            let now = self.0.db.clock().now();
            session.relay(now).await?;
            session.tick(&self.0.registry, now).await?;
            let Some(job) = session.claim(&self.0.registry, now, 1).await?.pop() else { return Ok((session, ran)) };
            let task = tokio::spawn(execute(self.0.clone(), job.clone()));
            let outcome = task.await.unwrap_or_else(|e| Outcome::broken(&e));
            match &outcome {
                Outcome::Done => ran.done += 1,
                Outcome::Retry { .. } | Outcome::Lost => ran.retried += 1,
                Outcome::Dead { .. } => ran.dead += 1,
                Outcome::Release => {}
            }
            session.settle(&job, &outcome, self.0.db.clock().now()).await?;
        }
        Err(RunnerError::Endless)
    }
}
