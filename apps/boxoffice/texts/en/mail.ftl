### Public
mail-subject-tickets = Your tickets for { $event }
mail-subject-unpaid = Your order for { $event }: nothing was charged
mail-subject-test = TEST: { $subject }
mail-hello = Hello { $name },
mail-attached = Your tickets for { $event } are attached. Each has a QR code and a ticket code; it admits one person, once. Show it on paper or on your phone.
mail-codes = Order number: { $number }
mail-lookup = Lookup code: { $code }
mail-total = Total: { $total }
mail-elsewhere = If you want to see your order on another device: it opens at { $address } with this e-mail address and the lookup code.
mail-receipt = A receipt to print is on your order’s page.
mail-title-tickets = Your tickets
mail-your-order = Your order
mail-link = { $label }: { $address }
mail-not-completed = Your order for { $event } could not be completed.
mail-see-left = See what is left
mail-complimentary = Complimentary
mail-free = Free
mail-test-paid = { $money }, settled with a test payment
mail-paid = { $money }, { $contained }
mail-discount = Discount with { $code }: { $amount }
mail-when = { $when } ({ $zone })
mail-subject-request = Your refund request for { $event }
mail-subject-cancelled = Cancelled: { $event }
mail-subject-refund = Refund for { $event }
mail-requested =
    { $count ->
        [one] You asked to give back one ticket. { $organizer } decides and we write to you. Until then your tickets stay valid.
       *[other] You asked to give back { $count } tickets. { $organizer } decides and we write to you. Until then your tickets stay valid.
    }
mail-requested-for =
    { $count ->
        [one] You asked to give back one ticket for { $amount }. { $organizer } decides and we write to you. Until then your tickets stay valid.
       *[other] You asked to give back { $count } tickets for { $amount }. { $organizer } decides and we write to you. Until then your tickets stay valid.
    }
mail-declined = { $organizer } declined your request. Your tickets stay valid.
mail-declined-for = { $organizer } declined your request for { $amount }. Your tickets stay valid.
mail-reason = The reason: { $reason }
mail-event-cancelled = { $event } has been cancelled.
mail-money-back = { $amount } is on its way back the way you paid. Banks take up to ten days to show it.
mail-all-dead = The tickets of this order admit nobody any more.
mail-some-dead =
    { $count ->
        [one] The refunded ticket admits nobody any more.
       *[other] The { $count } refunded tickets admit nobody any more.
    }
mail-title-refund = Refund
message-date-open = a date that is not known yet
message-place-open = a place that is not known yet
message-why = { $organizer } writes to you because you hold tickets for { $event }. Order number: { $number }.
