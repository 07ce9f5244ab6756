listing-title = Programm
listing-description = Alles, was ansteht, mit dem Preis, den Sie zahlen.
listing-nothing-title = Noch ist nichts im Verkauf
listing-nothing-text = Veranstaltungen stehen hier, sobald sie veröffentlicht sind. Schauen Sie bald wieder vorbei.
listing-see-all = Alle ansehen
listing-towns = Orte
listing-almost-gone = Fast ausverkauft
listing-this-weekend = Dieses Wochenende
listing-just-announced = Neu angekündigt
listing-coming-up = Demnächst
listing-count =
    { $count ->
        [one] 1 Veranstaltung
       *[other] { $n } Veranstaltungen
    }
listing-tickets =
    { $count ->
        [one] 1 Ticket
       *[other] { $count } Tickets
    }
listing-price-from = ab { $price }
listing-price-free-to = Kostenlos bis { $price }
listing-back-to-first = Zurück zu den ersten Veranstaltungen
listing-filter-wrong-title = Einer der Filter ist nicht lesbar
listing-filter-wrong-text = Der Grund steht daneben. Berichtigen Sie ihn oder entfernen Sie alle Filter.
listing-show-everything = Alles anzeigen
listing-events = Veranstaltungen
listing-near = Zu „{ $text }“ wurde in dieser Schreibweise nichts gefunden. { $count } mit ähnlichen Wörtern:
listing-any = Nichts enthält alle Wörter von „{ $text }“. { $count } mit einigen davon:
listing-end-title = Das war alles
listing-end-text = Danach gibt es keine weiteren Veranstaltungen.
listing-show-first = Die ersten Veranstaltungen anzeigen
listing-no-match-title = Nichts gefunden
listing-no-match-text = Versuchen Sie es mit weniger Wörtern, anderen Tagen oder ohne einen Filter.
listing-new-dates = Neue Termine werden bekannt gegeben
listing-badge-cancelled = Abgesagt
listing-badge-postponed = Verschoben
listing-badge-past = Vorbei
listing-badge-in-carts = Alle im Warenkorb
listing-badge-few = Nur noch wenige
listing-badge-not-yet = Noch nicht im Verkauf
listing-badge-sale-from = Vorverkauf ab { $when }
listing-badge-ended = Verkauf beendet
finder-list = Liste
finder-calendar = Kalender
finder-views = Darstellung
finder-free = Kostenlos
finder-available = Tickets verfügbar
finder-quick = Wann und zu welchem Preis
finder-words = „{ $text }“
finder-from = ab { $what }
finder-until = bis { $day }
finder-up-to = bis { $price }
finder-in-currency = in { $currency }
finder-chosen = Ausgewählt
finder-more = Weitere Filter
finder-town = Ort
finder-everywhere = Überall
finder-day-from = Von
finder-day-until = Bis
finder-price-from = Preis ab
finder-price-to = Preis bis
finder-prices-in = Preise in
finder-sorted = Sortiert nach
finder-show = Anzeigen
finder-search-label = Veranstaltungen suchen
finder-search-placeholder = Titel, Ort, Künstler
finder-search = Suchen
finder-categories = Kategorien
finder-today = Heute
finder-tomorrow = Morgen
finder-weekend = Dieses Wochenende
finder-week = Nächste 7 Tage
finder-month = Nächste 30 Tage
finder-by-fit = Beste Treffer
finder-by-date = Datum
finder-by-price = Niedrigster Preis
finder-by-new = Neueste
finder-wrong-long = Suchen Sie mit höchstens { $most } Zeichen.
finder-wrong-currency = Geben Sie die drei Buchstaben einer Währung an, zum Beispiel EUR.
finder-wrong-days = Geben Sie einen Tag an, der nicht vor dem ersten liegt.
finder-wrong-prices = Geben Sie einen Preis an, der nicht unter dem niedrigeren liegt.
finder-wrong-choice = Wählen Sie eines davon: { $known }.
finder-wrong-name = Kein Name ist hier länger als { $most } Zeichen.
finder-wrong-day = Geben Sie einen Tag als Jahr, Monat und Tag an: 2027-03-14.
finder-wrong-switch = Geben Sie 1 an oder lassen Sie es weg.
finder-wrong-amount = Geben Sie einen Betrag in { $currency } an, zum Beispiel { $example }.
listing-wrong-month = Geben Sie Jahr und Monat an: 2027-03.
listing-wrong-after = „after“ ist keine Stelle in dieser Liste. Beginnen Sie wieder auf der ersten Seite.
calendar-empty-title = In diesem Monat findet nichts statt
calendar-empty-text = Schauen Sie in den nächsten oder entfernen Sie einen Filter.
calendar-title = Programm im { $month }
calendar-months = Monate
calendar-caption = Veranstaltungen im { $month }, nach Tagen
calendar-day = { $weekday }, { $day }.
calendar-day-list = , Liste
calendar-more =
    { $count ->
        [one] 1 weitere
       *[other] { $count } weitere
    }
