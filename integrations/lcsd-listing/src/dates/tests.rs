use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};
use proptest::prelude::*;

use super::{DatesFound, Day, find};

/// Occurrences as `2024-12-21 17:30` or `2024-12-28 13:00-19:00`.
fn told(found: &DatesFound) -> Vec<String> {
    let tell = |o: &super::Occurrence| {
        let end = o.end.map(|e| format!("-{}", e.format("%H:%M"))).unwrap_or_default();
        format!("{}{end}", o.start.format("%Y-%m-%d %H:%M"))
    };
    match found {
        DatesFound::Plain(occurrences) => occurrences.iter().map(tell).collect(),
        DatesFound::Days { doubt, .. } | DatesFound::Text(doubt) => panic!("not plain: {doubt}"),
    }
}

fn code(english: &str, chinese: &str) -> &'static str {
    match find(english, chinese) {
        DatesFound::Days { doubt, .. } | DatesFound::Text(doubt) => doubt.code(),
        plain @ DatesFound::Plain(_) => panic!("“{english}” was taken as {:?}", told(&plain)),
    }
}

#[test]
fn plain_dates_of_every_style() {
    for (english, chinese, expected) in [
        ("21 December 2024 (Sat) 5:30pm", "2024年12月21日 (六) 下午5時30分時", &["2024-12-21 17:30"][..]),
        ("6 Jan 2025 (Mon) 12:40pm", "2025年1月6日 (一)  下午12:40", &["2025-01-06 12:40"]),
        ("31 Dec 2024 (Tue) 7:30pm", "2024年12月31日 (二) 晚上7:30pm", &["2024-12-31 19:30"]),
        ("26 Jan 2025 (Sun) 3:00pm", "2025年1月26日（日）下午3:00", &["2025-01-26 15:00"]),
        ("15.12.2024 (Sun) 3:30pm", "2024年12月15日 (日) 下午 3:30", &["2024-12-15 15:30"]),
        ("2 Jan 2025 (Thu) 2:15pm, 7:15pm", "2025年1月2曰(四) 下午2時15分及晚上7時15分", &["2025-01-02 14:15", "2025-01-02 19:15"]),
        ("25/12/2024 10:30, 14:30", "25/12/2024 10:30, 14:30", &["2024-12-25 10:30", "2024-12-25 14:30"]),
        ("10/12/2024(Tue) 14:15&19:15", "10/12/2024(星期二) 14:15&19:15", &["2024-12-10 14:15", "2024-12-10 19:15"]),
        ("18 Jan 2025 (Sat) 1:00pm - 5:00pm", "2025年1月18日(六) 下午1:00至5:00", &["2025-01-18 13:00-17:00"]),
        (
            "25 Jan 2025 (Sat) 7:30pm26 Jan 2025 (Sun) 3:00pm",
            "2025年1月25日 (六) 晚上 7:302025年1月26日 (日) 下午 3:00",
            &["2025-01-25 19:30", "2025-01-26 15:00"],
        ),
        (
            "2024/12/21 (SAT) 11:30AM&3:30PM\n2024/12/22 (SUN) 3:30PM",
            "2024/12/21 (六) 11:30AM&3:30PM\n2024/12/22 (日) 3:30PM",
            &["2024-12-21 11:30", "2024-12-21 15:30", "2024-12-22 15:30"],
        ),
        (
            "1 (Sun) [11:00am-12:00nn] ; 7, 14 (Sat) [2:30pm-3:30pm]/12/2024",
            "1 (星期日) [11:00am-12:00nn] ; 7, 14 (星期六) [2:30pm-3:30pm]/12/2024",
            &["2024-12-01 11:00-12:00", "2024-12-07 14:30-15:30", "2024-12-14 14:30-15:30"],
        ),
        (
            "8, 14-15 Dec 2024 (Sun, Sat-Sun ) 2:45pm7 Dec 2024 (Sat) 7:45pm",
            "2024年12月8, 14-15日(日, 六至日)下午 2:452024年12月7日(六)晚上 7:45",
            &["2024-12-07 19:45", "2024-12-08 14:45", "2024-12-14 14:45", "2024-12-15 14:45"],
        ),
    ] {
        assert_eq!(told(&find(english, chinese)), expected, "{english}");
        assert_eq!(told(&find(english, "")), expected, "{english}");
        assert_eq!(told(&find("", chinese)), expected, "{chinese}");
    }
}

