form-kept = Was Sie eingegeben haben, wurde nicht gespeichert. Dieser Tab bewahrt es auf und setzt es wieder in das Formular ein.
form-kept-back = Zurück zum Formular
form-optional = optional
form-choose = Auswählen
form-mistakes =
    { $count ->
        [one] Eine Angabe ist zu korrigieren
       *[other] { $count } Angaben sind zu korrigieren
    }
