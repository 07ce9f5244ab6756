readable-order-number = Bestellnummer
readable-lookup-code = Abrufcode
readable-ticket-code = Ticketcode
readable-test-mode = Testmodus: Hier gekaufte Tickets gewähren keinen echten Einlass, und es fließt kein Geld.
