console-cancel-reason-missing = geben Sie den Grund ein; er bleibt in den Büchern
console-cancel-changed = Noch ist nichts abgesagt: Jemand hat gekauft oder wurde erstattet, seit Sie diese Seite geöffnet haben. Sehen Sie sich die Zahlen an und bestätigen Sie sie.
console-cancel-reason = Grund
console-cancel-reason-help = Für Ihre eigenen Leute; er bleibt in den Büchern.
console-cancel-button = Veranstaltung absagen
console-cancel-keep = Veranstaltung behalten
console-cancel-heading = { $name } absagen?
console-cancel-trail = Veranstaltungen
console-cancel-nobody = Niemand hat ein Ticket.
console-cancel-stop = { $tickets ->
    [one] 1 Ticket
   *[other] { $tickets } Tickets
} aus { $orders ->
    [one] 1 Bestellung
   *[other] { $orders } Bestellungen
} { $tickets ->
    [one] wird
   *[other] werden
} ungültig.
console-cancel-unpaid = Es wurde nichts bezahlt, also geht kein Geld zurück.
console-cancel-money = { $money } gehen samt Gebühren auf dem Zahlungsweg an die Käuferinnen und Käufer zurück. Das beginnt sofort.
console-cancel-written = Alle, die gekauft haben, werden benachrichtigt.
console-cancel-stays = Die Veranstaltung bleibt als abgesagt sichtbar, und es wird nichts mehr verkauft. Das lässt sich nicht rückgängig machen.
console-cancelled-bar = Erstattete Bestellungen
console-cancelled-money = { $arrived } wurden zurückgesendet, { $waiting } sind unterwegs.
console-cancelled-because = Grund der Absage: { $reason }
console-cancelled-heading = Erstattungen der abgesagten Veranstaltung
console-cancelled-failures = Was nicht gelang
console-cancelled-nobody = Niemand hatte ein Ticket, es gibt also nichts zu erstatten.
console-cancelled-all = Alle { $n } Bestellungen sind erstattet.
console-cancelled-some = { $done } von { $all } Bestellungen sind erstattet. Der Rest folgt von selbst; laden Sie die Seite neu, um den Stand zu sehen.
console-cancelled-retry = Erneut versuchen
console-cancelled-itself = Wird von selbst erneut versucht
console-cancelled-column-order = Bestellung
console-cancelled-column-buyer = Käufer/in
console-cancelled-column-why = Warum
console-cancelled-column-do = Was zu tun ist
console-cancelled-failures-caption = Erstattungen, die nicht gelangen
