//! Orders: from a hold to tickets, and back.
//!
//! ```text
//! hold ─ place ─▶ pending ─ pay ─▶ (provider's page) ─ settle ─▶ paid ─ refund ─▶ partially_refunded, refunded
//!                    ├─ release ─▶ cancelled
//!                    └─ hold lapses ─▶ expired ─ late payment ─▶ seats again: paid / none: let go, told
//! ```
//! Money is reserved first and taken only when the seats are certain ([`settle`]): whatever dies in
//! between, the reconciler asks the provider and goes on from there.

mod cancel_event;
mod give_back;
mod notices;
mod pay;
mod place;
mod queries;
mod refund;
mod release;
mod request;
mod retry;
mod revoke;
mod send_refund;
mod settle;
mod test_payment;
mod turns;

pub use cancel_event::{
    CancelError, Cancellation, CancellationFailure, Extent, cancel_event, cancellation_of, extent_of, refund_cancelled,
};
pub use give_back::{GiveBack, Given, HowMuch, Origin, Which};
pub(crate) use notices::told_notice;
pub use pay::{PayError, PayPage, start_payment};
pub use place::{PlaceError, PlaceOrder, place_order, place_order_for};
pub use queries::{
    OrderItem, OrderTicket, OrderView, PaidTicket, find_by_lookup, find_order, find_order_by_hold, list_of_owner, paid_tickets,
    ticket_prices,
};
pub use refund::{RefundError, refund_order, refund_tickets};
pub use release::{ReleaseError, release_order};
pub use request::{Requested, approve_request, decline_request, offer_of, request_refund};
pub use retry::retry_refund;
pub use revoke::revoke_ticket;
pub use send_refund::settle_refund;
pub(crate) use settle::fulfil;
pub use settle::{SettleError, Settled, expire_lapsed, reconcile, settle};
pub(crate) use turns::Turns;

/// How an order came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderKind {
    /// Somebody bought it, for money or for nothing.
    Sale,
    /// The organizer gave it away ([`crate::comps`]).
    Comp,
}

impl OrderKind {
    /// From what is stored.
    pub fn parse(text: &str) -> Self {
        if text == "comp" { Self::Comp } else { Self::Sale }
    }
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Placed, not paid.
    Pending,
    /// Paid: there are tickets.
    Paid,
    /// The hold lapsed before payment.
    Expired,
    /// Given up; nothing was taken.
    Cancelled,
    /// The payment failed for good; nothing was taken.
    Failed,
    /// Part of the money went back.
    PartiallyRefunded,
    /// All of it went back.
    Refunded,
}

impl OrderStatus {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Pending, Self::Paid, Self::Expired, Self::Cancelled, Self::Failed, Self::PartiallyRefunded, Self::Refunded];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::PartiallyRefunded => "partially_refunded",
            Self::Refunded => "refunded",
        }
    }

    /// From what is stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// The transition table; the database holds the same one (`orders_transition`).
    pub fn may_become(self, next: Self) -> bool {
        use OrderStatus::{Cancelled, Expired, Failed, Paid, PartiallyRefunded, Pending, Refunded};
        matches!(
            (self, next),
            (Pending, Paid | Expired | Cancelled | Failed)
                | (Expired, Paid | Cancelled)
                | (Paid, PartiallyRefunded | Refunded)
                | (PartiallyRefunded, Refunded)
        )
    }
}
