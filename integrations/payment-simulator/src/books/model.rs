//! The things it holds. Amounts are in Stripe's units, times in seconds since 1970 by its own clock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One line of the journal: everything that one request changed, all or nothing.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Entry {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<Session>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub intents: Vec<Intent>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refunds: Vec<Refund>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<Delivery>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// How far its clock is ahead of the machine's, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_ahead: Option<i64>,
}

impl Entry {
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
            && self.intents.is_empty()
            && self.refunds.is_empty()
            && self.events.is_empty()
            && self.deliveries.is_empty()
            && self.answer.is_none()
            && self.clock_ahead.is_none()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SessionStatus {
    Open,
    Complete,
    Expired,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Capture {
    Automatic,
    Manual,
}

/// `checkout.session`: the hosted page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    pub id: String,
    pub status: SessionStatus,
    pub amount: i64,
    pub currency: String,
    pub created: i64,
    pub expires_at: i64,
    pub success_url: String,
    pub cancel_url: String,
    pub customer_email: Option<String>,
    /// What language the page was asked for in.
    #[serde(default)]
    pub locale: Option<String>,
    pub description: String,
    pub client_reference_id: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub capture: Capture,
    pub intent_description: Option<String>,
    pub intent_metadata: BTreeMap<String, String>,
    /// Made at the first try.
    pub intent: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IntentStatus {
    RequiresPaymentMethod,
    RequiresAction,
    RequiresCapture,
    Succeeded,
    Canceled,
}

impl IntentStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresAction => "requires_action",
            Self::RequiresCapture => "requires_capture",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
        }
    }
}

/// How refunds to this card go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefundBehaviour {
    AtOnce,
    PendingThenSucceeded,
    SucceededThenFailed,
}

/// `payment_intent`: the authorisation, with its only charge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Intent {
    pub id: String,
    pub session: String,
    pub status: IntentStatus,
    pub amount: i64,
    pub currency: String,
    pub created: i64,
    pub capture: Capture,
    pub amount_received: i64,
    /// Refunds that have not failed.
    pub amount_refunded: i64,
    /// When the reservation lapses.
    pub capture_before: Option<i64>,
    pub charge: Option<String>,
    /// Last four digits; nothing more of a card is kept.
    pub last4: Option<String>,
    pub refunds: RefundBehaviour,
    pub last_error: Option<Problem>,
    pub cancellation_reason: Option<String>,
    pub description: Option<String>,
    pub metadata: BTreeMap<String, String>,
}

/// An error as it stands in answers and in `last_payment_error`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decline_code: Option<String>,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefundStatus {
    Pending,
    Succeeded,
    Failed,
}

impl RefundStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }
}

/// `refund`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub id: String,
    pub intent: String,
    pub charge: String,
    pub amount: i64,
    pub currency: String,
    pub created: i64,
    pub status: RefundStatus,
    pub failure_reason: Option<String>,
    /// When it changes its state by itself.
    pub settles_at: Option<i64>,
    pub metadata: BTreeMap<String, String>,
}

/// `event`: something that happened, as it was then.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Event {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub created: i64,
    /// The page it belongs to.
    pub session: String,
    pub object: Value,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeliveryStatus {
    #[default]
    Waiting,
    Delivered,
    /// Ordered never to be sent.
    Suppressed,
    GivenUp,
}

/// What became of an event's webhook.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub event: String,
    pub status: DeliveryStatus,
    /// Attempts of the process that wrote this.
    pub attempts: u32,
}

/// An answer kept under an idempotency key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub key: String,
    /// Hash of method, path and fields: the same key with others is a mistake.
    pub fingerprint: String,
    pub status: u16,
    pub body: Value,
    pub at: i64,
}
