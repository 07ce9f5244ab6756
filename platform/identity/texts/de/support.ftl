support-title = Für jemanden handeln
support-terms = Sie sehen jede Seite, wie diese Person sie sieht, für höchstens { $minutes } Minuten. Was Sie tun, bleibt mit beiden Namen festgehalten, und die Person erfährt es. Anmeldung, Passwörter, Rollen und Geld bleiben unerreichbar.
support-email = Ihre E-Mail-Adresse
support-unknown = niemand hat diese Adresse; geben Sie die ein, mit der die Person sich anmeldet
support-why = Warum
support-why-help = Die Person liest es, und es bleibt im Protokoll: „Findet die Tickets der Bestellung 7K2M9 nicht“.
support-why-length = schreiben Sie, warum, in 10 bis 500 Zeichen
support-act = Für diese Person handeln
