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

use std::borrow::Cow;

use platform_texts::t;
use platform_ui::{Badge, Tone};

use crate::orders::OrderStatus;

/// An order's state in words.
pub fn status_words(status: OrderStatus) -> Cow<'static, str> {
    match status {
        OrderStatus::Pending => t!("console-order-pending"),
        OrderStatus::Paid => t!("console-order-paid"),
        OrderStatus::Expired => t!("console-order-expired"),
        OrderStatus::Cancelled => t!("console-order-cancelled"),
        OrderStatus::Failed => t!("console-order-failed"),
        OrderStatus::PartiallyRefunded => t!("console-order-partly-refunded"),
        OrderStatus::Refunded => t!("console-order-refunded"),
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