#[test]
fn a_confirmed_range_is_each_of_its_days() {
    let found = find("16-19 Jan 2025 (Thu-Sun) 7:15pm", "2025年1月16-19日 (四至日) 晚上7:15");
    let days: Vec<Day> = found.occurrences().iter().map(|o| o.day).collect();
    assert_eq!(days, [Day::Named, Day::Between, Day::Between, Day::Named]);
    assert_eq!(told(&find("21-22/12/2024 3:30pm", "")), ["2024-12-21 15:30", "2024-12-22 15:30"]);
    for (text, expected) in [
        ("21-23/12/2024 3:30pm", "range_unclear"),
        ("1-15/12/2024 (Sun) 3:30pm", "range_unclear"),
        ("13-7 Dec 2024 (Fri-Sat) 3:30pm", "range_unclear"),
        ("3 Jul 2024 (Wed) - 18 Dec 2024 (Wed) 9:00am", "range_unclear"),
        ("13-14 Dec 2024 (Fri) 3:30pm", "weekday_differs"),
        ("13-15 Dec 2024 (Fri-Sat) 3:30pm", "weekday_differs"),
        ("13, 14 Dec 2024 (Fri-Sat) 3:30pm", "weekdays_unclear"),
        ("13, 14, 15 Dec 2024 (Fri, Sat) 3:30pm", "weekdays_unclear"),
    ] {
        assert_eq!(code(text, ""), format!("listing.date_{expected}"), "{text}");
    }
}

#[test]
fn what_can_be_read_in_two_ways_stays_text() {
    for (english, chinese, expected) in [
        ("", " \n", "blank"),
        ("1 Jan 2025 (Wed) 7:30pm", "2025年1月1日 (一) 晚上7:30", "weekday_differs"),
        ("13/10/2024(Fri) 10:45,14:30; 14/12/2024(Sat) 10:00,14:30", "", "weekday_differs"),
        ("26 Dec 2024 (Thu) 3:00pm", "2024年12月26日(四) 晚上 7:30", "languages_differ"),
        ("26 Dec 2024 (Thu) 3:00pm", "2024年12月26日(四) 下午3:00至4:00", "languages_differ"),
        ("26 Dec 2024 (Thu) 3:00pm", "見網頁", "without_time"),
        ("17/01/2025 20:00; 19/01/2024 16:00", "17/01/2025 20:00; 19/01/2024 16:00", "far_apart"),
        ("18 Jan 2025 (Sat) 8:0pm", "2025年1月18日 (六) 晚上 8:00", "not_understood"),
        ("8/12/2024 (Sun) 11:00am-1d2:00nn", "", "not_understood"),
        ("18/01/2025, 21-25/01/2025 19:45", "", "not_understood"),
        ("6 Jul 2024 - 28 Dec 2024 (Every Sat) 2:30-4:30pm", "", "recurring"),
        ("12 Jul - 27 Dec 2024 (Fri) 1200-1400; Except 27 Jul", "", "recurring"),
        ("Jul-Dec 2024 (Every Fri) 0930-1130", "7月-12月 2024 (逢星期五) 0930-1130", "recurring"),
        ("21 Jan 2025 (Tue) TBC", "2025年1月21日(二) 待定", "unconfirmed"),
        ("1-31/12/2024", "1-31/12/2024", "without_time"),
        ("31/02/2025 20:00", "", "no_such_day"),
        ("12/13/2025 20:00", "", "no_such_day"),
        ("21/12/1924 20:00", "", "no_such_day"),
        ("21/12/2024 7:30", "", "clock_unclear"),
        ("21/12/2024 07:30", "", "clock_unclear"),
        ("21/12/2024 11:00", "", "clock_unclear"),
        ("21/12/2024 12:00am", "", "clock_unclear"),
        ("21/12/2024 14:00pm", "", "clock_unclear"),
        ("21/12/2024 10am-11:30", "", "clock_unclear"),
        ("", "2024年12月21日 晚上12:00", "clock_unclear"),
        ("", "2024年12月21日 上午7:30pm", "clock_unclear"),
        ("", "2024年12月21日 上午11:00至1:00", "clock_unclear"),
        ("21/12/2024 25:00", "", "no_such_time"),
        ("21/12/2024 14:60", "", "no_such_time"),
        ("21/12/2024 9:30pm-7:30pm", "", "ends_before"),
        ("21/12/2024 3:00am", "", "unlikely_hour"),
        ("21/12/2024 3:00pm, 3:00pm", "", "twice"),
        ("21/12/2024 3:00pm (except on holidays)", "", "recurring"),
        ("21/12/2024 3:00pm (adults)", "", "not_understood"),
        ("21/12/2024 3:00pmish", "", "not_understood"),
        ("21/12/2024 20:0022/12/2024 20:00", "", "not_understood"),
        ("Sat 21/12/2024 20:00", "", "not_understood"),
    ] {
        assert_eq!(code(english, chinese), format!("listing.date_{expected}"), "{english} {chinese}");
    }
    assert_eq!(code(&"1/1/2025 20:00;".repeat(500), ""), "listing.date_too_long");
}

