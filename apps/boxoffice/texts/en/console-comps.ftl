console-comps-kind-missing = choose the tickets
console-comps-reason-missing = enter why; it stays with the orders
console-comps-batch-wrong = leave this out, or send a UUID
console-comps-none-left = these are { $people } people, but none are left; nothing was given
console-comps-too-few = { $left ->
    [one] these are { $people } people, but only 1 is left; nothing was given
   *[other] these are { $people } people, but only { $left } are left; nothing was given
}
console-comps-give = Give tickets away
console-comps-given = Given before
console-comps-closed = Tickets can be given away once the event is published and has tickets.
console-comps-left = { $name }, { $left } left
console-comps-tickets = Tickets
console-comps-people = For whom
console-comps-people-example = Ada Lovelace, ada@example.org
console-comps-people-help = A name and an e-mail address on each line, with a comma between them; at most { $most } lines. Each gets one ticket by mail, from the same stock as everybody’s.
console-comps-reason = Reason
console-comps-reason-help = For your own people; it stays with the orders.
console-comps-button = Give tickets
console-comps-given-caption = Given before
console-comps-column-for = For
console-comps-column-ticket = Ticket
console-comps-column-reason = Reason
console-comps-column-when = When
console-comps-column-tickets = Tickets
console-comps-none = Nothing given away yet
console-comps-none-help = Guests of the house, press and crew stand here with the reason.
console-comps-and-others = { $names } and others
