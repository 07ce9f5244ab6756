//! From what is written to what it means, refusing whatever can be read in two ways.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

use super::days::{Span, Ymd};
use super::doubt::DateDoubt;
use super::times::{Hours, Part, Suffix, Time};
use super::written::Group;
use super::{Day, Occurrence};
use crate::listing::Language;

/// A range of days is read as "each of them" up to a week: then its two weekdays fix both ends.
const LONGEST_RANGE: i64 = 7;

/// The times of all groups, unsorted.
pub(super) fn occurrences(groups: &[Group], language: Language) -> Result<Vec<Occurrence>, DateDoubt> {
    check_clock(groups, language)?;
    let mut found = Vec::new();
    for group in groups {
        let hours = hours(&group.hours, language)?;
        for (date, day) in days(group, language)? {
            for (from, to) in &hours {
                found.push(Occurrence { start: date.and_time(*from), end: to.map(|t| date.and_time(t)), day });
            }
        }
    }
    Ok(found)
}

/// Bare `10:30` means the morning only where the text shows that it uses the 24-hour clock throughout:
/// two digits for each hour, no am or pm anywhere, and one time after noon. A bare time behind a Chinese
/// word (下午3:00及7:30) is not bare: the word still holds.
fn check_clock(groups: &[Group], language: Language) -> Result<(), DateDoubt> {
    let mut bare = Vec::new();
    let mut marked = false;
    for group in groups {
        let mut word_holds = false;
        for time in group.hours.iter().flat_map(|h| [Some(h.from), h.to]).flatten() {
            word_holds = time.part.is_some() || (word_holds && time.suffix.is_none());
            if word_holds || time.suffix.is_some() {
                marked = true;
            } else {
                bare.push(time);
            }
        }
    }
    let proven = bare.iter().any(|t| t.hour > 12) && bare.iter().all(|t| t.hour_digits == 2);
    match bare.first() {
        Some(first) if marked || !proven => Err(DateDoubt::ClockUnclear { language, written: written(*first) }),
        _ => Ok(()),
    }
}

fn written(time: Time) -> String {
    format!("{}:{:02}", time.hour, time.minute)
}

type FromTo = (NaiveTime, Option<NaiveTime>);

fn hours(list: &[Hours], language: Language) -> Result<Vec<FromTo>, DateDoubt> {
    let mut before = None;
    let mut found = Vec::new();
    for hours in list {
        let from = time(hours.from, &mut before, language)?;
        let to = hours.to.map(|t| time(t, &mut before, language)).transpose()?;
        if to.is_some_and(|to| to <= from) {
            return Err(DateDoubt::EndsBeforeItBegins { language });
        }
        if from.hour() < 7 {
            return Err(DateDoubt::UnlikelyHour { language });
        }
        found.push((from, to));
    }
    Ok(found)
}

/// `before` is the Chinese word in force and the time it was last used for.
fn time(t: Time, before: &mut Option<(Part, NaiveTime)>, language: Language) -> Result<NaiveTime, DateDoubt> {
    let unclear = || DateDoubt::ClockUnclear { language, written: written(t) };
    let inherited = match (t.part, t.suffix, *before) {
        (None, None, Some((part, _))) => Some(part),
        _ => None,
    };
    let part = t.part.or(inherited);
    let hour = match (part, t.suffix) {
        (None, None) => Some(t.hour),
        (Some(part), None) => hour_in(part, t.hour),
        (None, Some(suffix)) => hour_with(suffix, t),
        (Some(part), Some(suffix)) => hour_in(part, t.hour).filter(|h| hour_with(suffix, t) == Some(*h)),
    };
    let hour = hour.ok_or_else(unclear)?;
    let time = NaiveTime::from_hms_opt(hour, t.minute, 0).ok_or_else(|| DateDoubt::NoSuchTime { language, written: written(t) })?;
    if inherited.is_some() && before.is_some_and(|(_, earlier)| time <= earlier) {
        return Err(unclear());
    }
    *before = part.map(|p| (p, time));
    Ok(time)
}

fn hour_with(suffix: Suffix, t: Time) -> Option<u32> {
    match (suffix, t.hour) {
        (Suffix::Am, h @ 1..=11) => Some(h),
        (Suffix::Pm, 12) => Some(12),
        (Suffix::Pm, h @ 1..=11) => Some(h + 12),
        (Suffix::Nn, 12) if t.minute == 0 => Some(12),
        _ => None,
    }
}

fn hour_in(part: Part, hour: u32) -> Option<u32> {
    match (part, hour) {
        (Part::Morning, h @ 1..=11) => Some(h),
        (Part::Noon | Part::Afternoon, 12) => Some(12),
        (Part::Afternoon, h @ 1..=7) | (Part::Evening, h @ 5..=11) => Some(h + 12),
        _ => None,
    }
}

fn days(group: &Group, language: Language) -> Result<Vec<(NaiveDate, Day)>, DateDoubt> {
    let mut spans = Vec::new();
    for span in &group.days {
        let first = date(span.first, language)?;
        let last = span.last.map(|d| date(d, language)).transpose()?;
        spans.push(Span { first, last });
    }
    confirm(&spans, group.weekdays.as_deref(), language)?;
    let mut days = Vec::new();
    for Span { first, last } in spans {
        let last = last.unwrap_or(first);
        for date in first.iter_days().take_while(|d| *d <= last) {
            days.push((date, if date == first || date == last { Day::Named } else { Day::Between }));
        }
    }
    Ok(days)
}

fn date(ymd: Ymd, language: Language) -> Result<NaiveDate, DateDoubt> {
    let Ymd { year, month, day } = ymd;
    i32::try_from(year)
        .ok()
        .filter(|y| (2000..2100).contains(y))
        .and_then(|y| NaiveDate::from_ymd_opt(y, month, day))
        .ok_or_else(|| DateDoubt::NoSuchDay { language, written: format!("{year}-{month}-{day}") })
}

/// Ranges have to be short and confirmed; weekdays have to be right.
fn confirm(spans: &[Span<NaiveDate>], weekdays: Option<&[Span<Weekday>]>, language: Language) -> Result<(), DateDoubt> {
    for Span { first, last } in spans {
        let Some(last) = *last else { continue };
        let days = (last - *first).num_days() + 1;
        let longest = if weekdays.is_some() { LONGEST_RANGE } else { 2 };
        if !(2..=longest).contains(&days) {
            return Err(DateDoubt::RangeUnclear { language, first: *first, last });
        }
    }
    match weekdays {
        None => Ok(()),
        Some([Span { first: one, last: None }]) => {
            let all = spans.iter().flat_map(|s| [Some(s.first), s.last]).flatten();
            all.into_iter().try_for_each(|date| same(date, *one, language))
        }
        Some(list) if list.len() == spans.len() => spans.iter().zip(list).try_for_each(|(span, weekday)| match (span.last, weekday.last) {
            (None, None) => same(span.first, weekday.first, language),
            (Some(last), Some(end)) => {
                same(span.first, weekday.first, language)?;
                same(last, end, language)
            }
            _ => Err(DateDoubt::WeekdaysUnclear { language }),
        }),
        Some(_) => Err(DateDoubt::WeekdaysUnclear { language }),
    }
}

fn same(date: NaiveDate, weekday: Weekday, language: Language) -> Result<(), DateDoubt> {
    let actual = date.weekday();
    if actual == weekday { Ok(()) } else { Err(DateDoubt::WeekdayDiffers { language, date, actual }) }
}