fn day(d: NaiveDate, offset: i64) -> NaiveDate {
    d + chrono::TimeDelta::days(offset)
}

/// A day and a begin between 7:00 and 23:59.
fn moment() -> impl Strategy<Value = NaiveDateTime> {
    (0_i64..3_000, 7_u32..24, 0_u32..60)
        .prop_map(|(d, h, m)| day(NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(), d).and_hms_opt(h, m, 0).unwrap())
}

fn chinese_weekday(d: Weekday) -> char {
    "一二三四五六日".chars().nth(d.num_days_from_monday() as usize).unwrap()
}

fn english(t: NaiveDateTime) -> String {
    t.format("%-d %b %Y (%a) %-I:%M%P").to_string()
}

fn chinese(t: NaiveDateTime) -> String {
    let part = match t.hour() {
        7..12 => "上午",
        12..18 => "下午",
        _ => "晚上",
    };
    let hour = if t.hour() > 12 { t.hour() - 12 } else { t.hour() };
    let weekday = chinese_weekday(t.weekday());
    format!("{}年{}月{}日({weekday}) {part}{hour}:{:02}", t.year(), t.month(), t.day(), t.minute())
}

proptest! {
    #[test]
    fn no_text_breaks_it(english in any::<String>(), chinese in any::<String>()) {
        let _ = find(&english, &chinese);
    }

    #[test]
    fn texts_close_to_dates_do_not_break_it(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "1", "12", "2024", "2025", "/", "-", "至", ",", ";", ":", "30", "00", "pm", "am", "nn", "(", ")", "[", "]",
            "Sat", "六", "Dec", "Jan", "年", "月", "日", "下午", "晚上", "時", "分", " ", "\n", ".", "&", "and", "及", "９",
        ]), 0..40),
    ) {
        let text = pieces.concat();
        let _ = find(&text, &text);
    }

    #[test]
    fn what_is_written_reads_back(t in moment()) {
        let expected = vec![t.format("%Y-%m-%d %H:%M").to_string()];
        prop_assert_eq!(told(&find(&english(t), &chinese(t))), expected.clone());
        let iso = t.format("%Y/%m/%d(%a) %I:%M%p").to_string();
        prop_assert_eq!(told(&find(&iso, &chinese(t))), expected.clone());
        if t.hour() > 12 {
            let slashed = t.format("%d/%m/%Y %H:%M").to_string();
            prop_assert_eq!(told(&find(&slashed, &slashed)), expected);
        }
    }

    #[test]
    fn runs_of_dates_read_back(a in moment(), gap in 1_i64..100, b in moment()) {
        let b = day(a.date(), gap).and_time(b.time());
        let expected = [a, b].map(|t| t.format("%Y-%m-%d %H:%M").to_string()).to_vec();
        for joint in ["", " ", "\n", "; ", " , "] {
            let (en, zh) = ([english(a), english(b)].join(joint), [chinese(a), chinese(b)].join(joint));
            prop_assert_eq!(told(&find(&en, &zh)), expected.clone(), "{} {}", en, zh);
        }
    }

    #[test]
    fn a_wrong_weekday_in_either_language_is_never_taken(t in moment(), other in 1_i64..7) {
        let wrong = day(t.date(), other).and_time(t.time());
        let name = |t: NaiveDateTime| t.format("(%a)").to_string();
        let en = english(t).replace(&name(t), &name(wrong));
        let zh = chinese(t).replace(
            &format!("({})", chinese_weekday(t.weekday())),
            &format!("({})", chinese_weekday(wrong.weekday())),
        );
        prop_assert_eq!(code(&en, &chinese(t)), "listing.date_weekday_differs");
        prop_assert_eq!(code(&english(t), &zh), "listing.date_weekday_differs");
        prop_assert_eq!(code(&en, &zh), "listing.date_weekday_differs");
    }
}
