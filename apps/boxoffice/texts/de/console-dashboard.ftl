console-books-and = { $some } und { $more }
console-range-from = Von
console-range-to = Bis
console-range-show = Zeigen
console-chart-tickets = { $by ->
    [day] Tickets je Tag
    [week] Tickets je Woche
   *[other] Tickets je Monat
}
console-chart-tickets-note = { $kind ->
    [event] Nach Veranstaltung; erstattete sind darunter
   *[other] Nach Art; erstattete sind darunter
}
console-chart-tickets-note-one = Erstattete sind darunter
console-chart-course = Tickets insgesamt
console-chart-course-note = In diesen Tagen
console-chart-paid = { $by ->
    [day] Bezahlt je Tag
    [week] Bezahlt je Woche
   *[other] Bezahlt je Monat
}
console-chart-paid-in = { $by ->
    [day] Bezahlt je Tag, { $currency }
    [week] Bezahlt je Woche, { $currency }
   *[other] Bezahlt je Monat, { $currency }
}
console-chart-back = { $by ->
    [day] Erstattet je Tag
    [week] Erstattet je Woche
   *[other] Erstattet je Monat
}
console-chart-back-in = { $by ->
    [day] Erstattet je Tag, { $currency }
    [week] Erstattet je Woche, { $currency }
   *[other] Erstattet je Monat, { $currency }
}
console-chart-paid-series = Bezahlt
console-chart-paid-note = Nach dem Tag der Zahlung, vor Erstattungen
console-chart-back-series = Erstattet
console-chart-back-note = Nach dem Tag der Entscheidung
console-account-days = In diesen Tagen
console-account-tickets = Tickets, ohne Gebühren und Steuer
console-account-fees = Gebühren
console-account-tax = Steuer
console-account-paid = Von Käufern bezahlt
console-account-back = Erstattet
console-account-stays = Bleibt
console-account-caption = Was einging
console-chart-by-type = Bezahlt nach Art
console-chart-by-type-note = Mit Gebühren und Steuer, vor Erstattungen
console-checkouts = { $paid } von { $placed ->
    [one] 1 Bestellung
   *[other] { $placed } Bestellungen
} aus diesen Tagen { $paid ->
    [one] wurde
   *[other] wurden
} bezahlt.
console-checkouts-waiting = { $paid } von { $placed ->
    [one] 1 Bestellung
   *[other] { $placed } Bestellungen
} aus diesen Tagen { $paid ->
    [one] wurde
   *[other] wurden
} bezahlt; { $waiting ->
    [one] 1 kann
   *[other] { $waiting } können
} es noch werden.
console-sales-gone = Nicht mehr im Angebot
console-sales-heading = Verkäufe
console-sales-capacity = Kapazität
console-sales-door = Am Einlass
console-sales-whole = Die ganze Veranstaltung
console-sales-sold = Verkauft von dem, was da ist
console-sales-sold-note = Der hellere Balken ist die Kapazität
console-sales-entered = Eingelassen
console-sales-entered-of = von { $living } Tickets
console-sales-inside = Jetzt im Haus
console-sales-admitted = { $length ->
    [quarter] Eingelassen je 15 Minuten
    [hour] Eingelassen je Stunde
    [day] Eingelassen je Tag
   *[other] Eingelassen je Woche
}
console-sales-admitted-series = Eingelassen
console-figures-others = { $count ->
    [one] 1 weitere Veranstaltung
   *[other] { $count } weitere Veranstaltungen
}
console-figures-none = Keine Zahlen zu zeigen
console-figures-none-help = Sie stehen hier, sobald eine Veranstaltung veröffentlicht ist, deren Verkäufe Sie sehen dürfen.
console-figures-account = Was einging
console-figures-by-event = Nach Veranstaltung
console-figures-most = Die { $shown } Veranstaltungen mit den meisten Verkäufen von { $all }. Die Summen oben gelten für alle.
console-figures-heading = Zahlen
console-figures-lead = { $days }, nach den Uhren von { $zone }. Von den Veranstaltungen, deren Verkäufe Sie sehen dürfen.
console-figures-tickets-of = { $count ->
    [one] von einer Veranstaltung
   *[other] von { $count } Veranstaltungen
}
console-figures-tickets = Tickets
console-figures-stays-in = Bleibt, { $currency }
console-figures-stays = Bleibt
console-figures-paid-back = { $paid } bezahlt, { $refunded } erstattet
console-figures-orders = { $count ->
    [one] aus einer Bestellung
   *[other] aus { $count } Bestellungen
}
console-figures-checkouts = Bezahlte Bestellungen
console-figures-checkouts-of = { $paid } von { $placed }
console-figures-column-event = Veranstaltung
console-figures-column-starts = Beginn
console-figures-column-tickets = Tickets
console-figures-column-course = Verlauf
console-figures-column-paid = Bezahlt
console-figures-column-back = Erstattet
console-figures-column-stays = Bleibt
console-figures-no-date = Noch kein Termin
console-figures-spark = { $by ->
    [day] { $tickets } Tickets, höchstens { $most } an einem Tag
    [week] { $tickets } Tickets, höchstens { $most } in einer Woche
   *[other] { $tickets } Tickets, höchstens { $most } in einem Monat
}
console-figures-hidden = Für Sie nicht sichtbar
console-figures-caption = Verkäufe nach Veranstaltung
console-figures-nothing = In diesen Tagen wurde nichts verkauft
console-figures-nothing-help = Wählen Sie oben andere Tage.
console-range-week = 7 Tage
console-range-month = 30 Tage
console-range-all = Alle
console-range-own = Eigene Tage
console-range-day-wrong = Geben Sie einen Tag ein, zum Beispiel 2026-03-14.
console-range-order-wrong = Wählen Sie einen Tag, der nicht vor dem ersten liegt.
console-range-long = Wählen Sie höchstens zehn Jahre.
console-range-span = { $first } bis { $last }
