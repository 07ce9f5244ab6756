### Public
# What an order is called.
readable-order-number = Order number
# What opens an order, with the e-mail address.
readable-lookup-code = Lookup code
# What is typed at the door.
readable-ticket-code = Ticket code
# What every page, mail and paper of a test says.
readable-test-mode = Test mode: tickets bought here admit nobody real, and no money moves.
