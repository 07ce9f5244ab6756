# How somebody wants to be told.

preferences-title = Notifications
preferences-back = Inbox
preferences-lead = Choose what is told in your inbox here, and what is mailed: at once, or together in a digest.
preferences-saved = Saved. What happens from now on is told this way.
preferences-in-app = In the inbox
preferences-mail = By mail
preferences-mail-now = At once
preferences-mail-digest = With the digest
preferences-mail-never = Never
preferences-fixed = Always in the inbox
preferences-own-mail = Always by mail
preferences-when = When
preferences-zone = Time zone
preferences-quiet-from = Quiet from
preferences-quiet-until = Quiet until
preferences-quiet-none = No quiet hours
preferences-quiet-note = In quiet hours no mail of these kinds is sent; it follows when they end. What is about the security of your account is sent at once.
preferences-quiet-both = choose when quiet begins and when it ends, or neither
preferences-quiet-other = choose another hour than the one quiet begins with
preferences-digest = Digest
preferences-digest-daily = Every day
preferences-digest-weekly = On Mondays
preferences-digest-off = No digest
preferences-digest-hour = Digest at
preferences-digest-awake = choose an hour outside your quiet hours
preferences-save = Save
