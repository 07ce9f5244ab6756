event-description-none = Es gibt noch keine Beschreibung.
event-about = Über die Veranstaltung
event-organized-by = Veranstalter: { $organizer }.
event-tickets = Tickets
event-presents = { $presenter } präsentiert
event-code-opens = Der Code { $code } schaltet die Tickets unten frei.
event-code-counts = Code { $code }: { $terms }. Er wird an der Kasse abgezogen.
event-have-code = Haben Sie einen Code?
event-code = Code
event-use-code = Code verwenden
event-notice-posted = { $text }{ $stop } Mitgeteilt: { $when }.
event-programme = Programm
event-programme-whole =
    { $count ->
        [one] Das ganze Programm: 1 Punkt
       *[other] Das ganze Programm: { $count } Punkte
    }
event-plans-of = Pläne: { $venue }
event-plan-pdf = PDF, { $size }
event-accessibility = Barrierefreiheit
event-similar = Ähnliche Veranstaltungen
event-when = Wann
event-doors = Einlass
event-where = Wo
event-plans = Pläne
event-age = Alter
event-date-open = Der Termin steht noch nicht fest
event-date-postponed = Ein neuer Termin steht noch nicht fest. Geplant war: { $when }.
event-until = { $start }, bis { $end }
event-moved = Verlegt: Geplant war { $when }.
event-to-calendar = Im Kalender eintragen
event-new-date-open = Neuer Termin folgt
event-date-to-come = Termin folgt
event-map = Auf der Karte zeigen
event-map-app = In einer Karten-App öffnen
event-draft = Entwurf: Nur Sie und Ihr Team sehen das. Es kann noch nichts gekauft werden.
event-back = Zurück zur Veranstaltung
event-private = Privat: Nur Sie und Ihr Team sehen das.
event-get-tickets = Tickets kaufen
event-held-free = 15 Minuten für Sie reserviert, während Sie Ihre Angaben machen.
event-held-pay = 15 Minuten für Sie reserviert, während Sie bezahlen.
event-not-yet = Noch nicht im Verkauf
event-ended = Der Verkauf ist beendet
event-in-carts = Gerade alle in Warenkörben. Schauen Sie in einigen Minuten wieder: Vielleicht werden welche frei.
event-cancelled-long = Diese Veranstaltung wurde abgesagt. Es werden keine Tickets mehr verkauft. Wenn Sie Tickets haben, meldet sich { $organizer } bei Ihnen.
event-postponed-long = Diese Veranstaltung wurde verschoben. Tickets werden wieder verkauft, sobald der neue Termin feststeht.
event-over = Diese Veranstaltung ist vorbei.
event-begun = Diese Veranstaltung hat begonnen. Hier werden keine Tickets mehr verkauft.
event-nothing-sold = Für diese Veranstaltung werden hier noch keine Tickets verkauft.
event-amount-any = So viel Sie möchten; 0 ist in Ordnung.
event-amount-any-on-top = So viel Sie möchten; 0 ist in Ordnung. Gebühren und Steuern kommen hinzu.
event-amount-least = { $least } oder mehr.
event-amount-least-on-top = { $least } oder mehr. Gebühren und Steuern kommen hinzu.
event-at-least = Mindestens { $n } pro Bestellung.
event-sale-from = Im Verkauf ab { $when }
event-changed = Die Tickets dieser Veranstaltung haben sich geändert.
event-changed-show = Aktuellen Stand anzeigen
event-tickets-back = Es gibt wieder Tickets.
programme-of = Programm: { $event }
programme-page = Programm · { $event }
programme-description =
    { $count ->
        [one] 1 Programmpunkt: { $event } · { $when }
       *[other] { $count } Programmpunkte: { $event } · { $when }
    }
programme-part =
    { $count ->
        [one] 1 Programmpunkt von { $all }.
       *[other] { $count } Programmpunkte von { $all }.
    }
programme-nothing-title = Nichts passt
programme-nothing-text = Für diesen Tag, diese Reihe und diesen Raum zusammen gibt es keinen Programmpunkt.
programme-to-come = Wird bekannt gegeben
programme-with = Mit
programme-track = Reihe
programme-day = Tag
programme-room = Raum
programme-all = Alle
programme-jumps = Tage und Räume
programme-elsewhere = Anderswo
programme-times-to-come = Zeiten werden bekannt gegeben
similar-date = Weiterer Termin
similar-kind-place = Auch { $kind }, gleicher Ort
similar-kind-week = Auch { $kind }, gleiche Woche
similar-place = Gleicher Ort
similar-kind = Auch { $kind }
similar-organizer = Gleicher Veranstalter
similar-kind-name =
    { $slug ->
        [music] Musik
        [theatre] Theater
        [dance] Tanz
        [film] Film
        [comedy] Comedy
        [family] für Familien
        [talk] Vorträge
        [art] Kunst
        [sport] Sport
       *[other] { $slug }
    }
event-kind =
    { $slug ->
        [music] Musik
        [theatre] Theater
        [dance] Tanz
        [film] Film
        [comedy] Comedy
        [family] Familie
        [talk] Vortrag
        [art] Kunst
        [sport] Sport
       *[other] { $slug }
    }
