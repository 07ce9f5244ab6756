//! What is known beforehand about one outside party.

use std::time::Duration;

use crate::{Backoff, BreakerSettings};

/// What sort of data passes through a hub. Shown in `/health`; where it is not [`Carries::Nothing`], paths
/// and reasons of failures stay out of the logs above debug level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Carries {
    /// Nothing about people.
    Nothing,
    /// Names, addresses, purchases.
    Personal,
    /// Data about somebody's health.
    Health,
}

/// One outside party: how long we wait, how often we repeat, when we stop asking.
#[derive(Clone, Debug)]
pub struct HubSettings {
    /// Stable name, as in metrics and `/health`.
    pub name: &'static str,
    /// Longest wait for one attempt, from connecting to the last byte of the answer.
    pub timeout: Duration,
    /// Attempts of an idempotent call, the first included.
    pub attempts: u32,
    /// Pauses between attempts.
    pub backoff: Backoff,
    /// When to stop asking, and for how long.
    pub breaker: BreakerSettings,
    /// What sort of data passes through.
    pub carries: Carries,
    /// Follow up to 5 redirects. Off unless asked for: a redirect could lead inside the house.
    pub follow_redirects: bool,
    /// Largest answer that is read, in bytes.
    pub max_reply: usize,
}

impl HubSettings {
    /// Usual settings: 10 s per attempt, 3 attempts, open for 30 s after 5 failures in a row, answers up to 4 MiB.
    pub fn named(name: &'static str) -> Self {
        Self {
            name,
            timeout: Duration::from_secs(10),
            attempts: 3,
            backoff: Backoff::default(),
            breaker: BreakerSettings::default(),
            carries: Carries::Nothing,
            follow_redirects: false,
            max_reply: 4 * 1024 * 1024,
        }
    }
}
