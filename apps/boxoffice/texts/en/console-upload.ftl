# A programme that is uploaded in the console.

upload-no-file = choose a file first
upload-empty = this file is empty; choose another one
upload-too-large = this file is too large; at most { $most } MB are accepted here
upload-broken-off = the upload ended before the file was complete; send it again
upload-wrong-source = choose one of the programmes that are here
upload-forgotten = This file is not kept any more: a file waits for an hour, and for the person who uploaded it. Choose it again.
upload-step-choose = Choose a file
upload-step-look = Look at it
upload-step-done = Done
upload-title = Upload a programme
upload-programme = Programme
upload-the-file = The file
upload-file = Programme file
upload-file-help = iCalendar (.ics), Pentabarf or frab XML, frab or pretalx JSON, or a table with our own columns (CSV, JSON). UTF-8, at most { $most } MB. Times without a zone are read by the clock in { $zone }.
upload-code = If you ask for help, name this: { $code }
upload-look = Look at it first
upload-cancel = Cancel
upload-lead = Nothing changes yet: first you see what was recognised, what would be new, changed or gone, and every row that cannot be taken.
upload-edition = It is a new edition of
upload-edition-of =
    { $count ->
        [one] “{ $name }”, 1 item
       *[other] “{ $name }”, { $count } items
    }
upload-edition-none = None: its items come beside what is here
upload-edition-help = Items of an earlier edition are found again: what changed is taken over, what is gone is taken out. Items of other programmes, and what somebody changed here, stay as they are.
upload-came-in = What came in
upload-would-come-in = What would come in
upload-changed-meanwhile = Somebody changed the programme since you looked at this file. Nothing was brought in. Below is what the file would do now: look at it again, then bring it in.
upload-nothing-fits = No row of this file can be taken. The table below says what would be right.
upload-no-session = There is no session in this file. Is it the right one?
upload-goes =
    { $count ->
        [one] 1 item that an earlier edition brought is not in this file any more and would be taken out.
       *[other] { $count } items that an earlier edition brought are not in this file any more and would be taken out.
    }
upload-format-icalendar = iCalendar
upload-format-frab-xml = Pentabarf or frab XML
upload-format-frab-json = frab JSON
upload-format-table = Table (CSV or JSON)
upload-fact-file = File
upload-fact-format = Recognised as
upload-fact-title = Calls itself
upload-fact-unread = Columns that are not read
upload-new = New
upload-changed = Changed
upload-unchanged = Unchanged
upload-gone = Gone
upload-gone-note = not in the file any more
upload-refused = Refused
upload-all-fit = every row fits
upload-see-below = see below
upload-left-alone = Left alone
upload-would-be-left-alone = Would be left alone
upload-left-alone-note = somebody changed them here
upload-another = Choose another file
upload-same = Nothing would change: the programme is as this file has it.
upload-back = Back to the programme
upload-take-out =
    { $count ->
        [one] Take 1 item out
       *[other] Take { $count } items out
    }
upload-bring-in =
    { $count ->
        [one] Bring 1 item in
       *[other] Bring { $count } items in
    }
upload-is-published = The programme is published: what comes in is seen at once.
upload-is-hidden = The programme is not published yet: only your own people see it.
upload-will-have =
    { $count ->
        [one] It will have 1 item. Tickets and orders are not touched.
       *[other] It will have { $count } items. Tickets and orders are not touched.
    }
upload-kept-until = The file is kept for you until { $until }.
upload-publish-next = The programme is not published yet; its page has the button.
upload-open = Open the programme
upload-once-more = Upload another file
upload-nothing = nothing
upload-row = Row
upload-field = Field
upload-value = Value
upload-why = Why, and what would be right
upload-refused-rows = Refused rows
upload-refused-stay = A row that is refused now and came in before stays as it was.
upload-left-out =
    { $count ->
        [one] 1 item left out: the file calls it cancelled
       *[other] { $count } items left out: the file calls them cancelled
    }
upload-more = and { $count } more
upload-taken-out = Taken out
upload-would-go = Would go
upload-here = Items that are here already
upload-item = Title
upload-what-happens = What happens
upload-begins = How it begins: the first { $count }
upload-will-look = How it will look
upload-file-too-large = the file has { $bytes } bytes; at most { $limit } are read
upload-file-utf16 = the file is not UTF-8 (byte { $at }; it looks like UTF-16); save it as UTF-8 and try again
upload-file-one-byte = the file is not UTF-8 (byte { $at }; it may be Windows-1252 or Latin-1); save it as UTF-8 and try again
upload-file-malformed = the file is not well-formed { $format }: { $what }
upload-file-entity = the file has a document type declaration or an entity of its own (byte { $at }); plain XML is expected
upload-file-too-deep = the file nests deeper than { $limit }
upload-file-too-many-rows = the file has more than { $limit } rows
upload-file-tells-too-much = the file’s repeating entries tell more than { $limit } bytes
upload-file-column = there is no column “{ $column }”; there are: { $known }
upload-file-mapping = the mapping: { $what }
upload-file-no-text = the file is none of iCalendar, Pentabarf or frab XML and frab JSON: it is no text
upload-file-begins = the file is none of iCalendar, Pentabarf or frab XML and frab JSON: it begins with “{ $text }”
upload-file-root = the file is none of iCalendar, Pentabarf or frab XML and frab JSON: its root is <{ $name }>, not <schedule>
