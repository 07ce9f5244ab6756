//! What the buyer's pages can refuse, as programs may rely on it.

use platform_http::Code;

/// Setting tickets aside.
pub mod holds {
    platform_http::codes! {
        /// Fewer are left than were asked for.
        SOLD_OUT = 409, "holds.sold_out", t!("refusal-sold-out");
        /// Before or after the type's sale window.
        NOT_ON_SALE = 409, "holds.not_on_sale", t!("refusal-not-on-sale");
        /// Above the type's limit per order.
        OVER_LIMIT = 409, "holds.over_limit", t!("refusal-over-limit");
        /// Below the type's smallest order.
        UNDER_LIMIT = 409, "holds.under_limit", t!("refusal-under-limit");
        /// Less than the least, more than anybody may give, or a price that is not the buyer's to say.
        WRONG_AMOUNT = 409, "holds.wrong_amount", t!("refusal-wrong-amount");
        /// A type of another event, or of none.
        UNKNOWN_TICKET_TYPE = 409, "holds.unknown_ticket_type", t!("refusal-unknown-type");
        /// Not published, cancelled, or begun.
        CLOSED = 409, "holds.closed", t!("refusal-closed");
        /// Nothing was chosen.
        EMPTY = 409, "holds.empty", t!("refusal-empty");
        /// The reservation's time was over, or another one took its place.
        EXPIRED = 409, "holds.expired", t!("refusal-expired");
    }
}

/// Promo codes, and codes that open hidden tickets.
pub mod promo {
    platform_http::codes! {
        /// No code of this organizer.
        UNKNOWN = 409, "promo.unknown", t!("refusal-code-unknown");
        /// The organizer paused it.
        PAUSED = 409, "promo.paused", t!("refusal-code-paused");
        /// Before its window.
        NOT_YET = 409, "promo.not_yet", t!("refusal-code-not-yet");
        /// After its window.
        OVER = 409, "promo.over", t!("refusal-code-over");
        /// Its uses are gone, some of them perhaps in carts.
        USED_UP = 409, "promo.used_up", t!("refusal-code-used-up");
        /// By the same account or e-mail address.
        USED_BY_YOU = 409, "promo.used_by_you", t!("refusal-code-used-by-you");
        /// Another event, other tickets, or nothing that it takes anything off.
        NOT_FOR_THESE = 409, "promo.not_for_these", t!("refusal-code-not-for-these");
        /// The tickets together cost too little.
        BELOW_MINIMUM = 409, "promo.below_minimum", t!("refusal-code-below-minimum");
        /// No card can be charged with so little.
        TOO_LITTLE_LEFT = 409, "promo.too_little_left", t!("refusal-code-too-little");
        /// The tickets are there because of another code, or the order has its price.
        NOT_NOW = 409, "promo.not_now", t!("refusal-code-not-now");
    }
}

/// Orders and their tickets.
pub mod orders {
    platform_http::codes! {
        /// It is paid, or is being paid, or was over before.
        NOT_RELEASABLE = 409, "orders.not_releasable", t!("refusal-order-not-releasable");
        /// There is no ticket to print or to put into a calendar.
        NO_TICKETS = 409, "orders.no_tickets", t!("refusal-order-no-tickets");
        /// More than one file holds.
        TOO_MANY_TICKETS = 409, "orders.too_many_tickets", t!("refusal-order-too-many");
        /// Nothing was settled, so there is nothing to show for it.
        NO_RECEIPT = 409, "orders.no_receipt", t!("refusal-order-no-receipt");
        /// Address and code do not belong together, or to no order; which of them is not told.
        LOOKUP_FAILED = 404, "orders.lookup_failed", t!("refusal-order-lookup");
        /// No rule of the refund policy gives anything for these tickets now.
        REFUND_NOT_OFFERED = 409, "orders.refund_not_offered", t!("refusal-refund-not-offered");
        /// The amount is another one than the page said.
        REFUND_CHANGED = 409, "orders.refund_changed", t!("refusal-refund-changed");
        /// A chosen ticket was used at the door.
        REFUND_USED = 409, "orders.refund_used", t!("refusal-refund-used");
        /// Nothing was chosen.
        REFUND_EMPTY = 409, "orders.refund_empty", t!("refusal-refund-empty");
        /// Another request waits for the organizer.
        REFUND_WAITS = 409, "orders.refund_waits", t!("refusal-refund-waits");
        /// The event moved between the page and the button.
        EVENT_MOVED = 409, "orders.event_moved", t!("refusal-event-moved");
        /// The prices moved between the page and the button.
        PRICE_CHANGED = 409, "orders.price_changed", t!("refusal-price-changed");
    }
}

/// Payments.
pub mod payments {
    platform_http::codes! {
        /// The provider's page could not be opened now.
        PROVIDER_AWAY = 503, "payments.provider_away", t!("refusal-provider-away");
        /// The signature does not hold, is too old, or the body is none of the provider's.
        WEBHOOK_REFUSED = 400, "payments.webhook_refused", t!("refusal-webhook");
    }
}

/// Every code of the buyer's pages, for the reference.
pub fn all() -> Vec<Code> {
    [holds::ALL, promo::ALL, orders::ALL, payments::ALL].concat()
}

#[cfg(test)]
mod tests {
    use platform_types::Lang;

    use super::*;

    #[test]
    fn every_refusal_is_told_in_every_language() {
        for code in all() {
            let english = code.message();
            for lang in [Lang::De, Lang::Ar] {
                lang.within(|| assert_ne!(code.message(), english, "{} in {lang}", code.code));
            }
        }
    }
}
