//! The port: what the house asks of whoever moves the money.
//!
//! Shaped for a hosted payment page with a separate capture (Stripe Checkout Sessions over
//! PaymentIntents): open, let the person pay on the provider's page, see the authorisation, give the
//! tickets and capture in one go, or void. Three rules make it safe against lost answers:
//!
//! 1. Every call that changes something carries a key. The same key with the same arguments has one
//!    effect, however often it is sent, and gives the first answer again (providers remember keys for at
//!    least 24 hours).
//! 2. [`PaymentError::Unknown`] means the call may have acted. Ask again with the same key, or
//!    [`PaymentProvider::look_up`]; never with a new key.
//! 3. A webhook is a hint that something changed, never the truth: it may be late, doubled, out of order
//!    or missing. What it says is taken from `look_up`.

mod error;
mod event;
mod payment;

pub use error::{PaymentError, PaymentErrorKind};
pub use event::{WebhookError, WebhookEvent, WebhookKind};
pub use payment::{
    Decline, IdempotencyKey, NewPayment, OpenedPayment, ProviderRef, ProviderState, ProviderStatus, RefundRef, RefundState, RefundStatus,
};

use async_trait::async_trait;
use platform_types::{Money, Timestamp};

/// Whoever moves the money: an adapter for one provider. Shared as `Arc<dyn PaymentProvider>`.
///
/// Must not be called while a database transaction is open: the outbound gate refuses
/// (`outbound.inside_transaction`).
#[async_trait]
pub trait PaymentProvider: Send + Sync + std::fmt::Debug {
    /// Stable name as stored beside each payment: `stripe`.
    fn name(&self) -> &'static str;

    /// Whether no real money moves (a simulator, or the provider's test mode): pages must say so.
    fn is_simulated(&self) -> bool;

    /// Whether this amount can be charged here: smallest amount, representable steps. Checked when prices
    /// are set, so that nobody learns it at the till.
    fn accepts(&self, amount: Money) -> Result<(), PaymentError>;

    /// Opens the hosted page where the person pays. Repeating with an equal `payment` gives the same page.
    async fn open(&self, payment: &NewPayment) -> Result<OpenedPayment, PaymentError>;

    /// What the provider knows about a payment now. Accepts the reference of the page and that of the
    /// authorisation.
    async fn look_up(&self, payment: &ProviderRef) -> Result<ProviderState, PaymentError>;

    /// Takes `amount` of an authorisation; the rest of it is released. Works once per payment: after it
    /// happened under another key the answer is [`PaymentErrorKind::Invalid`]; look up to see.
    async fn capture(&self, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<ProviderState, PaymentError>;

    /// Makes sure that no money is taken: closes the page if it is still open, voids the authorisation if
    /// there is one. Cancelling what is already cancelled or expired succeeds; cancelling what is captured
    /// is [`PaymentErrorKind::Invalid`] (refund instead).
    async fn cancel(&self, payment: &ProviderRef, key: &IdempotencyKey) -> Result<ProviderState, PaymentError>;

    /// Gives `amount` of a captured payment back; all refunds together never exceed what was captured.
    async fn refund(&self, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<RefundState, PaymentError>;

    /// How a refund stands: a pending one can still fail days later.
    async fn look_up_refund(&self, refund: &RefundRef) -> Result<RefundState, PaymentError>;

    /// Checks that a webhook really comes from the provider and is fresh (`now` is the house's clock), and
    /// reads what it is about. The caller deduplicates by [`WebhookEvent::id`].
    fn verify_webhook(&self, headers: &http::HeaderMap, body: &[u8], now: Timestamp) -> Result<WebhookEvent, WebhookError>;
}
