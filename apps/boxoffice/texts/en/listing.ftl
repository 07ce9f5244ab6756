### Public
listing-title = What is on
listing-description = Everything that is coming up, with the price you pay.
listing-nothing-title = Nothing is on sale yet
listing-nothing-text = Events stand here as soon as they are published. Look again soon.
# Followed by the shelf's name, which is not seen.
listing-see-all = See all
listing-towns = Towns
listing-almost-gone = Almost gone
listing-this-weekend = This weekend
listing-just-announced = Just announced
listing-coming-up = Coming up
listing-count =
    { $count ->
        [one] 1 event
       *[other] { $n } events
    }
listing-tickets =
    { $count ->
        [one] 1 ticket
       *[other] { $count } tickets
    }
listing-price-from = from { $price }
listing-price-free-to = Free to { $price }
listing-back-to-first = Back to the first events
listing-filter-wrong-title = One of the filters cannot be read
listing-filter-wrong-text = The reason stands beside it. Mend it, or take all of them away.
listing-show-everything = Show everything
listing-events = Events
listing-near = Nothing matches “{ $text }” as it is written. { $count } with similar words:
listing-any = Nothing matches all of “{ $text }”. { $count } with some of the words:
listing-end-title = That was all
listing-end-text = There are no further events after these.
listing-show-first = Show the first events
listing-no-match-title = Nothing matches
listing-no-match-text = Try fewer words, other days, or take a filter away.
listing-new-dates = New dates to be announced
listing-badge-cancelled = Cancelled
listing-badge-postponed = Postponed
listing-badge-past = Past
listing-badge-in-carts = All in carts
listing-badge-few = Few left
listing-badge-not-yet = Not on sale yet
listing-badge-sale-from = On sale { $when }
listing-badge-ended = Sales ended
finder-list = List
finder-calendar = Calendar
finder-views = How it is shown
finder-free = Free
finder-available = Tickets available
finder-quick = When and what it costs
finder-words = “{ $text }”
finder-from = from { $what }
finder-until = until { $day }
finder-up-to = up to { $price }
finder-in-currency = in { $currency }
finder-chosen = Chosen
finder-more = More filters
finder-town = Town
finder-everywhere = Everywhere
finder-day-from = From
finder-day-until = Until
finder-price-from = Price from
finder-price-to = Price up to
finder-prices-in = Prices in
finder-sorted = Sorted by
finder-show = Show
finder-search-label = Search events
finder-search-placeholder = Title, place, artist
finder-search = Search
finder-categories = Categories
finder-today = Today
finder-tomorrow = Tomorrow
finder-weekend = This weekend
finder-week = Next 7 days
finder-month = Next 30 days
finder-by-fit = Best match
finder-by-date = Date
finder-by-price = Lowest price
finder-by-new = Newest
finder-wrong-long = Ask in at most { $most } letters.
finder-wrong-currency = Give a currency’s three letters, such as EUR.
finder-wrong-days = Give a day that is not before the first one.
finder-wrong-prices = Give a price that is not below the lower one.
finder-wrong-choice = Choose one of these: { $known }.
finder-wrong-name = No name here is longer than { $most } letters.
finder-wrong-day = Give a day as year, month and day: 2027-03-14.
finder-wrong-switch = Give 1, or leave it out.
finder-wrong-amount = Give an amount in { $currency }, such as { $example }.
listing-wrong-month = Give a year and a month: 2027-03.
listing-wrong-after = “after” is not a place in this list. Start again from the first page.
calendar-empty-title = Nothing in this month
calendar-empty-text = Look into the next one, or take a filter away.
calendar-title = What is on in { $month }
calendar-months = Months
calendar-caption = Events in { $month }, by day
# Behind a day, for screen readers: its link leads to the list.
calendar-day = { $day } { $weekday }
calendar-day-list = , list
calendar-more =
    { $count ->
        [one] 1 more
       *[other] { $count } more
    }
