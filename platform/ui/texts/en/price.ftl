### Public
# Prices, choosing tickets, orders. $n: how many are left (the browser puts the number in); $time: 19:30.

price-free = Free
price-all-in = incl. fees and taxes
price-total = Total
price-your-order = Your order
price-sold-out = Sold out
price-held-for = Held for you
price-time-over = Time is up
price-progress = Progress
price-step-done = done
price-own = Pay what you want
price-own-amount = You pay per ticket
price-opens = Opens
price-less = One less: { $what }
price-more = One more: { $what }
price-left = { $n } left
price-until = until { $time }
price-step = Step { $index } of { $count }
