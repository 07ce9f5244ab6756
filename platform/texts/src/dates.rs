//! When something is, as people of the language write it. Days of the Gregorian calendar, hours to 23, European digits.

use platform_types::{Lang, Timestamp, Zone};

use crate::t;

/// How much of a moment is told. The examples are English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// “Sat 14 March 2026, 19:30”.
    Full,
    /// “Saturday 14 March 2026, 19:30”.
    Whole,
    /// “Sat 14 Mar, 19:30”: where the year is plain.
    Short,
    /// “Sat 14 Mar 2026”.
    Day,
    /// “Saturday 14 March”.
    LongDay,
    /// “Saturday 14 March 2026”.
    LongDate,
    /// “14 March 2026”.
    Date,
    /// “14 Mar 2026”.
    ShortDate,
    /// “Sat 14 Mar”.
    ShortDay,
    /// “14 Mar”.
    DayMonth,
    /// “14 March”.
    DayLongMonth,
    /// “Sat 14 March 2026”.
    FullDay,
    /// “14 March 2026, 19:30”.
    Minute,
    /// “Mar 26”.
    TinyMonth,
    /// “March 2026”.
    Month,
    /// “Mar 2026”.
    ShortMonth,
    /// “Saturday”.
    Weekday,
    /// “Sat”.
    ShortWeekday,
    /// “19:30”, bare: for lists and columns.
    Time,
    /// “19:30” within words: “19:30 Uhr”.
    Clock,
}

/// A wall clock's reading, in the language of the work at hand.
pub fn told(at: chrono::NaiveDateTime, telling: Telling) -> String {
    use chrono::{Datelike, Timelike};
    let (day, year) = (at.day().to_string(), at.year().to_string());
    let year_short = format!("{:02}", at.year().rem_euclid(100));
    let number = at.weekday().number_from_monday();
    let (weekday, weekday_short) = (t!("weekday", n = number), t!("weekday-short", n = number));
    let (month, month_short) = (t!("month", n = at.month()), t!("month-short", n = at.month()));
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    let key = match telling {
        Telling::Full => "date-full",
        Telling::Whole => "date-whole",
        Telling::Short => "date-short",
        Telling::Day => "date-day",
        Telling::LongDay => "date-long-day",
        Telling::LongDate => "date-long-date",
        Telling::Date => "date-date",
        Telling::ShortDate => "date-short-date",
        Telling::ShortDay => "date-short-day",
        Telling::DayMonth => "date-day-month",
        Telling::DayLongMonth => "date-day-long-month",
        Telling::FullDay => "date-full-day",
        Telling::Minute => "date-minute",
        Telling::TinyMonth => "date-tiny-month",
        Telling::Month => "date-month",
        Telling::ShortMonth => "date-short-month",
        Telling::Weekday => "date-weekday",
        Telling::ShortWeekday => "date-weekday-short",
        Telling::Time => "date-time",
        Telling::Clock => "date-clock",
    };
    let values = [
        ("day", day.as_str().into()),
        ("year", year.as_str().into()),
        ("year-short", year_short.as_str().into()),
        ("weekday", weekday.as_ref().into()),
        ("weekday-short", weekday_short.as_ref().into()),
        ("month", month.as_ref().into()),
        ("month-short", month_short.as_ref().into()),
        ("time", time.as_str().into()),
    ];
    let text = crate::texts::CATALOGUE.text(key, &values);
    match Lang::current() {
        // Its parts are isolated, so nothing in it would tell a sentence around it that it runs from right to left.
        Lang::Ar => format!("\u{2067}{}\u{2069}", text.trim_start_matches('\u{200F}')),
        Lang::En | Lang::De => text.into_owned(),
    }
}

/// A day, by a telling that has no time.
pub fn on_day(day: chrono::NaiveDate, telling: Telling) -> String {
    told(day.and_time(chrono::NaiveTime::MIN), telling)
}

/// An instant, by the wall clock of a place.
pub fn in_zone(at: Timestamp, zone: Zone, telling: Telling) -> String {
    told(zone.local(at).naive_local(), telling)
}

/// `Asia/Hong_Kong` is “Hong Kong time”.
pub fn zone_name(zone: Zone) -> String {
    match zone.name().rsplit_once('/') {
        Some((_, place)) => t!("date-zone", place = place.replace('_', " ")).into_owned(),
        None => zone.name().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_dates_its_own_way() {
        let at = chrono::NaiveDate::from_ymd_opt(2026, 3, 14).unwrap().and_hms_opt(19, 30, 0).unwrap();
        assert_eq!(told(at, Telling::Full), "Sat 14 March 2026, 19:30");
        assert_eq!(told(at, Telling::Short), "Sat 14 Mar, 19:30");
        Lang::De.within(|| {
            assert_eq!(told(at, Telling::Full), "Sa., 14. März 2026, 19:30 Uhr");
            assert_eq!(told(at, Telling::Minute), "14. März 2026, 19:30 Uhr");
            assert_eq!(on_day(at.date(), Telling::Month), "März 2026");
            assert_eq!((told(at, Telling::Time), told(at, Telling::Clock)), ("19:30".to_owned(), "19:30 Uhr".to_owned()));
            assert_eq!(zone_name("Europe/Berlin".parse().unwrap()), "Ortszeit Berlin");
        });
        let arabic = Lang::Ar.within(|| told(at, Telling::Day));
        assert!(arabic.starts_with('\u{2067}'), "{arabic:?}");
        assert_eq!(arabic.replace(['\u{2067}', '\u{2068}', '\u{2069}'], ""), "السبت، 14 مارس 2026");
    }
}
