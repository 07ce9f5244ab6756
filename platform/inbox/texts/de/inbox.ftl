inbox-title = Posteingang
inbox-account = Ihr Konto
inbox-all = Alle
inbox-unread = Ungelesen
inbox-read-all = Alle als gelesen markieren
inbox-done-read = Alles ist als gelesen markiert.
inbox-today = Heute
inbox-yesterday = Gestern
inbox-none = Noch nichts
inbox-none-text = Was mit Ihren Tickets, Ihren Veranstaltungen und Ihrem Konto geschieht, erfahren Sie hier, so wie Sie es wählen.
inbox-none-unread = Alles gelesen
inbox-none-unread-text = Neues steht hier, bis Sie es geöffnet haben.
inbox-mail-hello = Guten Tag,
inbox-mail-hello-name = Guten Tag { $name },
inbox-mail-look = Ansehen
inbox-mail-why = Sie erhalten diese E-Mail, weil Sie Mitteilungen „{ $kind }“ per E-Mail wünschen. Wählen Sie, was Sie wie erfahren: { $address }
inbox-mail-end = Keine E-Mails dieser Art mehr: { $address }
inbox-digest-subject = { $count ->
    [one] Eine Mitteilung für Sie
   *[other] { $count } Mitteilungen für Sie
}
inbox-digest-lead = { $count ->
    [one] Das ist neu seit Ihrer letzten Zusammenfassung:
   *[other] Diese { $count } Mitteilungen sind neu seit Ihrer letzten Zusammenfassung:
}
inbox-digest-more = { $count ->
    [one] Eine weitere steht in Ihrem Posteingang.
   *[other] { $count } weitere stehen in Ihrem Posteingang.
}
inbox-digest-look = Ihr Posteingang
inbox-digest-why = Sie erhalten diese Zusammenfassung, weil etwas darauf gewartet hat. Wählen Sie, wann sie kommt, oder bestellen Sie sie ab: { $address }
