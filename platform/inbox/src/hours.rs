//! Hours of a person's own clocks: when they want quiet, and when their digest is due.

use chrono::{Days, Duration, NaiveDate, NaiveTime, Weekday};
use platform_types::{Timestamp, Zone};

use crate::DigestEvery;

/// Hours in which nothing that can wait is sent: from the first to the second, of the clocks in a zone; over midnight where the
/// second is the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The hour it begins with, 0 to 23.
    pub from: u32,
    /// The hour it ends with, 0 to 23, another one.
    pub until: u32,
}

impl Quiet {
    /// Until when it is quiet, if it is quiet at `now`.
    pub fn ends(self, zone: Zone, now: Timestamp) -> Option<Timestamp> {
        let today = zone.local(now).date_naive();
        let over_midnight = Days::new(u64::from(self.until <= self.from));
        [today.checked_sub_days(Days::new(1)), Some(today)].into_iter().flatten().find_map(|day| {
            let from = first(zone, day, self.from);
            let until = last(zone, day.checked_add_days(over_midnight)?, self.until);
            (from <= now && now < until).then_some(until)
        })
    }

    /// Whether the clocks show a quiet hour at `hour`.
    pub fn covers(self, hour: u32) -> bool {
        if self.from < self.until { (self.from..self.until).contains(&hour) } else { hour >= self.from || hour < self.until }
    }
}

/// When the digest that was last due was due, at `now`: `hour` of today's or an earlier day, on Mondays where it comes weekly; with
/// that day. None where there is none.
pub fn last_digest_at(every: DigestEvery, hour: u32, zone: Zone, now: Timestamp) -> Option<(NaiveDate, Timestamp)> {
    let today = zone.local(now).date_naive();
    let is_due = |day: &NaiveDate| match every {
        DigestEvery::Off => false,
        DigestEvery::Day => true,
        DigestEvery::Week => chrono::Datelike::weekday(day) == Weekday::Mon,
    };
    (0..8)
        .filter_map(|back| today.checked_sub_days(Days::new(back)))
        .filter(is_due)
        .map(|day| (day, first(zone, day, hour)))
        .find(|(_, at)| *at <= now)
}

/// When the clocks show this hour for the first time on this day; where they jump over it, when they have jumped.
fn first(zone: Zone, day: NaiveDate, hour: u32) -> Timestamp {
    let local = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN));
    // No zone jumps further than a day (Samoa left one out in 2011).
    (0..=96).find_map(|quarters| zone.instant(local + Duration::minutes(15 * quarters)).ok()).unwrap_or_else(|| local.and_utc())
}

/// When they show it for the last time: an hour later on the night on which they are set back over it.
fn last(zone: Zone, day: NaiveDate, hour: u32) -> Timestamp {
    let first = first(zone, day, hour);
    let shown = zone.local(first).naive_local();
    // Clocks are set back by half an hour (Lord Howe), an hour, or two (Troll).
    [120, 60, 30]
        .into_iter()
        .map(|minutes| first + Duration::minutes(minutes))
        .find(|at| zone.local(*at).naive_local() == shown)
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: &str = "Europe/Berlin";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn ends(quiet: (u32, u32), zone: &str, now: &str) -> Option<String> {
        let quiet = Quiet { from: quiet.0, until: quiet.1 };
        quiet.ends(zone.parse().unwrap(), at(now)).map(|t| t.format("%d %H:%M").to_string())
    }

    #[test]
    fn a_night_ends_in_the_morning_of_the_persons_own_zone() {
        // 22 to 7 in Berlin in winter is 21 to 6 in UTC.
        assert_eq!(ends((22, 7), BERLIN, "2026-01-10T20:59:59Z"), None);
        assert_eq!(ends((22, 7), BERLIN, "2026-01-10T21:00:00Z").as_deref(), Some("11 06:00"));
        assert_eq!(ends((22, 7), BERLIN, "2026-01-11T05:59:59Z").as_deref(), Some("11 06:00"));
        assert_eq!(ends((22, 7), BERLIN, "2026-01-11T06:00:00Z"), None);
        assert_eq!(ends((13, 15), "Asia/Hong_Kong", "2026-01-11T06:00:00Z").as_deref(), Some("11 07:00"));
        assert_eq!(ends((13, 15), "Asia/Hong_Kong", "2026-01-11T07:00:00Z"), None);
    }

    #[test]
    fn an_hour_that_does_not_exist_ends_when_the_clocks_have_jumped() {
        // On 29 March 2026 Berlin's clocks jump from 2 to 3 at 01:00 UTC.
        assert_eq!(ends((22, 2), BERLIN, "2026-03-29T00:30:00Z").as_deref(), Some("29 01:00"));
        assert_eq!(ends((22, 2), BERLIN, "2026-03-29T01:00:00Z"), None);
        assert_eq!(ends((2, 5), BERLIN, "2026-03-29T00:59:59Z"), None, "it begins after the jump");
        assert_eq!(ends((2, 5), BERLIN, "2026-03-29T01:00:00Z").as_deref(), Some("29 03:00"));
    }

    #[test]
    fn an_hour_that_comes_twice_is_quiet_until_the_second_one() {
        // On 25 October 2026 they show 2 to 3 twice: from 00:00 and from 01:00 UTC.
        assert_eq!(ends((22, 2), BERLIN, "2026-10-25T00:30:00Z").as_deref(), Some("25 01:00"));
        assert_eq!(ends((22, 2), BERLIN, "2026-10-25T01:00:00Z"), None);
        assert_eq!(ends((2, 4), BERLIN, "2026-10-24T23:59:59Z"), None);
        assert_eq!(ends((2, 4), BERLIN, "2026-10-25T00:00:00Z").as_deref(), Some("25 03:00"), "it begins with the first");
        assert_eq!(ends((2, 4), BERLIN, "2026-10-25T01:30:00Z").as_deref(), Some("25 03:00"));
    }

    fn due(every: DigestEvery, hour: u32, now: &str) -> Option<String> {
        last_digest_at(every, hour, BERLIN.parse().unwrap(), at(now)).map(|(day, at)| format!("{day} {}", at.format("%d %H:%M")))
    }

    #[test]
    fn a_digest_is_due_once_a_day_also_when_its_hour_is_skipped_or_comes_twice() {
        assert_eq!(due(DigestEvery::Day, 8, "2026-01-10T06:59:59Z").as_deref(), Some("2026-01-09 09 07:00"));
        assert_eq!(due(DigestEvery::Day, 8, "2026-01-10T07:00:00Z").as_deref(), Some("2026-01-10 10 07:00"));
        assert_eq!(due(DigestEvery::Day, 2, "2026-03-29T01:00:00Z").as_deref(), Some("2026-03-29 29 01:00"), "at 3, for there is no 2");
        assert_eq!(due(DigestEvery::Day, 2, "2026-10-25T00:00:00Z").as_deref(), Some("2026-10-25 25 00:00"));
        assert_eq!(due(DigestEvery::Day, 2, "2026-10-25T01:30:00Z").as_deref(), Some("2026-10-25 25 00:00"), "the same one");
        assert_eq!(due(DigestEvery::Week, 8, "2026-01-11T12:00:00Z").as_deref(), Some("2026-01-05 05 07:00"), "Monday's");
        assert_eq!(due(DigestEvery::Off, 8, "2026-01-11T12:00:00Z"), None);
    }
}
