console-comps-kind-missing = wählen Sie die Tickets
console-comps-reason-missing = geben Sie den Grund ein; er bleibt bei den Bestellungen
console-comps-batch-wrong = lassen Sie das weg oder senden Sie eine UUID
console-comps-none-left = das sind { $people } Personen, aber es sind keine übrig; es wurde nichts vergeben
console-comps-too-few = { $left ->
    [one] das sind { $people } Personen, aber nur 1 ist übrig; es wurde nichts vergeben
   *[other] das sind { $people } Personen, aber nur { $left } sind übrig; es wurde nichts vergeben
}
console-comps-give = Tickets verschenken
console-comps-given = Bisher vergeben
console-comps-closed = Tickets lassen sich verschenken, sobald die Veranstaltung veröffentlicht ist und Tickets hat.
console-comps-left = { $name }, { $left } übrig
console-comps-tickets = Tickets
console-comps-people = Für wen
console-comps-people-example = Ada Lovelace, ada@example.org
console-comps-people-help = Je Zeile ein Name und eine E-Mail-Adresse, mit Komma dazwischen; höchstens { $most } Zeilen. Alle bekommen ein Ticket per E-Mail, aus demselben Bestand wie alle anderen.
console-comps-reason = Grund
console-comps-reason-help = Für Ihre eigenen Leute; er bleibt bei den Bestellungen.
console-comps-button = Tickets vergeben
console-comps-given-caption = Bisher vergeben
console-comps-column-for = Für
console-comps-column-ticket = Ticket
console-comps-column-reason = Grund
console-comps-column-when = Wann
console-comps-column-tickets = Tickets
console-comps-none = Noch nichts verschenkt
console-comps-none-help = Gäste des Hauses, Presse und Crew stehen hier mit dem Grund.
console-comps-and-others = { $names } und andere
