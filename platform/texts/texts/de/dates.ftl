date-full = { $weekday-short }., { $day }. { $month } { $year }, { $time } Uhr
date-whole = { $weekday }, { $day }. { $month } { $year }, { $time } Uhr
date-short = { $weekday-short }., { $day }. { $month-short }, { $time } Uhr
date-day = { $weekday-short }., { $day }. { $month-short } { $year }
date-long-day = { $weekday }, { $day }. { $month }
date-long-date = { $weekday }, { $day }. { $month } { $year }
date-date = { $day }. { $month } { $year }
date-short-date = { $day }. { $month-short } { $year }
date-short-day = { $weekday-short }., { $day }. { $month-short }
date-day-month = { $day }. { $month-short }
date-day-long-month = { $day }. { $month }
date-full-day = { $weekday-short }., { $day }. { $month } { $year }
date-minute = { $day }. { $month } { $year }, { $time } Uhr
date-tiny-month = { $month-short } { $year-short }
date-month = { $month } { $year }
date-short-month = { $month-short } { $year }
date-weekday = { $weekday }
date-weekday-short = { $weekday-short }
date-time = { $time }
date-clock = { $time } Uhr
date-zone = Ortszeit { $place }

weekday =
    { $n ->
        [1] Montag
        [2] Dienstag
        [3] Mittwoch
        [4] Donnerstag
        [5] Freitag
        [6] Samstag
       *[7] Sonntag
    }
weekday-short =
    { $n ->
        [1] Mo
        [2] Di
        [3] Mi
        [4] Do
        [5] Fr
        [6] Sa
       *[7] So
    }
month =
    { $n ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    }
month-short =
    { $n ->
        [1] Jan.
        [2] Feb.
        [3] März
        [4] Apr.
        [5] Mai
        [6] Juni
        [7] Juli
        [8] Aug.
        [9] Sept.
        [10] Okt.
        [11] Nov.
       *[12] Dez.
    }
