# The inbox, and notices by mail. $count: notices; $kind: what a kind of notice is called; $address: an address.

inbox-title = Inbox
inbox-account = Your account
inbox-all = All
inbox-unread = Unread
inbox-read-all = Mark all read
inbox-done-read = All of it is marked read.
inbox-today = Today
inbox-yesterday = Yesterday
inbox-none = Nothing yet
inbox-none-text = What happens with your tickets, your events and your account is told here, as you choose.
inbox-none-unread = All read
inbox-none-unread-text = What is new stands here until you have opened it.
inbox-mail-hello = Hello,
inbox-mail-hello-name = Hello { $name },
inbox-mail-look = Look at it
inbox-mail-why = You get this because you want mails called “{ $kind }”. Choose how you are told: { $address }
inbox-mail-end = No more mails of this kind: { $address }
inbox-digest-subject = { $count ->
    [one] One notice for you
   *[other] { $count } notices for you
}
inbox-digest-lead = { $count ->
    [one] This is new since your last digest:
   *[other] These { $count } are new since your last digest:
}
inbox-digest-more = { $count ->
    [one] One more is in your inbox.
   *[other] { $count } more are in your inbox.
}
inbox-digest-look = Your inbox
inbox-digest-why = You get this digest because something waited for it. Choose when it comes, or end it: { $address }
