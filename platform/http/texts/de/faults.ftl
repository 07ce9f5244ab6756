code-http-invalid-input = Etwas in Ihrer Eingabe stimmt noch nicht.
code-http-unreadable-body = Der Inhalt der Anfrage konnte nicht gelesen werden. Senden Sie ein Formular oder JSON wie dokumentiert.
code-http-bad-parameter = Ein Parameter in der Adresse hat nicht die erwartete Form.
code-http-sign-in-required = Melden Sie sich an, um fortzufahren.
code-http-bad-token = Das Zugriffstoken ist nicht gültig. Holen Sie ein neues.
code-http-forbidden = Ihr Konto darf das nicht. Bitten Sie jemanden, der diese Organisation verwaltet, um die Berechtigung.
code-http-cross-site = Diese Anfrage kam von einer anderen Website und wurde abgelehnt. Öffnen Sie die Seite hier und versuchen Sie es noch einmal.
code-http-not-found = Unter dieser Adresse gibt es nichts.
code-http-method-not-allowed = Diese Adresse beantwortet diese Methode nicht.
code-http-conflict = Das wurde inzwischen geändert. Laden Sie es neu und wiederholen Sie Ihre Änderung.
code-http-idempotency-in-progress = Dieselbe Anfrage wird noch bearbeitet. Fragen Sie gleich noch einmal.
code-http-idempotency-key-reused = Dieser Idempotenzschlüssel wurde für eine andere Anfrage verwendet. Nehmen Sie für eine neue Anfrage einen neuen Schlüssel.
code-http-idempotency-key-invalid = Ein Idempotenzschlüssel hat 8 bis 200 sichtbare ASCII-Zeichen.
code-http-too-large = Das ist größer, als der Server annimmt.
code-http-rate-limited = Zu viele Anfragen in kurzer Zeit. Warten Sie einen Moment und versuchen Sie es dann noch einmal.
code-http-internal = Bei uns ist etwas schiefgegangen. Es wurde nichts geändert. Versuchen Sie es noch einmal, und nennen Sie die Nummer der Anfrage, wenn Sie um Hilfe bitten.
code-http-unavailable = Der Dienst ist im Moment nicht erreichbar. Es wurde nichts geändert. Versuchen Sie es in Kürze noch einmal.
code-http-timeout = Das hat zu lange gedauert und wurde abgebrochen. Versuchen Sie es in Kürze noch einmal.

input-needed = diese Angabe fehlt
input-once = geben Sie das nur einmal an
input-whole-number = geben Sie eine ganze Zahl ein
input-object = senden Sie ein Objekt: { $example }
input-shape = Der Parameter „{ $field }“ in der Adresse hat nicht die erwartete Form: { $why }.
input-nul = Die Adresse hat einen Parameter, der ein NUL-Zeichen enthält (%00).
input-send-json = Senden Sie JSON mit dem Inhaltstyp application/json.
input-not-json = Der Inhalt ist kein JSON: { $why }.

wait-seconds =
    { $seconds ->
        [one] Zu viele Anfragen in kurzer Zeit. Versuchen Sie es in einer Sekunde noch einmal.
       *[other] Zu viele Anfragen in kurzer Zeit. Versuchen Sie es in { $seconds } Sekunden noch einmal.
    }
wait-minutes =
    { $minutes ->
        [one] Zu viele Anfragen in kurzer Zeit. Versuchen Sie es in einer Minute noch einmal.
       *[other] Zu viele Anfragen in kurzer Zeit. Versuchen Sie es in { $minutes } Minuten noch einmal.
    }

fault-request = Anfrage { $id }
code-http-not-for-programs = Systemtoken öffnen die für sie beschriebene Schnittstelle und sonst nichts. Melden Sie sich dafür als Person an.
code-http-precondition-failed = Dies wurde inzwischen geändert: Es ist nicht die Fassung, die If-Match nennt. Laden Sie es neu und wiederholen Sie Ihre Änderung.
code-http-precondition-required = Nennen Sie die Fassung, die Sie gesehen haben, damit nichts überschrieben wird: Senden Sie deren ETag als If-Match.
code-http-second-factor-required = Dafür ist ein zweiter Faktor nötig. Richten Sie auf Ihrer Kontoseite einen ein, oder melden Sie sich mit ihm an.
code-http-address-not-allowed = Aus diesem Netz wird die Plattform nicht betrieben. Versuchen Sie es aus einem der erlaubten Netze noch einmal.
code-http-not-while-acting = Sie handeln für jemand anderen. Dies bleibt der Person selbst überlassen.
