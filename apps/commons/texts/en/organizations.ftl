# Organizations: the list, founding one, what a redirect says.

done-founded = The organization is founded. You own it; invite whoever works with you.
done-invited = The invitation is on its way.
done-withdrawn = The invitation is withdrawn; its link works no more.
done-revoked = The role is taken away.
done-applied = Your application is sent. You get a mail as soon as it is decided.
done-application-withdrawn = Your application is withdrawn.
done-approved = The organization is founded. Whoever asked owns it and is told by mail.
done-declined = The application is declined. Whoever asked is told why by mail.
done-removed = They are no longer a member, and hold no role here any more.
rail-overview = Overview
rail-door = Door
rail-organizations = Organizations
rail-figures = Figures
rail-events = Events
rail-orders = Orders
rail-codes = Codes
rail-places = Places
rail-members = Members
rail-platform = Platform
list-title = Organizations
list-events = Events
found-title = Found an organization
apply-title = Become an organizer
list-begin-found = Found one to put on events, or ask somebody who runs one to invite you.
list-begin-apply = Apply to put on events here, or ask somebody who runs one to invite you.
list-none = You belong to no organization yet
list-see-applications = See applications
list-work = Work
list-waiting =
    { $count ->
        [0] No application waits for a decision.
        [one] One application waits for a decision.
       *[other] { $count } applications wait for a decision.
    }
house-name = Name
house-slug = Short name for addresses
house-slug-help = Small letters, digits and dashes, such as lantern-house. Made of the name if you leave it empty.
house-zone = Time zone
house-zone-help = A name like Europe/Berlin. Places can have their own.
house-currency = Currency
house-currency-help = New events are priced in it unless you choose another.
found-do = Found it
cancel = Cancel
found-lead = You own it, and can invite others.
rule-name = enter a name of at most 200 characters
rule-slug = use 2 to 60 lower-case letters, digits and single dashes, such as lantern-house
rule-slug-reserved = this short name has another meaning in addresses; choose another one
rule-slug-latin = enter a short name in Latin letters for addresses, such as lantern-house
rule-zone = enter a time zone, such as Europe/Berlin
rule-currency = choose a currency
rule-slug-taken = this short name is taken; choose another one
nothing-changed = Nothing was changed. { $why }
