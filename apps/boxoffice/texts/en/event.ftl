### Public
event-description-none = There is no description yet.
event-about = About the event
event-organized-by = Organized by { $organizer }.
event-tickets = Tickets
event-presents = { $presenter } presents
event-code-opens = Code { $code } opens the tickets below.
event-code-counts = Code { $code }: { $terms }. It comes off at the checkout.
event-have-code = Have a code?
event-code = Code
event-use-code = Use code
# The organizer's own words, then since when they stand there. $stop ends a sentence that has no end.
event-notice-posted = { $text }{ $stop } Posted { $when }.
event-programme = Programme
event-programme-whole =
    { $count ->
        [one] The whole programme: 1 item
       *[other] The whole programme: { $count } items
    }
event-plans-of = Plans of { $venue }
event-plan-pdf = PDF, { $size }
event-accessibility = Accessibility
event-similar = Similar events
event-when = When
event-doors = Doors
event-where = Where
event-plans = Plans
event-age = Age
event-date-open = The date is not fixed yet
event-date-postponed = A new date is not fixed yet. It was planned for { $when }.
event-until = { $start }, until { $end }
event-moved = Moved: it was planned for { $when }.
event-to-calendar = Add to calendar
event-new-date-open = New date to be announced
event-date-to-come = Date to be announced
event-map = Show on the map
event-map-app = Open in a map app
event-draft = Draft: only you and your team see this. Nothing can be bought yet.
event-back = Back to the event
event-private = Private: only you and your team see this.
event-get-tickets = Get tickets
event-held-free = Held for you for 15 minutes while you enter your details.
event-held-pay = Held for you for 15 minutes while you pay.
event-not-yet = Not on sale yet
event-ended = Sales have ended
event-in-carts = All in carts now. Look again in a few minutes: some may come back.
event-cancelled-long = This event has been cancelled. No tickets are sold any more. If you hold tickets, { $organizer } will be in touch.
event-postponed-long = This event has been postponed. Tickets are sold again when the new date is fixed.
event-over = This event is over.
event-begun = This event has begun. Tickets are no longer sold here.
event-nothing-sold = No tickets are sold for this event here yet.
event-amount-any = As much as you like; 0 is fine.
event-amount-any-on-top = As much as you like; 0 is fine. Fees and taxes come on top.
event-amount-least = { $least } or more.
event-amount-least-on-top = { $least } or more. Fees and taxes come on top.
event-at-least = At least { $n } in one order.
event-sale-from = On sale from { $when }
event-changed = The tickets of this event have changed.
event-changed-show = Show them as they are now
event-tickets-back = Tickets are to be had.
programme-of = Programme of { $event }
programme-page = Programme · { $event }
programme-description =
    { $count ->
        [one] 1 item: { $event } · { $when }
       *[other] { $count } items: { $event } · { $when }
    }
programme-part =
    { $count ->
        [one] 1 item of { $all }.
       *[other] { $count } items of { $all }.
    }
programme-nothing-title = Nothing fits
programme-nothing-text = There is no item for this day, track and room together.
programme-to-come = To be announced
programme-with = With
programme-track = Track
programme-day = Day
programme-room = Room
programme-all = All
programme-jumps = Days and rooms
programme-elsewhere = Elsewhere
programme-times-to-come = Times to be announced
similar-date = Another date
similar-kind-place = Also { $kind }, same place
similar-kind-week = Also { $kind }, the same week
similar-place = Same place
similar-kind = Also { $kind }
similar-organizer = Same organizer
# A kind of event in the middle of a sentence.
similar-kind-name =
    { $slug ->
        [music] music
        [theatre] theatre
        [dance] dance
        [film] film
        [comedy] comedy
        [family] for families
        [talk] talks
        [art] art
        [sport] sport
       *[other] { $slug }
    }
# A kind of event above its title.
event-kind =
    { $slug ->
        [music] Music
        [theatre] Theatre
        [dance] Dance
        [film] Film
        [comedy] Comedy
        [family] Family
        [talk] Talk
        [art] Art
        [sport] Sport
       *[other] { $slug }
    }
