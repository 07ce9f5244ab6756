date-full = { $weekday-short }، { $day } { $month } { $year }، { $time }
date-whole = { $weekday }، { $day } { $month } { $year }، { $time }
date-short = { $weekday-short }، { $day } { $month-short }، { $time }
date-day = { $weekday-short }، { $day } { $month-short } { $year }
date-long-day = { $weekday }، { $day } { $month }
date-long-date = { $weekday }، { $day } { $month } { $year }
date-date = { $day } { $month } { $year }
date-short-date = { $day } { $month-short } { $year }
date-short-day = { $weekday-short }، { $day } { $month-short }
date-day-month = { $day } { $month-short }
date-day-long-month = { $day } { $month }
date-full-day = { $weekday-short }، { $day } { $month } { $year }
date-minute = { $day } { $month } { $year }، { $time }
date-tiny-month = { $month-short } { $year-short }
date-month = { $month } { $year }
date-short-month = { $month-short } { $year }
date-weekday = { $weekday }
date-weekday-short = { $weekday-short }
date-time = { $time }
date-clock = { $time }
date-zone = بتوقيت { $place }

weekday =
    { $n ->
        [1] الاثنين
        [2] الثلاثاء
        [3] الأربعاء
        [4] الخميس
        [5] الجمعة
        [6] السبت
       *[7] الأحد
    }
weekday-short =
    { $n ->
        [1] الاثنين
        [2] الثلاثاء
        [3] الأربعاء
        [4] الخميس
        [5] الجمعة
        [6] السبت
       *[7] الأحد
    }
month =
    { $n ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    }
month-short =
    { $n ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    }
