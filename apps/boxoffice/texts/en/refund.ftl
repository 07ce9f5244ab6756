### Public
refund-title-which = Which tickets do you give back?
refund-title-sure = Give tickets back?
refund-promised = What was promised
refund-back = { $amount } back
refund-continue = Continue
refund-keep-all = Keep all tickets
refund-until = Until { $when }: { $part }.
refund-until-free = You can give them back until { $when }.
refund-give = Give back
refund-give-for = Give back for { $sum }
refund-ask = Ask for the refund
refund-ask-free = Ask to give back
refund-goes-back = { $sum } goes back to you.
refund-stops =
    { $count ->
        [one] This ticket stops working at once. This cannot be undone.
       *[other] These tickets stop working at once. This cannot be undone.
    }
refund-banks = The money goes back the way you paid. Banks take up to ten days to show it.
refund-decides = { $organizer } decides and you are written to. Until then your tickets stay valid.
refund-keep = Keep the tickets
refund-give-tickets = Give tickets back
refund-ask-short = Ask for a refund
refund-yours = Your refunds
refund-day = Day
refund-state = State
refund-amount = Amount
refund-state-delayed = Delayed; the organizer looks into it
refund-state-asked = Asked for
refund-state-declined = Declined
refund-state-sent = Sent
refund-state-on-its-way = On its way
refund-given = The tickets are given back and admit nobody any more. If money goes back, it is on its way.
refund-asked = Your request is with the organizer, who decides and writes to you. Until then your tickets stay valid.
policy-cancelled = If the event is cancelled, you get everything back, fees included.
policy-title = Refunds
policy-title-free = Giving tickets back
policy-passed = These times have passed, so tickets can no longer be given back.
policy-begun = This event has begun, so tickets can no longer be given back.
policy-over = This event is over, so tickets can no longer be given back.
policy-called-off = This event is cancelled: what was paid goes back in full, fees included.
policy-free-until-start = Until the start you can give tickets back, so that somebody else can come.
policy-free-until-hours =
    { $count ->
        [one] Until an hour before the start you can give tickets back, so that somebody else can come.
       *[other] Until { $count } hours before the start you can give tickets back, so that somebody else can come.
    }
policy-free-until-days =
    { $count ->
        [one] Until a day before the start you can give tickets back, so that somebody else can come.
       *[other] Until { $count } days before the start you can give tickets back, so that somebody else can come.
    }
policy-none = No refunds.
policy-after-start = Once it has begun: nothing.
policy-after-that = After that: nothing.
policy-self = You give tickets back yourself, on your order’s page.
policy-ask = Ask on your order’s page; the organizer then decides.
policy-until-start = Until the start: { $part }.
policy-until-hours =
    { $count ->
        [one] Until an hour before the start: { $part }.
       *[other] Until { $count } hours before the start: { $part }.
    }
policy-until-days =
    { $count ->
        [one] Until a day before the start: { $part }.
       *[other] Until { $count } days before the start: { $part }.
    }
policy-part-nothing = nothing
policy-part-all = everything back, fees included
policy-part-price = the whole price back, without fees
policy-part-percent = { $percent } % back, fees included
policy-part-percent-price = { $percent } % of the price back, without fees
