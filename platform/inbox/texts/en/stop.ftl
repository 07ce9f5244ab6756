### Public
# The end of mails of one kind, by the address in the mail. $kind: what they are called.

stop-title = Fewer mails
stop-lead = You will get no more mails called “{ $kind }”. In your inbox here nothing changes.
stop-button = Stop these mails
stop-done = Stopped
stop-done-text = You get no more mails called “{ $kind }”.
stop-more = Choose for every kind of notice
stop-digest = Digest
stop-gone = This address is not valid
stop-gone-text = It is incomplete, or the account it belongs to is gone. What you are told by mail can be chosen in your account.
