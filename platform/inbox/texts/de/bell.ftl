inbox-bell-none = Mitteilungen
inbox-bell = { $count ->
    [one] Mitteilungen, eine neue
   *[other] Mitteilungen, { $count } neue
}
