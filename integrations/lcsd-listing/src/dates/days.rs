//! Days as written: `21-22, 24-25 Jan 2025`, `1, 8/12/2024`, `2024/12/21`, 2025年1月10-11日, `(Fri-Sat)`.

use chrono::Weekday;

use crate::folded::Cursor;

/// A day as written; it need not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ymd {
    pub year: u32,
    pub month: u32,
    pub day: u32,
}

/// One day, or a range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span<T> {
    pub first: T,
    pub last: Option<T>,
}

impl<T: Copy> Span<T> {
    pub fn map<U>(self, f: impl Fn(T) -> U) -> Span<U> {
        Span { first: f(self.first), last: self.last.map(&f) }
    }
}

/// Numbers of days before their month and year are known; whether the last one carries 日.
pub(super) struct Numbers {
    pub spans: Vec<Span<u32>>,
    pub marked: bool,
}

impl Numbers {
    pub fn in_month(&self, year: u32, month: u32) -> Vec<Span<Ymd>> {
        self.spans.iter().map(|span| span.map(|day| Ymd { year, month, day })).collect()
    }
}

/// `17-19, 21-22, 24`, with or without 日.
pub(super) fn numbers(c: &mut Cursor) -> Option<Numbers> {
    let (first, mut marked) = number_span(c)?;
    let mut spans = vec![first];
    loop {
        let mark = c.mark();
        c.spaces();
        let comma = c.eat(",");
        c.spaces();
        let Some((next, has_mark)) = comma.then(|| number_span(c)).flatten() else {
            c.back_to(mark);
            return Some(Numbers { spans, marked });
        };
        spans.push(next);
        marked = has_mark;
    }
}

fn number_span(c: &mut Cursor) -> Option<(Span<u32>, bool)> {
    let (first, _) = c.number(1, 2)?;
    let mut marked = day_mark(c);
    let mark = c.mark();
    c.spaces();
    if c.eat("-") {
        c.spaces();
        if let Some((last, _)) = c.number(1, 2) {
            marked = day_mark(c);
            return Some((Span { first, last: Some(last) }, marked));
        }
    }
    c.back_to(mark);
    Some((Span { first, last: None }, marked))
}

fn day_mark(c: &mut Cursor) -> bool {
    let mark = c.mark();
    c.spaces();
    let found = c.eat("日");
    if !found {
        c.back_to(mark);
    }
    found
}

/// Days with their month and year, in any of the listing's four spellings.
pub(super) fn dates(c: &mut Cursor) -> Option<Vec<Span<Ymd>>> {
    let mark = c.mark();
    for spelling in [iso, chinese, english, slashed, dotted] {
        if let Some(dates) = spelling(c) {
            return Some(dates);
        }
        c.back_to(mark);
    }
    None
}

fn year(c: &mut Cursor) -> Option<u32> {
    c.number(4, 4).map(|(y, _)| y)
}

/// `2024/12/21`
fn iso(c: &mut Cursor) -> Option<Vec<Span<Ymd>>> {
    let year = year(c)?;
    let (month, _) = c.eat("/").then(|| c.number(1, 2)).flatten()?;
    let (day, _) = c.eat("/").then(|| c.number(1, 2)).flatten()?;
    Some(vec![Span { first: Ymd { year, month, day }, last: None }])
}

/// 2024年12月13日至14日
fn chinese(c: &mut Cursor) -> Option<Vec<Span<Ymd>>> {
    let year = year(c)?;
    let (month, _) = c.eat("年").then(|| c.number(1, 2)).flatten()?;
    let numbers = c.eat("月").then(|| numbers(c)).flatten()?;
    numbers.marked.then(|| numbers.in_month(year, month))
}

/// `10-11 Jan 2025`
fn english(c: &mut Cursor) -> Option<Vec<Span<Ymd>>> {
    let numbers = numbers(c)?;
    c.spaces();
    let month = month(&c.word())?;
    c.spaces();
    let year = year(c)?;
    (!numbers.marked).then(|| numbers.in_month(year, month))
}

/// `1, 8/12/2024`: the day comes first, as everywhere in Hong Kong.
fn slashed(c: &mut Cursor) -> Option<Vec<Span<Ymd>>> {
    let numbers = numbers(c)?;
    let (month, year) = month_and_year(c)?;
    (!numbers.marked).then(|| numbers.in_month(year, month))
}

/// `/12/2024`, a space before it allowed.
pub(super) fn month_and_year(c: &mut Cursor) -> Option<(u32, u32)> {
    c.spaces();
    let (month, _) = c.eat("/").then(|| c.number(1, 2)).flatten()?;
    let year = c.eat("/").then(|| year(c)).flatten()?;
    Some((month, year))
}

/// `15.12.2024`
fn dotted(c: &mut Cursor) -> Option<Vec<Span<Ymd>>> {
    let (day, _) = c.number(1, 2)?;
    let (month, _) = c.eat(".").then(|| c.number(1, 2)).flatten()?;
    let year = c.eat(".").then(|| year(c)).flatten()?;
    Some(vec![Span { first: Ymd { year, month, day }, last: None }])
}

pub(super) fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let at = NAMES.iter().position(|name| word == *name || (word.len() == 3 && name.starts_with(word)))?;
    u32::try_from(at + 1).ok()
}

/// `(Sat)`, `(Fri-Sat)`, `(Sun, Sat-Sun )`, (五至六), (星期五至六).
pub(super) fn weekdays(c: &mut Cursor) -> Option<Vec<Span<Weekday>>> {
    let mark = c.mark();
    let list = try_weekdays(c);
    if list.is_none() {
        c.back_to(mark);
    }
    list
}

fn try_weekdays(c: &mut Cursor) -> Option<Vec<Span<Weekday>>> {
    c.spaces();
    if !c.eat("(") {
        return None;
    }
    let mut list = Vec::new();
    loop {
        c.spaces();
        let first = weekday(c)?;
        c.spaces();
        let mut last = None;
        if c.eat("-") {
            c.spaces();
            last = Some(weekday(c)?);
            c.spaces();
        }
        list.push(Span { first, last });
        if c.eat(")") {
            return Some(list);
        }
        if !c.eat(",") {
            return None;
        }
    }
}

pub(super) fn weekday(c: &mut Cursor) -> Option<Weekday> {
    const CHINESE: [(&str, Weekday); 8] = [
        ("一", Weekday::Mon),
        ("二", Weekday::Tue),
        ("三", Weekday::Wed),
        ("四", Weekday::Thu),
        ("五", Weekday::Fri),
        ("六", Weekday::Sat),
        ("日", Weekday::Sun),
        ("天", Weekday::Sun),
    ];
    let _ = c.eat("星期");
    if let Some((_, day)) = CHINESE.iter().find(|(name, _)| c.eat(name)) {
        return Some(*day);
    }
    match c.word().as_str() {
        "mon" | "monday" => Some(Weekday::Mon),
        "tue" | "tues" | "tuesday" => Some(Weekday::Tue),
        "wed" | "wednesday" => Some(Weekday::Wed),
        "thu" | "thur" | "thurs" | "thursday" => Some(Weekday::Thu),
        "fri" | "friday" => Some(Weekday::Fri),
        "sat" | "saturday" => Some(Weekday::Sat),
        "sun" | "sunday" => Some(Weekday::Sun),
        _ => None,
    }
}
