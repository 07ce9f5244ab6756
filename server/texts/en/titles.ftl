# What pages are called in the command palette.

title-errors = Error codes of the API
palette-title = Go to
