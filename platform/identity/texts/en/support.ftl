support-title = Act for somebody
support-terms = You see every page as this person sees it, for { $minutes } minutes at most. What you do is kept with both names, and the person is told. Signing in, passwords, roles and money stay out of reach.
support-email = Their e-mail address
support-unknown = nobody has this address; enter the one they sign in with
support-why = Why
support-why-help = The person reads it, and it stays in the audit: “Cannot find the tickets of order 7K2M9”.
support-why-length = write why, in 10 to 500 characters
support-act = Act for this person
