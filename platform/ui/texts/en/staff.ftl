# Lists that staff work with.

staff-rail = Places
staff-form-back = What you typed before was not saved. It is back in this form: look at it, and send it again.
staff-form-discard = Discard it
staff-choose = Choose
staff-choose-shown = Choose all that are shown
staff-chosen = With the chosen ones:
staff-table-keys = Keys: j and k go from row to row, x chooses, Enter opens, / looks for something.
staff-choose-row = Choose { $name }
staff-chosen-count = { $n } chosen:
staff-choose-all = All { $total } that match
notice-new = New:
notice-mark = Mark read
