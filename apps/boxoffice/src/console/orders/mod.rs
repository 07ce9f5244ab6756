//! Who bought, and giving money back.

pub(super) mod again;
pub(super) mod detail;
pub(super) mod detail_view;
pub(super) mod export;
mod filter;
pub(super) mod list;
pub(super) mod list_view;
pub(super) mod papers;
mod queries;
pub(super) mod refund;
pub(super) mod refund_view;
pub(super) mod resend;
pub(super) mod revoke;
pub(super) mod search;
mod timeline;

pub(super) use filter::{BARE_CLOSE, BARE_OPEN};
pub use filter::{FILTER_NAMES, OrderFilter};
pub use queries::{PaymentTry, RefundRow, RevocationRow, UnsentRefund, list_payments, list_refunds, list_revocations, list_unsent_refunds};
#[cfg(test)]
pub use search::OrderRow;
pub use search::list_types;
pub use timeline::timeline;

use platform_ui::{Badge, Tone};

use crate::orders::OrderStatus;

/// An order's state in words.
pub fn status_words(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Pending => "Not paid yet",
        OrderStatus::Paid => "Paid",
        OrderStatus::Expired => "Lapsed",
        OrderStatus::Cancelled => "Given up",
        OrderStatus::Failed => "Payment failed",
        OrderStatus::PartiallyRefunded => "Partly refunded",
        OrderStatus::Refunded => "Refunded",
    }
}

/// An order's state as a mark.
pub fn status_badge(status: OrderStatus) -> Badge {
    let words = status_words(status);
    match status {
        OrderStatus::Pending => Badge::new(Tone::Note, words),
        OrderStatus::Paid => Badge::new(Tone::Good, words),
        OrderStatus::Expired | OrderStatus::Cancelled => Badge::plain(words),
        OrderStatus::PartiallyRefunded => Badge::new(Tone::Care, words),
        OrderStatus::Failed | OrderStatus::Refunded => Badge::new(Tone::Bad, words),
    }
}
