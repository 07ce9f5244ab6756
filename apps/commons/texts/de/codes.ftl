code-organizations-role-not-yours = Sie dürfen diese Rolle hier nicht vergeben oder entziehen: Sie erlaubt mehr, als Sie selbst dürfen.
code-organizations-last-owner = Eine Organisation behält mindestens eine Inhaberin oder einen Inhaber. Benennen Sie zuerst jemand anderen.
code-organizations-role-held = Die Person hat diese Rolle hier schon.
code-organizations-needs-approval = Um hier eine Organisation zu gründen, brauchen Sie eine Genehmigung. Stellen Sie zuerst einen Antrag.
code-organizations-no-application-needed = Es ist kein Antrag nötig: Alle, die angemeldet sind, dürfen hier eine Organisation gründen.
code-organizations-application-waiting = Ihr Antrag wartet schon auf eine Entscheidung.
code-organizations-application-closed = Dieser Antrag wurde inzwischen zurückgezogen oder entschieden.
code-organizations-invitation-closed = Diese Einladung wurde inzwischen angenommen oder zurückgezogen.
