# The page of an organization's API keys.
keys-title = API keys
keys-lead = With a key a program acts for this organization: never more than the key says, and never more than whoever made it may still do.
keys-list = Keys
keys-made = “{ $name }” is made
keys-copy-now = Copy the key now. It is shown this once and kept nowhere.
# What a screen reader says of the key that can be copied.
keys-one = API key
# Around a link to the reference.
keys-exchange = The program exchanges it for a token that is good for 30 days: see “Who asks” in { $reference }.
keys-reference = the API’s reference
keys-column-key = Key
keys-column-may = May
keys-column-used = Last used
keys-column-good = Good
keys-column-change = Change
keys-made-by = Made by { $name }
keys-lost = { $count ->
    [one] { $count } without effect
   *[other] { $count } without effect
}
keys-lost-why = Whoever made it no longer holds them.
keys-from = From { $networks }
keys-never = Never
keys-tokens = { $count ->
    [one] { $count } live token
   *[other] { $count } live tokens
}
keys-revoked = Revoked
keys-ended = Ended
keys-until = Until the end of { $day }
keys-for-good = Until it is revoked
keys-revoke = Revoke
keys-revoke-ask = Revoke the key?
keys-revoke-means = Programs with “{ $name }” are shut out at once, with every token of it. This cannot be undone.
keys-empty = No keys yet
keys-empty-text = Make one below for each program that works for you, so that each can be shut out alone.
keys-make = Make a key
keys-make-button = Make key
keys-name = Name
keys-name-help = By which you will know the program, such as “Website” or “Ticket machine, north”.
keys-may = What it may do
keys-may-help = Only what you hold yourself can be chosen. To read and write events, tick { $permissions }.
keys-may-more = More permissions
keys-networks = From these addresses only
keys-networks-help = One address or range a line, such as 203.0.113.7 or 203.0.113.0/24. Leave it empty to allow every address.
keys-last-day = Until the end of
keys-last-day-help = Leave it empty for a key that is good until it is revoked.
code-organizations-key-shown = This form has made its key already, and the key was shown then. If you did not copy it, revoke it and make a new one.
code-organizations-key-ended = This key was revoked already.
done-key-revoked = The key is revoked; its tokens open nothing any more.
