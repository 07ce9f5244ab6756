//! Stable codes of the organizer's refusals.

platform_http::codes! {
    /// Somebody else changed the event since the form was opened.
    EVENT_CHANGED = 409, "events.changed_meanwhile", "Somebody else changed this event since you opened it. Look at what changed, then save again.";
    /// People hold tickets for another time or place, or the new start lies in the past.
    EVENT_MOVE_UNCONFIRMED = 409, "events.move_unconfirmed", "This moves an event that tickets are sold for, or moves it into the past. Confirm that you mean it.";
    /// Something an event on sale must have is missing.
    EVENT_NOT_READY = 409, "events.not_ready", "This event cannot be published yet. The event’s page lists what is missing.";
    /// The event's status does not lead there.
    EVENT_WRONG_STATE = 409, "events.wrong_state", "The event’s state does not allow this.";
    /// There is nothing in the running order.
    PROGRAMME_EMPTY = 409, "events.programme_empty", "There is nothing in the programme yet. Add the first item, then publish it.";
    /// Somebody else changed the item since the form was opened.
    PROGRAMME_ITEM_CHANGED = 409, "events.programme_item_changed", "Somebody else changed this item since you opened it. Look at what it says now, then save again.";
    /// Tickets are sold or in carts.
    EVENT_HAS_SALES = 409, "events.has_sales", "Tickets of this event are sold or in carts, so it cannot be taken back to a draft.";
    /// The attendee is called otherwise than the form says.
    NAME_CHANGED = 409, "tickets.name_changed", "Somebody else changed this name since you opened the list. Look at it, then save again.";
    /// None of the chosen orders has tickets that admit anybody.
    NOTHING_TO_MAIL = 409, "orders.nothing_to_mail", "None of these orders has valid tickets, so nothing was mailed.";
    /// More than can be mailed at once.
    TOO_MANY_TO_MAIL = 409, "orders.too_many_to_mail", "The tickets of at most 5,000 orders can be mailed again at once. Nothing was mailed; choose fewer.";
    /// More messages within an hour than an event may send.
    MESSAGES_TOO_OFTEN = 429, "messages.too_often", "At most 6 messages an hour can be sent for one event. Nothing was sent; go back and send it later.";
    /// Somebody else changed the code since the form was opened.
    CODE_CHANGED = 409, "promo.changed_meanwhile", "Somebody else changed this code since you opened it. Your changes are still here; look at what stands above, then save again.";
    /// The event is a draft, cancelled, or over.
    COMPS_CLOSED = 409, "comps.closed", "Tickets can be given away while an event is published and not over.";
    /// The order is not paid, or its money went back already.
    ORDER_NOT_REFUNDABLE = 409, "orders.not_refundable", "Only a paid order can be refunded, and only once.";
    /// A ticket type, its order, a quota or a zone is no longer what the form was opened on.
    TICKETS_CHANGED = 409, "tickets.changed_meanwhile", "Somebody else changed these tickets since you opened the page. Look at what changed, then save again.";
    /// A part of it went back since the caller looked.
    REFUND_OUTDATED = 409, "orders.refund_outdated", "A part of this order was refunded since you opened the page. Look at what is left.";
    /// Chosen tickets were used at a door since the caller looked.
    REFUND_TICKETS_USED = 409, "orders.refund_tickets_used", "Some of these tickets were used at the door since you opened the page. Name them in came_in to refund them all the same.";
    /// Chosen tickets are dead.
    REFUND_TICKETS_GONE = 409, "orders.refund_tickets_gone", "Some of these tickets are refunded or revoked already, or belong to another order.";
    /// More than is left.
    REFUND_TOO_MUCH = 409, "orders.refund_too_much", "This is more than is left of what was paid.";
    /// Neither a ticket nor an amount.
    REFUND_NOTHING = 409, "orders.refund_nothing", "Choose at least one ticket, or enter an amount.";
    /// Somebody else answered.
    REQUEST_DECIDED = 409, "orders.request_decided", "This request was answered already.";
    /// More or less is sold than the caller agreed to.
    EVENT_SALES_CHANGED = 409, "events.sales_changed", "Somebody bought or was refunded since you opened this page. Look at the numbers, and confirm them.";
}
