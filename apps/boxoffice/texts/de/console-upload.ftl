# Ein Programm, das in der Konsole hochgeladen wird.

upload-no-file = wählen Sie zuerst eine Datei
upload-empty = diese Datei ist leer; wählen Sie eine andere
upload-too-large = diese Datei ist zu groß; höchstens { $most } MB werden hier angenommen
upload-broken-off = die Übertragung endete, bevor die Datei vollständig war; senden Sie sie noch einmal
upload-wrong-source = wählen Sie eines der vorhandenen Programme
upload-forgotten = Diese Datei liegt nicht mehr vor: Sie wartet eine Stunde und nur auf die Person, die sie hochlud. Wählen Sie sie noch einmal.
upload-step-choose = Datei wählen
upload-step-look = Ansehen
upload-step-done = Fertig
upload-title = Programm hochladen
upload-programme = Programm
upload-the-file = Die Datei
upload-file = Programmdatei
upload-file-help = iCalendar (.ics), Pentabarf- oder frab-XML, frab- oder pretalx-JSON oder eine Tabelle mit unseren Spalten (CSV, JSON). UTF-8, höchstens { $most } MB. Zeiten ohne Zone gelten nach der Uhr in { $zone }.
upload-code = Wenn Sie um Hilfe bitten, nennen Sie dies: { $code }
upload-look = Erst ansehen
upload-cancel = Abbrechen
upload-lead = Noch ändert sich nichts: Sie sehen zuerst, was erkannt wurde, was neu, geändert oder fort wäre, und jede Zeile, die nicht passt.
upload-edition = Sie ist eine neue Ausgabe von
upload-edition-of =
    { $count ->
        [one] „{ $name }“, 1 Eintrag
       *[other] „{ $name }“, { $count } Einträge
    }
upload-edition-none = Keiner: Ihre Einträge kommen zu den vorhandenen hinzu
upload-edition-help = Einträge einer früheren Ausgabe werden wiedererkannt: Geändertes wird übernommen, Fehlendes entfernt. Einträge anderer Programme und was hier jemand geändert hat, bleiben.
upload-came-in = Was übernommen wurde
upload-would-come-in = Was übernommen würde
upload-changed-meanwhile = Jemand hat das Programm geändert, seit Sie diese Datei ansahen. Nichts wurde übernommen. Unten steht, was die Datei jetzt täte: Sehen Sie es noch einmal an, dann übernehmen Sie es.
upload-nothing-fits = Keine Zeile dieser Datei passt. Die Tabelle unten sagt, was richtig wäre.
upload-no-session = In dieser Datei steht kein Eintrag. Ist es die richtige?
upload-goes =
    { $count ->
        [one] 1 Eintrag einer früheren Ausgabe steht nicht mehr in dieser Datei und würde entfernt.
       *[other] { $count } Einträge einer früheren Ausgabe stehen nicht mehr in dieser Datei und würden entfernt.
    }
upload-format-icalendar = iCalendar
upload-format-frab-xml = Pentabarf- oder frab-XML
upload-format-frab-json = frab-JSON
upload-format-table = Tabelle (CSV oder JSON)
upload-fact-file = Datei
upload-fact-format = Erkannt als
upload-fact-title = Nennt sich
upload-fact-unread = Spalten, die nicht gelesen werden
upload-new = Neu
upload-changed = Geändert
upload-unchanged = Unverändert
upload-gone = Fort
upload-gone-note = nicht mehr in der Datei
upload-refused = Abgelehnt
upload-all-fit = jede Zeile passt
upload-see-below = siehe unten
upload-left-alone = Nicht angerührt
upload-would-be-left-alone = Bliebe unangerührt
upload-left-alone-note = hier von jemandem geändert
upload-another = Andere Datei wählen
upload-same = Nichts würde sich ändern: Das Programm ist, wie diese Datei es hat.
upload-back = Zurück zum Programm
upload-take-out =
    { $count ->
        [one] 1 Eintrag entfernen
       *[other] { $count } Einträge entfernen
    }
upload-bring-in =
    { $count ->
        [one] 1 Eintrag übernehmen
       *[other] { $count } Einträge übernehmen
    }
upload-is-published = Das Programm ist veröffentlicht: Was übernommen wird, ist sofort zu sehen.
upload-is-hidden = Das Programm ist noch nicht veröffentlicht: Nur Ihre eigenen Leute sehen es.
upload-will-have =
    { $count ->
        [one] Es wird 1 Eintrag haben. Tickets und Bestellungen bleiben unberührt.
       *[other] Es wird { $count } Einträge haben. Tickets und Bestellungen bleiben unberührt.
    }
upload-kept-until = Die Datei liegt für Sie bereit bis { $until }.
upload-publish-next = Das Programm ist noch nicht veröffentlicht; seine Seite hat den Knopf dafür.
upload-open = Programm öffnen
upload-once-more = Weitere Datei hochladen
upload-nothing = nichts
upload-row = Zeile
upload-field = Feld
upload-value = Wert
upload-why = Warum, und was richtig wäre
upload-refused-rows = Abgelehnte Zeilen
upload-refused-stay = Eine Zeile, die jetzt abgelehnt wird und früher übernommen wurde, bleibt, wie sie war.
upload-left-out =
    { $count ->
        [one] 1 Eintrag ausgelassen: Laut Datei abgesagt
       *[other] { $count } Einträge ausgelassen: Laut Datei abgesagt
    }
upload-more = und { $count } weitere
upload-taken-out = Entfernt
upload-would-go = Würde entfernt
upload-here = Einträge, die schon da sind
upload-item = Titel
upload-what-happens = Was geschieht
upload-begins = Wie es beginnt: die ersten { $count }
upload-will-look = Wie es aussehen wird
upload-file-too-large = die Datei hat { $bytes } Bytes; höchstens { $limit } werden gelesen
upload-file-utf16 = die Datei ist nicht in UTF-8 (Byte { $at }; sie sieht nach UTF-16 aus); speichern Sie sie als UTF-8 und versuchen Sie es erneut
upload-file-one-byte = die Datei ist nicht in UTF-8 (Byte { $at }; vielleicht ist sie in Windows-1252 oder Latin-1); speichern Sie sie als UTF-8 und versuchen Sie es erneut
upload-file-malformed = die Datei ist kein fehlerfreies { $format }; gemeldet wird: { $what }
upload-file-entity = die Datei hat eine Dokumenttyp-Deklaration oder eine eigene Entität (Byte { $at }); erwartet wird schlichtes XML
upload-file-too-deep = die Datei ist tiefer als { $limit } Ebenen verschachtelt
upload-file-too-many-rows = die Datei hat mehr als { $limit } Zeilen
upload-file-tells-too-much = die Wiederholungen in der Datei ergeben mehr als { $limit } Bytes
upload-file-column = es gibt keine Spalte „{ $column }“; es gibt: { $known }
upload-file-mapping = die Zuordnung: { $what }
upload-file-no-text = die Datei ist weder iCalendar noch Pentabarf- oder frab-XML noch frab-JSON: sie ist kein Text
upload-file-begins = die Datei ist weder iCalendar noch Pentabarf- oder frab-XML noch frab-JSON: sie beginnt mit „{ $text }“
upload-file-root = die Datei ist weder iCalendar noch Pentabarf- oder frab-XML noch frab-JSON: ihr Wurzelelement ist <{ $name }>, nicht <schedule>
