### Public
# Forms. $count: fields that are wrong.

form-kept = What you typed was not saved. This tab keeps it, and puts it back into the form.
form-kept-back = Back to the form
form-optional = optional
form-choose = Choose
form-mistakes =
    { $count ->
        [one] One thing to correct
       *[other] { $count } things to correct
    }
