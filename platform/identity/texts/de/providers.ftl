### Public
providers-failed = Das hat nicht geklappt
providers-back-account = Zurück zu Ihrem Konto
providers-back-sign-in = Zurück zur Anmeldung
providers-connect = { $label } verbinden
providers-offer = Ein Konto mit der Adresse { $email } gibt es hier schon. Zeigen Sie, dass es Ihres ist, dann meldet { $label } Sie künftig an.
providers-signed-in-as = Sie sind als { $email } angemeldet.
providers-sign-out = Abmelden und weiter
providers-password = Mit Ihrem Passwort anmelden
providers-link = Stattdessen einen Link schicken
providers-is-this-yours = Ist das Ihr Konto?
providers-go-on = Weiter mit { $label }
providers-since = seit { $when }
providers-disconnect = Trennen
providers-elsewhere = Konten anderswo
