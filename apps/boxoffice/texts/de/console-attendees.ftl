console-attendees-valid = Gültig
console-attendees-moving = Wird weitergegeben oder weiterverkauft
console-attendees-revoked = Gesperrt
console-attendees-refunded = Erstattet
console-attendees-in = Eingelassen
console-attendees-not-in = Nicht eingelassen
console-attendees-choose = wählen Sie etwas aus der Liste
console-attendees-chip-quoted = „{ $text }“
console-attendees-chip-other-ticket = Ticket einer anderen Veranstaltung
console-attendees-choose-one = wählen Sie mindestens einen Gast
console-attendees-export-says = { $count ->
    [one] Eine CSV-Datei mit dem einen passenden Gast; Zeiten nach der Uhr des Ortes.
   *[other] Eine CSV-Datei mit allen { $n } passenden Gästen; Zeiten nach der Uhr des Ortes.
}
console-attendees-print-says = { $count ->
    [one] Ein PDF für A4-Papier mit dem einen passenden Gast, nach Namen sortiert, jeweils mit einem Kästchen zum Abhaken.
   *[other] Ein PDF für A4-Papier mit allen { $n } passenden Gästen, nach Namen sortiert, jeweils mit einem Kästchen zum Abhaken.
}
console-attendees-print-download = Herunterladen
console-attendees-print = Drucken
console-attendees-print-heading = Liste drucken
console-attendees-any = Alle
console-attendees-search = Name, E-Mail, Ticketcode oder Bestellnummer
console-attendees-ticket = Ticket
console-attendees-state = Status
console-attendees-at-door = Am Einlass
console-attendees-column-name = Name
console-attendees-column-ticket = Ticket
console-attendees-column-state = Status
console-attendees-column-in = Eingelassen
console-attendees-column-email = E-Mail
console-attendees-column-order = Bestellung
console-attendees-caption = Gäste
console-attendees-write = Anschreiben
console-attendees-resend = Tickets erneut mailen
console-attendees-print-chosen = Drucken
console-attendees-export = Exportieren
console-attendees-not-yet = Noch nicht
console-attendees-bought-by = gekauft von { $name }
console-attendees-rename = Den Namen { $name } ändern
console-attendees-rename-name = Name auf dem Ticket
console-attendees-rename-save = Speichern
console-attendees-none = Noch niemand
console-attendees-none-help = Alle, die ein Ticket haben, stehen hier, sobald es gekauft ist.
console-attendees-no-match = Niemand passt
console-attendees-no-match-help = Kein Ticket ist alles zugleich. Entfernen Sie einen Filter oder sehen Sie alle an.
console-attendees-show-all = Alle zeigen
console-roll-nobody = niemand passt: entfernen Sie einen Filter und drucken Sie dann erneut
console-roll-too-many = ein PDF führt höchstens { $most } Gäste auf, und { $attendees } passen: grenzen Sie sie mit einem Filter ein oder nehmen Sie die CSV-Datei
console-roll-chosen = Einzeln ausgewählt
console-roll-count = { $count ->
    [one] Ein Gast
   *[other] { $n } Gäste
}
console-roll-only = Nur: { $shown }
console-roll-title = Gästeliste
console-roll-printed = Gedruckt am { $date }, { $time } Uhr
console-roll-foot = { $organizer } · gedruckt am { $date }, { $time } Uhr
console-roll-column-name = Name
console-roll-column-ticket = Ticket
console-roll-column-number = Bestellnummer
console-roll-column-state = Status
console-roll-page = Seite { $n } von { $of }
console-roll-in = Drin { $time }
console-roll-in-gate = Drin { $time }, { $gate }
console-roll-in-day = Drin { $day }, { $time }
console-roll-in-day-gate = Drin { $day }, { $time }, { $gate }
console-attendees-renamed-meanwhile = jemand hat ihn inzwischen in „{ $other }“ geändert; speichern Sie erneut, um das zu ersetzen
