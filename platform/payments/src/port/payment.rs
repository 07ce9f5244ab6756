//! What passes through the port.

use std::fmt;

use platform_types::{EmailAddress, Lang, Money, OrderId, PaymentId, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

macro_rules! reference {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// As the provider spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<String> for $name {
            fn from(raw: String) -> Self {
                Self(raw)
            }
        }
        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                Self(raw.to_owned())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

reference!(/// The provider's name for a payment (`cs_…` of the page, `pi_…` of the authorisation at Stripe).
    ProviderRef);
reference!(/// The provider's name for a refund (`re_…` at Stripe).
    RefundRef);

/// Makes a repeated call have one effect. Written down before the first attempt and never reused for
/// anything else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The key of one `step` (`capture`, `cancel`, …) of one thing of ours; the same id and step always
    /// give the same key.
    pub fn of(step: &str, id: uuid::Uuid) -> Self {
        Self(format!("{step}-{id}"))
    }

    /// The key of a sub-step that an adapter needs to carry out one call of ours.
    pub fn part(&self, part: &str) -> Self {
        Self(format!("{}-{part}", self.0))
    }

    /// The text, as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A payment to be opened. Must be equal, field by field, when it is sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayment {
    /// Our intent; also the idempotency key.
    pub key: PaymentId,
    /// What is being paid for; travels as metadata so that the provider's books can be matched with ours.
    pub order: OrderId,
    /// All-in amount.
    pub amount: Money,
    /// What the person reads on the page and on the statement of the provider, one line.
    pub description: String,
    /// Prefilled on the page; receipts go there.
    pub customer_email: EmailAddress,
    /// What the person reads; none where nobody noted it. Fixed for all attempts.
    pub language: Option<Lang>,
    /// Where the person returns after paying.
    pub return_url: Url,
    /// Where the person returns without having paid; the page stays payable until it expires.
    pub cancel_url: Url,
    /// When the intent was written down, fixed for all attempts.
    pub created_at: Timestamp,
    /// Until when the page should be payable. A provider may keep it open longer (Stripe: at least 30
    /// minutes), so a lapsed hold must also [`cancel`](crate::PaymentProvider::cancel).
    pub expires_at: Timestamp,
}

/// An opened payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedPayment {
    /// What to ask about later.
    pub provider_ref: ProviderRef,
    /// The page to send the person to.
    pub pay_url: Url,
    /// When the provider closes the page.
    pub expires_at: Timestamp,
}

/// What the provider knows about a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderState {
    /// The reference asked about.
    pub provider_ref: ProviderRef,
    /// Our intent, as the provider gives it back from the metadata, if it does.
    pub payment: Option<PaymentId>,
    /// Where it stands.
    pub status: ProviderStatus,
    /// What was asked for.
    pub amount: Money,
    /// What was taken.
    pub amount_captured: Money,
    /// What went back, pending refunds included.
    pub amount_refunded: Money,
}

/// Where a payment stands at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderStatus {
    /// The page is open, nothing was tried.
    Open,
    /// The bank or the person still has to do something (3-D Secure, a slow method).
    RequiresAction,
    /// The money is reserved: capture it or void it. A card's reservation lapses after 7 days.
    Authorised {
        /// The authorisation, for capture and cancel.
        intent: ProviderRef,
    },
    /// Money was taken (see [`ProviderState::amount_captured`]); it may have been refunded since.
    Captured {
        /// The authorisation it was taken from.
        intent: ProviderRef,
    },
    /// The last try was declined. While the page is open the person may try again.
    Declined {
        /// Why.
        reason: Decline,
    },
    /// Voided: the reservation is released, nothing was taken.
    Cancelled,
    /// The page closed unpaid.
    Expired,
}

/// Why the bank said no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    /// Stable code, as of Stripe's decline codes: `insufficient_funds`, `generic_decline` …
    pub code: String,
    /// The provider's sentence for the person.
    pub message: String,
}

/// How a refund stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundState {
    /// What to ask about later.
    pub refund_ref: RefundRef,
    /// How much goes back.
    pub amount: Money,
    /// Where it stands.
    pub status: RefundStatus,
}

/// Where a refund stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundStatus {
    /// On its way; it can still fail.
    Pending,
    /// Sent to the bank.
    Succeeded,
    /// It came back to us; the person has not got the money.
    Failed {
        /// The provider's code: `lost_or_stolen_card`, `expired_or_canceled_card` …
        reason: String,
    },
}
