palette-open = Springen zu
palette-label = Zu einer Seite, Veranstaltung oder Bestellung
palette-hint = Seite, Veranstaltung, Bestellnummer
palette-none = Nichts passt.
palette-one = 1 Treffer
palette-many = { $n } Treffer
