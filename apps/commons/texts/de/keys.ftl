keys-title = API-Schlüssel
keys-lead = Mit einem Schlüssel handelt ein Programm für diese Organisation: nie weiter, als der Schlüssel sagt, und nie weiter, als wer ihn gemacht hat, noch darf.
keys-list = Schlüssel
keys-made = „{ $name }“ ist gemacht
keys-copy-now = Kopieren Sie den Schlüssel jetzt. Er wird nur dieses eine Mal gezeigt und nirgends aufbewahrt.
keys-one = API-Schlüssel
keys-exchange = Das Programm tauscht ihn gegen ein Token, das 30 Tage gilt: siehe „Who asks“ in { $reference }.
keys-reference = der Beschreibung der API
keys-column-key = Schlüssel
keys-column-may = Darf
keys-column-used = Zuletzt benutzt
keys-column-good = Gilt
keys-column-change = Ändern
keys-made-by = Von { $name }
keys-lost = { $count ->
    [one] { $count } ohne Wirkung
   *[other] { $count } ohne Wirkung
}
keys-lost-why = Wer ihn gemacht hat, hat diese Rechte nicht mehr.
keys-from = Von { $networks }
keys-never = Nie
keys-tokens = { $count ->
    [one] { $count } gültiges Token
   *[other] { $count } gültige Tokens
}
keys-revoked = Widerrufen
keys-ended = Abgelaufen
keys-until = Bis Ende { $day }
keys-for-good = Bis er widerrufen wird
keys-revoke = Widerrufen
keys-revoke-ask = Den Schlüssel widerrufen?
keys-revoke-means = Programme mit „{ $name }“ werden sofort ausgesperrt, mit jedem seiner Tokens. Das lässt sich nicht rückgängig machen.
keys-empty = Noch keine Schlüssel
keys-empty-text = Machen Sie unten einen für jedes Programm, das für Sie arbeitet: so lässt sich jedes für sich aussperren.
keys-make = Einen Schlüssel machen
keys-make-button = Schlüssel machen
keys-name = Name
keys-name-help = Daran erkennen Sie das Programm, etwa „Website“ oder „Automat Nord“.
keys-may = Was es darf
keys-may-help = Nur was Sie selbst dürfen, steht zur Wahl. Um Veranstaltungen zu lesen und zu schreiben, wählen Sie { $permissions }.
keys-may-more = Weitere Rechte
keys-networks = Nur von diesen Adressen
keys-networks-help = Eine Adresse oder ein Bereich je Zeile, etwa 203.0.113.7 oder 203.0.113.0/24. Leer: von jeder Adresse.
keys-last-day = Bis Ende
keys-last-day-help = Leer: er gilt, bis er widerrufen wird.
code-organizations-key-shown = Dieses Formular hat seinen Schlüssel bereits erzeugt, und er wurde dabei gezeigt. Haben Sie ihn nicht kopiert, so widerrufen Sie ihn und erzeugen Sie einen neuen.
code-organizations-key-ended = Dieser Schlüssel wurde bereits widerrufen.
done-key-revoked = Der Schlüssel ist widerrufen; seine Zugriffstoken öffnen nichts mehr.
