factors-title = Zweiter Faktor
factors-account = Ihr Konto
factors-removed = Die Authenticator-App ist entfernt.
factors-default-name = Authenticator-App
factors-needed = Ein Teil Ihrer Arbeit hier braucht einen zweiten Faktor. Richten Sie einen ein, dann ist er wieder da.
factors-why = Mit einem zweiten Faktor meldet sich niemand mit Ihrem Passwort allein an: Es braucht auch einen Code, den eine App auf Ihrem Telefon zeigt.
factors-apps-there-are = Sie brauchen eine Authenticator-App, etwa Aegis, 1Password, Google Authenticator oder die Ihres Telefons.
factors-set-up = Eine Authenticator-App einrichten
factors-name = Wie Sie sie nennen
factors-on = An
factors-asks = Die Anmeldung fragt nach einem Code Ihrer App.
factors-apps = Authenticator-Apps
factors-codes-for = Jeder meldet Sie einmal an, wenn Sie die App nicht haben.
factors-new-codes = Neue Codes erzeugen
factors-new-codes-void = Neue Codes erzeugen; die alten gelten nicht mehr
factors-codes = Wiederherstellungscodes
factors-another = Eine weitere App hinzufügen
factors-add = Hinzufügen
factors-left =
    { $count ->
        [0] Kein Code ist übrig. Erzeugen Sie neue.
        [1] 1 Code ist übrig.
       *[other] { $count } Codes sind übrig.
    }
factors-since = seit { $when }
factors-remove = Entfernen
factors-remove-this = Diese App entfernen
factors-again-code = Code der App oder ein Wiederherstellungscode
factors-again-password = Oder Ihr Passwort
factors-scan = Scannen Sie das Bild
factors-scan-how = Öffnen Sie Ihre Authenticator-App, fügen Sie ein Konto hinzu und richten Sie die Kamera auf dieses Bild.
factors-picture = Bild für Ihre Authenticator-App
factors-by-hand = Scannen geht nicht? Geben Sie diesen Schlüssel von Hand ein:
factors-key = Schlüssel
factors-code = Code
factors-code-help = Die sechs Ziffern, die die App jetzt zeigt.
factors-confirm = Bestätigen
factors-counts-once = Sie zählt erst, wenn Sie einen Code eingegeben haben. Diese Seite gilt fünf Minuten.
factors-done = Ihr zweiter Faktor ist eingerichtet
factors-your-new-codes = Ihre neuen Wiederherstellungscodes
factors-keep = Bewahren Sie diese zehn Wiederherstellungscodes auf
factors-keep-how = Drucken Sie sie aus oder schreiben Sie sie auf. Jeder meldet Sie einmal an, wenn Sie Ihre App nicht haben. Sie werden jetzt gezeigt und nie wieder.
factors-kept = Ich habe sie aufbewahrt
factors-few = Wenige Wiederherstellungscodes
factors-change = Ändern
factors-offer = Ihr Passwort allein meldet Sie an. Ein Code einer App auf Ihrem Telefon macht daraus zwei Schlösser.
factors-offer-button = Einen zweiten Faktor einrichten
