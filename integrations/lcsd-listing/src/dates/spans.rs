//! Texts that name days but not each time: an exhibition (`1-31/12/2024`), a season (`Jul-Dec 2024 (Every Sat) 1700-1900`), a course
//! (`5 Jul to 27 Dec 2024 (Every Fri) 2:30pm-4:30pm (Except 11/10)`). What is read is the first and the last day; both must follow from
//! the text, whose every word must be understood, though its hours are not judged here.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::days::{self, Span, Ymd};
use crate::folded::Cursor;

/// Longer is no run of one thing: a year is mistyped.
const LONGEST: i64 = 366;

/// First and last day; nothing where the text leaves either open.
pub(super) fn of(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    // "to" between days is a dash, and one "(" too many changes nothing.
    let text = text.to_lowercase().replace("((", "(").replace(" to ", " - ");
    let mut c = Cursor::new(&text);
    let found = bare(&mut c).or_else(|| {
        c.back_to(0);
        rule(&mut c)
    })?;
    let (first, last) = found;
    (first <= last && (last - first).num_days() <= LONGEST).then_some(found)
}

/// Days alone, each with its month and year: `1, 8/12/2024`, `1/12/2024 - 4/5/2025`, `3-5 Jan 2025 (Fri-Sun)`.
fn bare(c: &mut Cursor) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = range(c)?;
    let weekdays = days::weekdays(c);
    c.spaces();
    if !c.ended() {
        return None;
    }
    match weekdays.as_deref() {
        None => Some((first, last)),
        Some([Span { first: a, last: Some(b) }]) => (first.weekday() == *a && last.weekday() == *b).then_some((first, last)),
        Some([Span { first: a, last: None }]) => (first.weekday() == *a && last.weekday() == *a).then_some((first, last)),
        Some(_) => None,
    }
}

/// Every such weekday from a day to a day or in whole months, with hours and with days that are left out.
fn rule(c: &mut Cursor) -> Option<(NaiveDate, NaiveDate)> {
    let mark = c.mark();
    let (from, until, named) = match range(c) {
        Some((from, until)) => (from, until, true),
        None => {
            c.back_to(mark);
            let (from, until) = months(c)?;
            (from, until, false)
        }
    };
    c.spaces();
    let weekday = every(c)?;
    let mut rest: String = c.rest();
    let except = exclusions(&mut rest, from, until)?;
    if !are_hours(&rest) {
        return None;
    }
    let mut all = from.iter_days().take_while(|day| *day <= until).filter(|day| day.weekday() == weekday);
    // A course that is said to begin on a Friday and repeats on Fridays: else one of both is a slip. A whole season may begin on any.
    let outer = [from, until];
    let season = outer == [first_of(from)?, last_of(until)?];
    if named && !season && outer.iter().any(|day| day.weekday() != weekday) {
        return None;
    }
    let kept = |day: &NaiveDate| !except.contains(day);
    let first = all.find(kept)?;
    let last = all.filter(kept).last().unwrap_or(first);
    Some((first, last))
}

/// Two days, the year of the first perhaps only behind the second.
fn range(c: &mut Cursor) -> Option<(NaiveDate, NaiveDate)> {
    let mark = c.mark();
    if let Some(found) = yearless(c) {
        return Some(found);
    }
    c.back_to(mark);
    let spans = days::dates(c)?;
    let here = c.mark();
    c.spaces();
    if c.eat("-") {
        c.spaces();
        if let (Some(first), Some(last)) = (one(&spans), days::dates(c).as_deref().and_then(one)) {
            return Some((first, last));
        }
    }
    c.back_to(here);
    let ends = spans.iter().flat_map(|s| [Some(s.first), s.last]).flatten();
    let all: Vec<NaiveDate> = ends.map(date).collect::<Option<_>>()?;
    // In order, as everybody writes them; a list of several days names the first and the last as well.
    let rising = all.windows(2).all(|pair| pair[0] < pair[1]);
    Some((*all.first()?, *all.last()?)).filter(|_| rising)
}

/// `5 Jul - 27 Dec 2024`, 2024年7月5日至12月27日: the year once.
fn yearless(c: &mut Cursor) -> Option<(NaiveDate, NaiveDate)> {
    if let Some((year, month, day)) = chinese_day(c) {
        c.spaces();
        let (to_month, to_day) = c.eat("-").then(|| chinese_month_day(c)).flatten()?;
        return Some((date(Ymd { year, month, day })?, date(Ymd { year, month: to_month, day: to_day })?));
    }
    let (day, _) = c.number(1, 2)?;
    c.spaces();
    let month = days::month(&c.word())?;
    c.spaces();
    if !c.eat("-") {
        return None;
    }
    c.spaces();
    let (to_day, _) = c.number(1, 2)?;
    c.spaces();
    let to_month = days::month(&c.word())?;
    c.spaces();
    let (year, _) = c.number(4, 4)?;
    Some((date(Ymd { year, month, day })?, date(Ymd { year, month: to_month, day: to_day })?))
}

