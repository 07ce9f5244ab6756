//! Stable codes of the organizer's refusals.

platform_http::codes! {
    /// Somebody else changed the event since the form was opened.
    EVENT_CHANGED = 409, "events.changed_meanwhile", t!("console-code-event-changed");
    /// People hold tickets for another time or place, or the new start lies in the past.
    EVENT_MOVE_UNCONFIRMED = 409, "events.move_unconfirmed", t!("console-code-move-unconfirmed");
    /// Something an event on sale must have is missing.
    EVENT_NOT_READY = 409, "events.not_ready", t!("console-code-not-ready");
    /// The event's status does not lead there.
    EVENT_WRONG_STATE = 409, "events.wrong_state", t!("console-code-wrong-state");
    /// There is nothing in the running order.
    PROGRAMME_EMPTY = 409, "events.programme_empty", t!("console-code-programme-empty");
    /// Somebody else changed the item since the form was opened.
    PROGRAMME_ITEM_CHANGED = 409, "events.programme_item_changed", t!("console-code-item-changed");
    /// It cannot be deleted.
    EVENT_SOLD = 409, "events.sold", t!("console-code-event-sold");
    /// The programme was changed since the file was looked at.
    PROGRAMME_CHANGED = 409, "events.programme_changed", t!("console-code-programme-changed");
    /// An uploaded programme is kept for an hour, or for a day once it is in.
    UPLOAD_FORGOTTEN = 404, "events.upload_forgotten", t!("console-code-upload-forgotten");
    /// Another encoding.
    FILE_ENCODING = 422, "file.not_utf8", t!("console-code-file-encoding");
    /// Not what its format says.
    FILE_MALFORMED = 422, "file.malformed", t!("console-code-file-malformed");
    /// Entities could grow without end.
    FILE_ENTITY = 422, "file.entity", t!("console-code-file-entity");
    /// Nested too deeply.
    FILE_TOO_DEEP = 422, "file.too_deep", t!("console-code-file-too-deep");
    /// Too many rows.
    FILE_TOO_MANY_ROWS = 422, "file.too_many_rows", t!("console-code-file-too-many-rows");
    /// A table without a column that is needed.
    FILE_COLUMN_MISSING = 422, "file.column_missing", t!("console-code-file-column-missing");
    /// None of the formats.
    FILE_UNKNOWN = 422, "file.unknown", t!("console-code-file-unknown");
    /// Tickets are sold or in carts.
    EVENT_HAS_SALES = 409, "events.has_sales", t!("console-code-has-sales");
    /// The attendee is called otherwise than the form says.
    NAME_CHANGED = 409, "tickets.name_changed", t!("console-code-name-changed");
    /// None of the chosen orders has tickets that admit anybody.
    NOTHING_TO_MAIL = 409, "orders.nothing_to_mail", t!("console-code-nothing-to-mail");
    /// More than can be mailed at once.
    TOO_MANY_TO_MAIL = 409, "orders.too_many_to_mail", t!("console-code-too-many-to-mail");
    /// More messages within an hour than an event may send.
    MESSAGES_TOO_OFTEN = 429, "messages.too_often", t!("console-code-messages-too-often");
    /// Somebody else changed the code since the form was opened.
    CODE_CHANGED = 409, "promo.changed_meanwhile", t!("console-code-code-changed");
    /// The event is a draft, cancelled, or over.
    COMPS_CLOSED = 409, "comps.closed", t!("console-code-comps-closed");
    /// The order is not paid, or its money went back already.
    ORDER_NOT_REFUNDABLE = 409, "orders.not_refundable", t!("console-code-not-refundable");
    /// A ticket type, its order, a quota or a zone is no longer what the form was opened on.
    TICKETS_CHANGED = 409, "tickets.changed_meanwhile", t!("console-code-tickets-changed");
    /// A part of it went back since the caller looked.
    REFUND_OUTDATED = 409, "orders.refund_outdated", t!("console-code-refund-outdated");
    /// Chosen tickets were used at a door since the caller looked.
    REFUND_TICKETS_USED = 409, "orders.refund_tickets_used", t!("console-code-refund-used");
    /// Chosen tickets are dead.
    REFUND_TICKETS_GONE = 409, "orders.refund_tickets_gone", t!("console-code-refund-gone");
    /// More than is left.
    REFUND_TOO_MUCH = 409, "orders.refund_too_much", t!("console-code-refund-too-much");
    /// Neither a ticket nor an amount.
    REFUND_NOTHING = 409, "orders.refund_nothing", t!("console-code-refund-nothing");
    /// Somebody else answered.
    REQUEST_DECIDED = 409, "orders.request_decided", t!("console-code-request-decided");
    /// More or less is sold than the caller agreed to.
    EVENT_SALES_CHANGED = 409, "events.sales_changed", t!("console-code-sales-changed");
}
