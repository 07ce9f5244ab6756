title-errors = Fehlercodes der API
palette-title = Springen zu
