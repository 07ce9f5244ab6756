//! What the buyer's pages can refuse, as programs may rely on it.

use platform_http::Code;

/// Setting tickets aside.
pub mod holds {
    platform_http::codes! {
        /// Fewer are left than were asked for.
        SOLD_OUT = 409, "holds.sold_out", "These tickets are sold out, or fewer are left than you chose. Nothing was held or charged.";
        /// Before or after the type's sale window.
        NOT_ON_SALE = 409, "holds.not_on_sale", "These tickets are not on sale at the moment.";
        /// Above the type's limit per order.
        OVER_LIMIT = 409, "holds.over_limit", "You chose more tickets than one order may have. Choose fewer.";
        /// Below the type's smallest order.
        UNDER_LIMIT = 409, "holds.under_limit", "These tickets are sold only in larger numbers. Choose more, or none.";
        /// Less than the least, more than anybody may give, or a price that is not the buyer's to say.
        WRONG_AMOUNT = 409, "holds.wrong_amount", "One of the tickets cannot be had for the amount you entered. Nothing was held or charged.";
        /// A type of another event, or of none.
        UNKNOWN_TICKET_TYPE = 409, "holds.unknown_ticket_type", "One of the chosen tickets does not belong to this event. Load the page again and choose anew.";
        /// Not published, cancelled, or begun.
        CLOSED = 409, "holds.closed", "This event is not on sale.";
        /// Nothing was chosen.
        EMPTY = 409, "holds.empty", "Choose at least one ticket.";
        /// The reservation's time was over, or another one took its place.
        EXPIRED = 409, "holds.expired", "Your reservation has lapsed. Nothing was charged. Choose your tickets again.";
    }
}

/// Promo codes, and codes that open hidden tickets.
pub mod promo {
    platform_http::codes! {
        /// No code of this organizer.
        UNKNOWN = 409, "promo.unknown", "This code is not known here. Check how it is spelt.";
        /// The organizer paused it.
        PAUSED = 409, "promo.paused", "This code is not in use at the moment.";
        /// Before its window.
        NOT_YET = 409, "promo.not_yet", "This code cannot be used yet.";
        /// After its window.
        OVER = 409, "promo.over", "This code can no longer be used.";
        /// Its uses are gone, some of them perhaps in carts.
        USED_UP = 409, "promo.used_up", "This code has been used as often as it may be.";
        /// By the same account or e-mail address.
        USED_BY_YOU = 409, "promo.used_by_you", "You have used this code as often as one person may.";
        /// Another event, other tickets, or nothing that it takes anything off.
        NOT_FOR_THESE = 409, "promo.not_for_these", "This code does not count for these tickets.";
        /// The tickets together cost too little.
        BELOW_MINIMUM = 409, "promo.below_minimum", "Your tickets cost less than this code asks for.";
        /// No card can be charged with so little.
        TOO_LITTLE_LEFT = 409, "promo.too_little_left", "With this code less would be left to pay than can be charged. Choose more tickets, or leave the code out.";
        /// The tickets are there because of another code, or the order has its price.
        NOT_NOW = 409, "promo.not_now", "The code of this reservation cannot be changed any more. Choose your tickets again to use another one.";
    }
}

/// Orders and their tickets.
pub mod orders {
    platform_http::codes! {
        /// It is paid, or is being paid, or was over before.
        NOT_RELEASABLE = 409, "orders.not_releasable", "This order is not waiting for its payment any more, so its tickets were not given back. Look at the order.";
        /// There is no ticket to print or to put into a calendar.
        NO_TICKETS = 409, "orders.no_tickets", "This order has no valid tickets.";
        /// More than one file holds.
        TOO_MANY_TICKETS = 409, "orders.too_many_tickets", "This order has more than 1,000 tickets, too many for one file. Its page shows all of them.";
        /// Nothing was settled, so there is nothing to show for it.
        NO_RECEIPT = 409, "orders.no_receipt", "There is no receipt for this order: it was not paid.";
        /// Address and code do not belong together, or to no order; which of them is not told.
        LOOKUP_FAILED = 404, "orders.lookup_failed", "No order matches this e-mail address and lookup code. Check both; the lookup code is in the confirmation mail.";
        /// No rule of the refund policy gives anything for these tickets now.
        REFUND_NOT_OFFERED = 409, "orders.refund_not_offered", "The refund policy gives nothing back for these tickets now.";
        /// The amount is another one than the page said.
        REFUND_CHANGED = 409, "orders.refund_changed", "What goes back has changed since you opened the page. Nothing was given back; look at the new amount.";
        /// A chosen ticket was used at the door.
        REFUND_USED = 409, "orders.refund_used", "One of these tickets was used at the door meanwhile, so nothing was given back.";
        /// Nothing was chosen.
        REFUND_EMPTY = 409, "orders.refund_empty", "Choose at least one ticket to give back.";
        /// Another request waits for the organizer.
        REFUND_WAITS = 409, "orders.refund_waits", "You have asked for a refund of this order already. The organizer decides and writes to you.";
        /// The event moved between the page and the button.
        EVENT_MOVED = 409, "orders.event_moved", "This event has moved since you opened this page. Look at its new time and place, and go on if they suit you.";
        /// The prices moved between the page and the button.
        PRICE_CHANGED = 409, "orders.price_changed", "The price has changed since you opened this page. Look at the new total and confirm it.";
    }
}

/// Payments.
pub mod payments {
    platform_http::codes! {
        /// The provider's page could not be opened now.
        PROVIDER_AWAY = 503, "payments.provider_away", "The payment provider cannot be reached at the moment. Your tickets stay reserved; try again in a moment.";
        /// The signature does not hold, is too old, or the body is none of the provider's.
        WEBHOOK_REFUSED = 400, "payments.webhook_refused", "This message does not carry a valid signature of the payment provider.";
    }
}

/// Every code of the buyer's pages, for the reference.
pub fn all() -> Vec<Code> {
    [holds::ALL, promo::ALL, orders::ALL, payments::ALL].concat()
}
