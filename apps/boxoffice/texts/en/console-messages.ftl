console-audience-chosen = { $count ->
    [one] one chosen attendee
   *[other] { $count } chosen attendees
}
console-audience-other-ticket = another event’s ticket
console-audience-tickets = tickets: { $standing }
console-audience-matching = matching “{ $text }”
console-audience-everybody = everybody with a ticket
console-message-nobody = nobody holds such a ticket; choose others
console-message-too-many = at most 20,000 addresses can be written to at once; choose a part of them
console-message-moved-subject = New time or place: { $event }
console-message-moved-body =
    Hello { $name },

    { $event } has moved. It is now on { $date }, here: { $place }.

    Your tickets stay valid; you need no new ones. You find them here: { $link }
console-message-cancelled-subject = Cancelled: { $event }
console-message-cancelled-body =
    Hello { $name },

    we are sorry: { $event } on { $date } will not take place.

    You need not do anything. We write to you again about your money.
console-message-postponed-subject = Postponed: { $event }
console-message-postponed-body =
    Hello { $name },

    { $event } will not take place on { $date }, but at another time. We write to you as soon as we know when.

    Your tickets stay valid. You find them here: { $link }
console-message-hello = Hello { $name },
console-message-id-missing = send an id of your own, a UUID, that names this message
console-message-subject-missing = enter what the message is about
console-message-text-missing = enter what you want to tell them
console-message-placeholder = { $word } stands for nothing; use { $known }
console-messages-write = Write a message
console-messages-none = Nothing written yet
console-messages-none-help = Tell those who hold tickets what they should know: a new time, the way there, thanks.
console-messages-column-message = Message
console-messages-column-sent = Sent
console-messages-column-to = To
console-messages-column-addresses = Addresses
console-messages-column-delivered = Delivered
console-messages-column-failed = Failed
console-messages-caption = Messages
console-messages-waiting = { $n } on the way
console-message-change = Change it
console-message-card = Message
console-message-heading = Write to ticket holders
console-message-trail = Messages
console-message-addresses = { $count ->
    [one] 1 address
   *[other] { $n } addresses
}
console-message-from = From
console-message-to = To
console-message-subject = Subject
console-message-goes-to = It goes to { $people } ({ $audience }), to each once. This cannot be undone.
console-message-text = Text
console-message-send = { $count ->
    [one] Send to 1 address
   *[other] Send to { $n } addresses
}
console-message-preview = As one of them reads it
console-message-to-chosen = To { $audience }, at the address of whoever bought the ticket.
console-message-everybody = Write to everybody instead
console-message-holders = To holders of
console-message-any-ticket = Any ticket
console-message-at-door = At the door
console-message-in-or-not = Checked in or not
console-message-of-list = Of those in the list: { $audience }.
console-message-text-help = An empty line begins a new paragraph.
console-message-filled = These are filled in for each recipient:
console-message-look-again = Look at it again
console-message-look = Look at it
console-message-leave = Leave it
console-placeholder-name = the buyer’s name
console-placeholder-event = the event’s title
console-placeholder-date = when it begins, by the clock of its place
console-placeholder-place = where it is
console-placeholder-link = the address of their order, with the tickets
