### Public
second-title = Zweiter Schritt
second-recovery-title = Einen Wiederherstellungscode verwenden
second-who = Anmeldung als { $email }. Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie zeigt.
second-code = Code
second-code-help = Sechs Ziffern, jede halbe Minute neue.
second-go-on = Weiter
second-no-app = Ich habe die App nicht: einen Wiederherstellungscode verwenden
second-other-person = Als jemand anderes anmelden
second-recovery-code = Wiederherstellungscode
second-recovery-lead = Geben Sie einen der Wiederherstellungscodes ein, die Sie beim Einrichten der App aufbewahrt haben. Jeder gilt einmal.
second-use-app = Den Code der App verwenden
second-lost-both = Weder App noch Codes? Schreiben Sie den Betreibern dieses Hauses: Sie können den zweiten Faktor an der Maschine entfernen.
