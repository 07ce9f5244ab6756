### Public
# The bell in the header. $count: notices that are not read.

inbox-bell-none = Notices
inbox-bell = { $count ->
    [one] Notices, one new
   *[other] Notices, { $count } new
}
