console-attendees-valid = Valid
console-attendees-moving = Being passed on or resold
console-attendees-revoked = Revoked
console-attendees-refunded = Refunded
console-attendees-in = Checked in
console-attendees-not-in = Not checked in
console-attendees-choose = choose one of the list
console-attendees-chip-quoted = “{ $text }”
console-attendees-chip-other-ticket = Another event’s ticket
console-attendees-choose-one = choose at least one attendee
console-attendees-export-says = { $count ->
    [one] A CSV file with one attendee that match, and times by the place’s clock.
   *[other] A CSV file with all { $n } attendees that match, and times by the place’s clock.
}
console-attendees-print-says = { $count ->
    [one] A PDF for A4 paper with one attendee that match, sorted by name, each with a box to tick.
   *[other] A PDF for A4 paper with all { $n } attendees that match, sorted by name, each with a box to tick.
}
console-attendees-print-download = Download
console-attendees-print = Print
console-attendees-print-heading = Print the list
console-attendees-any = Any
console-attendees-search = Name, e-mail, ticket code or order number
console-attendees-ticket = Ticket
console-attendees-state = State
console-attendees-at-door = At the door
console-attendees-column-name = Name
console-attendees-column-ticket = Ticket
console-attendees-column-state = State
console-attendees-column-in = Checked in
console-attendees-column-email = E-mail
console-attendees-column-order = Order
console-attendees-caption = Attendees
console-attendees-write = Write to them
console-attendees-resend = Mail tickets again
console-attendees-print-chosen = Print
console-attendees-export = Export
console-attendees-not-yet = Not yet
console-attendees-bought-by = bought by { $name }
console-attendees-rename = Change the name { $name }
console-attendees-rename-name = Name on the ticket
console-attendees-rename-save = Save
console-attendees-none = Nobody yet
console-attendees-none-help = Everybody who holds a ticket stands here, the moment it is bought.
console-attendees-no-match = None match
console-attendees-no-match-help = No ticket is all of this at once. Take a filter away, or look at all of them.
console-attendees-show-all = Show everybody
console-roll-nobody = nobody matches: take a filter away, then print again
console-roll-too-many = one PDF lists at most { $most } attendees and { $attendees } match: narrow them with a filter, or take the CSV file
console-roll-chosen = Chosen one by one
console-roll-count = { $count ->
    [one] One attendee
   *[other] { $n } attendees
}
console-roll-only = Only: { $shown }
console-roll-title = Attendees
console-roll-printed = Printed { $date }, { $time }
console-roll-foot = { $organizer } · printed { $date }, { $time }
console-roll-column-name = Name
console-roll-column-ticket = Ticket
console-roll-column-number = Order number
console-roll-column-state = State
console-roll-page = Page { $n } of { $of }
console-roll-in = In { $time }
console-roll-in-gate = In { $time }, { $gate }
console-roll-in-day = In { $day }, { $time }
console-roll-in-day-gate = In { $day }, { $time }, { $gate }
console-attendees-renamed-meanwhile = somebody changed it to “{ $other }” meanwhile; save again to replace that
