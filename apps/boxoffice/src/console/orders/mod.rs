//! Who bought, and giving money back.

pub(super) mod again;
pub(super) mod detail;
pub(super) mod detail_view;
pub(super) mod list;
pub(super) mod list_view;
mod queries;
pub(super) mod refund;
pub(super) mod revoke;
mod timeline;

pub use queries::{
    OrderRow, PaymentTry, RefundRow, RevocationRow, UnsentRefund, list_payments, list_refunds, list_revocations, list_unsent_refunds,
    search_orders,
};
pub use timeline::timeline;

use platform_ui::{Badge, Tone};

use crate::orders::OrderStatus;

/// An order's state as a mark.
pub fn status_badge(status: OrderStatus) -> Badge {
    match status {
        OrderStatus::Pending => Badge::new(Tone::Note, "Not paid yet"),
        OrderStatus::Paid => Badge::new(Tone::Good, "Paid"),
        OrderStatus::Expired => Badge::plain("Lapsed"),
        OrderStatus::Cancelled => Badge::plain("Given up"),
        OrderStatus::Failed => Badge::new(Tone::Bad, "Payment failed"),
        OrderStatus::PartiallyRefunded => Badge::new(Tone::Care, "Partly refunded"),
        OrderStatus::Refunded => Badge::new(Tone::Bad, "Refunded"),
    }
}
