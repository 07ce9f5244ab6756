catalogue-not-found = es gibt keine solche Veranstaltung, deren Tickets Sie ändern dürfen
catalogue-sale-window = der Verkauf muss nach seinem Beginn enden
catalogue-limits = die kleinste Bestellung darf nicht größer als die größte sein
catalogue-below-sold = die Kapazität kann nicht kleiner sein als das, was schon verkauft oder in Warenkörben ist
catalogue-stale = es wurde inzwischen geändert
catalogue-pricing-stays = wer den Preis bestimmt, lässt sich nicht mehr ändern, weil dieses Ticket schon in Warenkörben war; archivieren Sie es und fügen Sie ein neues hinzu
catalogue-zone-kept = mit diesem Bereich wurden Tickets gekauft, sie behalten ihn also
catalogue-zone-scanned = dieser Bereich wurde am Einlass schon gescannt, er bleibt also
catalogue-zone-code = ein anderer Bereich dieser Veranstaltung hat diesen Code
catalogue-not-counted = was diese Ticketart verkauft hat, würde nicht gezählt
comps-not-found = es gibt keine solche Veranstaltung, deren Tickets Sie verschenken dürfen
comps-closed = Tickets lassen sich für eine Veranstaltung verschenken, die veröffentlicht und nicht vorbei ist
comps-too-few = { $left ->
    [one] es ist nur 1 übrig
   *[other] es sind nur { $left } übrig
}
comps-people-missing = Geben Sie einen Namen und eine E-Mail-Adresse ein.
comps-people-many = Das sind { $people } Personen; auf einmal bekommen höchstens { $most } Tickets.
comps-people-line = Zeile { $number }, „{ $text }“: { $why }.
comps-people-comma = setzen Sie ein Komma zwischen Namen und E-Mail-Adresse
messages-too-often = für eine Veranstaltung lassen sich höchstens { $most } Nachrichten in der Stunde senden; versuchen Sie es später erneut
messages-taken = öffnen Sie das Formular erneut; dieses gehört zu einer anderen Nachricht
cancel-event-not-found = es gibt keine solche Veranstaltung, die Sie absagen dürfen
cancel-event-state = eine Veranstaltung im Status „{ $state }“ lässt sich nicht absagen
cancel-event-changed = die Verkäufe der Veranstaltung haben sich inzwischen geändert
refund-error-not-found = es gibt keine solche Bestellung, die Sie erstatten dürfen
refund-error-not-paid = diese Bestellung hat den Status „{ $state }“; nur eine bezahlte Bestellung lässt sich erstatten
refund-error-changed = die Bestellung wurde inzwischen erstattet
refund-error-gone = { $count ->
    [one] 1 der gewählten Tickets ist schon erstattet oder gesperrt
   *[other] { $count } der gewählten Tickets sind schon erstattet oder gesperrt
}
refund-error-came-in = { $count ->
    [one] 1 der gewählten Tickets wurde am Einlass benutzt
   *[other] { $count } der gewählten Tickets wurden am Einlass benutzt
}
refund-error-too-much = es lassen sich höchstens { $left_minor } kleinste Währungseinheiten erstatten
refund-error-nothing = es wurde nichts gewählt
refund-error-not-offered = die Erstattungsregeln geben für diese Tickets jetzt nichts zurück
refund-error-waiting = ein Antrag zu dieser Bestellung wartet auf Antwort
table-import-sold = es sind Tickets verkauft oder in Warenkörben; ändern Sie das im Veranstalterbereich, der zuerst nachfragt und allen Bescheid gibt, die Tickets haben
table-import-needs-start = eine veröffentlichte Veranstaltung braucht einen Beginn
table-import-ends-early = das Ende muss nach dem Beginn liegen
table-import-doors-late = der Einlass muss vor dem Beginn liegen
table-import-currency = ihre Preise hängen an der Währung; legen Sie für eine andere eine neue Veranstaltung an
table-import-types = Ticketarten einer vorhandenen Veranstaltung werden im Veranstalterbereich geändert
table-import-capacity = die Kapazität einer vorhandenen Veranstaltung wird im Veranstalterbereich geändert
table-import-no-venue = kein Ort hier hat diese Kennung oder diesen Namen; importieren Sie zuerst die Orte
table-import-venues = mehrere Orte hier heißen so; geben Sie die Kennung eines Ortes an
