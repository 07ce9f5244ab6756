### Public
# When something is, by the wall clock of the place it happens in. $weekday, $month: names; $time: 19:30.

date-full = { $weekday-short } { $day } { $month } { $year }, { $time }
date-whole = { $weekday } { $day } { $month } { $year }, { $time }
date-short = { $weekday-short } { $day } { $month-short }, { $time }
date-day = { $weekday-short } { $day } { $month-short } { $year }
date-long-day = { $weekday } { $day } { $month }
date-long-date = { $weekday } { $day } { $month } { $year }
date-date = { $day } { $month } { $year }
date-short-date = { $day } { $month-short } { $year }
date-short-day = { $weekday-short } { $day } { $month-short }
date-day-month = { $day } { $month-short }
date-day-long-month = { $day } { $month }
date-full-day = { $weekday-short } { $day } { $month } { $year }
date-minute = { $day } { $month } { $year }, { $time }
date-tiny-month = { $month-short } { $year-short }
date-month = { $month } { $year }
date-short-month = { $month-short } { $year }
date-weekday = { $weekday }
date-weekday-short = { $weekday-short }
date-time = { $time }
date-clock = { $time }
# $place is a city: Hong Kong time.
date-zone = { $place } time

weekday =
    { $n ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
weekday-short =
    { $n ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
       *[7] Sun
    }
month =
    { $n ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
month-short =
    { $n ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
