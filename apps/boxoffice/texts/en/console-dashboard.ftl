console-books-and = { $some } and { $more }
console-range-from = From
console-range-to = To
console-range-show = Show
console-chart-tickets = { $by ->
    [day] Tickets by day
    [week] Tickets by week
   *[other] Tickets by month
}
console-chart-tickets-note = { $kind ->
    [event] By event; refunded ones are among them
   *[other] By type; refunded ones are among them
}
console-chart-tickets-note-one = Refunded ones are among them
console-chart-course = Tickets in all
console-chart-course-note = Within these days
console-chart-paid = { $by ->
    [day] Paid by day
    [week] Paid by week
   *[other] Paid by month
}
console-chart-paid-in = { $by ->
    [day] Paid by day, { $currency }
    [week] Paid by week, { $currency }
   *[other] Paid by month, { $currency }
}
console-chart-back = { $by ->
    [day] Given back by day
    [week] Given back by week
   *[other] Given back by month
}
console-chart-back-in = { $by ->
    [day] Given back by day, { $currency }
    [week] Given back by week, { $currency }
   *[other] Given back by month, { $currency }
}
console-chart-paid-series = Paid
console-chart-paid-note = By the day of payment, before refunds
console-chart-back-series = Given back
console-chart-back-note = By the day on which it was decided
console-account-days = Within these days
console-account-tickets = Tickets, without fees and tax
console-account-fees = Fees
console-account-tax = Tax
console-account-paid = Paid by buyers
console-account-back = Given back
console-account-stays = Stays
console-account-caption = What came in
console-chart-by-type = Paid by type
console-chart-by-type-note = Fees and tax included, before refunds
console-checkouts = { $paid } of { $placed ->
    [one] 1 order
   *[other] { $placed } orders
} placed in these days { $paid ->
    [one] was
   *[other] were
} paid.
console-checkouts-waiting = { $paid } of { $placed ->
    [one] 1 order
   *[other] { $placed } orders
} placed in these days { $paid ->
    [one] was
   *[other] were
} paid; { $waiting } still may be.
console-sales-gone = No longer offered
console-sales-heading = Sales
console-sales-capacity = Capacity
console-sales-door = At the door
console-sales-whole = The whole event
console-sales-sold = Sold of what there is
console-sales-sold-note = The paler bar is the capacity
console-sales-entered = Entered
console-sales-entered-of = of { $living } tickets
console-sales-inside = Inside now
console-sales-admitted = { $length ->
    [quarter] Admitted by 15 minutes
    [hour] Admitted by hour
    [day] Admitted by day
   *[other] Admitted by week
}
console-sales-admitted-series = Admitted
console-figures-others = { $count } other events
console-figures-none = No figures to show
console-figures-none-help = They stand here as soon as an event is published of which you may see the sales.
console-figures-account = What came in
console-figures-by-event = By event
console-figures-most = The { $shown } events that sold most, of { $all }. The sums above are of all.
console-figures-heading = Figures
console-figures-lead = { $days }, by the clocks of { $zone }. Of the events whose sales you may see.
console-figures-tickets-of = { $count ->
    [one] of one event
   *[other] of { $count } events
}
console-figures-tickets = Tickets
console-figures-stays-in = Stays, { $currency }
console-figures-stays = Stays
console-figures-paid-back = { $paid } paid, { $refunded } given back
console-figures-orders = { $count ->
    [one] from one order
   *[other] from { $count } orders
}
console-figures-checkouts = Paid checkouts
console-figures-checkouts-of = { $paid } of { $placed }
console-figures-column-event = Event
console-figures-column-starts = Starts
console-figures-column-tickets = Tickets
console-figures-column-course = Course
console-figures-column-paid = Paid
console-figures-column-back = Given back
console-figures-column-stays = Stays
console-figures-no-date = No date yet
console-figures-spark = { $by ->
    [day] { $tickets } tickets, at most { $most } in a day
    [week] { $tickets } tickets, at most { $most } in a week
   *[other] { $tickets } tickets, at most { $most } in a month
}
console-figures-hidden = Not shown to you
console-figures-caption = Sales by event
console-figures-nothing = Nothing was sold in these days
console-figures-nothing-help = Choose other days above.
console-range-week = 7 days
console-range-month = 30 days
console-range-all = All
console-range-own = Own dates
console-range-day-wrong = Enter a day like 2026-03-14.
console-range-order-wrong = Choose a day that is not before the first one.
console-range-long = Choose at most ten years.
console-range-span = { $first } to { $last }
