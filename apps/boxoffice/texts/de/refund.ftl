refund-title-which = Welche Tickets geben Sie zurück?
refund-title-sure = Tickets zurückgeben?
refund-promised = Was zugesagt wurde
refund-back = { $amount } zurück
refund-continue = Weiter
refund-keep-all = Alle Tickets behalten
refund-until = Bis { $when }: { $part }.
refund-until-free = Sie können sie bis { $when } zurückgeben.
refund-give = Zurückgeben
refund-give-for = Für { $sum } zurückgeben
refund-ask = Erstattung anfragen
refund-ask-free = Rückgabe anfragen
refund-goes-back = { $sum } gehen an Sie zurück.
refund-stops =
    { $count ->
        [one] Dieses Ticket gilt ab sofort nicht mehr. Das lässt sich nicht rückgängig machen.
       *[other] Diese Tickets gelten ab sofort nicht mehr. Das lässt sich nicht rückgängig machen.
    }
refund-banks = Das Geld geht auf dem Weg zurück, auf dem Sie bezahlt haben. Bis es bei der Bank erscheint, können zehn Tage vergehen.
refund-decides = { $organizer } entscheidet, und Sie erhalten Nachricht. Bis dahin bleiben Ihre Tickets gültig.
refund-keep = Tickets behalten
refund-give-tickets = Tickets zurückgeben
refund-ask-short = Erstattung anfragen
refund-yours = Ihre Erstattungen
refund-day = Tag
refund-state = Stand
refund-amount = Betrag
refund-state-delayed = Verzögert; der Veranstalter kümmert sich
refund-state-asked = Angefragt
refund-state-declined = Abgelehnt
refund-state-sent = Gesendet
refund-state-on-its-way = Unterwegs
refund-given = Die Tickets sind zurückgegeben und gelten nicht mehr. Wenn Geld zurückgeht, ist es unterwegs.
refund-asked = Ihre Anfrage liegt beim Veranstalter, der entscheidet und Ihnen schreibt. Bis dahin bleiben Ihre Tickets gültig.
policy-cancelled = Wird die Veranstaltung abgesagt, bekommen Sie alles zurück, auch die Gebühren.
policy-title = Erstattung
policy-title-free = Tickets zurückgeben
policy-passed = Diese Fristen sind abgelaufen, Tickets lassen sich nicht mehr zurückgeben.
policy-begun = Diese Veranstaltung hat begonnen, Tickets lassen sich nicht mehr zurückgeben.
policy-over = Diese Veranstaltung ist vorbei, Tickets lassen sich nicht mehr zurückgeben.
policy-called-off = Diese Veranstaltung ist abgesagt: Was bezahlt wurde, geht ganz zurück, auch die Gebühren.
policy-free-until-start = Bis zum Beginn können Sie Tickets zurückgeben, damit jemand anders kommen kann.
policy-free-until-hours =
    { $count ->
        [one] Bis eine Stunde vor Beginn können Sie Tickets zurückgeben, damit jemand anders kommen kann.
       *[other] Bis { $count } Stunden vor Beginn können Sie Tickets zurückgeben, damit jemand anders kommen kann.
    }
policy-free-until-days =
    { $count ->
        [one] Bis einen Tag vor Beginn können Sie Tickets zurückgeben, damit jemand anders kommen kann.
       *[other] Bis { $count } Tage vor Beginn können Sie Tickets zurückgeben, damit jemand anders kommen kann.
    }
policy-none = Keine Erstattung.
policy-after-start = Nach Beginn: nichts.
policy-after-that = Danach: nichts.
policy-self = Sie geben Tickets selbst zurück, auf der Seite Ihrer Bestellung.
policy-ask = Fragen Sie auf der Seite Ihrer Bestellung an; der Veranstalter entscheidet dann.
policy-until-start = Bis zum Beginn: { $part }.
policy-until-hours =
    { $count ->
        [one] Bis eine Stunde vor Beginn: { $part }.
       *[other] Bis { $count } Stunden vor Beginn: { $part }.
    }
policy-until-days =
    { $count ->
        [one] Bis einen Tag vor Beginn: { $part }.
       *[other] Bis { $count } Tage vor Beginn: { $part }.
    }
policy-part-nothing = nichts
policy-part-all = alles zurück, auch die Gebühren
policy-part-price = der ganze Preis zurück, ohne Gebühren
policy-part-percent = { $percent } % zurück, auch der Gebühren
policy-part-percent-price = { $percent } % des Preises zurück, ohne Gebühren
