//! Which of its faces an order's page shows, from what the books say and the time.

use platform_payments::store::PaymentStatus;
use platform_types::Timestamp;

use crate::orders::{OrderStatus, OrderView};

/// The face of an order's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Tickets are held and can be paid.
    ToPay,
    /// Paid, as far as we know; the provider has not said so yet, or money is being taken.
    Confirming,
    /// The time is over. `checking`: a payment may still be on its way.
    Lapsed {
        /// Whether a payment is not settled yet.
        checking: bool,
    },
    /// There are tickets.
    Paid,
    /// The payment failed for good.
    Failed,
    /// Given up; nothing was taken, or all of it goes back.
    Cancelled,
    /// Some of the money went back.
    PartiallyRefunded,
    /// All of the money went back.
    Refunded,
}

/// `waiting`: the buyer comes from the provider's page and is being asked to wait.
pub(super) fn stage(order: &OrderView, payment: Option<PaymentStatus>, now: Timestamp, waiting: bool) -> Stage {
    let unsettled = payment.is_some_and(PaymentStatus::is_unsettled);
    match order.status {
        OrderStatus::Pending | OrderStatus::Expired if payment == Some(PaymentStatus::Capturing) => Stage::Confirming,
        OrderStatus::Pending if order.hold_expires_at <= now => Stage::Lapsed { checking: unsettled },
        OrderStatus::Pending if waiting && unsettled => Stage::Confirming,
        OrderStatus::Pending => Stage::ToPay,
        OrderStatus::Expired => Stage::Lapsed { checking: unsettled },
        OrderStatus::Paid => Stage::Paid,
        OrderStatus::Failed => Stage::Failed,
        OrderStatus::Cancelled => Stage::Cancelled,
        OrderStatus::PartiallyRefunded => Stage::PartiallyRefunded,
        OrderStatus::Refunded => Stage::Refunded,
    }
}
