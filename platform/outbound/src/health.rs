//! What `/health` says about a hub.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use platform_types::Timestamp;

use crate::{Carries, CircuitState, Fate};

/// How an outside party is, seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HubStatus {
    /// Not asked yet.
    Idle,
    /// The last attempt was answered.
    Up,
    /// The last attempt failed; calls still pass.
    Degraded,
    /// Calls are refused for now.
    Down,
}

/// One hub's line in `/health`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct HubHealth {
    /// The hub.
    pub name: &'static str,
    /// In one word.
    pub status: HubStatus,
    /// Whether calls pass.
    pub circuit: CircuitState,
    /// Until when they do not.
    pub open_until: Option<Timestamp>,
    /// What sort of data passes through.
    pub carries: Carries,
    /// Attempts since the start.
    pub attempts: u64,
    /// Of these, failed ones (no answer, or a failure of its own).
    pub failures: u64,
    /// Failures in a row.
    pub failures_in_a_row: u32,
    /// When it last answered.
    pub answered_at: Option<Timestamp>,
    /// When it last failed.
    pub failed_at: Option<Timestamp>,
    /// How the last failed attempt ended: `not_sent`, `unknown`.
    pub last_failure: Option<&'static str>,
    /// Duration of the last answered attempt in milliseconds.
    pub latency_ms: Option<u64>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub attempts: u64,
    pub failures: u64,
    pub answered_at: Option<Timestamp>,
    pub failed_at: Option<Timestamp>,
    pub last_failure: Option<Fate>,
    pub latency: Option<Duration>,
    pub last_answered: Option<bool>,
}

#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<Record>);

impl Journal {
    fn lock(&self) -> MutexGuard<'_, Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn read(&self) -> Record {
        self.lock().clone()
    }

    pub(crate) fn answered(&self, now: Timestamp, latency: Duration) {
        let mut record = self.lock();
        record.attempts += 1;
        record.answered_at = Some(now);
        record.latency = Some(latency);
        record.last_answered = Some(true);
    }

    pub(crate) fn failed(&self, now: Timestamp, fate: Fate) {
        let mut record = self.lock();
        record.attempts += 1;
        record.failures += 1;
        record.failed_at = Some(now);
        record.last_failure = Some(fate);
        record.last_answered = Some(false);
    }
}