fn chinese_day(c: &mut Cursor) -> Option<(u32, u32, u32)> {
    let mark = c.mark();
    let found = (|| {
        let (year, _) = c.number(4, 4)?;
        let (month, day) = c.eat("年").then(|| chinese_month_day(c)).flatten()?;
        Some((year, month, day))
    })();
    if found.is_none() {
        c.back_to(mark);
    }
    found
}

/// 7月5日, the last character often forgotten.
fn chinese_month_day(c: &mut Cursor) -> Option<(u32, u32)> {
    let (month, _) = c.number(1, 2)?;
    let (day, _) = c.eat("月").then(|| c.number(1, 2)).flatten()?;
    c.eat("日");
    Some((month, day))
}

/// `Jul-Dec 2024`, `Jul 2024 - Dec 2024`, 7月-12月 2024.
fn months(c: &mut Cursor) -> Option<(NaiveDate, NaiveDate)> {
    let first = month(c)?;
    c.spaces();
    let own_year = c.number(4, 4).map(|(year, _)| year);
    c.spaces();
    if !c.eat("-") {
        return None;
    }
    c.spaces();
    let last = month(c)?;
    c.spaces();
    let (year, _) = c.number(4, 4)?;
    let from = date(Ymd { year: own_year.unwrap_or(year), month: first, day: 1 })?;
    Some((from, last_of(date(Ymd { year, month: last, day: 1 })?)?))
}

fn month(c: &mut Cursor) -> Option<u32> {
    match c.number(1, 2) {
        Some((month, _)) => c.eat("月").then_some(month),
        None => days::month(&c.word()),
    }
}

/// `(Every Sat)`, (逢星期六): one weekday.
fn every(c: &mut Cursor) -> Option<Weekday> {
    if !c.eat("(") {
        return None;
    }
    c.spaces();
    if !(c.eat("every") || c.eat("逢")) {
        return None;
    }
    c.spaces();
    let day = days::weekday(c)?;
    c.spaces();
    c.eat(")").then_some(day)
}

/// Cuts what is left out of the text behind the rule: `(except 11/10, 29/11)`, `; except 2 sep, 21 oct 2024`, (11/10 除外),
/// `, 2024年9月2日, 10月21日除外`. A day outside the time changes nothing, as it is not among the days anyway.
fn exclusions(rest: &mut String, from: NaiveDate, until: NaiveDate) -> Option<Vec<NaiveDate>> {
    let (start, end, body) = if let Some(at) = rest.find("except") {
        let open = rest[..at].trim_end().strip_suffix('(').map(str::len);
        let tail = &rest[at + "except".len()..];
        let (len, closed) = match (open, tail.find(')')) {
            (Some(_), Some(end)) => (end, 1),
            (Some(_), None) => return None,
            (None, _) => (tail.len(), 0),
        };
        (open.unwrap_or(at), at + "except".len() + len + closed, tail[..len].to_owned())
    } else if let Some(at) = rest.find("除外") {
        let head = &rest[..at];
        match head.rfind('(') {
            Some(open) => {
                let end = rest[at..].find(')').map(|end| at + end + 1)?;
                (open, end, head[open + 1..].to_owned())
            }
            None => {
                // Behind the hours, from the first day with its year on.
                let year = head.find('年').and_then(|at| at.checked_sub(4))?;
                (year, at + "除外".len(), head.get(year..)?.to_owned())
            }
        }
    } else {
        return Some(Vec::new());
    };
    let days = left_out(&body, from, until)?;
    rest.replace_range(start..end, " ");
    Some(days)
}

fn left_out(body: &str, from: NaiveDate, until: NaiveDate) -> Option<Vec<NaiveDate>> {
    let mut found = Vec::new();
    // `9, 30 Aug`: the month behind; 8月9, 30日: the month before.
    let mut waiting: Vec<u32> = Vec::new();
    let mut month_before = None;
    let years = [from.year(), until.year()];
    let within = |day: u32, month: u32| {
        years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, month, day)).find(|day| (from..=until).contains(day))
    };
    for part in body.split([',', ';', '&']).map(str::trim).filter(|part| !part.is_empty()) {
        let mut c = Cursor::new(part);
        let chinese = chinese_day(&mut c).map(|(_, month, day)| (month, day)).or_else(|| {
            let found = chinese_month_day(&mut c);
            if found.is_none() {
                c.back_to(0);
            }
            found
        });
        if let Some((month, day)) = chinese {
            month_before = Some(month);
            found.extend(within(day, month));
        } else {
            let (day, _) = c.number(1, 2)?;
            c.eat("日");
            c.spaces();
            let month = if c.eat("/") {
                Some(c.number(1, 2)?.0)
            } else {
                Some(c.word()).filter(|word| !word.is_empty()).map(|word| days::month(&word).ok_or(())).transpose().ok()?
            };
            match month.or(month_before) {
                Some(month) => found.extend(waiting.drain(..).chain([day]).filter_map(|day| within(day, month))),
                None => waiting.push(day),
            }
        }
        c.spaces();
        let _ = c.number(4, 4);
        c.spaces();
        if !c.ended() {
            return None;
        }
    }
    waiting.is_empty().then_some(found)
}

