//! Which days are looked at, as the address says, and into which parts they are cut.

use std::borrow::Cow;

use chrono::{Datelike, Duration, Months, NaiveDate, NaiveTime};
use platform_texts::{Telling, on_day, t};
use platform_types::{Timestamp, Zone};
use platform_ui::{FieldErrors, Label};
use serde::Deserialize;

/// As many days as are drawn one by one; longer spans are cut into weeks, then months.
const DAYS: i64 = 92;
/// As many weeks.
const WEEKS: i64 = 92;
/// The longest span somebody may ask for, in days.
const LONGEST: i64 = 3_660;

/// Which days are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Range {
    /// The last 7 days, today among them.
    Week,
    /// The last 30.
    #[default]
    Month,
    /// Since the first sale.
    All,
    /// From one day to another.
    Own,
}

impl Range {
    /// Those with a chip of their own.
    pub const CHIPS: [Self; 3] = [Self::Week, Self::Month, Self::All];

    /// In addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Week => "7",
            Self::Month => "30",
            Self::All => "all",
            Self::Own => "own",
        }
    }

    /// On its chip.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Week => t!("console-range-week"),
            Self::Month => t!("console-range-month"),
            Self::All => t!("console-range-all"),
            Self::Own => t!("console-range-own"),
        }
    }
}

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `7`, `30`, `all` or `own`.
    pub range: String,
    /// The first day of one's own, as typed.
    pub from: String,
    /// The last one.
    pub to: String,
}

/// Days from the first to the last, both whole, by the clocks of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// Whose days.
    pub zone: Zone,
}

impl Asked {
    /// The range asked for; the last 30 days when nothing is.
    pub fn range(&self) -> Range {
        match self.range.as_str() {
            "7" => Range::Week,
            "all" => Range::All,
            "own" => Range::Own,
            _ if !(self.from.is_empty() && self.to.is_empty()) => Range::Own,
            _ => Range::Month,
        }
    }

    /// The days that are meant; what is wrong with one's own dates is noted and the last 30 days are shown.
    /// `earliest` is the day of the first sale.
    pub fn span(&self, zone: Zone, now: Timestamp, earliest: Option<NaiveDate>, errors: &mut FieldErrors) -> Span {
        let today = zone.local(now).date_naive();
        let last = |days: i64| Span { first: today - Duration::days(days - 1), last: today, zone };
        match self.range() {
            Range::Week => last(7),
            Range::Month => last(30),
            Range::All => Span { first: earliest.unwrap_or(today - Duration::days(29)).min(today), last: today, zone },
            Range::Own => self.own(zone, errors).unwrap_or_else(|| last(30)),
        }
    }

    fn own(&self, zone: Zone, errors: &mut FieldErrors) -> Option<Span> {
        let mut day = |name: &str, typed: &str| {
            let read = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok().filter(|day| (2000..2200).contains(&day.year()));
            if read.is_none() {
                errors.add(name, t!("console-range-day-wrong"));
            }
            read
        };
        let (first, last) = (day("from", &self.from), day("to", &self.to));
        let (first, last) = (first?, last?);
        if last < first {
            errors.add("to", t!("console-range-order-wrong"));
            return None;
        }
        if (last - first).num_days() >= LONGEST {
            errors.add("from", t!("console-range-long"));
            return None;
        }
        Some(Span { first, last, zone })
    }
}

/// A part of a span: one day, or the days of a week or month that lie within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
}

impl Span {
    /// The first instant.
    pub fn from(&self) -> Timestamp {
        start_of(self.first, self.zone)
    }

    /// The first instant after it.
    pub fn until(&self) -> Timestamp {
        start_of(self.last + Duration::days(1), self.zone)
    }

    /// How many days.
    pub fn days(&self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// Cut into days, weeks (from Monday) or months, so that no more are drawn than can be told apart.
    pub fn buckets(&self) -> Vec<Bucket> {
        let next = |day: NaiveDate| -> NaiveDate {
            if self.days() <= DAYS {
                day + Duration::days(1)
            } else if self.days() <= WEEKS * 7 {
                day + Duration::days(7 - i64::from(day.weekday().num_days_from_monday()))
            } else {
                day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))).unwrap_or(day + Duration::days(30))
            }
        };
        let mut buckets = Vec::new();
        let mut first = self.first;
        while first <= self.last {
            let following = next(first);
            buckets.push(Bucket { first, last: (following - Duration::days(1)).min(self.last) });
            first = following;
        }
        buckets
    }

    /// What each part is called: by day, by week, by month.
    pub fn by(&self) -> &'static str {
        if self.days() <= DAYS {
            "day"
        } else if self.days() <= WEEKS * 7 {
            "week"
        } else {
            "month"
        }
    }

    /// The labels of its parts.
    pub fn labels(&self) -> Vec<Label> {
        let label = |b: Bucket| match self.by() {
            "day" => Label::new(on_day(b.first, Telling::DayMonth), on_day(b.first, Telling::FullDay)),
            "week" => {
                let (first, last) = (on_day(b.first, Telling::DayMonth), on_day(b.last, Telling::Date));
                let long = t!("console-range-span", first = first, last = last);
                Label::new(first, long)
            }
            _ => Label::new(on_day(b.first, Telling::TinyMonth), on_day(b.first, Telling::Month)),
        };
        self.buckets().into_iter().map(label).collect()
    }

    /// Values of days, added up in its parts.
    pub fn spread(&self, values: impl IntoIterator<Item = (NaiveDate, i64)>) -> Vec<i64> {
        let buckets = self.buckets();
        let mut sums = vec![0_i64; buckets.len()];
        for (day, value) in values {
            let at = buckets.partition_point(|b| b.last < day);
            if let (Some(sum), Some(bucket)) = (sums.get_mut(at), buckets.get(at))
                && bucket.first <= day
            {
                *sum = sum.saturating_add(value);
            }
        }
        sums
    }

    /// In words: “1 March to 14 March 2026”.
    pub fn words(&self) -> String {
        if self.first == self.last {
            return on_day(self.first, Telling::Date);
        }
        let start = if self.first.year() == self.last.year() { Telling::DayLongMonth } else { Telling::Date };
        t!("console-range-span", first = on_day(self.first, start), last = on_day(self.last, Telling::Date)).into_owned()
    }
}

