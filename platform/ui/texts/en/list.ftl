### Public
# Filters and the links between pages of a list. Numbers are told already.

list-previous = Previous
list-next = Next
list-pages = Pages
list-filters = Filters
list-filter-remove = (take away)
list-find = Find
list-filter-more = Filter
list-apply = Apply
list-clear = Clear
list-pages-of = Pages: { $of }
list-range = { $from }–{ $to } of { $total }