/// Whether nothing but hours is left.
fn are_hours(rest: &str) -> bool {
    const WORDS: &[&str] = &["am", "pm", "nn", "上午", "早上", "中午", "下午", "晚上"];
    let mut rest = rest.to_owned();
    for word in WORDS {
        rest = rest.replace(word, " ");
    }
    rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | ':' | '.' | '-' | ',' | ';' | '&'))
}

fn one(spans: &[Span<Ymd>]) -> Option<NaiveDate> {
    match spans {
        [Span { first, last: None }] => date(*first),
        _ => None,
    }
}

fn date(Ymd { year, month, day }: Ymd) -> Option<NaiveDate> {
    i32::try_from(year).ok().filter(|year| (2000..2100).contains(year)).and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
}

fn first_of(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)
}

fn last_of(day: NaiveDate) -> Option<NaiveDate> {
    let next = if day.month() == 12 {
        NaiveDate::from_ymd_opt(day.year() + 1, 1, 1)
    } else {
        NaiveDate::from_ymd_opt(day.year(), day.month() + 1, 1)
    };
    next?.checked_sub_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        of(text).map_or_else(|| "-".to_owned(), |(first, last)| format!("{first} {last}"))
    }

    #[test]
    fn the_first_and_the_last_day_follow_from_the_text() {
        for (text, days) in [
            ("1-31/12/2024", "2024-12-01 2024-12-31"),
            ("29/11/2024 - 4/5/2025", "2024-11-29 2025-05-04"),
            ("28 Feb - 2 Mar 2025", "2025-02-28 2025-03-02"),
            ("2025年2月28至3月2日", "2025-02-28 2025-03-02"),
            ("3-5 Jan 2025 (Fri-Sun)", "2025-01-03 2025-01-05"),
            ("2024年12月25曰-26日(三至四)", "2024-12-25 2024-12-26"),
            ("Jul-Dec 2024 (Every Sat) 0900-1200", "2024-07-06 2024-12-28"),
            ("7月-12月 2024 (逢星期六) 0900-1200", "2024-07-06 2024-12-28"),
            ("Jul 2024 - Dec 2024 (Every Tue) 2:30pm-4:30pm", "2024-07-02 2024-12-31"),
            ("1 Jul to 30 Dec 2024 (Every Mon) 5:00pm-7:00pm (Except 1/7)", "2024-07-08 2024-12-30"),
            ("2024年7月1日至12月30日 (逢星期一)  下午5:00至晚上7:00 (1/7 除外)", "2024-07-08 2024-12-30"),
            ("8 Jul - 2 Dec 2024 (Every Mon) 1930-2130; Except 2 Sep, 21 Oct 2024", "2024-07-08 2024-12-02"),
            ("2024年7月8日至12月2日 (逢星期一) 1930-2130, 2024年9月2日, 10月21日除外", "2024-07-08 2024-12-02"),
            ("7 Jul to 22 Dec 2024 (Every Sun) 2:30pm-4:30pm (Except 15/12,22/12)", "2024-07-07 2024-12-08"),
            ("2024年7月12日至12月27日 (逢星期五) 1200-1400, 2024年8月9, 30日, 12月27日除外", "2024-07-12 2024-12-20"),
            ("12 Jul - 27 Dec 2024 (Every Fri) 1200-1400; Except 9, 30 Aug, 20, 27 Dec 2024", "2024-07-12 2024-12-13"),
            ("1 Jul to 31 Dec 2024 (Every Sun) 7:30pm -9:30pm", "2024-07-07 2024-12-29"),
        ] {
            assert_eq!(told(text), days, "{text}");
        }
    }

    #[test]
    fn what_leaves_a_day_open_is_left_to_people() {
        for text in [
            "",
            "31-1/12/2024",
            "1-31/2/2024",
            "3-5 Jan 2025 (Sat-Sun)",
            "5 Jul to 27 Dec 2024 (Every Thu) 2:30pm-4:30pm",
            "Jul-Dec 2024 (Every Sat and Sun) 0900-1200",
            "1 Jul 2024 - 25 Dec 2024 (Every Mon) 2:30pm-4:30pm & (Every Wed) 7:30pm-9:30pm",
            "5 Jul to 27 Dec 2024 (Every Fri) 2:30pm-4:30pm (Except public holidays)",
            "5 Jul to 27 Dec 2024 (Every Fri) at the park",
            "1/12/2024 - 4/5/2027",
            "Every Thu 1430-1630",
            "1-31/12/2024 tbc",
        ] {
            assert_eq!(told(text), "-", "{text}");
        }
    }
}
