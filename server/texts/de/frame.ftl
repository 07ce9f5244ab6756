frame-events = Veranstaltungen
frame-my-tickets = Meine Tickets
frame-find-order = Bestellung finden
frame-organizers = Für Veranstalter
frame-api = API