/// A day's first instant; where the clocks skip midnight, the first one there is.
fn start_of(day: NaiveDate, zone: Zone) -> Timestamp {
    let midnight = day.and_time(NaiveTime::MIN);
    let there = (0..4).find_map(|halves| zone.instant(midnight + Duration::minutes(30 * halves)).ok());
    there.unwrap_or_else(|| midnight.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn asked(range: &str, from: &str, to: &str) -> Asked {
        Asked { range: range.into(), from: from.into(), to: to.into() }
    }

    fn span_of(asked: &Asked) -> (Span, bool) {
        let mut errors = FieldErrors::new();
        // 23:30 in London is the next day in Berlin already.
        let span =
            asked.span("Europe/Berlin".parse().unwrap(), "2026-03-13T23:30:00Z".parse().unwrap(), Some(day("2026-01-05")), &mut errors);
        (span, errors.is_empty())
    }

    #[test]
    fn days_are_those_of_the_place() {
        let (span, _) = span_of(&asked("7", "", ""));
        assert_eq!((span.first, span.last, span.days()), (day("2026-03-08"), day("2026-03-14"), 7));
        assert_eq!(span.from().to_rfc3339(), "2026-03-07T23:00:00+00:00");
        assert_eq!(span_of(&Asked::default()).0.days(), 30);
        assert_eq!(span_of(&asked("all", "", "")).0.first, day("2026-01-05"));
    }

    #[test]
    fn the_days_on_which_clocks_change_are_23_and_25_hours_long() {
        let of = |text: &str, zone: &str| Span { first: day(text), last: day(text), zone: zone.parse().unwrap() };
        let hours = |span: Span| (span.until() - span.from()).num_minutes();
        assert_eq!(hours(of("2026-03-29", "Europe/Berlin")), 23 * 60);
        assert_eq!(hours(of("2026-10-25", "Europe/Berlin")), 25 * 60);
        // Midnight itself is skipped in Cairo.
        let cairo = of("2026-04-24", "Africa/Cairo");
        assert_eq!((hours(cairo), cairo.from().to_rfc3339()), (23 * 60, "2026-04-23T22:00:00+00:00".to_owned()));
    }

    #[test]
    fn own_dates_are_kept_or_what_is_wrong_is_said() {
        let (span, fine) = span_of(&asked("own", "2026-02-01", "2026-02-28"));
        assert!(fine && span.days() == 28);
        assert_eq!(asked("", "2026-02-01", "").range(), Range::Own, "a form sends its dates alone");
        for wrong in [("2026-02-30", "2026-03-01"), ("", "2026-03-01"), ("2026-03-02", "2026-03-01"), ("2000-01-01", "2026-03-01")] {
            let (span, fine) = span_of(&asked("own", wrong.0, wrong.1));
            assert!(!fine && span.days() == 30, "{wrong:?}");
        }
    }

    #[test]
    fn long_spans_are_cut_into_weeks_and_months_and_nothing_falls_between() {
        for (last, by, most) in [("2026-03-31", "day", 92), ("2027-03-31", "week", 93), ("2031-03-31", "month", 66)] {
            let span = Span { first: day("2026-01-07"), last: day(last), zone: Zone::UTC };
            let buckets = span.buckets();
            assert!(span.by() == by && buckets.len() <= most && span.labels().len() == buckets.len(), "{last}: {}", buckets.len());
            assert_eq!((buckets[0].first, buckets.last().unwrap().last), (span.first, span.last));
            assert!(buckets.windows(2).all(|w| w[1].first == w[0].last + Duration::days(1)), "{last}");
            let every: Vec<(NaiveDate, i64)> = span.first.iter_days().take(usize::try_from(span.days()).unwrap()).map(|d| (d, 1)).collect();
            assert_eq!(span.spread(every).iter().sum::<i64>(), span.days());
        }
        let span = Span { first: day("2026-03-01"), last: day("2026-03-03"), zone: Zone::UTC };
        assert_eq!(
            span.spread([(day("2026-02-28"), 5), (day("2026-03-02"), 2), (day("2026-03-04"), 7)]),
            [0, 2, 0],
            "what lies outside is not counted"
        );
    }
}
