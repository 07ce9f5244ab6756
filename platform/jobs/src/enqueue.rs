//! Asking for something later.

use std::sync::LazyLock;

use platform_db::{DbError, Tx};
use platform_types::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use crate::{DomainEvent, Job};

/// Counts commits that left something in the outbox; runners of this process wake up at once.
static COMMITTED: LazyLock<watch::Sender<u64>> = LazyLock::new(|| watch::Sender::new(0));

pub(crate) fn committed() -> watch::Receiver<u64> {
    COMMITTED.subscribe()
}

/// Why a job could not be asked for.
#[derive(Debug, thiserror::Error)]
pub enum EnqueueError {
    /// The job's value has no JSON form.
    #[error("job {0} cannot be written as JSON: {1}")]
    Payload(&'static str, #[source] serde_json::Error),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for EnqueueError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// What happens to a waiting job of the same kind, actor and key. A running one is never touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMode {
    /// It stays as it is, and the new one is dropped.
    Keep,
    /// It takes the new one's content and time: one timer that is moved.
    Replace,
}

/// A job about to be asked for.
#[derive(Clone, Debug)]
pub struct Enqueue {
    kind: &'static str,
    payload: Result<Value, String>,
    run_at: Option<Timestamp>,
    key: Option<(String, KeyMode)>,
}

impl Enqueue {
    /// As soon as the transaction has committed.
    pub fn new<J: Job>(job: &J) -> Self {
        Self { kind: J::KIND, payload: serde_json::to_value(job).map_err(|e| e.to_string()), run_at: None, key: None }
    }

    /// Not before `at` by the house's clock.
    pub fn at(mut self, at: Timestamp) -> Self {
        self.run_at = Some(at);
        self
    }

    /// At most one waiting job of this key (of this kind and actor; without an identity, of this transaction).
    pub fn key(mut self, key: impl Into<String>, mode: KeyMode) -> Self {
        self.key = Some((key.into(), mode));
        self
    }

    /// Writes it in the caller's transaction.
    pub async fn send(self, tx: &mut Tx) -> Result<(), EnqueueError> {
        let payload = self.payload.map_err(|e| EnqueueError::Payload(self.kind, serde::de::Error::custom(e)))?;
        let replaces = self.key.as_ref().is_some_and(|(_, mode)| *mode == KeyMode::Replace);
        write(tx, self.kind, false, &payload, self.run_at, self.key.as_ref().map(|(key, _)| key.as_str()), replaces).await
    }
}

/// Asks for `job` as soon as this transaction has committed.
pub async fn enqueue<J: Job>(tx: &mut Tx, job: &J) -> Result<(), EnqueueError> {
    Enqueue::new(job).send(tx).await
}

/// Tells every subscriber that `event` has happened, once this transaction has committed.
pub async fn publish<E: DomainEvent>(tx: &mut Tx, event: &E) -> Result<(), EnqueueError> {
    let payload = json(E::KIND, event)?;
    write(tx, E::KIND, true, &payload, None, None, false).await
}

fn json(kind: &'static str, value: &impl Serialize) -> Result<Value, EnqueueError> {
    serde_json::to_value(value).map_err(|e| EnqueueError::Payload(kind, e))
}

async fn write(
    tx: &mut Tx,
    kind: &str,
    is_event: bool,
    payload: &Value,
    run_at: Option<Timestamp>,
    key: Option<&str>,
    replaces: bool,
) -> Result<(), EnqueueError> {
    sqlx::query!("SELECT jobs.enqueue($1, $2, $3, $4, $5, $6)", kind, is_event, payload, run_at as _, key as _, replaces)
        .execute(&mut **tx)
        .await?;
    tx.after_commit(|| COMMITTED.send_modify(|n| *n = n.wrapping_add(1)));
    Ok(())
}
