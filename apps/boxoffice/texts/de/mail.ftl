mail-subject-tickets = Ihre Tickets für { $event }
mail-subject-unpaid = Ihre Bestellung für { $event }: Es wurde nichts abgebucht
mail-subject-test = TEST: { $subject }
mail-hello = Guten Tag { $name },
mail-attached = Ihre Tickets für { $event } sind angehängt. Jedes hat einen QR-Code und einen Ticketcode; es gilt für eine Person und einen Einlass. Zeigen Sie es auf Papier oder auf dem Telefon.
mail-codes = Bestellnummer: { $number }
mail-lookup = Abrufcode: { $code }
mail-total = Summe: { $total }
mail-elsewhere = Wenn Sie Ihre Bestellung auf einem anderen Gerät ansehen möchten: Sie öffnet sich unter { $address } mit dieser E-Mail-Adresse und dem Abrufcode.
mail-receipt = Einen Beleg zum Ausdrucken finden Sie auf der Seite Ihrer Bestellung.
mail-title-tickets = Ihre Tickets
mail-your-order = Ihre Bestellung
mail-link = { $label }: { $address }
mail-not-completed = Ihre Bestellung für { $event } konnte nicht abgeschlossen werden.
mail-see-left = Verfügbare Tickets ansehen
mail-complimentary = Freikarte
mail-free = Kostenlos
mail-test-paid = { $money }, mit einer Testzahlung beglichen
mail-paid = { $money }, { $contained }
mail-discount = Rabatt mit { $code }: { $amount }
mail-when = { $when } ({ $zone })
mail-subject-request = Ihre Erstattungsanfrage für { $event }
mail-subject-cancelled = Abgesagt: { $event }
mail-subject-refund = Erstattung für { $event }
mail-requested =
    { $count ->
        [one] Sie möchten ein Ticket zurückgeben. { $organizer } entscheidet, und wir schreiben Ihnen. Bis dahin bleiben Ihre Tickets gültig.
       *[other] Sie möchten { $count } Tickets zurückgeben. { $organizer } entscheidet, und wir schreiben Ihnen. Bis dahin bleiben Ihre Tickets gültig.
    }
mail-requested-for =
    { $count ->
        [one] Sie möchten ein Ticket für { $amount } zurückgeben. { $organizer } entscheidet, und wir schreiben Ihnen. Bis dahin bleiben Ihre Tickets gültig.
       *[other] Sie möchten { $count } Tickets für { $amount } zurückgeben. { $organizer } entscheidet, und wir schreiben Ihnen. Bis dahin bleiben Ihre Tickets gültig.
    }
mail-declined = { $organizer } hat Ihre Anfrage abgelehnt. Ihre Tickets bleiben gültig.
mail-declined-for = { $organizer } hat Ihre Anfrage über { $amount } abgelehnt. Ihre Tickets bleiben gültig.
mail-reason = Die Begründung: { $reason }
mail-event-cancelled = { $event } wurde abgesagt.
mail-money-back = { $amount } sind auf dem Weg zurück, den Ihre Zahlung genommen hat. Bis der Betrag bei der Bank erscheint, können zehn Tage vergehen.
mail-all-dead = Die Tickets dieser Bestellung gelten nicht mehr.
mail-some-dead =
    { $count ->
        [one] Das erstattete Ticket gilt nicht mehr.
       *[other] Die { $count } erstatteten Tickets gelten nicht mehr.
    }
mail-title-refund = Erstattung
message-date-open = ein Termin, der noch nicht feststeht
message-place-open = ein Ort, der noch nicht feststeht
message-why = { $organizer } schreibt Ihnen, weil Sie Tickets für { $event } haben. Bestellnummer: { $number }.
