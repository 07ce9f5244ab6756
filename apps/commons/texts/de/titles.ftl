title-organizations = Organisationen
title-applications = Anträge von Veranstaltern
title-people = Mitglieder
