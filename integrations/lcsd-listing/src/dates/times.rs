//! Times of day as written: `7:30pm`, `10am-7pm`, `14:15&19:15`, `12:00nn`, 下午5時30分, 晚上7:30.

use crate::folded::Cursor;

/// A Chinese word for a part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// 上午, 早上
    Morning,
    /// 中午
    Noon,
    /// 下午
    Afternoon,
    /// 晚上
    Evening,
}

/// What stands behind the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suffix {
    Am,
    Pm,
    /// 12:00nn, noon.
    Nn,
}

/// A time of day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    pub part: Option<Part>,
    pub hour: u32,
    pub hour_digits: usize,
    pub minute: u32,
    pub suffix: Option<Suffix>,
}

/// A begin with or without an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    pub from: Time,
    pub to: Option<Time>,
}

const PARTS: &[(&str, Part)] =
    &[("上午", Part::Morning), ("早上", Part::Morning), ("中午", Part::Noon), ("下午", Part::Afternoon), ("晚上", Part::Evening)];
const SUFFIXES: &[(&str, Suffix)] = &[("am", Suffix::Am), ("pm", Suffix::Pm), ("nn", Suffix::Nn)];
const SEPARATORS: &[&str] = &[",", ";", "&", "/", "and", "及", "和"];

/// One or more, separated: `2:30pm, 5:00pm`. Stops before a separator that no time follows.
pub(super) fn list(c: &mut Cursor) -> Option<Vec<Hours>> {
    let mut list = vec![hours(c)?];
    loop {
        let mark = c.mark();
        c.spaces();
        let separated = SEPARATORS.iter().any(|s| c.eat(s));
        c.spaces();
        let Some(next) = separated.then(|| hours(c)).flatten() else {
            c.back_to(mark);
            return Some(list);
        };
        list.push(next);
    }
}

fn hours(c: &mut Cursor) -> Option<Hours> {
    let from = time(c)?;
    let mark = c.mark();
    c.spaces();
    if !c.eat("-") {
        c.back_to(mark);
        return Some(Hours { from, to: None });
    }
    c.spaces();
    time(c).map(|to| Hours { from, to: Some(to) })
}

fn time(c: &mut Cursor) -> Option<Time> {
    let mark = c.mark();
    let time = try_time(c);
    if time.is_none() {
        c.back_to(mark);
    }
    time
}

fn try_time(c: &mut Cursor) -> Option<Time> {
    let part = PARTS.iter().find(|(word, _)| c.eat(word)).map(|(_, part)| *part);
    c.spaces();
    let (hour, hour_digits) = c.number(1, 2)?;
    let mut minute = 0;
    let mut said = false;
    if c.eat(":") {
        minute = c.digits(2)?;
        c.eat("分");
        said = true;
    } else if c.eat("時") {
        let mark = c.mark();
        match c.number(1, 2) {
            Some((m, _)) if c.eat("分") => {
                minute = m;
                // 5時30分時: the second "o'clock" is a slip that changes nothing.
                c.eat("時");
            }
            _ => c.back_to(mark),
        }
        said = true;
    }
    let suffix = SUFFIXES.iter().find(|(word, _)| c.eat(word)).map(|(_, s)| *s);
    let complete = said || suffix.is_some();
    let followed_right = match c.peek() {
        Some(next) if next.is_ascii_alphabetic() => suffix.is_none() && follows_and(c),
        Some(next) if next.is_ascii_digit() => suffix.is_some() || chinese_year_follows(c),
        _ => true,
    };
    (complete && followed_right).then_some(Time { part, hour, hour_digits, minute, suffix })
}

/// `14:15and19:15`: letters may touch a time only when they are "and".
fn follows_and(c: &Cursor) -> bool {
    let mut ahead = c.clone();
    ahead.word() == "and"
}

/// Texts that run together: 晚上7:302025年1月11日. Any other figure behind a time makes it unclear.
fn chinese_year_follows(c: &Cursor) -> bool {
    let mut ahead = c.clone();
    ahead.number(4, 4).is_some() && ahead.eat("年")
}
