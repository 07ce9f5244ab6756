# Charts: what they show, for whoever cannot see it. Values and days are told already.

chart-nothing = Nothing yet
chart-table = As a table
chart-when = When
chart-what = What
chart-how-much = How much
chart-at-most = At most
chart-over-time = { $title }. From { $first } to { $last }: { $total } in all, at most { $most } on { $at }.
chart-growing = { $title }. From { $first } to { $last } it grows to { $total }.
chart-at-one-time = { $title }. { $at }: { $total }.
chart-empty = { $title }. Nothing yet
chart-others = { $count } others
chart-of = { $value } of { $most }
