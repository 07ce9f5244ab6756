console-cancel-reason-missing = enter why; it stays in the books
console-cancel-changed = Nothing is cancelled yet: somebody bought or was refunded since you opened this page. Look at the numbers, and confirm them.
console-cancel-reason = Reason
console-cancel-reason-help = For your own people; it stays in the books.
console-cancel-button = Cancel the event
console-cancel-keep = Keep the event
console-cancel-heading = Cancel { $name }?
console-cancel-trail = Events
console-cancel-nobody = Nobody has a ticket.
console-cancel-stop = { $tickets ->
    [one] 1 ticket
   *[other] { $tickets } tickets
} of { $orders ->
    [one] 1 order
   *[other] { $orders } orders
} stop working.
console-cancel-unpaid = Nothing was paid, so no money goes back.
console-cancel-money = { $money } goes back to the buyers, fees included, the way they paid. This begins at once.
console-cancel-written = Every buyer is written to.
console-cancel-stays = The event stays visible as cancelled, and nothing is sold any more. This cannot be undone.
console-cancelled-bar = Orders given back
console-cancelled-money = { $arrived } has been sent back, { $waiting } is on its way.
console-cancelled-because = Cancelled because: { $reason }
console-cancelled-heading = Refunds of the cancelled event
console-cancelled-failures = What did not work
console-cancelled-nobody = Nobody had a ticket, so there is nothing to give back.
console-cancelled-all = All { $n } orders are given back.
console-cancelled-some = { $done } of { $all } orders are given back. The rest follows by itself; load the page again to see how far it is.
console-cancelled-retry = Try again
console-cancelled-itself = Tried again by itself
console-cancelled-column-order = Order
console-cancelled-column-buyer = Buyer
console-cancelled-column-why = Why
console-cancelled-column-do = What to do
console-cancelled-failures-caption = Refunds that did not work
