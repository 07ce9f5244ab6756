# What pages are called in the command palette.

title-overview = Overview
title-figures = Figures
title-team = Team
title-events = Events
title-event-new = New event
title-venues = Places
title-event = Event: overview
title-event-edit = Edit the event
title-tickets = Tickets and prices
title-orders = Orders
title-all-orders = All orders
title-refunds = Refunds
title-comps = Complimentary tickets
title-files = Picture and documents
title-codes = Promo codes
title-code-new = New promo code
title-gates = Door: choose an event
title-gate = Door
title-listing = Events on sale
title-my-tickets = My tickets
title-find-order = Find an order
