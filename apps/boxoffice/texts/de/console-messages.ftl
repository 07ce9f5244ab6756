console-audience-chosen = { $count ->
    [one] ein ausgewählter Gast
   *[other] { $count } ausgewählte Gäste
}
console-audience-other-ticket = Ticket einer anderen Veranstaltung
console-audience-tickets = Tickets: { $standing }
console-audience-matching = passend zu „{ $text }“
console-audience-everybody = alle mit einem Ticket
console-message-nobody = niemand hat so ein Ticket; wählen Sie andere
console-message-too-many = es lassen sich höchstens 20.000 Adressen auf einmal anschreiben; wählen Sie einen Teil davon
console-message-moved-subject = Neue Zeit oder neuer Ort: { $event }
console-message-moved-body =
    Guten Tag { $name },

    { $event } wurde verlegt, jetzt: { $date }, hier: { $place }.

    Ihre Tickets bleiben gültig; Sie brauchen keine neuen. Sie finden sie hier: { $link }
console-message-cancelled-subject = Abgesagt: { $event }
console-message-cancelled-body =
    Guten Tag { $name },

    es tut uns leid: { $event } ({ $date }) findet nicht statt.

    Sie müssen nichts tun. Wegen Ihres Geldes schreiben wir Ihnen noch einmal.
console-message-postponed-subject = Verschoben: { $event }
console-message-postponed-body =
    Guten Tag { $name },

    { $event } findet nicht zur angekündigten Zeit ({ $date }) statt, sondern später. Wir schreiben Ihnen, sobald wir wissen, wann.

    Ihre Tickets bleiben gültig. Sie finden sie hier: { $link }
console-message-hello = Guten Tag { $name },
console-message-id-missing = senden Sie eine eigene Kennung, eine UUID, die diese Nachricht benennt
console-message-subject-missing = geben Sie ein, worum es in der Nachricht geht
console-message-text-missing = geben Sie ein, was Sie mitteilen möchten
console-message-placeholder = { $word } steht für nichts; verwenden Sie { $known }
console-messages-write = Nachricht schreiben
console-messages-none = Noch nichts geschrieben
console-messages-none-help = Sagen Sie denen, die Tickets haben, was sie wissen sollten: eine neue Zeit, den Weg dorthin, Dank.
console-messages-column-message = Nachricht
console-messages-column-sent = Gesendet
console-messages-column-to = An
console-messages-column-addresses = Adressen
console-messages-column-delivered = Zugestellt
console-messages-column-failed = Fehlgeschlagen
console-messages-caption = Nachrichten
console-messages-waiting = { $n } unterwegs
console-message-change = Ändern
console-message-card = Nachricht
console-message-heading = An die Gäste schreiben
console-message-trail = Nachrichten
console-message-addresses = { $count ->
    [one] 1 Adresse
   *[other] { $n } Adressen
}
console-message-from = Von
console-message-to = An
console-message-subject = Betreff
console-message-goes-to = Sie geht an { $people } ({ $audience }), an jede einmal. Das lässt sich nicht rückgängig machen.
console-message-text = Text
console-message-send = { $count ->
    [one] An 1 Adresse senden
   *[other] An { $n } Adressen senden
}
console-message-preview = Wie es eine Person davon liest
console-message-to-chosen = An { $audience }, an die Adresse der Person, die das Ticket gekauft hat.
console-message-everybody = Stattdessen an alle schreiben
console-message-holders = An alle mit
console-message-any-ticket = Jedem Ticket
console-message-at-door = Am Einlass
console-message-in-or-not = Eingelassen oder nicht
console-message-of-list = Von denen in der Liste: { $audience }.
console-message-text-help = Eine leere Zeile beginnt einen neuen Absatz.
console-message-filled = Diese werden für jede Person ausgefüllt:
console-message-look-again = Noch einmal ansehen
console-message-look = Ansehen
console-message-leave = Verwerfen
console-placeholder-name = der Name der Person, die gekauft hat
console-placeholder-event = der Titel der Veranstaltung
console-placeholder-date = wann sie beginnt, nach der Uhr des Ortes
console-placeholder-place = wo sie ist
console-placeholder-link = die Adresse der Bestellung, mit den Tickets
