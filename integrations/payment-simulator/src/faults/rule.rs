//! An order given through the control API.

use serde::{Deserialize, Serialize};

/// The ways to misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// Acts, durably, then closes the connection without an answer.
    AnswerLost,
    /// Waits `ms` before acting; acts even when the caller has gone.
    Slow,
    /// Answers 500 without acting.
    #[serde(rename = "http_500")]
    Http500,
    /// Answers 500 without acting, and again under the same key, as the original may.
    #[serde(rename = "http_500_kept")]
    Http500Kept,
    /// Answers 429 without acting.
    Busy,
    /// Sends the webhook `ms` late.
    WebhookLate,
    /// Sends it twice.
    WebhookTwice,
    /// Sends it after the next one of the same payment, or after `ms` when there is none.
    WebhookOutOfOrder,
    /// Sends a forged one before it.
    WebhookForged,
    /// Never sends it.
    WebhookNever,
}

impl Fault {
    pub fn is_webhook(self) -> bool {
        matches!(self, Self::WebhookLate | Self::WebhookTwice | Self::WebhookOutOfOrder | Self::WebhookForged | Self::WebhookNever)
    }

    /// The time of the fault when none is given, in milliseconds.
    pub fn usual_ms(self) -> u64 {
        match self {
            Self::Slow => 3_000,
            Self::WebhookLate | Self::WebhookOutOfOrder => 10_000,
            _ => 0,
        }
    }
}

/// One order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub fault: Fault,
    /// An operation (`open`, `capture` …), or for webhooks an event type; any when missing.
    #[serde(default)]
    pub on: Option<String>,
    /// One payment, by its page's id; any when missing.
    #[serde(default)]
    pub session: Option<String>,
    /// How often; 0 is until cleared.
    #[serde(default = "once")]
    pub times: u32,
    /// By chance, once in so many.
    #[serde(default)]
    pub one_in: Option<u64>,
    /// Milliseconds, where the fault takes time.
    #[serde(default)]
    pub ms: Option<u64>,
}

fn once() -> u32 {
    1
}

/// Operations a fault can be ordered for.
pub(crate) const OPERATIONS: &[&str] = &["open", "look_up", "expire", "capture", "cancel", "refund", "look_up_refund", "list", "events"];

/// Why an order makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RuleError {
    #[error("`on` must be one of {}", OPERATIONS.join(", "))]
    Operation,
    #[error("`on` must be an event type, like checkout.session.completed")]
    EventType,
    #[error("`one_in` must be at least 1")]
    Chance,
    #[error("`ms` must be at most 3600000 (an hour)")]
    TooLong,
}

impl Rule {
    pub fn check(&self) -> Result<(), RuleError> {
        match self.on.as_deref() {
            Some(on) if self.fault.is_webhook() && !on.contains('.') => Err(RuleError::EventType),
            Some(on) if !self.fault.is_webhook() && !OPERATIONS.contains(&on) => Err(RuleError::Operation),
            _ if self.one_in == Some(0) => Err(RuleError::Chance),
            _ if self.ms.is_some_and(|ms| ms > 3_600_000) => Err(RuleError::TooLong),
            _ => Ok(()),
        }
    }
}
