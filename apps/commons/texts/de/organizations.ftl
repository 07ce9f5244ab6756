done-founded = Die Organisation ist gegründet. Sie gehört Ihnen; laden Sie ein, wer mit Ihnen arbeitet.
done-invited = Die Einladung ist unterwegs.
done-withdrawn = Die Einladung ist zurückgezogen; ihr Link gilt nicht mehr.
done-revoked = Die Rolle ist entzogen.
done-applied = Ihr Antrag ist gesendet. Sie erhalten eine E-Mail, sobald entschieden ist.
done-application-withdrawn = Ihr Antrag ist zurückgezogen.
done-approved = Die Organisation ist gegründet. Sie gehört der Person, die den Antrag gestellt hat; sie erfährt es per E-Mail.
done-declined = Der Antrag ist abgelehnt. Die Person, die ihn gestellt hat, erfährt den Grund per E-Mail.
done-removed = Die Person ist nicht mehr Mitglied und hat hier keine Rolle mehr.
rail-overview = Übersicht
rail-door = Einlass
rail-organizations = Organisationen
rail-figures = Zahlen
rail-events = Veranstaltungen
rail-orders = Bestellungen
rail-codes = Codes
rail-places = Orte
rail-members = Mitglieder
rail-platform = Plattform
list-title = Organisationen
list-events = Veranstaltungen
found-title = Organisation gründen
apply-title = Veranstalter werden
list-begin-found = Gründen Sie eine, um Veranstaltungen anzubieten, oder lassen Sie sich von jemandem einladen, der eine leitet.
list-begin-apply = Stellen Sie einen Antrag, um hier Veranstaltungen anzubieten, oder lassen Sie sich von jemandem einladen, der eine Organisation leitet.
list-none = Sie gehören noch zu keiner Organisation
list-see-applications = Anträge ansehen
list-work = Arbeit
list-waiting =
    { $count ->
        [0] Kein Antrag wartet auf eine Entscheidung.
        [one] Ein Antrag wartet auf eine Entscheidung.
       *[other] { $count } Anträge warten auf eine Entscheidung.
    }
house-name = Name
house-slug = Kurzname für Adressen
house-slug-help = Kleinbuchstaben, Ziffern und Bindestriche, etwa lantern-house. Wenn Sie das Feld leer lassen, entsteht er aus dem Namen.
house-zone = Zeitzone
house-zone-help = Ein Name wie Europe/Berlin. Orte können eine eigene haben.
house-currency = Währung
house-currency-help = Neue Veranstaltungen haben Preise in dieser Währung, sofern Sie keine andere wählen.
found-do = Gründen
cancel = Abbrechen
found-lead = Sie gehört Ihnen, und Sie können andere einladen.
rule-name = geben Sie einen Namen mit höchstens 200 Zeichen ein
rule-slug = verwenden Sie 2 bis 60 Kleinbuchstaben, Ziffern und einzelne Bindestriche, etwa lantern-house
rule-slug-reserved = dieser Kurzname bedeutet in Adressen etwas anderes; wählen Sie einen anderen
rule-slug-latin = geben Sie für Adressen einen Kurznamen in lateinischen Buchstaben ein, etwa lantern-house
rule-zone = geben Sie eine Zeitzone ein, etwa Europe/Berlin
rule-currency = wählen Sie eine Währung
rule-slug-taken = dieser Kurzname ist vergeben; wählen Sie einen anderen
nothing-changed = Es wurde nichts geändert. { $why }
