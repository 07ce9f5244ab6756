//! Whole texts as written: groups of days with their times, in one of two styles.

use chrono::Weekday;

use super::days::{self, Span, Ymd};
use super::times::{self, Hours};
use crate::folded::Cursor;

/// Days that share their times. Says what the text says, whether or not it can be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub days: Vec<Span<Ymd>>,
    pub weekdays: Option<Vec<Span<Weekday>>>,
    pub hours: Vec<Hours>,
}

/// The whole text, or nothing.
pub(super) fn text(c: &mut Cursor) -> Option<Vec<Group>> {
    if let Some(groups) = one_month(c) {
        return Some(groups);
    }
    c.back_to(0);
    dated_groups(c)
}

/// `10 Jan 2025 (Fri) 7:30pm11 Jan 2025 (Sat) 3:00pm`: every group has its own month and year.
/// The groups may run together.
fn dated_groups(c: &mut Cursor) -> Option<Vec<Group>> {
    let mut groups = vec![dated_group(c)?];
    loop {
        c.spaces();
        if c.ended() {
            return Some(groups);
        }
        let _ = c.eat(",") || c.eat(";");
        c.spaces();
        groups.push(dated_group(c)?);
    }
}

fn dated_group(c: &mut Cursor) -> Option<Group> {
    let mut days = days::dates(c)?;
    let mut weekdays = days::weekdays(c);
    let mark = c.mark();
    c.spaces();
    if c.eat("-") {
        c.spaces();
        (days, weekdays) = until(c, &days, weekdays)?;
    } else {
        c.back_to(mark);
    }
    c.spaces();
    let hours = times::list(c)?;
    Some(Group { days, weekdays, hours })
}

type Days = (Vec<Span<Ymd>>, Option<Vec<Span<Weekday>>>);

/// The second half of `11/12/2024(Wed) - 15/12/2024(Sun)`: one day to one day, a weekday each or none.
fn until(c: &mut Cursor, days: &[Span<Ymd>], weekdays: Option<Vec<Span<Weekday>>>) -> Option<Days> {
    let single = |list: &[Span<Ymd>]| match list {
        [Span { first, last: None }] => Some(*first),
        _ => None,
    };
    let first = single(days)?;
    let last = single(&days::dates(c)?)?;
    let span = vec![Span { first, last: Some(last) }];
    match (weekdays.as_deref(), days::weekdays(c).as_deref()) {
        (None, None) => Some((span, None)),
        (Some([Span { first: a, last: None }]), Some([Span { first: b, last: None }])) => {
            Some((span, Some(vec![Span { first: *a, last: Some(*b) }])))
        }
        _ => None,
    }
}

/// Days that share times in brackets: `20, 27 (Fri), 24 (Tue) [10:00am-11:00am]`.
struct Bracketed {
    parts: Vec<(days::Numbers, Option<Vec<Span<Weekday>>>)>,
    hours: Option<Vec<Hours>>,
}

/// `1 (Sun) [11:00am-12:00nn] ; 7, 14 (Sat) [2:30pm-3:30pm]/12/2024`: one month and year for all, at
/// the end; times in brackets, or once for all behind it. Then a weekday may stand there for all, too.
fn one_month(c: &mut Cursor) -> Option<Vec<Group>> {
    let mut all = vec![bracketed(c)?];
    let (month, year) = loop {
        let mark = c.mark();
        if let Some(found) = days::month_and_year(c) {
            break found;
        }
        c.back_to(mark);
        c.spaces();
        let after_bracket = all.last().is_some_and(|b| b.hours.is_some());
        if !(c.eat(";") || (after_bracket && c.eat(","))) {
            return None;
        }
        c.spaces();
        all.push(bracketed(c)?);
    };
    let weekdays_of_all = days::weekdays(c);
    c.spaces();
    let hours_of_all = if c.ended() { None } else { Some(times::list(c)?) };
    c.spaces();
    if !c.ended() {
        return None;
    }
    let mut groups = Vec::new();
    for b in all {
        // Exactly one of the two places has the times, exactly one the weekdays.
        let hours = match (b.hours, &hours_of_all) {
            (Some(own), None) => own,
            (None, Some(shared)) => shared.clone(),
            _ => return None,
        };
        for (numbers, own) in b.parts {
            let weekdays = match (own, &weekdays_of_all) {
                (Some(_), Some(_)) => return None,
                (own, shared) => own.or_else(|| shared.clone()),
            };
            groups.push(Group { days: numbers.in_month(year, month), weekdays, hours: hours.clone() });
        }
    }
    Some(groups)
}

fn bracketed(c: &mut Cursor) -> Option<Bracketed> {
    let mut parts = Vec::new();
    loop {
        let numbers = days::numbers(c)?;
        if numbers.marked {
            return None;
        }
        let weekdays = days::weekdays(c);
        let may_go_on = weekdays.is_some();
        parts.push((numbers, weekdays));
        let mark = c.mark();
        c.spaces();
        if !(may_go_on && c.eat(",")) {
            c.back_to(mark);
            break;
        }
        c.spaces();
    }
    c.spaces();
    let mut hours = None;
    if c.eat("[") {
        c.spaces();
        hours = Some(times::list(c)?);
        c.spaces();
        if !c.eat("]") {
            return None;
        }
    }
    Some(Bracketed { parts, hours })
}
