//! What a provider tells us unasked.

use platform_types::{PaymentId, Timestamp};

use super::{ProviderRef, RefundRef};

/// A verified message from the provider: something about a payment may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookEvent {
    /// The provider's id of the event, equal in every delivery of it: deduplicate by it.
    pub id: String,
    /// What it claims happened.
    pub kind: WebhookKind,
    /// The payment it is about, for `look_up`; none for events that are not about a payment.
    pub provider_ref: Option<ProviderRef>,
    /// Our intent, from the metadata we gave at opening, when the provider carries it along.
    pub payment: Option<PaymentId>,
    /// The refund it is about, for `look_up_refund`.
    pub refund: Option<RefundRef>,
    /// When it happened, by the provider's clock. Deliveries do not keep this order.
    pub created: Timestamp,
}

/// What a webhook claims happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookKind {
    /// The person finished the page.
    PageCompleted,
    /// The page closed unpaid.
    PageExpired,
    /// Money was reserved.
    Authorised,
    /// The bank wants another step of the person.
    RequiresAction,
    /// A try was declined.
    Declined,
    /// Money was taken.
    Captured,
    /// The reservation was released.
    Cancelled,
    /// A refund was made or changed its state.
    Refunded,
    /// Something else, by the provider's name for it; acknowledge and ignore.
    Other(String),
}

/// Why a webhook is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// No signature came with it.
    #[error("the webhook carries no signature")]
    Unsigned,
    /// The signature header cannot be read.
    #[error("the webhook's signature header is malformed")]
    Malformed,
    /// No signature in it matches the body under our secrets.
    #[error("the webhook's signature does not match its body")]
    Forged,
    /// Signed too long ago, or in the future: a replay or a wrong clock.
    #[error("the webhook was signed {seconds} s from now; at most {tolerance} s are accepted")]
    Stale {
        /// Distance between its time and ours.
        seconds: i64,
        /// What would be accepted.
        tolerance: i64,
    },
    /// Genuine, but not what we can read.
    #[error("the webhook's body cannot be read: {0}")]
    Unreadable(String),
}

impl WebhookError {
    /// Stable code: `payments.webhook_forged` …
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsigned => "payments.webhook_unsigned",
            Self::Malformed => "payments.webhook_malformed",
            Self::Forged => "payments.webhook_forged",
            Self::Stale { .. } => "payments.webhook_stale",
            Self::Unreadable(_) => "payments.webhook_unreadable",
        }
    }
}
