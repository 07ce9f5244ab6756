# The command palette. $n: how many lines are left (the browser puts the number in).

palette-open = Go to
palette-label = Go to a page, an event or an order
palette-hint = Page, event or order number
palette-none = Nothing fits.
palette-one = 1 result
palette-many = { $n } results
